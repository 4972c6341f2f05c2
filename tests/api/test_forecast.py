"""The forecast over HTTP and on the command line: the riskiest first, for those who may see them, with its reasons."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import text

from activities.db.database import Database
from activities.db.people import find_login, new_token
from api import forecast_orders
from api.cli.main import run
from api.seeding.fill import SeedPlan, fill
from schemas.forecast import ENOUGH_CASES
from tests.api.conftest import settings_on
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Json, Office, assert_problem, today
from tests.api.server import listening
from tests.conftest import TEMPLATE, serving
from tests.waiting import until_answered
from worker.embedded.stack import EmbeddedStack

LIST = "/api/oversight/forecast"
CLOSED, OPEN, AGENCIES = 1500, 120, 5
TOP, BRANCH, OTHER, LEAF = 0, 1, 2, 4
"""The tree: 0 supervises all, 1 to 3 stand below it, 4 below 1."""


@dataclass(frozen=True)
class Tree:
    """Invented cases of five agencies, and the ids of the agencies."""

    office: Office
    agencies: tuple[str, ...]


@pytest_asyncio.fixture(scope="module")
async def tree(
    stack: EmbeddedStack, sample: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Tree]:
    """A seeded database under the API; tokens by login and the number of the agency."""
    url = await stack.postgres.create_database("forecasts", template=TEMPLATE)
    offices = await fill(
        url, SeedPlan(closed=CLOSED, open=OPEN, agencies=AGENCIES, seed=5, today=today()), lambda _: None
    )
    settings = settings_on(stack, url, tmp_path_factory.mktemp("documents"), "forecasts")
    database = Database(url, 2)
    tokens = dict(sample)
    async with database.transaction() as connection:
        for n, office in enumerate(offices):
            for login in ("supervisor", "section", "handler1"):
                member = await find_login(connection, office.agency.id, login)
                assert member is not None
                tokens[f"{login} {n}"] = await new_token(connection, member.id, "test")
    async with serving(settings) as http:
        yield Tree(Office(http, tokens, settings, database), tuple(str(office.agency.id) for office in offices))
    await database.close()
    await stack.postgres.drop_database("forecasts")


async def listed(tree: Tree, by: str, limit: int = 200, **asked: Any) -> list[Json]:
    """All cases of a list, page by page."""
    found: list[Json] = []
    page = await tree.office.read(LIST, by, limit=limit, **asked)
    found += page["items"]
    while page["next"]:
        page = await tree.office.read(LIST, by, limit=limit, after=page["next"], **asked)
        found += page["items"]
    return found


async def test_every_open_case_is_listed_once_and_the_riskiest_first(tree: Tree) -> None:
    found = await listed(tree, f"supervisor {TOP}", limit=7)
    chances = [item["forecast"]["chance"] for item in found]
    assert len({item["case_id"] for item in found}) == len(found) == OPEN
    assert chances == sorted(chances, reverse=True)
    assert found == await listed(tree, f"supervisor {TOP}")


async def test_a_page_tells_how_many_there_are_and_how_many_will_be_late(tree: Tree) -> None:
    page = await tree.office.read(LIST, f"supervisor {TOP}", limit=1)
    found = await listed(tree, f"supervisor {TOP}")
    assert page["cases"] == OPEN
    assert page["expected"] == round(sum(item["forecast"]["chance"] for item in found), 1)
    assert page["as_of"] == str(today())


async def test_a_limit_that_is_over_is_missed_and_cannot_be_extended(tree: Tree) -> None:
    over = [
        item
        for item in await listed(tree, f"supervisor {TOP}")
        if item["days_left"] is not None and item["due_on"] < str(today())
    ]
    assert over
    assert all(item["forecast"]["chance"] == 1 for item in over)
    assert all(item["forecast"]["extend_by"] is None for item in over)


async def test_an_agency_with_enough_closed_cases_is_judged_by_them_and_names_them(tree: Tree) -> None:
    found = await listed(tree, f"supervisor {TOP}")
    kinds = set()
    for item in {one["agency_id"]: one for one in found}.values():
        basis = item["forecast"]["basis"]
        kinds.add(basis["kind"])
        assert basis["kind"] == ("own" if basis["cases"] >= ENOUGH_CASES else "default")
        query = {name: value for name, value in basis["query"].items() if value is not None}
        assert query["agency"] == item["agency_id"]
        assert query["closed_until"] == str(today() - timedelta(days=1))
        assert await counted(tree, query) == basis["cases"]
    assert "own" in kinds


async def counted(tree: Tree, query: Json) -> int:
    """How many cases the query of a basis lists."""
    return len(await pages(tree, query))


async def pages(tree: Tree, query: Json) -> list[str]:
    found: list[str] = []
    page = await tree.office.read("/api/oversight/cases", f"supervisor {TOP}", limit=200, **query)
    found += [item["case_id"] for item in page["items"]]
    while page["next"]:
        page = await tree.office.read(
            "/api/oversight/cases", f"supervisor {TOP}", limit=200, after=page["next"], **query
        )
        found += [item["case_id"] for item in page["items"]]
    return found


@pytest.mark.parametrize(
    ("by", "agency", "seen"),
    [
        (f"supervisor {BRANCH}", LEAF, True),
        (f"supervisor {BRANCH}", BRANCH, True),
        (f"supervisor {BRANCH}", OTHER, False),
        (f"supervisor {BRANCH}", TOP, False),
        (f"section {BRANCH}", BRANCH, True),
        (f"section {BRANCH}", LEAF, False),
    ],
)
async def test_an_agency_that_is_not_overseen_is_not_there(tree: Tree, by: str, agency: int, seen: bool) -> None:
    answer = await tree.office.get(LIST, by, agency=tree.agencies[agency])
    if seen:
        assert {item["agency_id"] for item in answer.json()["items"]} <= {tree.agencies[agency]}
    else:
        assert_problem(answer, 404, "not_found", "agency")


async def test_all_that_one_oversees_is_the_own_agency_and_those_below_it(tree: Tree) -> None:
    below = {item["agency_id"] for item in await listed(tree, f"supervisor {BRANCH}")}
    own = {item["agency_id"] for item in await listed(tree, f"section {BRANCH}")}
    assert below == {tree.agencies[BRANCH], tree.agencies[LEAF]}
    assert own == {tree.agencies[BRANCH]}


async def test_who_only_handles_sees_no_list_but_the_forecast_of_a_case(tree: Tree) -> None:
    assert_problem(await tree.office.get(LIST, f"handler1 {BRANCH}"), 403, "role_not_permitted")
    item = (await listed(tree, f"section {BRANCH}"))[0]
    assert await tree.office.read(f"/api/applications/{item['case_id']}/forecast", f"handler1 {BRANCH}") == item


async def test_a_case_of_an_agency_that_is_not_overseen_has_no_forecast(tree: Tree) -> None:
    item = (await listed(tree, f"supervisor {BRANCH}", agency=tree.agencies[LEAF]))[0]
    path = f"/api/applications/{item['case_id']}/forecast"
    assert await tree.office.read(path, f"supervisor {TOP}") == item
    for by in (f"supervisor {OTHER}", f"section {BRANCH}", f"handler1 {BRANCH}"):
        assert_problem(await tree.office.get(path, by), 404, "not_found")
    assert_problem(
        await tree.office.get(f"/api/applications/{uuid4()}/forecast", f"supervisor {TOP}"), 404, "not_found"
    )


async def test_an_order_is_given_out_while_the_next_is_made(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    by, left = f"supervisor {TOP}", "UPDATE case_stages SET left_on = {day} WHERE case_id = :id AND n = :n"
    first = (await listed(tree, by))[0]["case_id"]
    async with tree.office.database.transaction() as connection:
        query = "SELECT n FROM case_stages WHERE case_id = :id AND left_on IS NULL"
        its = {"id": first, "n": (await connection.execute(text(query), {"id": first})).scalar_one()}
        await connection.execute(text(left.format(day="entered_on")), its)
    assert (await tree.office.read(LIST, by, limit=1))["cases"] == OPEN
    monkeypatch.setattr(forecast_orders, "FRESH_SECONDS", 0.0)

    async def shown() -> int:
        return int((await tree.office.read(LIST, by, limit=1))["cases"])

    old = await shown()
    await until_answered(lambda: _is(shown, OPEN - 1))
    async with tree.office.database.transaction() as connection:
        await connection.execute(text(left.format(day="NULL")), its)
    monkeypatch.setattr(forecast_orders, "KEPT_SECONDS", 0.0)
    assert await asyncio.gather(*(shown() for _ in range(5))) == [OPEN] * 5
    assert old == OPEN


async def _is(shown: Callable[[], Awaitable[int]], wanted: int) -> bool:
    return await shown() == wanted


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"after": "nonsense"}, "cursor_invalid", "after"),
        ({"after": "MHx4fHk="}, "cursor_invalid", "after"),
        ({"limit": "0"}, "invalid_field", "limit"),
        ({"limit": "201"}, "invalid_field", "limit"),
        ({"agency": "示建公"}, "invalid_field", "agency"),
    ],
)
async def test_a_question_without_sense_is_refused(tree: Tree, asked: dict[str, str], code: str, field: str) -> None:
    assert_problem(await tree.office.get(LIST, f"supervisor {TOP}", **asked), 422, code, field)


async def test_a_supervisor_of_an_agency_without_cases_sees_an_empty_list(tree: Tree) -> None:
    tokens = await staffed(tree.office.database, neighbour_agency())
    office = Office(tree.office.http, tokens, tree.office.settings, tree.office.database)
    page = await office.read(LIST, "supervisor")
    assert (page["cases"], page["expected"], page["items"], page["next"]) == (0, 0.0, [], None)


async def test_the_forecast_follows_the_case_from_step_to_step(office: Office) -> None:
    case_id = (await office.registered())["case_id"]
    path = f"/api/applications/{case_id}/forecast"
    fresh = await office.read(path)
    assert (fresh["stage"], fresh["days_left"], fresh["spent"]) == ("acceptance", 20, 0)
    assert fresh["forecast"]["extend_by"] == fresh["due_on"]
    assert (fresh["forecast"]["basis"]["kind"], fresh["forecast"]["basis"]["cases"]) == ("default", 0)
    await office.step(case_id, "accept")
    await office.step(case_id, "draft_reply", decision={"outcome": "already_public", "where": "本机关网站"})
    drafted = await office.read(path)
    assert (drafted["stage"], drafted["outcome"]) == ("approval", "already_public")
    assert drafted["forecast"]["chance"] < fresh["forecast"]["chance"]
    await office.step(case_id, "approve_reply", "approver", verdict="approve")
    await office.step(case_id, "issue_reply")
    assert (await office.read(path))["forecast"]["extend_by"] is None
    await office.delivered(case_id)
    assert_problem(await office.get(path), 404, "not_found")


async def test_while_a_correction_is_awaited_a_whole_limit_is_ahead(office: Office) -> None:
    case_id = (await office.registered())["case_id"]
    await office.step(case_id, "request_correction", items=["请写明文件名称"])
    found = await office.read(f"/api/applications/{case_id}/forecast")
    assert (found["stage"], found["days_left"], found["forecast"]["extend_by"]) == ("acceptance", None, None)


async def test_the_command_line_shows_the_list_and_one_case(
    tree: Tree, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(tree.office.settings) as port:
        monkeypatch.setenv("DAYLIGHT_URL", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("DAYLIGHT_TOKEN", tree.office.tokens[f"supervisor {TOP}"])
        monkeypatch.setenv("COLUMNS", "100")
        assert await asyncio.to_thread(run, ["forecast", "--limit", "3"]) == 0
        page = capsys.readouterr().out
        first = (await listed(tree, f"supervisor {TOP}"))[0]
        assert await asyncio.to_thread(run, ["forecast", "--case", first["case_id"], "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == first
    assert f"{OPEN} 在办 open" in page
    assert "--after" in page
