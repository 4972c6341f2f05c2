"""People and tokens over HTTP: who they are, what they may do, how they get in and out."""

import asyncio
from uuid import uuid4

import pytest

from activities.db.people import lock_agency, put_member
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.administration import MemberChange, NewMember
from schemas.errors import StepRefused
from schemas.people import Member
from schemas.vocabulary import Role
from tests.api.office import Json, Office, assert_problem
from tests.api.test_administration import asked, good
from tests.db.blocked import until_blocked

HANDLER, ADMIN = sample_member("handler"), sample_member("admin")
SECOND = Member(id=uuid4(), agency_id=SAMPLE_AGENCY.id, login="admin2", name="严管理", roles=(Role.ADMINISTRATOR,))
NEW = {"login": "zhou", "name": "周承办", "roles": ["legal", "handler"], "department": "法规科"}


def at(member: Member, rest: str = "") -> str:
    return f"/api/staff/{member.id}{rest}"


async def with_second_administrator(office: Office) -> None:
    async with office.database.transaction() as connection:
        await put_member(connection, SECOND)


async def kinds(office: Office) -> list[str]:
    return [act["kind"] for act in (await good(office, "GET", "/api/administration/acts"))["items"]]


async def test_a_person_is_added_once_and_found_in_the_list(office: Office) -> None:
    first, again = [await asked(office, "POST", "/api/staff", NEW, key="one") for _ in range(2)]
    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json()["roles"] == ["handler", "legal"], "in the order of the vocabulary"
    other = await asked(office, "POST", "/api/staff", {**NEW, "login": "wu"}, key="one")
    assert_problem(other, 422, "idempotency_key_reused", "Idempotency-Key")
    assert_problem(await asked(office, "POST", "/api/staff", NEW, key="two"), 422, "login_taken", "login")
    shouted = await asked(office, "POST", "/api/staff", {**NEW, "login": "ZHOU"}, key="three")
    assert_problem(shouted, 422, "login_taken", "login")
    nothing = await asked(office, "POST", "/api/staff", {**NEW, "login": "feng", "roles": []}, key="four")
    assert_problem(nothing, 422, "role_missing", "roles")
    rows: list[Json] = (await good(office, "GET", "/api/staff"))["items"]
    mine = next(row for row in rows if row["login"] == "zhou")
    assert (mine["department"], mine["has_password"], mine["live_tokens"]) == ("法规科", False, 0)
    assert await kinds(office) == ["staff_added"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"roles": []}, "role_missing", "roles"),
        ({"roles": ["clock"]}, "role_given_to_nobody", "roles"),
        ({"roles": ["emperor"]}, "invalid_field", "roles.0"),
        ({"login": ""}, "invalid_field", "login"),
        ({"login": "two\nlines"}, "control_characters", "login"),
        ({"active": False}, "foreign_field", "active"),
    ],
)
async def test_nobody_is_added_who_cannot_be(shared: Office, change: Json, code: str, field: str) -> None:
    assert_problem(await asked(shared, "POST", "/api/staff", {**NEW, **change}), 422, code, field)


async def test_nobody_changes_his_own_rights(shared: Office) -> None:
    wider = {"roles": ["administrator", "handler"]}
    assert_problem(await asked(shared, "PATCH", at(ADMIN), wider), 403, "own_rights")
    assert_problem(await asked(shared, "PATCH", at(ADMIN), {"active": False}), 403, "own_rights")
    assert (await good(shared, "PATCH", at(ADMIN), {"name": "邵管理"}))["name"] == "邵管理"


async def test_nobody_hands_himself_a_way_in(shared: Office) -> None:
    """Else a browser left open would be enough to take the account over."""
    assert_problem(await asked(shared, "POST", at(ADMIN, "/password")), 403, "own_way_in")
    assert_problem(await asked(shared, "DELETE", at(ADMIN, "/second-factor")), 403, "own_way_in")


