"""The applicant's page by HTTP: what opens it, what it says, what it keeps to itself, and how often one may guess."""

import asyncio
import json
import logging
from typing import cast

import httpx
import pypdfium2
import pytest
from sqlalchemy import text

from api.examples import APPLICATION
from schemas.status import LENGTH
from tests.api.office import Json, Office, assert_problem, today

WRONG = "0" * LENGTH


def from_address(office: Office, address: str) -> httpx.AsyncClient:
    """A visitor of the same API from somewhere."""
    app = cast(httpx.ASGITransport, office.http._transport).app
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=(address, 4711))
    return httpx.AsyncClient(transport=transport, base_url="http://daylight", timeout=60)


async def ask(http: httpx.AsyncClient, reference: str, code: str) -> httpx.Response:
    return await http.post("/api/status", json={"reference": reference, "code": code})


async def fail(http: httpx.AsyncClient, reference: str, times: int) -> list[int]:
    """The statuses of so many wrong tries."""
    return [(await ask(http, reference, WRONG)).status_code for _ in range(times)]


async def an_hour_passes(office: Office) -> None:
    async with office.database.transaction() as connection:
        await connection.execute(text("UPDATE status_tries SET since = since - interval '1 hour'"))


async def test_reference_and_code_open_the_page_and_the_answer(office: Office) -> None:
    receipt = await office.registered()
    answer = await ask(office.http, receipt["reference"], receipt["status_code"])
    assert answer.status_code == 200, answer.text
    view = answer.json()
    assert (view["reference"], view["standing"]) == (receipt["reference"], "in_hand")
    assert view["due"]["due_on"] == receipt["due_on"]
    assert view["facts"] == [view["facts"][0] | {"fact": "received", "day": str(today())}]
    form = {"reference": receipt["reference"], "code": receipt["status_code"].lower()}
    page = await office.http.post("/status", data=form)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert receipt["reference"] in page.text
    assert "正在办理" in page.text
    assert receipt["status_code"] not in page.text
    for secret in (receipt["case_id"], *APPLICATION["applicant"]["contact"].values()):
        assert secret not in page.text + answer.text
    for secret in (APPLICATION["applicant"]["name"], APPLICATION["description"], "110101199003070011"):
        assert secret not in page.text + answer.text


async def test_the_code_is_the_same_in_the_receipt_for_staff_and_on_paper(office: Office) -> None:
    receipt = await office.registered()
    path = f"/api/applications/{receipt['case_id']}/status-code"
    assert await office.read(path) == {
        "reference": receipt["reference"],
        "code": receipt["status_code"],
        "page": office.settings.status_page,
    }
    letters = await office.read(f"/api/applications/{receipt['case_id']}/letters")
    printed = await office.get(letters[0]["pdf"])
    assert letters[0]["kind"] == "receipt"
    assert receipt["status_code"] in _text_of(printed.content)


def _text_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


async def test_the_code_is_told_to_handlers_of_the_agency_only(shared: Office) -> None:
    path = f"/api/applications/{(await shared.registered())['case_id']}/status-code"
    assert (await shared.get(path, "head")).status_code == 200
    for login in ("reviewer", "approver", "supervisor"):
        assert_problem(await shared.get(path, login), 403, "role_not_permitted")
    assert_problem(await shared.http.get(path), 401, "unauthorized")
    unknown = "/api/applications/00000000-0000-4000-8000-000000000009/status-code"
    assert_problem(await shared.get(unknown), 404, "not_found")


async def test_an_unknown_reference_and_a_wrong_code_are_told_alike(office: Office) -> None:
    receipt = await office.registered()
    wrong = await ask(office.http, receipt["reference"], WRONG)
    unknown = await ask(office.http, "示数公申〔2026〕99999号", receipt["status_code"])
    other = await ask(office.http, (await office.registered())["reference"], receipt["status_code"])
    assert_problem(wrong, 404, "status_unknown")
    assert wrong.content == unknown.content == other.content
    assert wrong.headers.pop("X-Request-Id") != unknown.headers.pop("X-Request-Id")
    told = [{name: value for name, value in one.headers.items() if name != "x-request-id"} for one in (wrong, unknown)]
    assert told[0] == told[1]


