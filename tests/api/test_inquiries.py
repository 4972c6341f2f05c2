"""The log of inquiries: numbered without gaps, one key one note, and each becomes one application at most."""

import asyncio
import json
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from activities.vault import Vault
from api.desk import Desk
from api.examples import APPLICATION
from api.inquiries import application_key, apply_for
from api.routes_inquiries import INQUIRY
from schemas.applications import ApplicationRow, NewApplication
from schemas.errors import Unavailable
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Json, Office, application, assert_problem, headers_for, today
from tests.api.server import listening
from tests.api.test_cli import Terminal
from tests.harness import person
from worker.embedded.stack import environment_of


async def post(office: Office, key: str | None = None, by: str = "handler", **changes: Any) -> httpx.Response:
    headers = headers_for(office.tokens[by], key or str(uuid4()))
    return await office.http.post("/api/inquiries", json={**INQUIRY, **changes}, headers=headers)


async def noted(office: Office, key: str | None = None, **changes: Any) -> Json:
    answer = await post(office, key, **changes)
    assert answer.status_code == 201, answer.text
    inquiry: Json = answer.json()
    return inquiry


async def apply(office: Office, inquiry: Json, by: str = "handler", **changes: Any) -> httpx.Response:
    path = f"/api/inquiries/{inquiry['id']}/application"
    return await office.http.post(path, json=application(**changes), headers=headers_for(office.tokens[by]))


async def test_an_inquiry_is_noted_once_however_often_it_is_sent(office: Office) -> None:
    answers = await asyncio.gather(*(post(office, "k") for _ in range(6)))
    assert Counter(answer.status_code for answer in answers) == {201: 6}
    assert len({answer.text for answer in answers}) == 1
    inquiry = answers[0].json()
    assert inquiry["reference"] == f"示建公咨〔{today().year}〕1号"
    assert (inquiry["asked_on"], inquiry["case_id"]) == (str(today()), None)
    assert await office.read(f"/api/inquiries/{inquiry['id']}") == inquiry


async def test_numbers_have_no_gaps_whatever_is_refused_beside_them(office: Office) -> None:
    answers = await asyncio.gather(
        *(post(office, **({"asked_on": "9999-12-31"} if n % 3 == 0 else {})) for n in range(9))
    )
    assert Counter(answer.status_code for answer in answers) == {201: 6, 422: 3}
    references = [answer.json()["reference"] for answer in answers if answer.status_code == 201]
    assert sorted(int(re.findall(r"\d+", reference)[1]) for reference in references) == [1, 2, 3, 4, 5, 6]
    last_year = await noted(office, asked_on=f"{today().year - 1}-12-31")
    assert last_year["reference"] == f"示建公咨〔{today().year - 1}〕1号"


async def test_what_makes_no_sense_is_refused(shared: Office) -> None:
    assert_problem(await post(shared, asked_on=str(today() + timedelta(days=1))), 422, "date_in_future", "asked_on")
    assert_problem(await post(shared, asked_on="2008-04-30"), 422, "no_statute_in_force", "asked_on")
    assert_problem(await post(shared, channel="post_signed"), 422, "invalid_field", "channel")
    assert_problem(await post(shared, asked="  "), 422, "invalid_field", "asked")
    assert_problem(await post(shared, answered="a\0"), 422, "control_characters", "answered")
    assert_problem(await post(shared, name="x"), 422, "foreign_field", "name")
    assert_problem(await post(shared, by="approver"), 403, "role_not_permitted")
    assert_problem(await post(shared, key="daylight:x"), 422, "idempotency_key_invalid", "Idempotency-Key")
    without = await shared.http.post("/api/inquiries", json=INQUIRY, headers=headers_for(shared.tokens["handler"]))
    assert_problem(without, 422, "idempotency_key_missing", "Idempotency-Key")


async def test_the_key_of_another_inquiry_is_refused(office: Office) -> None:
    await noted(office, "k")
    refused = await post(office, "k", asked="询问别的事。")
    assert_problem(refused, 422, "idempotency_key_reused", "Idempotency-Key")
    assert len((await office.read("/api/inquiries"))["items"]) == 1


async def test_an_inquiry_becomes_one_application_and_names_it(office: Office) -> None:
    inquiry = await noted(office)
    answers = await asyncio.gather(*(apply(office, inquiry) for _ in range(4)))
    assert Counter(answer.status_code for answer in answers) == {201: 4}
    assert len({answer.text for answer in answers}) == 1
    receipt = answers[0].json()
    named = await office.read(f"/api/inquiries/{inquiry['id']}")
    assert (named["case_id"], named["application"]) == (receipt["case_id"], receipt["reference"])
    assert len((await office.read("/api/applications"))["items"]) == 1
    await office.step(receipt["case_id"], "withdraw")
    assert (await apply(office, inquiry)).json() == receipt


async def test_an_inquiry_becomes_no_second_application(office: Office) -> None:
    inquiry = await noted(office)
    receipt = (await apply(office, inquiry)).json()
    refused = await apply(office, inquiry, description="申请公开另一份文件。")
    assert_problem(refused, 409, "inquiry_applied_already")
    assert (await office.read(f"/api/inquiries/{inquiry['id']}"))["case_id"] == receipt["case_id"]
    another = await noted(office)
    assert (await apply(office, another)).json()["case_id"] != receipt["case_id"]