async def test_two_administrators_cannot_take_each_other_away(office: Office) -> None:
    await with_second_administrator(office)
    wanted = {"staff": str(SECOND.id), "label": "试验"}
    office.tokens = {**office.tokens, "second": (await good(office, "POST", "/api/tokens", wanted))["token"]}
    no_more = {"active": False}
    answers = await asyncio.gather(
        asked(office, "PATCH", at(SECOND), no_more), asked(office, "PATCH", at(ADMIN), no_more, "second")
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes in ([200, 401], [200, 409]), "one of them came first"


async def test_who_has_open_cases_leaves_only_when_it_is_said(office: Office) -> None:
    case = await office.registered()
    await office.step(case["case_id"], "assign", "head", handler=str(HANDLER.id))
    refused = await asked(office, "PATCH", at(HANDLER), {"active": False})
    assert_problem(refused, 409, "staff_has_open_cases", "active")
    detail = await good(office, "GET", at(HANDLER))
    assert [one["reference"] for one in detail["open_cases"]] == [case["reference"]]
    assert (await good(office, "PATCH", at(HANDLER), {"active": False, "leaving_cases": True}))["active"] is False
    assert_problem(await office.get("/api/applications"), 401, "unauthorized")
    assert (await good(office, "GET", "/api/administration"))["attention"]["cases_of_inactive"] == 1
    for left, references in ((True, [case["reference"]]), (False, [])):
        listed = await office.read("/api/applications", "admin", open=True, handler_left=left)
        assert [one["reference"] for one in listed["items"]] == references
    assert_problem(await asked(office, "POST", at(HANDLER, "/password")), 409, "staff_not_active")
    assert (await good(office, "PATCH", at(HANDLER), {"active": True}))["active"] is True
    assert_problem(await office.get("/api/applications"), 401, "unauthorized")


async def test_a_password_is_shown_once(office: Office) -> None:
    first = await asked(office, "POST", at(HANDLER, "/password"), key="one")
    assert first.status_code == 200
    assert len(first.json()["password"]) >= 12
    assert_problem(await asked(office, "POST", at(HANDLER, "/password"), key="one"), 409, "secret_was_shown")
    assert (await good(office, "GET", at(HANDLER)))["member"]["has_password"] is True
    acts = await good(office, "GET", "/api/administration/acts")
    assert [act["kind"] for act in acts["items"]] == ["password_given"]
    assert first.json()["password"] not in str(acts)


async def test_who_is_made_inactive_meanwhile_gets_no_password(office: Office) -> None:
    """Whoever hands it over waits for who changes him, and then sees what he has become."""
    gone = HANDLER.model_copy(update={"active": False})
    async with office.database.transaction() as connection:
        await lock_agency(connection, SAMPLE_AGENCY.id)
        asking = asyncio.create_task(asked(office, "POST", at(HANDLER, "/password")))
        await until_blocked(office.database)
        await put_member(connection, gone)
    assert_problem(await asking, 409, "staff_not_active")


async def test_sessions_and_second_factors_end_and_what_was_none_is_no_act(office: Office) -> None:
    assert await good(office, "POST", at(HANDLER, "/sign-out")) == {"ended": 0}
    assert await good(office, "DELETE", at(HANDLER, "/second-factor")) == {"ended": 0}
    assert await kinds(office) == []
    assert_problem(await asked(office, "POST", f"/api/staff/{uuid4()}/sign-out"), 404, "not_found", "staff")


async def test_a_token_is_made_used_and_revoked(office: Office) -> None:
    wanted = {"staff": str(HANDLER.id), "label": "扫描系统", "days": 3}
    made = (await asked(office, "POST", "/api/tokens", wanted, key="one")).json()
    assert_problem(await asked(office, "POST", "/api/tokens", wanted, key="one"), 409, "secret_was_shown")
    office.tokens = {**office.tokens, "scanner": made["token"]}
    assert (await office.get("/api/applications", "scanner")).status_code == 200
    listed = await good(office, "GET", "/api/tokens")
    assert made["token"] not in str(listed)
    assert listed["items"][0]["label"] == "扫描系统"
    for _ in range(2):
        assert (await good(office, "DELETE", f"/api/tokens/{made['id']}"))["revoked_at"]
    assert_problem(await office.get("/api/applications", "scanner"), 401, "unauthorized")
    assert await kinds(office) == ["token_revoked", "token_made"]
    assert_problem(await asked(office, "DELETE", f"/api/tokens/{uuid4()}"), 404, "not_found", "token")


async def test_what_is_sent_may_name_only_what_there_is(shared: Office) -> None:
    assert_problem(await asked(shared, "PATCH", at(HANDLER), {"login": "other"}), 422, "foreign_field", "login")
    days = {"staff": str(HANDLER.id), "label": "扫描系统", "days": 1000}
    assert_problem(await asked(shared, "POST", "/api/tokens", days), 422, "invalid_field", "days")


def test_models_say_what_they_were_told() -> None:
    assert MemberChange.model_validate({"department": None}).model_fields_set == {"department"}
    assert NewMember(login="a", name="b", roles=(Role.LEGAL, Role.HANDLER, Role.LEGAL)).roles == (
        Role.HANDLER,
        Role.LEGAL,
    )
    assert StepRefused("last_administrator").status == 409
