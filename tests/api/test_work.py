"""What waits for whom, over HTTP: by handler, function, delegation, substitution; and applications like a new one."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from activities.db.people import put_member
from api.cli.setup import sample_member
from api.cursors import cursor_to
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Json, Office, application, assert_problem, headers_for, today
from tests.api.test_other_applications import ALIKE, OTHERWISE, SOMEBODY_ELSE, TENDER


async def work(office: Office, by: str, **params: Any) -> list[Json]:
    found: list[Json] = (await office.read("/api/work", by, **params))["items"]
    return found


async def waiting(office: Office, by: str) -> dict[str, Json]:
    return {item["case_id"]: item for item in await work(office, by)}


async def a_case(office: Office, **changes: Any) -> str:
    return str((await office.registered(**changes))["case_id"])


async def assigned(office: Office, case_id: str, login: str) -> None:
    await office.step(case_id, "assign", handler=str(sample_member(login).id))


async def away(office: Office, login: str, substitute: str) -> None:
    day = today().isoformat()
    body = {"first_day": day, "last_day": day, "substitute": str(sample_member(substitute).id)}
    answer = await office.http.post("/api/absences", json=body, headers=headers_for(office.tokens[login], uuid4().hex))
    assert answer.status_code == 201, answer.text


async def test_a_case_waits_for_whoever_moves_it_on_and_says_as_what(office: Office) -> None:
    case = await a_case(office)
    for login in ("handler", "handler2"):
        assert (await waiting(office, login))[case]["roles"] == ["handler"]
    assert (await waiting(office, "head"))[case]["steps"] == ["accept", "assign"]
    assert await work(office, "reviewer") == await work(office, "supervisor") == []
    await assigned(office, case, "handler2")
    assert await work(office, "handler") == await work(office, "head") == []
    mine = (await waiting(office, "handler2"))[case]
    assert (mine["steps"], mine["handler"], mine["awaits"]) == (["accept"], "何承办", None)
    assert mine["waits_until"] == mine["due_on"]
    assert mine["working_days_left"] == 20
    assert mine["since"] == today().isoformat()


async def test_a_draft_waits_for_its_stage_but_not_for_who_drafted_it(office: Office) -> None:
    case = await a_case(office)
    await office.step(case, "accept", "head")
    decision = {"outcome": "not_this_agency", "reasons": "该信息由示例市规划局制作。"}
    await office.step(case, "draft_reply", "head", decision=decision)
    assert await work(office, "handler") == await work(office, "head") == []
    assert (await waiting(office, "approver"))[case]["steps"] == ["approve_reply"]
    to = {"to": str(sample_member("handler2").id), "reason": "出差"}
    await office.step(case, "delegate_approval", "approver", **to)
    mine = (await waiting(office, "handler2"))[case]
    assert (mine["delegated"], mine["roles"], mine["steps"]) == (True, [], ["approve_reply"])
    await office.step(case, "approve_reply", "handler2", verdict="approve")
    assert (await waiting(office, "handler"))[case]["steps"] == ["issue_reply"]


async def test_while_the_applicant_is_awaited_the_handler_sees_whom_it_waits_for(office: Office) -> None:
    case = await a_case(office)
    await office.step(case, "request_correction", items=["请写明年度"])
    mine = (await waiting(office, "handler"))[case]
    assert (mine["awaits"], mine["steps"]) == ("applicant", ["receive_correction"])
    await office.step(case, "withdraw")
    assert await work(office, "handler") == []


async def test_what_waits_for_an_absent_colleague_waits_for_who_stands_in(office: Office) -> None:
    case = await a_case(office)
    await assigned(office, case, "handler2")
    await away(office, "handler2", "section")
    await away(office, "section", "chief")
    page = await office.read("/api/work", "chief")
    assert [one["name"] for one in page["stands_in_for"]] == ["何承办", "苏科长"]
    (item,) = page["items"]
    assert (item["case_id"], item["instead_of_name"], item["steps"]) == (case, "何承办", [])
    assert [one["case_id"] for one in await work(office, "handler2")] == [case]


async def test_what_was_given_to_somebody_who_has_left_waits_for_every_handler(office: Office) -> None:
    case = await a_case(office)
    await assigned(office, case, "handler2")
    async with office.database.transaction() as connection:
        await put_member(connection, sample_member("handler2").model_copy(update={"active": False}))
    assert (await waiting(office, "handler"))[case]["roles"] == ["handler"]


async def test_the_most_pressing_comes_first_and_pages_follow_each_other(office: Office) -> None:
    days = [today() - timedelta(days=n) for n in (0, 60, 10)]
    young, old, middling = [await a_case(office, arrived_on=day.isoformat()) for day in days]
    first = await office.read("/api/work", limit=2)
    assert [one["case_id"] for one in first["items"]] == [old, middling]
    assert first["items"][0]["working_days_left"] < 0
    second = await office.read("/api/work", limit=2, after=first["next"])
    assert ([one["case_id"] for one in second["items"]], second["next"]) == ([young], None)
    assert_problem(await office.get("/api/work", after="nowhere"), 422, "cursor_invalid", "after")
    beyond = cursor_to(today() + timedelta(days=900), sample_member("handler").id)
    assert await work(office, "handler", after=beyond) == []


async def test_those_who_oversee_see_what_presses_and_others_do_not(office: Office) -> None:
    late = await a_case(office, arrived_on=(today() - timedelta(days=40)).isoformat())
    await a_case(office)
    found = await office.read("/api/work/overseen", "supervisor")
    assert (found["overdue"]["count"], found["in_two_days"]["count"], found["in_five_days"]["count"]) == (1, 0, 0)
    listed = await office.http.get(found["overdue"]["cases"], headers=headers_for(office.tokens["supervisor"]))
    assert [one["case_id"] for one in listed.json()["items"]] == [late]
    assert_problem(await office.get("/api/work/overseen", "handler"), 403, "role_not_permitted")


async def alike(office: Office, by: str = "handler", **known: Any) -> Json:
    answer = await office.http.post("/api/applications/alike", json=known, headers=headers_for(office.tokens[by]))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def test_alike_applications_are_told_before_anything_is_entered(office: Office) -> None:
    his, other = await a_case(office, description=OTHERWISE), await a_case(office, description=ALIKE)
    theirs = await a_case(office, description=TENDER, applicant=SOMEBODY_ELSE)
    number = application()["applicant"]["identity_number"]
    found = await alike(office, identity_number=f" {number[:6]} {number[6:]}", description=TENDER)
    assert found["of_the_applicant"] == 2
    assert [one["case_id"] for one in found["items"]] == [theirs, other, his]
    assert [one["same_applicant"] for one in found["items"]] == [False, True, True]
    reached = (await alike(office, phone="010-5555 0123"))["items"]
    assert {one["case_id"] for one in reached} == {his, other}
    assert all(one["same_contact"] and one["similarity"] == 0 for one in reached)
    assert (await alike(office, description="招标"))["items"] == []


async def test_alike_applications_of_another_agency_are_not_there(office: Office) -> None:
    await a_case(office, description=TENDER)
    office.tokens["neighbour"] = (await staffed(office.database, neighbour_agency()))["handler"]
    number = application()["applicant"]["identity_number"]
    found = await alike(office, "neighbour", identity_number=number, phone="010-55550123", description=TENDER)
    assert found == {"items": [], "of_the_applicant": 0}
    assert await work(office, "neighbour") == []


async def test_only_who_registers_asks_for_alike_ones_and_has_to_say_something(office: Office) -> None:
    reviewer = headers_for(office.tokens["reviewer"])
    refused = await office.http.post("/api/applications/alike", json={"description": TENDER}, headers=reviewer)
    assert_problem(refused, 403, "role_not_permitted")
    nothing = await office.http.post("/api/applications/alike", json={}, headers=headers_for(office.tokens["handler"]))
    assert_problem(nothing, 422, "nothing_to_compare", "body")
