"""What those who oversee ask of the read model, as SQL: conditions on ``cases`` for lists, counts and exports."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, false, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.search_terms import holds_words
from activities.db.tables import NO_DUE_DATE, agencies, calendars, cases, staff
from schemas.base import Recorded
from schemas.oversight import CaseQuery

Given = bool | None
by_due_date: ColumnElement[date] = func.coalesce(cases.c.due_on, literal_column(NO_DUE_DATE, Date()))
"""The place in a list by due date, as the index has it."""


class DayBounds(Recorded):
    """What the working days of a query mean in dates, by the calendar of this version; both ends belong to it.

    ``due_*`` for the days left, ``received_*`` for the age; null where the query sets no such limit.
    """

    version: str
    due_from: date | None = None
    due_until: date | None = None
    received_from: date | None = None
    received_until: date | None = None


def conditions(query: CaseQuery, today: date, bounds: Sequence[DayBounds] = ()) -> list[ColumnElement[bool]]:
    """Conditions on ``cases`` alone, without the agencies: who may see a row is for ``of_agencies``.

    ``bounds``: one for each calendar version in use, if the query counts working days (``counts_days``); without them
    such a query finds nothing. A case is overdue from the day after its due date, while its limit runs.
    """
    return [
        *_plain(query),
        *_dates(query),
        *_people(query),
        *_state_of_the_limit(query, today),
        *_afterwards(query),
        *_working_days(query, bounds),
        *([holds_words(cases.c.case_id, query.text)] if query.text else []),
    ]


def of_agencies(agency_ids: Sequence[UUID]) -> ColumnElement[bool]:
    """Cases of these agencies: those whose cases the person may see."""
    return cases.c.agency_id.in_(agency_ids)


def counts_days(query: CaseQuery) -> bool:
    """Whether a query limits working days, which needs the calendars."""
    return any(limit is not None for limit in (*_days_left(query), query.age_from, query.age_until))


async def calendars_in_use(connection: AsyncConnection, agency_ids: Sequence[UUID]) -> list[str]:
    """The versions by which cases of these agencies may count: their own and the common ones."""
    mine = calendars.c.agency_id.is_(None) | calendars.c.agency_id.in_(agency_ids)
    return list((await connection.execute(select(calendars.c.version).where(mine).order_by("version"))).scalars())


async def agency_names(connection: AsyncConnection, agency_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of these agencies."""
    found = await connection.execute(select(agencies.c.id, agencies.c.name).where(agencies.c.id.in_(agency_ids)))
    return {row.id: row.name for row in found}


def _plain(query: CaseQuery) -> list[ColumnElement[bool]]:
    wanted = {
        cases.c.state: query.state,
        cases.c.channel: query.channel,
        cases.c.applicant_kind: query.applicant_kind,
        cases.c.outcome: query.outcome,
        cases.c.report_row: query.row,
        cases.c.handler_id: query.handler,
        cases.c.agency_id: query.agency,
    }
    found = [column == value for column, value in wanted.items() if value is not None]
    if query.extended is not None:
        found.append(cases.c.extended.is_(query.extended))
    return found


def _dates(query: CaseQuery) -> list[ColumnElement[bool]]:
    ends = (
        (cases.c.received_on, query.received_from, query.received_until),
        (cases.c.closed_on, query.closed_from, query.closed_until),
        (cases.c.due_on, query.due_from, query.due_until),
    )
    found = [condition for column, first, last in ends for condition in _within(column, first, last)]
    found += _known(cases.c.received_on, query.receipt_fixed)
    found += _known(cases.c.days_used, query.days_known)
    return found + _known(cases.c.closed_on, None if query.open is None else not query.open)


def _people(query: CaseQuery) -> list[ColumnElement[bool]]:
    found = _known(cases.c.handler_id, query.assigned)
    if query.department is not None:
        of_it = staff.c.department == query.department if query.department else staff.c.department.is_(None)
        found.append(cases.c.handler_id.in_(select(staff.c.id).where(of_it)))
    return found


def _state_of_the_limit(query: CaseQuery, today: date) -> list[ColumnElement[bool]]:
    found = list[ColumnElement[bool]]()
    running = and_(cases.c.limit_runs, cases.c.due_on.is_not(None))
    if query.running is not None:
        found.append(running if query.running else ~running)
    if query.overdue is not None:
        overdue = and_(running, cases.c.due_on < today)
        found.append(overdue if query.overdue else ~overdue)
    return found


def _afterwards(query: CaseQuery) -> list[ColumnElement[bool]]:
    found = list[ColumnElement[bool]]()
    if query.late is not None:
        late = func.coalesce(cases.c.delivered_on, cases.c.closed_on) > cases.c.due_on
        found.append(late if query.late else ~func.coalesce(late, false()))
    if query.corrected is not None:
        found.append(cases.c.corrected if query.corrected else ~cases.c.corrected)
    return found


def _working_days(query: CaseQuery, bounds: Sequence[DayBounds]) -> list[ColumnElement[bool]]:
    found = list[ColumnElement[bool]]()
    if any(limit is not None for limit in _days_left(query)):
        due = [(one.version, one.due_from, one.due_until) for one in bounds]
        found += [cases.c.limit_runs, _by_calendar(cases.c.due_on, due)]
    if query.age_from is not None or query.age_until is not None:
        received = [(one.version, one.received_from, one.received_until) for one in bounds]
        found.append(_by_calendar(cases.c.received_on, received))
    return found


def _by_calendar(
    column: ColumnElement[date | None], ranges: Sequence[tuple[str, date | None, date | None]]
) -> ColumnElement[bool]:
    """Calendars mostly agree: where they give the same dates no version is asked for, and an index can serve."""
    by_dates: dict[tuple[date | None, date | None], list[str]] = {}
    for version, first, last in ranges:
        by_dates.setdefault((first, last), []).append(version)
    if len(by_dates) == 1:
        return and_(*_within(column, *next(iter(by_dates))))
    each = (
        and_(cases.c.calendar_version.in_(versions), *_within(column, *ends)) for ends, versions in by_dates.items()
    )
    return or_(false(), *each)


def _within(column: ColumnElement[date | None], first: date | None, last: date | None) -> list[ColumnElement[bool]]:
    found = [column >= first] if first is not None else []
    return [*found, column <= last] if last is not None else found


def _known(column: ColumnElement[object], wanted: Given) -> list[ColumnElement[bool]]:
    if wanted is None:
        return []
    return [column.is_not(None) if wanted else column.is_(None)]


def _days_left(query: CaseQuery) -> tuple[int | None, int | None]:
    return query.days_left_from, query.days_left_until
