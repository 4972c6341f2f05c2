"""Lists of oversight over HTTP: who sees whose cases, what is hidden, pages, searches, and what is refused."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import text

from activities.db.database import Database
from activities.db.destruction import clear_personal_data
from activities.db.people import new_token, put_agency, put_member
from activities.db.search_terms import searched_texts
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.people import Agency, Member
from schemas.vocabulary import Role
from tests.api.office import Json, Office, assert_problem, headers_for, today

CASES = "/api/oversight/cases"
IDENTITY = "110101199003070011"
WATCHING = ("supervisor", "section", "head", "chief", "admin")
NOT_WATCHING = ("handler", "reviewer", "approver", "legal")


def agency(name: str, parent: UUID | None) -> Agency:
    agency_id = uuid4()
    changed = {"id": agency_id, "code": f"督{agency_id.hex[:4]}", "name": name, "parent_id": parent}
    return SAMPLE_AGENCY.model_copy(update=changed)


async def staffed(database: Database, of: Agency) -> dict[str, str]:
    """The agency with a handler and all who oversee; their tokens by login and agency."""
    roles = {
        "handler": Role.HANDLER,
        "supervisor": Role.SUPERVISOR,
        "section": Role.SECTION_HEAD,
        "head": Role.OGI_HEAD,
        "chief": Role.AGENCY_HEAD,
        "admin": Role.ADMINISTRATOR,
    }
    tokens = {}
    async with database.transaction() as connection:
        await put_agency(connection, of)
        for login, role in roles.items():
            member = Member(id=uuid4(), agency_id=of.id, login=login, name=f"督{login}", roles=(role,))
            await put_member(connection, member)
            tokens[f"{login} {of.name}"] = await new_token(connection, member.id, "test")
    return tokens


@dataclass
class Tree:
    """市政府 over the sample agency and 交通局; 区住建局 below the sample agency. One case each."""

    office: Office
    agencies: dict[str, Agency]
    cases: dict[str, str]

    async def seen(self, by: str, **asked: Any) -> set[str]:
        """The names of the agencies whose cases are listed."""
        page = await self.office.read(CASES, by, limit=200, **asked)
        names = {case_id: name for name, case_id in self.cases.items()}
        return {names[item["case_id"]] for item in page["items"]}


@pytest_asyncio.fixture
async def tree(office: Office) -> Tree:
    top = agency("市政府", None)
    side, below = agency("交通局", top.id), agency("区住建局", SAMPLE_AGENCY.id)
    tokens = dict(office.tokens)
    for one in (top, side, below):
        tokens |= await staffed(office.database, one)
    async with office.database.transaction() as connection:
        await put_agency(connection, SAMPLE_AGENCY.model_copy(update={"parent_id": top.id}))
    whole = Office(office.http, tokens, office.settings, office.database)
    agencies = {"市政府": top, "交通局": side, "区住建局": below, "住建局": SAMPLE_AGENCY}
    cases = {}
    for name in agencies:
        answer = await whole.submit(by="handler" if name == "住建局" else f"handler {name}")
        assert answer.status_code == 201, answer.text
        cases[name] = answer.json()["case_id"]
    return Tree(whole, agencies, cases)


async def test_a_supervising_authority_sees_its_own_and_all_below_and_no_others(tree: Tree) -> None:
    visible = {
        "市政府": {"市政府", "交通局", "住建局", "区住建局"},
        "交通局": {"交通局"},
        "住建局": {"住建局", "区住建局"},
        "区住建局": {"区住建局"},
    }
    for name, seen in visible.items():
        for login in WATCHING:
            by = login if name == "住建局" else f"{login} {name}"
            expected = {name} if login == "section" else seen
            assert await tree.seen(by) == expected, by
            for other, other_agency in tree.agencies.items():
                listed = await tree.office.get(CASES, by, agency=str(other_agency.id))
                one = await tree.office.get(f"{CASES}/{tree.cases[other]}", by)
                if other in expected:
                    assert [item["case_id"] for item in listed.json()["items"]] == [tree.cases[other]]
                    assert one.json()["summary"]["agency"] == other_agency.name
                else:
                    assert_problem(listed, 404, "not_found", "agency")
                    assert_problem(one, 404, "not_found")


@pytest.mark.parametrize("login", NOT_WATCHING)
async def test_who_oversees_nothing_is_told_so(shared: Office, login: str) -> None:
    assert_problem(await shared.get(CASES, login), 403, "role_not_permitted")
    assert_problem(await shared.get(f"{CASES}/{uuid4()}", login), 403, "role_not_permitted")
    search = await shared.http.post(
        "/api/oversight/search", json={"identity_number": IDENTITY}, headers=headers_for(shared.tokens[login])
    )
    assert_problem(search, 403, "role_not_permitted")


async def test_an_unknown_agency_or_case_is_not_there(shared: Office) -> None:
    assert_problem(await shared.get(CASES, "supervisor", agency=str(uuid4())), 404, "not_found", "agency")
    assert_problem(await shared.get(f"{CASES}/{uuid4()}", "supervisor"), 404, "not_found")


async def test_nothing_of_the_applicant_is_shown_and_handlers_of_the_own_agency_only(tree: Tree) -> None:
    office = tree.office
    await office.step(tree.cases["住建局"], "assign", handler=str(sample_member("handler").id))
    told = await office.get(CASES, "supervisor 市政府")
    own = await office.read(CASES, "supervisor", agency=str(SAMPLE_AGENCY.id))
    assert own["items"][0]["handler"] == sample_member("handler").name
    assert all(item["handler"] is None and item["handler_id"] is None for item in told.json()["items"])
    application = (await office.read(f"/api/applications/{tree.cases['住建局']}"))["application"]
    for private in (application["applicant"]["name"], application["applicant"]["contact"]["phone"], IDENTITY):
        assert private not in told.text
    assert application["description"] not in told.text


async def test_one_case_is_shown_with_its_limit_counted_day_by_day(tree: Tree) -> None:
    found = await tree.office.read(f"{CASES}/{tree.cases['住建局']}", "supervisor 市政府")
    theirs = await tree.office.read(f"/api/applications/{tree.cases['住建局']}/deadline", explain=True)
    assert found["deadline"] == theirs
    assert found["deadline"]["days"]
    assert found["summary"]["working_days_left"] == theirs["working_days_left"]


async def test_a_case_without_a_date_of_receipt_has_no_count_yet(office: Office) -> None:
    case_id = (await office.registered(channel="online"))["case_id"]
    found = await office.read(f"{CASES}/{case_id}", "supervisor")
    assert found["deadline"] is None
    assert found["summary"]["working_days_left"] is None


async def found_by(office: Office, words: str) -> list[str]:
    return [item["case_id"] for item in (await office.read(CASES, "supervisor", text=words))["items"]]


async def test_texts_are_found_from_the_moment_they_are_on_record(office: Office) -> None:
    case_id = (await office.registered(description="查阅甲地块的出让合同"))["case_id"]
    assert await found_by(office, "甲") == [case_id]
    assert await found_by(office, "出让 甲地块") == [case_id]
    await office.uploaded(case_id, name="乙号宗地图.txt")
    assert await found_by(office, "宗地图.TXT 甲地") == [case_id]
    await office.step(case_id, "request_correction", items=["请写明文件名称。"])
    await office.step(case_id, "receive_correction", content="改为丙地块的勘测定界图")
    assert await found_by(office, "丙地块 乙号 甲地块") == [case_id]


async def test_an_application_that_was_refused_is_not_found(office: Office) -> None:
    refused = await office.submit({"channel": "online", "description": "拒收的文字"})
    assert refused.status_code == 422
    assert await found_by(office, "拒收") == []


async def test_destroyed_texts_are_not_kept_for_searching(office: Office, database: Database) -> None:
    case_id = (await office.registered(description="将被销毁的文字"))["case_id"]
    assert await found_by(office, "销毁") == [case_id]
    async with database.transaction() as connection:
        at = (await connection.execute(text("SELECT now()"))).scalar_one()
        await clear_personal_data(connection, UUID(case_id), at)
    assert await found_by(office, "销毁") == []
    async with database.transaction() as connection:
        kept = await searched_texts(connection, UUID(case_id))
        assert kept.startswith("示建公申〔")
        assert "文字" not in kept


async def test_pages_neither_repeat_nor_lose_a_case_while_new_ones_arrive(office: Office) -> None:
    standing = [(await office.registered())["case_id"] for _ in range(5)]
    seen, path = list[str](), f"{CASES}?limit=2&open=true"
    while path:
        answer = await office.get(path, "supervisor")
        seen += [item["case_id"] for item in answer.json()["items"]]
        await office.registered()
        path = answer.headers.get("Link", "").partition(">")[0].lstrip("<")
    assert seen == standing[::-1]


async def test_the_list_by_due_date_begins_with_what_is_due_first(office: Office) -> None:
    ids = [
        (await office.registered())["case_id"],
        (await office.registered(arrived_on=str(today() - timedelta(days=40))))["case_id"],
    ]
    ids.append((await office.registered(channel="online"))["case_id"])
    first = await office.read(CASES, "supervisor", sort="due", limit=2)
    rest = await office.read(CASES, "supervisor", sort="due", limit=2, after=first["next"])
    listed = [item["case_id"] for item in (*first["items"], *rest["items"])]
    assert listed == [ids[1], ids[0], ids[2]]
    assert first["items"][0]["working_days_left"] < 0
    overdue = await office.read(CASES, "supervisor", overdue=True)
    assert [item["case_id"] for item in overdue["items"]] == [ids[1]]


async def search(office: Office, by: str = "supervisor", **body: Any) -> Any:
    return await office.http.post("/api/oversight/search", json=body, headers=headers_for(office.tokens[by]))


async def test_an_applicant_is_found_by_the_number_at_the_own_agency_only(tree: Tree) -> None:
    for written in (IDENTITY, " 110101 19900307 0011 ", "１１０１０１１９９００３０７００１１"):
        answer = await search(tree.office, identity_number=written)
        assert [item["case_id"] for item in answer.json()["items"]] == [tree.cases["住建局"]]
        assert IDENTITY not in answer.text
    assert (await search(tree.office, identity_number="110101199003070038")).json()["items"] == []
    above = await search(tree.office, "supervisor 市政府", identity_number=IDENTITY)
    assert [item["case_id"] for item in above.json()["items"]] == [tree.cases["市政府"]]


async def test_the_cases_of_an_applicant_come_in_pages(office: Office) -> None:
    standing = [(await office.registered())["case_id"] for _ in range(3)]
    first = (await search(office, identity_number=IDENTITY, limit=2)).json()
    second = (await search(office, identity_number=IDENTITY, limit=2, after=first["next"])).json()
    assert [item["case_id"] for item in (*first["items"], *second["items"])] == standing[::-1]
    assert second["next"] is None


BAD: list[tuple[Json, str, str]] = [
    ({"state": "lost"}, "invalid_field", "state"),
    ({"row": "9.9"}, "invalid_field", "row"),
    ({"agency": "x"}, "invalid_field", "agency"),
    ({"due_from": "2026-02-30"}, "invalid_field", "due_from"),
    ({"days_left_from": 99999}, "invalid_field", "days_left_from"),
    ({"age_until": "many"}, "invalid_field", "age_until"),
    ({"text": ""}, "invalid_field", "text"),
    ({"text": "a\u0000b"}, "control_characters", "text"),
    ({"limit": 201}, "invalid_field", "limit"),
    ({"limit": 0}, "invalid_field", "limit"),
    ({"sort": "oldest"}, "invalid_field", "sort"),
    ({"after": "x"}, "cursor_invalid", "after"),
    ({"after": "x", "sort": "due"}, "cursor_invalid", "after"),
    ({"format": "pdf"}, "invalid_field", "format"),
]


@pytest.mark.parametrize(("asked", "code", "field"), BAD, ids=[f"{field} {n}" for n, (_, _, field) in enumerate(BAD)])
async def test_a_senseless_question_names_its_field(shared: Office, asked: Json, code: str, field: str) -> None:
    assert_problem(await shared.get(CASES, "supervisor", **asked), 422, code, field)


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "missing_field", "identity_number"),
        ({"identity_number": ""}, "invalid_field", "identity_number"),
        ({"identity_number": IDENTITY, "name": "x"}, "foreign_field", "name"),
        ({"identity_number": IDENTITY, "after": "x"}, "cursor_invalid", "after"),
    ],
    ids=["missing", "empty", "foreign", "cursor"],
)
async def test_a_senseless_search_names_its_field(shared: Office, body: Json, code: str, field: str) -> None:
    assert_problem(await search(shared, **body), 422, code, field)
