"""Every figure of oversight leads to exactly the cases it counts, and to those who may see them only."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio
from rich.console import Console

from activities.db.database import Database
from activities.db.people import find_login, new_token, put_member
from api.cli.dashboard import tables
from api.cli.setup import sample_member
from api.seeding.fill import SeedPlan, fill
from tests.api.conftest import settings_on
from tests.api.office import Json, Office, assert_problem, headers_for, today
from tests.conftest import TEMPLATE, serving
from worker.embedded.stack import EmbeddedStack

FIGURES = "/api/oversight/figures"
CLOSED, OPEN, AGENCIES = 400, 240, 5
TOP, BRANCH, LEAF = 0, 1, 4
"""The tree: 0 supervises all, 1 to 3 stand below it, 4 below 1."""


@dataclass(frozen=True)
class Tree:
    """Invented cases of five agencies, and the ids of the agencies."""

    office: Office
    agencies: tuple[str, ...]


@pytest_asyncio.fixture(scope="session")
async def tree(
    stack: EmbeddedStack, sample: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Tree]:
    """A seeded database under the API; one token for each supervisor, by the number of the agency."""
    url = await stack.postgres.create_database("figures", template=TEMPLATE)
    plan = SeedPlan(closed=CLOSED, open=OPEN, agencies=AGENCIES, seed=7, today=today())
    offices = await fill(url, plan, lambda _: None)
    settings = settings_on(stack, url, tmp_path_factory.mktemp("documents"), "figures")
    database = Database(url, 2)
    tokens = dict(sample)
    async with database.transaction() as connection:
        for n, office in enumerate(offices):
            for login in ("supervisor", "section", "handler1"):
                member = await find_login(connection, office.agency.id, login)
                assert member is not None
                tokens[f"{login} {n}"] = await new_token(connection, member.id, "test")
        loner = offices[BRANCH].handlers[0]
        await put_member(connection, loner.model_copy(update={"department": None}))
    async with serving(settings) as http:
        yield Tree(Office(http, tokens, settings, database), tuple(str(office.agency.id) for office in offices))
    await database.close()
    await stack.postgres.drop_database("figures")


def figures_in(part: Any, path: str = "") -> Iterator[tuple[str, int, str]]:
    """Every figure of an answer: where it stands, its count, its address."""
    if isinstance(part, dict):
        if "cases" in part:
            yield path, part["count"], part["cases"]
        for name, value in part.items():
            yield from figures_in(value, f"{path}.{name}")
    elif isinstance(part, list):
        for n, value in enumerate(part):
            yield from figures_in(value, f"{path}[{n}]")


async def followed(office: Office, by: str, address: str) -> Json:
    """The answer under an address as it stands in another answer."""
    answer = await office.http.get(address, headers=headers_for(office.tokens[by]))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def listed(office: Office, by: str, address: str) -> list[str]:
    """The ids of all cases of a list, page by page."""
    page = await followed(office, by, f"{address}&limit=200")
    found = [item["case_id"] for item in page["items"]]
    while page["next"]:
        page = await followed(office, by, f"{address}&limit=200&after={quote(page['next'])}")
        found += [item["case_id"] for item in page["items"]]
    return found


@pytest.mark.parametrize(
    ("by", "agency", "weeks"),
    [("supervisor 0", None, 10), ("supervisor 0", TOP, 30), ("supervisor 0", LEAF, 15), ("supervisor 1", BRANCH, 10)],
    ids=["all overseen", "its own", "one below", "with a handler of no department"],
)
async def test_every_figure_leads_to_as_many_cases(tree: Tree, by: str, agency: int | None, weeks: int) -> None:
    asked: dict[str, str] = {"agency": tree.agencies[agency]} if agency is not None else {}
    first = (today() - timedelta(weeks=weeks)).isoformat()
    answer = await tree.office.read(FIGURES, by, **asked, **{"from": first})
    checked = {}
    for path, count, address in figures_in(answer):
        if address not in checked:
            found = await listed(tree.office, by, address)
            assert len(found) == len(set(found)), path
            checked[address] = len(found)
        assert checked[address] == count, (path, address)
    assert len(checked) > 60


async def test_the_parts_of_each_table_add_up(tree: Tree) -> None:
    answer = await tree.office.read(FIGURES, "supervisor 0", agency=tree.agencies[TOP])
    for table in ("by_state", "by_days_left", "by_age", "by_department", "by_handler"):
        assert sum(line["count"] for line in answer[table]) == answer["open"]["count"], table
    for table in ("weeks", "months"):
        assert sum(line["received"]["count"] for line in answer[table]) == answer["received"]["count"], table
    closed = answer["punctuality"]
    assert closed["on_time"]["count"] + closed["late"]["count"] == closed["closed"]["count"]
    assert answer["by_days_left"][0]["count"] == answer["overdue"]["count"]


async def test_agencies_add_up_to_what_their_authority_sees(tree: Tree) -> None:
    answer = await tree.office.read(FIGURES, "supervisor 0", **{"from": (today() - timedelta(days=1800)).isoformat()})
    assert answer["agencies"][0]["agency_id"] == tree.agencies[TOP]
    assert {line["agency_id"] for line in answer["agencies"]} == set(tree.agencies)
    assert sum(line["open"]["count"] for line in answer["agencies"]) == answer["open"]["count"] == OPEN
    closed = sum(line["punctuality"]["closed"]["count"] for line in answer["agencies"])
    assert closed == answer["punctuality"]["closed"]["count"]
    assert Decimal(answer["punctuality"]["percent"]) > 90
    assert Decimal(answer["days_used"]["average"]) > 5
    for line in answer["agencies"]:
        own = await followed(tree.office, "supervisor 0", line["figures"])
        assert own["open"]["count"] == line["open"]["count"]


@pytest.mark.parametrize(
    ("by", "agency", "seen"),
    [
        ("supervisor 0", LEAF, True),
        ("supervisor 1", LEAF, True),
        ("supervisor 1", BRANCH, True),
        ("supervisor 1", TOP, False),
        ("supervisor 1", 2, False),
        ("supervisor 4", BRANCH, False),
        ("section 1", BRANCH, True),
        ("section 1", LEAF, False),
    ],
    ids=["two below", "one below", "own", "above", "beside", "above a leaf", "own section", "section below"],
)
async def test_an_agency_that_is_not_overseen_is_not_there(tree: Tree, by: str, agency: int, seen: bool) -> None:
    answer = await tree.office.get(FIGURES, by, agency=tree.agencies[agency])
    if seen:
        assert answer.status_code == 200
        assert answer.json()["agency_id"] == tree.agencies[agency]
    else:
        assert_problem(answer, 404, "not_found", "agency")


async def test_an_unknown_agency_is_not_there(tree: Tree) -> None:
    unknown = str(sample_member("supervisor").id)
    assert_problem(await tree.office.get(FIGURES, "supervisor 0", agency=unknown), 404, "not_found", "agency")


async def test_who_only_handles_sees_no_figures(tree: Tree) -> None:
    assert_problem(await tree.office.get(FIGURES, "handler1 0"), 403, "role_not_permitted")


async def test_handlers_of_other_agencies_have_no_names(tree: Tree) -> None:
    own = await tree.office.read(FIGURES, "supervisor 1", agency=tree.agencies[BRANCH])
    below = await tree.office.read(FIGURES, "supervisor 1", agency=tree.agencies[LEAF])
    assert all(line["name"] for line in own["by_handler"] if line["of"])
    assert below["by_handler"]
    assert not any(line["name"] for line in below["by_handler"])


@pytest.mark.parametrize(
    "asked", [{"from": "9998-12-31"}, {"until": "9998-12-31"}, {"from": "0001-01-01", "until": "0001-01-31"}]
)
async def test_a_period_at_either_end_of_the_calendar_has_its_figures(tree: Tree, asked: dict[str, str]) -> None:
    assert (await tree.office.read(FIGURES, "supervisor 0", **asked))["received"]["count"] == 0


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"from": "2026-05-02", "until": "2026-05-01"}, "period_reversed", "until"),
        ({"from": "2010-01-01", "until": "2026-01-01"}, "period_too_long", "from"),
        ({"from": "9999-12-31"}, "period_too_far", "from"),
        ({"until": "9999-12-31"}, "period_too_far", "until"),
        ({"from": "9990-01-01", "until": "9999-12-01"}, "period_too_far", "until"),
        ({"from": "2026-13-01"}, "invalid_field", "from"),
        ({"agency": "here"}, "invalid_field", "agency"),
    ],
    ids=["reversed", "too long", "last of all days", "until then", "years of it", "no date", "no id"],
)
async def test_a_question_without_sense_is_refused(tree: Tree, asked: dict[str, str], code: str, field: str) -> None:
    assert_problem(await tree.office.get(FIGURES, "supervisor 0", **asked), 422, code, field)


async def test_nothing_personal_stands_in_figures(tree: Tree) -> None:
    answer = await tree.office.get(FIGURES, "supervisor 0")
    assert "样本申请人" not in answer.text


async def test_the_dashboard_shows_every_table(tree: Tree) -> None:
    answer = await tree.office.read(FIGURES, "supervisor 0")
    own = await tree.office.read(FIGURES, "supervisor 0", agency=tree.agencies[TOP])
    shown = [_printed(found) for found in (answer, own)]
    for line in answer["agencies"]:
        assert line["name"] in shown[0]
    for line in own["by_handler"]:
        assert (line["name"] or "未指定 / nobody yet") in shown[1]
    assert all(
        f"在办 / open {found['open']['count']}" in " ".join(page.split())
        for found, page in zip((answer, own), shown, strict=True)
    )


def _printed(found: Json) -> str:
    console = Console(width=200)
    with console.capture() as page:
        for table in tables(found):
            console.print(table)
    return page.get()