@pytest.mark.parametrize("path", ["/status", "/api/status"])
async def test_no_answer_is_kept_framed_indexed_or_told_to_others(shared: Office, path: str) -> None:
    answers = [await shared.http.post(path, data={"reference": "x", "code": WRONG})]
    answers += [await shared.http.get("/status")] if path == "/status" else []
    for answer in answers:
        if path == "/status":
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["x-frame-options"] == "DENY"
            assert answer.headers["referrer-policy"] == "same-origin"  # see api/console/portal/quiet.py
            assert "script-src" not in policy
            assert "noindex" in answer.headers["x-robots-tag"]
            assert answer.headers["cache-control"] == "no-store"
    told = await ask(shared.http, "示数公申〔2026〕99999号", WRONG)
    assert told.headers["cache-control"] == "no-store"


async def test_what_stands_in_the_address_is_not_read(shared: Office) -> None:
    receipt = await shared.registered()
    params = {"reference": receipt["reference"], "code": receipt["status_code"]}
    page = await shared.http.get("/status", params=params)
    assert page.status_code == 200
    assert receipt["reference"] not in page.text
    answer = await shared.http.post("/status", params=params)
    assert answer.status_code == 422
    assert receipt["reference"] not in answer.text
    assert_problem(await shared.http.get("/api/status", params=params), 405, "method_not_allowed")


