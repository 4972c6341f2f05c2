"""How PostgreSQL carries out lists and searches over many cases: through indexes, never by reading a whole table."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import event

from activities.db.database import AsyncConnection
from activities.db.oversight import conditions
from activities.db.oversight_lists import Wanted, find_overseen, list_of_applicant, list_overseen
from schemas.oversight import CaseQuery
from schemas.oversight_lists import Sorting
from schemas.vocabulary import Outcome, ReportRow, State
from tests.conftest import TEMPLATE
from tests.db.overseen import TODAY, Overseen, overseen_on
from worker.embedded.stack import EmbeddedStack

LARGE = frozenset({"cases", "applications", "case_terms", "case_events", "notices", "documents"})
Statement = tuple[str, Any]


@pytest_asyncio.fixture(scope="module")
async def many(stack: EmbeddedStack, sample: dict[str, str]) -> AsyncIterator[Overseen]:
    async with overseen_on(stack, "plans", TEMPLATE, closed=28_000, open_=2_000, agencies=6) as found:
        yield found


async def sequential(connection: AsyncConnection, statements: list[Statement]) -> list[str]:
    """The large tables that a plan of one of these statements reads from end to end."""
    found = list[str]()
    for statement, parameters in statements:
        if statement.startswith(("SELECT", "WITH")) and "pg_" not in statement:
            explained = await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
            plan = explained.scalar_one()
            found += scanned((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    return found


def scanned(plan: dict[str, Any]) -> list[str]:
    mine = [plan["Relation Name"]] if plan["Node Type"] == "Seq Scan" and plan["Relation Name"] in LARGE else []
    return mine + [name for part in plan.get("Plans", []) for name in scanned(part)]


QUERIES: dict[str, CaseQuery] = {
    "everything": CaseQuery(),
    "open": CaseQuery(open=True),
    "state": CaseQuery(state=State.AWAITING_APPROVAL),
    "outcome": CaseQuery(outcome=Outcome.REFUSED),
    "outcome of nobody": CaseQuery(outcome=Outcome.JOINED),
    "row": CaseQuery(row=ReportRow.STATE_SECRET),
    "late": CaseQuery(late=True),
    "overdue": CaseQuery(overdue=True),
    "corrected": CaseQuery(corrected=True),
    "received": CaseQuery(received_from=TODAY.replace(day=1)),
    "closed": CaseQuery(closed_until=TODAY.replace(year=2022)),
    "common word": CaseQuery(text="项目"),
    "common character": CaseQuery(text="的"),
    "rare word": CaseQuery(text="鑫鑫"),
    "two words": CaseQuery(text="项目 招标"),
    "number": CaseQuery(text="〔2024〕77"),
    "word and state": CaseQuery(text="项目", open=True),
    "rare word and outcome": CaseQuery(text="鑫", outcome=Outcome.REFUSED),
}


@pytest.mark.parametrize("agencies", ["one", "all"])
@pytest.mark.parametrize("sort", list(Sorting))
@pytest.mark.parametrize("name", list(QUERIES))
async def test_no_list_reads_a_whole_table(many: Overseen, name: str, sort: Sorting, agencies: str) -> None:
    query = QUERIES[name]
    seen = many.agencies if agencies == "all" else many.agencies[1:2]
    wanted = Wanted(agency_ids=seen, own=many.agencies[0], words=query.text, sort=sort)
    asked = conditions(query.model_copy(update={"text": None}), TODAY)
    async with many.database.transaction() as connection:
        statements = listened(connection)
        await list_overseen(connection, wanted, asked)
        assert statements
        assert await sequential(connection, list(statements)) == []


async def test_neither_one_case_nor_an_applicant_reads_a_whole_table(many: Overseen) -> None:
    async with many.database.transaction() as connection:
        statements = listened(connection)
        assert await find_overseen(connection, many.agencies, many.agencies[0], many.rows[0]["case_id"])
        await list_of_applicant(connection, many.agencies[0], "0" * 64, None, 50)
        assert await sequential(connection, list(statements)) == []


async def test_a_plan_that_reads_a_whole_table_is_noticed(many: Overseen) -> None:
    async with many.database.transaction() as connection:
        assert await sequential(connection, [("SELECT count(*) FROM case_terms WHERE folded LIKE '%x%'", ())]) == [
            "case_terms"
        ]


def listened(connection: AsyncConnection) -> list[Statement]:
    """Every statement that goes through the connection from now on."""
    heard = list[Statement]()

    def hear(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        heard.append((statement, parameters))

    assert connection.sync_connection is not None
    event.listen(connection.sync_connection, "before_cursor_execute", hear)
    return heard