async def test_a_refused_application_leaves_the_inquiry_as_it_was(office: Office) -> None:
    inquiry = await noted(office)
    assert_problem(await apply(office, inquiry, arrived_on="9999-12-31"), 422, "date_in_future", "arrived_on")
    assert_problem(await apply(office, inquiry, by="approver"), 403, "role_not_permitted")
    assert await office.read(f"/api/inquiries/{inquiry['id']}") == inquiry
    assert (await apply(office, inquiry)).status_code == 201


class Away:
    """An engine that is away when the application is committed already."""

    async def register(self, row: ApplicationRow) -> None:
        raise Unavailable("engine_unavailable")


async def test_an_application_committed_before_a_crash_is_named_and_the_same_call_starts_its_case(
    office: Office,
) -> None:
    inquiry, keys = await noted(office), office.settings
    vault = Vault(keys.personal_data_keys.get_secret_value(), keys.lookup_key.get_secret_value())
    desk = Desk(office.database, Away(), vault, None)  # type: ignore[arg-type]
    given = NewApplication.model_validate(application())
    with pytest.raises(Unavailable):
        await apply_for(desk, person("handler"), UUID(inquiry["id"]), given)
    named = (await office.read(f"/api/inquiries/{inquiry['id']}"))["case_id"]
    assert (await office.get(f"/api/applications/{named}")).status_code == 404
    answer = await apply(office, inquiry)
    assert (answer.status_code, answer.json()["case_id"]) == (201, named)
    assert (await office.kinds(named)).count("application_registered") == 1


async def test_only_ones_own_agency_sees_an_inquiry(office: Office) -> None:
    inquiry = await noted(office)
    neighbours = Office(
        office.http, await staffed(office.database, neighbour_agency()), office.settings, office.database
    )
    assert (await neighbours.read("/api/inquiries"))["items"] == []
    assert_problem(await neighbours.get(f"/api/inquiries/{inquiry['id']}"), 404, "not_found")
    assert_problem(await apply(neighbours, inquiry), 404, "not_found")
    assert_problem(await office.get(f"/api/inquiries/{uuid4()}"), 404, "not_found")
    assert (await office.read(f"/api/inquiries/{inquiry['id']}", by="supervisor")) == inquiry


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["applied", "old", "counter", "plain"]),
        ({"channel": "counter"}, ["counter"]),
        ({"applied": True}, ["applied"]),
        ({"applied": False}, ["old", "counter", "plain"]),
        ({"asked_until": str(today() - timedelta(days=30))}, ["old"]),
        ({"asked_from": str(today())}, ["applied", "counter", "plain"]),
        ({"text": "100%"}, ["plain"]),
        ({"text": "%"}, ["plain"]),
        ({"text": "_"}, []),
        ({"text": "咨〔"}, ["applied", "old", "counter", "plain"]),
    ],
)
async def test_filters_find_their_own_newest_first(office: Office, wanted: Json, expected: list[str]) -> None:
    more: dict[str, Json] = {
        "plain": {"answered": "完成率100%。"},
        "counter": {"channel": "counter"},
        "old": {"asked_on": str(today() - timedelta(days=40))},
        "applied": {},
    }
    inquiries = {(await noted(office, **changes))["id"]: name for name, changes in more.items()}
    await apply(office, {"id": next(one for one, name in inquiries.items() if name == "applied")})
    page = await office.read("/api/inquiries", **wanted)
    assert [inquiries[item["id"]] for item in page["items"]] == expected


async def test_pages_neither_repeat_nor_lose_an_inquiry_while_new_ones_arrive(office: Office) -> None:
    standing = [(await noted(office))["id"] for _ in range(5)]
    seen, params = list[str](), dict[str, Any]()
    while True:
        page = await office.read("/api/inquiries", limit=2, **params)
        seen += [item["id"] for item in page["items"]]
        await noted(office)
        if page["next"] is None:
            break
        params = {"after": page["next"]}
    assert seen == standing[::-1]
    assert_problem(await office.get("/api/inquiries", after="x"), 422, "cursor_invalid", "after")


async def test_inquiries_are_noted_and_turned_into_applications_from_the_terminal(
    office: Office, tmp_path: Path
) -> None:
    async with listening(office.settings) as port:
        own = {"DAYLIGHT_URL": f"http://127.0.0.1:{port}", "DAYLIGHT_TOKEN": office.tokens["handler"]}
        terminal = Terminal({**environment_of(office.settings), **own}, tmp_path)
        inquiry = await terminal.json("inquiry", "add", "telephone", "询问招标文件。", "告知可以书面申请。")
        assert inquiry["reference"] in await terminal.good("inquiry", "show", inquiry["id"])
        (tmp_path / "application.json").write_text(json.dumps(APPLICATION, ensure_ascii=False))
        receipt = await terminal.json("inquiry", "apply", inquiry["id"], "application.json")
        (listed,) = (await terminal.json("inquiry", "list", "--applied"))["items"]
        assert (listed["id"], listed["case_id"]) == (inquiry["id"], receipt["case_id"])
        assert "date_in_future" in await terminal.refused(
            "inquiry", "add", "counter", "甲", "乙", "--asked-on", "9999-12-31"
        )


def test_no_client_can_send_the_key_under_which_an_inquiry_becomes_an_application() -> None:
    assert application_key(uuid4()).startswith("daylight:")