async def test_a_form_of_another_site_asks_nothing(shared: Office) -> None:
    receipt = await shared.registered()
    asked = {"reference": receipt["reference"], "code": receipt["status_code"]}
    answer = await shared.http.post("/status", data=asked, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "正在办理" not in answer.text


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "missing_field", "reference"),
        ({"reference": "x"}, "missing_field", "code"),
        ({"reference": "x", "code": "abc"}, "status_code_malformed", "code"),
        ({"reference": "x", "code": 7}, "invalid_field", "code"),
        ({"reference": "", "code": WRONG}, "invalid_field", "reference"),
        ({"reference": "x\u0000", "code": WRONG}, "control_characters", "reference"),
        ({"reference": "\ud800", "code": WRONG}, "invalid_field", "reference"),
        ({"reference": "x" * 201, "code": WRONG}, "invalid_field", "reference"),
        ({"reference": "x", "code": WRONG, "more": 1}, "foreign_field", "more"),
    ],
    ids=["nothing", "no code", "short", "number", "empty", "NUL", "surrogate", "long", "more"],
)
async def test_senseless_questions_are_clear_refusals(shared: Office, body: Json, code: str, field: str) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await shared.http.post("/api/status", content=json.dumps(body), headers=headers)
    assert_problem(answer, 422, code, field)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"reference=%FF%FE&code=%00",
        b"\xff\xfe\x00",
        b"reference=" + b"x" * 5000 + b"&code=y",
        b"&" * 5000,
        b"reference=x&code=" + b"%F0%9F%98%80" * 12,
        b"reference=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&code=x",
        b"reference=x&reference=%3Cb%3E&code=x&code=y",
        b'{"reference": "x", "code": "000000000000"}',
    ],
    ids=["empty", "bad utf-8", "bytes", "long", "separators", "emoji", "script", "twice", "json"],
)
async def test_a_hostile_form_gets_the_form_back(shared: Office, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await shared.http.post("/status", content=body, headers=headers)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert 'role="alert"' in answer.text
    assert "<script" not in answer.text
    assert "<b>" not in answer.text
    assert len(answer.content) < 6000


async def test_a_slip_of_the_pen_costs_no_try(office: Office) -> None:
    receipt = await office.registered()
    for _ in range(office.settings.status_tries_per_address + 1):
        assert (await ask(office.http, receipt["reference"], "short")).status_code == 422
    assert (await ask(office.http, receipt["reference"], receipt["status_code"])).status_code == 200


async def test_who_looks_often_is_not_taken_for_a_guesser(office: Office) -> None:
    receipt = await office.registered()
    for _ in range(office.settings.status_tries_per_reference + 1):
        assert (await ask(office.http, receipt["reference"], receipt["status_code"])).status_code == 200


async def test_one_address_uses_up_its_own_tries_and_not_the_applicants(office: Office) -> None:
    receipt = await office.registered()
    share = office.settings.status_tries_per_reference // 4
    async with from_address(office, "203.0.113.9") as guesser, from_address(office, "198.51.100.1") as applicant:
        statuses = await fail(guesser, receipt["reference"], office.settings.status_tries_per_reference * 2)
        assert statuses == [404] * share + [429] * (len(statuses) - share)
        refused = await ask(guesser, receipt["reference"], receipt["status_code"])
        assert_problem(refused, 429, "status_too_many_tries")
        assert 0 < int(refused.headers["retry-after"]) <= 3600
        page = await guesser.post("/status", data={"reference": receipt["reference"], "code": WRONG})
        assert page.status_code == 429
        assert 0 < int(page.headers["retry-after"]) <= 3600
        assert "分钟后可以再试" in page.text
        assert (await ask(applicant, receipt["reference"], receipt["status_code"])).status_code == 200


async def test_many_addresses_together_guess_no_more_than_the_bound_and_the_hour_ends(office: Office) -> None:
    receipt = await office.registered()
    most = office.settings.status_tries_per_reference
    statuses: list[int] = []
    for n in range(1, 8):
        async with from_address(office, f"203.0.113.{n}") as guesser:
            statuses += await fail(guesser, receipt["reference"], most // 4)
    assert statuses.count(404) == most
    async with from_address(office, "198.51.100.1") as applicant:
        assert (await ask(applicant, receipt["reference"], receipt["status_code"])).status_code == 429
        await an_hour_passes(office)
        assert (await ask(applicant, receipt["reference"], receipt["status_code"])).status_code == 200


async def test_one_address_may_not_try_one_reference_after_the_other(office: Office) -> None:
    most = office.settings.status_tries_per_address
    async with from_address(office, "2001:db8:1:2::1") as guesser, from_address(office, "2001:db8:1:2::2") as same:
        statuses = [await fail(guesser, f"示数公申〔2026〕{n}号", 1) for n in range(most)]
        assert statuses == [[404]] * most
        assert await fail(same, "示数公申〔2026〕9999号", 1) == [429]


async def test_guesses_at_the_same_moment_are_all_counted(office: Office) -> None:
    receipt = await office.registered()
    share = office.settings.status_tries_per_reference // 4
    async with from_address(office, "203.0.113.9") as guesser:
        answers = await asyncio.gather(*(ask(guesser, receipt["reference"], WRONG) for _ in range(4 * share)))
    assert sorted(answer.status_code for answer in answers) == [404] * share + [429] * 3 * share


async def test_what_is_counted_names_nobody_and_is_forgotten(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    receipt = await office.registered()
    async with from_address(office, "203.0.113.9") as guesser:
        await fail(guesser, receipt["reference"], 3)
        await guesser.post("/status", data={"reference": receipt["reference"], "code": receipt["status_code"]})
    marks = await _marks(office)
    assert len(marks) == 4
    assert all(len(mark) == 64 and set(mark) <= set("0123456789abcdef") for mark in marks)
    assert "203.0.113.9" not in caplog.text
    assert receipt["status_code"] not in caplog.text
    await an_hour_passes(office)
    async with from_address(office, "203.0.113.10") as another:
        await fail(another, "示数公申〔2026〕9999号", 1)
    assert not set(marks) & set(await _marks(office))


async def _marks(office: Office) -> list[str]:
    async with office.database.reading() as connection:
        return list((await connection.execute(text("SELECT mark FROM status_tries"))).scalars())


async def test_the_page_follows_the_case_to_its_end(office: Office) -> None:
    receipt = await office.registered()
    await office.issued(receipt["case_id"])
    view = (await ask(office.http, receipt["reference"], receipt["status_code"])).json()
    assert view["standing"] == "answered"
    await office.delivered(receipt["case_id"])
    view = (await ask(office.http, receipt["reference"], receipt["status_code"])).json()
    assert view["standing"] == "closed"
    assert [fact["fact"] for fact in view["facts"]] == ["received", "answered", "closed"]
    assert "招标文件" not in str(view)
    assert "disclosed" not in str(view)
