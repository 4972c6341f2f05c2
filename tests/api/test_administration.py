"""Agencies and their policies over HTTP, and the record of what administrators did."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from activities.db.people import find_login
from api.administration_overview import provisional_years
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.policy import Policy
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Json, Office, assert_problem, headers_for, today
from workflows.rules.national import national_calendar

OWN = f"/api/agencies/{SAMPLE_AGENCY.id}"
BELOW = {
    "code": "示城管公",
    "name": "示例市城市管理局",
    "contact": "示例市人民路3号，电话：010-55550300",
    "reconsideration_body": "示例市人民政府",
    "court": "示例市城区人民法院",
    "administrator": {"login": "first", "name": "邵管理"},
}


async def asked(
    office: Office, method: str, path: str, body: Any = None, by: str = "admin", key: str | None = None
) -> httpx.Response:
    return await office.http.request(method, path, json=body, headers=headers_for(office.tokens[by], key))


async def good(office: Office, method: str, path: str, body: Any = None, by: str = "admin") -> Json:
    answer = await asked(office, method, path, body, by)
    assert answer.status_code in {200, 201}, answer.text
    found: Json = answer.json()
    return found


ROUTES = [
    ("GET", "/api/administration"),
    ("GET", "/api/administration/acts"),
    ("GET", "/api/agencies"),
    ("POST", "/api/agencies"),
    ("GET", OWN),
    ("PATCH", OWN),
    ("GET", f"{OWN}/policy"),
    ("PUT", f"{OWN}/policy"),
    ("GET", "/api/staff"),
    ("POST", "/api/staff"),
    ("GET", f"/api/staff/{sample_member('handler').id}"),
    ("PATCH", f"/api/staff/{sample_member('handler').id}"),
    ("POST", f"/api/staff/{sample_member('handler').id}/password"),
    ("POST", f"/api/staff/{sample_member('handler').id}/sign-out"),
    ("DELETE", f"/api/staff/{sample_member('handler').id}/second-factor"),
    ("GET", "/api/tokens"),
    ("POST", "/api/tokens"),
    ("DELETE", f"/api/tokens/{uuid4()}"),
]
BODIES: dict[tuple[str, str], Json] = {
    ("POST", "/api/agencies"): BELOW,
    ("POST", "/api/staff"): {"login": "zhou", "name": "周承办", "roles": ["handler"]},
    ("POST", "/api/tokens"): {"staff": str(sample_member("handler").id), "label": "扫描系统"},
}


async def test_every_route_is_for_administrators_alone(shared: Office) -> None:
    for method, path in ROUTES:
        body = BODIES.get((method, path), {} if method in {"PATCH", "PUT"} else None)
        for login in ("handler", "supervisor", "head", "chief"):
            assert_problem(await asked(shared, method, path, body, login), 403, "role_not_permitted")


async def test_another_agency_is_nobodys_business(shared: Office) -> None:
    other = replace(shared, tokens=await staffed(shared.database, neighbour_agency()))
    for method, path in ROUTES:
        if str(SAMPLE_AGENCY.id) in path or str(sample_member("handler").id) in path:
            body: Json | None = {} if method in {"PATCH", "PUT"} else None
            assert (await asked(other, method, path, body)).status_code == 404, (method, path)
    assert len((await good(other, "GET", "/api/agencies"))["items"]) == 1
    elsewhere = {"staff": str(sample_member("handler").id), "label": "扫描系统"}
    assert_problem(await asked(other, "POST", "/api/tokens", elsewhere), 404, "staff_unknown", "staff")
    beside = {**BELOW, "parent": str(SAMPLE_AGENCY.id)}
    assert_problem(await asked(other, "POST", "/api/agencies", beside), 404, "not_found", "agency")


async def test_an_agency_is_added_below_and_set_going(office: Office) -> None:
    first = await asked(office, "POST", "/api/agencies", BELOW, key="one")
    assert first.status_code == 201, first.text
    made = first.json()
    assert made["agency"]["parent_id"] == str(SAMPLE_AGENCY.id)
    assert made["administrator"]["roles"] == ["administrator"]
    assert len(made["password"]) >= 12
    again = (await asked(office, "POST", "/api/agencies", BELOW, key="one")).json()
    assert (again["agency"]["id"], again["password"]) == (made["agency"]["id"], None)
    taken = await asked(office, "POST", "/api/agencies", {**BELOW, "name": "别局"}, key="two")
    assert_problem(taken, 422, "agency_code_taken", "code")
    rows = (await good(office, "GET", "/api/agencies"))["items"]
    assert [(row["code"], row["settled"]) for row in rows] == [("示建公", True), ("示城管公", False)]
    there = made["agency"]["id"]
    assert_problem(await asked(office, "PATCH", f"/api/agencies/{there}", {"name": "局"}), 404, "not_found", "agency")
    handler = {"agency": there, "login": "x", "name": "周承办", "roles": ["handler"]}
    assert_problem(await asked(office, "POST", "/api/staff", handler), 403, "first_is_administrator")
    second = await good(office, "POST", "/api/staff", {**handler, "login": "second", "roles": ["administrator"]})
    assert (await good(office, "POST", f"/api/staff/{second['id']}/password"))["password"]


async def test_once_its_own_administrator_is_at_work_the_one_above_only_looks_on(office: Office) -> None:
    agency = neighbour_agency().model_copy(update={"parent_id": SAMPLE_AGENCY.id})
    below = replace(office, tokens=await staffed(office.database, agency))
    listed = (await good(office, "GET", f"/api/staff?agency={agency.id}"))["items"]
    assert [one["login"] for one in listed] == ["admin"]
    wanted = {"agency": str(agency.id), "login": "x", "name": "周承办", "roles": ["administrator"]}
    assert_problem(await asked(office, "POST", "/api/staff", wanted), 403, "agency_has_administrator")
    password = await asked(office, "POST", f"/api/staff/{listed[0]['id']}/password")
    assert_problem(password, 403, "agency_has_administrator")
    async with office.database.reading() as connection:
        handler = await find_login(connection, agency.id, "handler")
    assert handler
    assert (await asked(office, "GET", f"/api/staff/{handler.id}")).status_code == 404
    await good(below, "PATCH", f"/api/staff/{handler.id}", {"name": "新邻居"})
    acts = (await good(office, "GET", "/api/administration/acts"))["items"]
    assert [(act["kind"], act["agency_id"]) for act in acts] == [("staff_changed", str(agency.id))]
    assert (await good(below, "GET", "/api/administration/acts"))["items"] == acts


async def test_what_stands_in_letters_is_changed_and_the_next_request_sees_it(office: Office) -> None:
    changed = await good(office, "PATCH", OWN, {"code": "示住建公", "contact": "示例市人民路9号"})
    assert (changed["code"], changed["court"]) == ("示住建公", SAMPLE_AGENCY.court)
    receipt = await office.registered()
    assert receipt["reference"].startswith("示住建公")
    assert_problem(await asked(office, "PATCH", OWN, {"code": "示建公"}), 409, "agency_code_fixed", "code")
    assert (await good(office, "PATCH", OWN, {"contact": "示例市人民路9号"}))["contact"] == "示例市人民路9号"
    acts = (await good(office, "GET", "/api/administration/acts"))["items"]
    assert [act["kind"] for act in acts] == ["agency_changed"], "what changes nothing is no act"
    assert acts[0]["changed"]["code"] == ["示建公", "示住建公"]
    assert acts[0]["by_name"] == "邵管理"
    assert_problem(await asked(office, "PATCH", OWN, {"parent_id": None}), 422, "foreign_field", "parent_id")


async def test_a_policy_is_put_whole_and_holds_for_cases_registered_from_then_on(office: Office) -> None:
    before = await office.registered()
    standing = await good(office, "GET", f"{OWN}/policy")
    wanted = {**standing, "correction_working_days": 15}
    assert (await good(office, "PUT", f"{OWN}/policy", wanted))["correction_working_days"] == 15
    after = await office.registered()
    days = []
    for receipt in (before, after):
        first = (await office.events(receipt["case_id"]))[0]["event"]
        days.append(first["policy"]["correction_working_days"])
    assert days == [10, 15]
    acts = (await good(office, "GET", "/api/administration/acts"))["items"]
    assert acts[0]["changed"] == {"policy.correction_working_days": [10, 15]}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"correction_working_days": 0}, "invalid_field", "correction_working_days"),
        ({"timezone": "Asia/Nowhere"}, "timezone_unknown", "timezone"),
        ({"timezone": "../etc/passwd"}, "timezone_unknown", "timezone"),
        ({"approval": ["handler"]}, "approval_role_does_not_sign", "approval"),
        ({"alarms_from": "09:00"}, "alarms_window_reversed", "body"),
        ({"nothing": 1}, "foreign_field", "nothing"),
    ],
)
async def test_a_policy_that_cannot_be_is_refused(shared: Office, change: Json, code: str, field: str) -> None:
    wanted = {**Policy().model_dump(mode="json"), **change}
    assert_problem(await asked(shared, "PUT", f"{OWN}/policy", wanted), 422, code, field)


async def test_what_was_done_stays_on_record(office: Office) -> None:
    await good(office, "PATCH", OWN, {"contact": "示例市人民路9号"})
    for statement in ("UPDATE administrative_acts SET kind = 'x'", "DELETE FROM administrative_acts"):
        with pytest.raises(DBAPIError, match="what was done stays on record"):
            async with office.database.transaction() as connection:
                await connection.execute(text(statement))
    page = await good(office, "GET", "/api/administration/acts?limit=1")
    assert page["next"] is None
    assert (await good(office, "GET", f"/api/administration/acts?before={page['items'][0]['n']}"))["items"] == []


async def test_the_overview_says_what_needs_attention(office: Office) -> None:
    seen = await good(office, "GET", "/api/administration")
    assert seen["agency"]["code"] == "示建公"
    assert seen["active_staff"] == 10
    needs = seen["attention"]
    assert needs["roles_unheld"] == []
    assert needs["provisional_years"] == list(provisional_years(national_calendar(), today()))
    await good(office, "PATCH", f"/api/staff/{sample_member('reviewer').id}", {"active": False})
    await good(office, "PATCH", f"/api/staff/{sample_member('legal').id}", {"roles": ["handler"]})
    needs = (await good(office, "GET", "/api/administration"))["attention"]
    assert needs["roles_unheld"] == ["reviewer", "legal"]
