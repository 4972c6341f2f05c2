"""Tallies: whatever happens to the rows of cases, the sums are what counting the rows gives."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.database import Database
from activities.db.figures import Tally, compact_tallies, tallies
from activities.db.seeding import has_applications
from api.cli.setup import SAMPLE_AGENCY
from tests.api.neighbours import neighbour_agency, staffed

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = st.integers(0, 20).map(lambda days: FIRST + timedelta(days=days))
LIVE = text(
    """
    SELECT agency_id, day, sum(received) AS received, sum(closed) AS closed, sum(late) AS late,
        sum(days_known) AS days_known, sum(days_used) AS days_used
    FROM (
        SELECT agency_id, received_on AS day, 1 AS received, 0 AS closed, 0 AS late, 0 AS days_known, 0 AS days_used
        FROM cases WHERE received_on IS NOT NULL
        UNION ALL
        SELECT agency_id, closed_on, 0, 1, (coalesce(delivered_on, closed_on) > due_on IS TRUE)::int,
            (days_used IS NOT NULL)::int, coalesce(days_used, 0)
        FROM cases WHERE closed_on IS NOT NULL
    ) AS counted GROUP BY agency_id, day
    """
)
KEPT = text(
    """
    SELECT agency_id, day, sum(received) AS received, sum(closed) AS closed, sum(late) AS late,
        sum(days_known) AS days_known, sum(days_used) AS days_used
    FROM case_tallies GROUP BY agency_id, day
    HAVING sum(received) <> 0 OR sum(closed) <> 0 OR sum(late) <> 0 OR sum(days_known) <> 0 OR sum(days_used) <> 0
    """
)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """The dates of a case, in any order whatever: nothing here may depend on their making sense."""
    closed_on = draw(st.none() | DAYS)
    return {
        "agency_id": draw(st.sampled_from(AGENCIES)),
        "received_on": draw(st.none() | DAYS),
        "due_on": draw(st.none() | DAYS),
        "delivered_on": draw(st.none() | DAYS),
        "closed_on": closed_on,
        "days_used": draw(st.none() | st.integers(0, 60)),
        "state": "closed" if closed_on else "processing",
        "outcome": "disclosed" if closed_on else None,
    }


OTHER_AGENCY = neighbour_agency()
AGENCIES = (SAMPLE_AGENCY.id, OTHER_AGENCY.id)
CASE_IDS = tuple(UUID(int=n + 1, version=4) for n in range(6))
WRITES = st.tuples(st.just("write"), st.sampled_from(CASE_IDS), rows())
REMOVALS = st.tuples(st.just("remove"), st.sampled_from(CASE_IDS), st.none())
TOUCHES = st.tuples(st.sampled_from(["move all", "roll back", "compact", "truncate"]), st.none(), st.none())
LIVES = st.lists(st.one_of(WRITES, WRITES, REMOVALS, TOUCHES), max_size=12)


@pytest_asyncio.fixture
async def emptied(database: Database) -> AsyncIterator[Database]:
    """A database with two agencies, and rows of cases without the applications they belong to."""
    await staffed(database, OTHER_AGENCY)
    async with database.transaction() as connection:
        assert not await has_applications(connection)
        await connection.execute(text("ALTER TABLE cases DROP CONSTRAINT fk_cases_case_id"))
    yield database


async def write(connection: AsyncConnection, case_id: UUID, row: dict[str, Any]) -> None:
    """As the recorder does it: insert, or update the row that is there."""
    known = {"version": 1, "reference": "r", "channel": "online", "applicant_kind": "business", "arrived_on": FIRST}
    flags = {"calendar_version": "v", "provisional": False, "limit_runs": True, "head": "h"}
    values = {"case_id": case_id, **known, **flags, **row}
    names = ", ".join(values)
    changes = ", ".join(f"{name} = excluded.{name}" for name in row)
    statement = f"""
        INSERT INTO cases ({names}) VALUES ({", ".join(f":{name}" for name in values)})
        ON CONFLICT (case_id) DO UPDATE SET {changes}
    """  # noqa: S608 - names of our own
    await connection.execute(text(statement), values)


async def carry_out(database: Database, what: str, case_id: UUID | None, row: dict[str, Any] | None) -> None:
    """One thing that can happen to the table, in a transaction of its own."""
    async with database.transaction() as connection:
        if what == "write" and case_id and row:
            await write(connection, case_id, row)
        elif what == "remove":
            await connection.execute(text("DELETE FROM cases WHERE case_id = :id"), {"id": case_id})
        elif what == "move all":
            await connection.execute(text("UPDATE cases SET received_on = received_on + 1, due_on = due_on - 2"))
        elif what == "compact":
            await compact_tallies(connection)
        elif what == "truncate":
            await connection.execute(text("TRUNCATE cases"))
        else:
            await connection.execute(text("UPDATE cases SET received_on = NULL"))
            await connection.rollback()


async def both(database: Database) -> tuple[list[Any], list[Any]]:
    """Kept and counted, in one order."""
    async with database.snapshot() as connection:
        kept, live = [(await connection.execute(query)).all() for query in (KEPT, LIVE)]
    return sorted(map(tuple, kept)), sorted(map(tuple, live))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=LIVES)
async def test_tallies_are_what_counting_the_rows_gives(
    emptied: Database, life: list[tuple[str, UUID | None, dict[str, Any] | None]]
) -> None:
    for what, case_id, row in life:
        await carry_out(emptied, what, case_id, row)
    kept, live = await both(emptied)
    assert kept == live


async def test_a_step_that_changes_no_figure_leaves_no_row(emptied: Database) -> None:
    row = {"agency_id": SAMPLE_AGENCY.id, "received_on": FIRST, "closed_on": None, "state": "processing"}
    async with emptied.transaction() as connection:
        await write(connection, CASE_IDS[0], row)
        for state in ("awaiting_approval", "approved", "issued"):
            await write(connection, CASE_IDS[0], {**row, "state": state})
        assert (await connection.execute(text("SELECT count(*) FROM case_tallies"))).scalar_one() == 1


async def test_compaction_keeps_one_row_a_day_and_says_how_many_it_saved(emptied: Database) -> None:
    row = {"agency_id": SAMPLE_AGENCY.id, "received_on": FIRST, "closed_on": None, "state": "processing"}
    async with emptied.transaction() as connection:
        for case_id in CASE_IDS:
            await write(connection, case_id, row)
    async with emptied.transaction() as connection:
        assert await compact_tallies(connection) == len(CASE_IDS) - 1
        assert await compact_tallies(connection) == 0
        found = await tallies(connection, [SAMPLE_AGENCY.id], FIRST, LAST)
    assert found.by_agency == {SAMPLE_AGENCY.id: Tally(received=len(CASE_IDS))}


async def test_compaction_leaves_what_another_transaction_is_entering(emptied: Database) -> None:
    row = {"agency_id": SAMPLE_AGENCY.id, "received_on": FIRST, "closed_on": None, "state": "processing"}
    async with emptied.transaction() as connection:
        for case_id in CASE_IDS[:2]:
            await write(connection, case_id, row)
    async with emptied.transaction() as entering:
        await write(entering, CASE_IDS[2], row)
        async with emptied.transaction() as compacting:
            assert await compact_tallies(compacting) == 1
    kept, live = await both(emptied)
    assert kept == live
    assert [received for _, _, received, *_ in kept] == [3]


async def test_weeks_begin_on_monday_and_months_on_the_first(emptied: Database) -> None:
    sunday, monday = date(2026, 3, 1), date(2026, 3, 2)
    row = {"agency_id": SAMPLE_AGENCY.id, "closed_on": None, "state": "processing"}
    async with emptied.transaction() as connection:
        await write(connection, CASE_IDS[0], {**row, "received_on": sunday})
        await write(connection, CASE_IDS[1], {**row, "received_on": monday})
        found = await tallies(connection, [SAMPLE_AGENCY.id], FIRST, LAST)
    one = Tally(received=1)
    assert found.by_week == {date(2026, 2, 23): one, monday: one}
    assert found.by_month == {sunday: Tally(received=2)}
