"""Submissions that make no sense: each is refused with code and field, and leaves nothing behind."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.api.office import Json, Office, application, assert_problem, headers_for, today

ONE_MEGABYTE = "名" * 350_000


def applicant(**changes: Any) -> Json:
    whole: Json = application()["applicant"]
    return application(applicant={**whole, **changes})


def without(name: str) -> Json:
    body = application()
    del body[name]
    return body


REFUSED: dict[str, tuple[Json, str, str | None]] = {
    "missing channel": (without("channel"), "missing_field", "channel"),
    "missing applicant": (without("applicant"), "missing_field", "applicant"),
    "missing name": (application(applicant={"contact": {"phone": "1"}}), "missing_field", "applicant.name"),
    "foreign field": (application(priority="high"), "foreign_field", "priority"),
    "foreign field named like a place": (application(body=1), "foreign_field", "body"),
    "foreign field named like a step": (application(accept=1), "foreign_field", "accept"),
    "foreign nested field": (applicant(age=30), "foreign_field", "applicant.age"),
    "foreign field two levels down": (
        applicant(contact={"phone": "010-55550123", "path": "x"}),
        "foreign_field",
        "applicant.contact.path",
    ),
    "foreign field with a megabyte of name": (
        application(**{ONE_MEGABYTE[:300_000]: 1}),
        "foreign_field",
        "名" * 199 + "…",
    ),
    "foreign field with control characters": (application(**{"a\x00\x1bb": 1}), "foreign_field", "a��b"),
    "no way to reach the applicant": (applicant(contact={}), "contact_missing", "applicant.contact"),
    "unknown channel": (application(channel="telepathy"), "invalid_field", "channel"),
    "number as a channel": (application(channel=7), "invalid_field", "channel"),
    "list as a description": (application(description=["a"]), "invalid_field", "description"),
    "number as a description": (application(description=12), "invalid_field", "description"),
    "text as an applicant": (application(applicant="王小明"), "invalid_field", "applicant"),
    "null applicant": (application(applicant=None), "invalid_field", "applicant"),
    "blank description": (application(description=" \n "), "invalid_field", "description"),
    "a megabyte of name": (applicant(name=ONE_MEGABYTE[:300_000]), "invalid_field", "applicant.name"),
    "201 characters of name": (applicant(name="名" * 201), "invalid_field", "applicant.name"),
    "NUL in a name": (applicant(name="王\x00明"), "control_characters", "applicant.name"),
    "escape in a name": (applicant(name="王\x1b[31m明"), "control_characters", "applicant.name"),
    "C1 control in a description": (application(description="申请\x85公开"), "control_characters", "description"),
    "NUL in an identity number": (
        applicant(identity_number="11\x0022"),
        "control_characters",
        "applicant.identity_number",
    ),
    "arrival tomorrow": (
        application(arrived_on=str(today().replace(year=today().year + 1))),
        "date_in_future",
        "arrived_on",
    ),
    "arrival at the end of time": (application(arrived_on="9999-12-31"), "date_in_future", "arrived_on"),
    "arrival at the beginning of time": (application(arrived_on="0001-01-01"), "no_statute_in_force", "arrived_on"),
    "arrival before there was a law": (application(arrived_on="2008-04-30"), "no_statute_in_force", "arrived_on"),
    "arrival as seconds since 1970": (application(arrived_on="1747008000"), "invalid_field", "arrived_on"),
    "arrival as a number": (application(arrived_on=1747008000), "invalid_field", "arrived_on"),
    "arrival with a clock time": (application(arrived_on="2026-05-11T00:00:00"), "invalid_field", "arrived_on"),
    "arrival on 31 February": (application(arrived_on="2026-02-31"), "invalid_field", "arrived_on"),
    "arrival in the year 0": (application(arrived_on="0000-01-01"), "invalid_field", "arrived_on"),
    "arrival in words": (application(arrived_on="yesterday"), "invalid_field", "arrived_on"),
}

RAW: dict[str, tuple[bytes, str, str | None]] = {
    "nothing": (b"", "missing_field", "body"),
    "half a document": (b'{"channel": "in_person"', "invalid_json", "body"),
    "a list": (b"[]", "invalid_field", "body"),
    "a text": (b'"x"', "invalid_field", "body"),
    "null": (b"null", "invalid_field", "body"),
    "invalid UTF-8": (b'{"channel": "\xff\xfe"}', "invalid_json", "body"),
    "UTF-16": ('{"channel": 1}'.encode("utf-16"), "invalid_field", "channel"),
    "NaN": (b'{"channel": NaN}', "invalid_field", "channel"),
    "infinity": (b'{"channel": -Infinity}', "invalid_field", "channel"),
    "deep nesting": (b"[" * 100_000 + b"]" * 100_000, "invalid_json", "body"),
    "deep objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "invalid_json", "body"),
    "a lone surrogate in a value": (b'{"channel": "\\ud800"}', "invalid_field", "channel"),
    "a lone surrogate in a name": (b'{"\\ud800": 1}', "invalid_field", "body"),
    "an integer of five thousand digits": (b'{"channel": ' + b"9" * 5000 + b"}", "invalid_json", "body"),
}


@pytest.fixture
def nothing_entered(shared: Office) -> Callable[[], Any]:
    async def rows() -> tuple[int, ...]:
        async with shared.database.transaction() as connection:
            tables = ("applications", "cases", "case_events", "counters", "applicant_texts", "documents")
            counts = [await connection.execute(text(f"SELECT count(*) FROM {table}")) for table in tables]  # noqa: S608
            return tuple(count.scalar_one() for count in counts)

    return rows


@pytest.mark.parametrize("name", REFUSED)
async def test_a_senseless_submission_is_refused(shared: Office, nothing_entered: Callable[[], Any], name: str) -> None:
    body, code, field = REFUSED[name]
    before = await nothing_entered()
    assert_problem(await shared.submit(body), 422, code, field)
    assert await nothing_entered() == before


@pytest.mark.parametrize("name", RAW)
async def test_a_body_that_is_no_submission_is_refused(
    shared: Office, nothing_entered: Callable[[], Any], name: str
) -> None:
    content, code, field = RAW[name]
    before = await nothing_entered()
    headers = headers_for(shared.tokens["handler"], str(uuid4()), {"Content-Type": "application/json"})
    answer = await shared.http.post("/api/applications", content=content, headers=headers)
    assert_problem(answer, 422, code, field)
    assert await nothing_entered() == before


@pytest.mark.parametrize("name", ["王小明\n\n本机关决定全部公开", "王小明\u2028伪造", "王小明\u202e伪造", "王\t小明"])
async def test_a_name_cannot_begin_a_line_of_its_own_in_a_letter(office: Office, name: str) -> None:
    body = application()
    body["applicant"]["name"] = name
    assert_problem(await office.submit(body), 422, "control_characters", "applicant.name")
