"""Counting for oversight: open cases from their partial index, received and closed ones from the tallies."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from operator import add
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Date,
    Row,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    text,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.oversight import DayBounds, conditions, of_agencies
from activities.db.tables import cases, staff
from activities.db.tables_figures import case_tallies
from schemas.base import Recorded
from schemas.oversight import CaseQuery
from schemas.vocabulary import State

COMPACTION_LOCK = 0x74616C79  # "taly"


class Classes(Recorded):
    """Where the classes of days left and of age begin, in dates, by the calendar of this version, each ascending.

    ``due``: the first due date of each class but the first, so that a place in it is the number of a class.
    ``received``: the first date of receipt of each class but the oldest.
    """

    version: str
    due: tuple[date, ...]
    received: tuple[date, ...]


class OpenCounts(Recorded):
    """Open cases. Classes by the number of their place, from 0; None: the limit does not run, no receipt is fixed.

    ``by_agency``: open and overdue ones. ``by_handler`` only if it was asked for.
    """

    by_state: dict[State, int]
    by_due: dict[int | None, int]
    by_received: dict[int | None, int]
    by_handler: dict[UUID | None, int]
    by_agency: dict[UUID, tuple[int, int]]


class Tally(Recorded):
    """Cases received and closed in a period; ``days_used``: the sum over the ``days_known`` cases."""

    received: int = 0
    closed: int = 0
    late: int = 0
    days_known: int = 0
    days_used: int = 0


class Tallies(Recorded):
    """The same by agency, by the Monday of the week, and by the first of the month."""

    by_agency: dict[UUID, Tally]
    by_week: dict[date, Tally]
    by_month: dict[date, Tally]


async def count_open(
    connection: AsyncConnection, agency_ids: Sequence[UUID], classes: Sequence[Classes], *, handlers: bool
) -> OpenCounts:
    """The open cases of these agencies, all counts in one pass over the index of open cases."""
    runs = and_(cases.c.limit_runs, cases.c.due_on.is_not(None))
    each = (
        select(
            cases.c.agency_id,
            cases.c.state,
            cases.c.handler_id,
            case((runs, class_of(cases.c.due_on, [(one.version, one.due) for one in classes]))).label("due"),
            class_of(cases.c.received_on, [(one.version, one.received) for one in classes]).label("received"),
        )
        .where(of_agencies(agency_ids), cases.c.closed_on.is_(None))
        .subquery()
    )
    sets = [tuple_(each.c.agency_id, each.c.due), tuple_(each.c.state), tuple_(each.c.received)]
    sets += [tuple_(each.c.handler_id)] if handlers else []
    shown = [column for column in each.c if handlers or column.name != "handler_id"]
    keys = (each.c.agency_id, each.c.state, each.c.received)
    columns = (*shown, func.grouping(*keys).label("without"), func.count().label("n"))
    found = await connection.execute(select(*columns).group_by(func.grouping_sets(*sets)))
    return _open_counts(found.all())


def class_of(column: ColumnElement[Any], begins: Sequence[tuple[str, tuple[date, ...]]]) -> ColumnElement[int]:
    """The place of a date among the beginnings; calendars mostly agree, and then no version is asked for."""
    versions: dict[tuple[date, ...], list[str]] = {}
    for version, dates in begins:
        versions.setdefault(dates, []).append(version)
    places = {
        dates: func.width_bucket(column, cast(literal(list(dates), ARRAY(Date)), ARRAY(Date))) for dates in versions
    }
    if len(places) == 1:
        return next(iter(places.values()))
    return case(
        *((cases.c.calendar_version.in_(versions[dates]), place) for dates, place in places.items()), else_=null()
    )


_BY_AGENCY, _BY_STATE, _BY_RECEIVED, _BY_HANDLER = 0b011, 0b101, 0b110, 0b111
"""Which of agency, state and age a line of the answer is *not* grouped by."""


def _open_counts(found: Sequence[Row[Any]]) -> OpenCounts:
    of_agency = [row for row in found if row.without == _BY_AGENCY]
    by_due: dict[int | None, int] = {}
    by_agency: dict[UUID, tuple[int, int]] = {}
    for row in of_agency:
        by_due[row.due] = by_due.get(row.due, 0) + row.n
        open_, overdue = by_agency.get(row.agency_id, (0, 0))
        by_agency[row.agency_id] = (open_ + row.n, overdue + (row.n if row.due == 0 else 0))
    return OpenCounts(
        by_state={row.state: row.n for row in found if row.without == _BY_STATE},
        by_due=by_due,
        by_received={row.received: row.n for row in found if row.without == _BY_RECEIVED},
        by_handler={row.handler_id: row.n for row in found if row.without == _BY_HANDLER},
        by_agency=by_agency,
    )


async def tallies(connection: AsyncConnection, agency_ids: Sequence[UUID], first: date, last: date) -> Tallies:
    """What was received and closed from the first to the last day, both included."""
    keys = (case_tallies.c.agency_id, case_tallies.c.day)
    sums = [cast(func.sum(case_tallies.c[name]), BigInteger).label(name) for name in Tally.model_fields]
    statement = select(*keys, *sums).where(keys[0].in_(agency_ids), keys[1].between(first, last))
    found = await connection.execute(statement.group_by(func.grouping_sets(*(tuple_(key) for key in keys))))
    each = [(agency_id, day, numbers) for agency_id, day, *numbers in found.all()]
    days = [(day, numbers) for _, day, numbers in each if day is not None]
    return Tallies(
        by_agency={agency_id: _tally(numbers) for agency_id, _, numbers in each if agency_id is not None},
        by_week=_gathered((day - timedelta(days=day.weekday()), numbers) for day, numbers in days),
        by_month=_gathered((day.replace(day=1), numbers) for day, numbers in days),
    )


def _gathered(days: Iterable[tuple[date, list[int]]]) -> dict[date, Tally]:
    """Sums of days by the day on which their week or month begins."""
    sums: dict[date, list[int]] = {}
    for begin, numbers in days:
        before = sums.get(begin)
        sums[begin] = [*map(add, before, numbers)] if before else numbers
    return {begin: _tally(numbers) for begin, numbers in sums.items()}


def _tally(numbers: Iterable[int]) -> Tally:
    return Tally(**dict(zip(Tally.model_fields, numbers, strict=True)))


async def count_cases(
    connection: AsyncConnection,
    agency_ids: Sequence[UUID],
    query: CaseQuery,
    today: date,
    bounds: Sequence[DayBounds] = (),
) -> int:
    """How many cases of these agencies a query finds, one by one: for what is seldom."""
    wanted = conditions(query, today, bounds)
    statement = select(func.count()).select_from(cases).where(of_agencies(agency_ids), *wanted)
    return int((await connection.execute(statement)).scalar_one())


async def handlers_of(connection: AsyncConnection, handler_ids: Iterable[UUID]) -> dict[UUID, tuple[str, str | None]]:
    """Name and department of members of staff."""
    wanted = list(handler_ids)
    if not wanted:
        return {}
    found = await connection.execute(select(staff.c.id, staff.c.name, staff.c.department).where(staff.c.id.in_(wanted)))
    return {row.id: (row.name, row.department) for row in found}


_COMPACT = text(
    """
    WITH several AS (
        SELECT agency_id, day FROM case_tallies GROUP BY agency_id, day HAVING count(*) > 1 LIMIT :most
    ), gone AS (
        DELETE FROM case_tallies USING several
        WHERE case_tallies.agency_id = several.agency_id AND case_tallies.day = several.day
        RETURNING case_tallies.*
    ), kept AS (
        INSERT INTO case_tallies (agency_id, day, received, closed, late, days_known, days_used)
        SELECT agency_id, day, sum(received), sum(closed), sum(late), sum(days_known), sum(days_used)
        FROM gone GROUP BY agency_id, day
        HAVING sum(received) <> 0 OR sum(closed) <> 0 OR sum(late) <> 0
            OR sum(days_known) <> 0 OR sum(days_used) <> 0
        RETURNING id
    )
    SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM kept)
    """
)


async def compact_tallies(connection: AsyncConnection, most: int = 20_000) -> int:
    """Put the differences of a day together, of so many days at most; how many rows it saved.

    One statement: who reads meanwhile sees the sum from before or from after it, which is the same. What is entered
    meanwhile stays by itself. A second one at the same time does nothing.
    """
    mine = await connection.execute(select(func.pg_try_advisory_xact_lock(COMPACTION_LOCK)))
    if not mine.scalar_one():
        return 0
    return int((await connection.execute(_COMPACT, {"most": most})).scalar_one())
