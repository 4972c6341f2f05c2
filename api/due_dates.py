"""Due dates by the day: how many limits end when, for those who oversee and for whoever has cases of his own."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from activities.db.calendars import calendar_of
from activities.db.due_dates import Whose, count_due, list_due, list_due_by_day
from api.desk import Desk
from api.figure_lines import figure
from api.overseeing import agencies_asked_for, agencies_overseen
from schemas.due_dates import MOST_CASES, MOST_DAYS, DueCase, DueDates, DueDay, DueList, DueOn, DueScope
from schemas.errors import InvalidInput
from schemas.oversight import CaseQuery
from schemas.people import SignedIn
from workflows.rules.calendar import WorkingCalendar

_DAY = timedelta(days=1)


async def due_dates(
    desk: Desk, person: SignedIn, agency: UUID | None, scope: DueScope | None, first: date, last: date
) -> DueDates:
    """How many open cases are due on each day: of one agency, of all overseen, or (``scope`` mine) the person's own.

    Raises ``NotAllowed``, ``NotFound`` for an agency not overseen, ``InvalidInput`` for days that are no range.
    """
    _refuse_senseless(first, last)
    today = await desk.today(person.agency_id)
    async with desk.database.snapshot() as connection:
        mine = scope is DueScope.MINE
        asked = person.agency_id if scope else agency
        seen = [person.agency_id] if mine else await agencies_asked_for(connection, person, asked)
        whose = Whose(agency_ids=tuple(seen), handler=person.staff_id if mine else None)
        counts = await count_due(connection, whose, first, last)
        over = sum((await count_due(connection, whose, None, today - _DAY)).values())
        alone = seen[0] if len(seen) == 1 else None
        calendar = WorkingCalendar.of(await calendar_of(connection, alone or person.agency_id))
    query = CaseQuery(agency=alone, open=True, handler=whose.handler)
    return DueDates(
        agency_id=alone,
        today=today,
        first_day=first,
        last_day=last,
        overdue=figure(over, query.model_copy(update={"overdue": True})),
        days=_days(first, last, counts, query, calendar),
    )


async def own_due_cases(
    desk: Desk, person: SignedIn, first: date | None, last: date, most: int = MOST_CASES
) -> DueList:
    """The cases the person handles, the earliest due first, at most ``most``; the others are counted."""
    today = await desk.today(person.agency_id)
    whose = Whose(agency_ids=(person.agency_id,), handler=person.staff_id)
    async with desk.database.snapshot() as connection:
        found = await list_due(connection, whose, first, last, most)
        full = len(found) == most
        number = sum((await count_due(connection, whose, first, last)).values()) if full else len(found)
    items = [await _with_days_left(desk, one, today) for one in found]
    return DueList(items=tuple(items), left_out=number - len(found))


async def agency_due_days(desk: Desk, person: SignedIn, first: date, last: date, named: int) -> tuple[DueOn, ...]:
    """The days on which cases of the own agency are due: how many, and ``named`` of each. Raises ``NotAllowed``."""
    today = await desk.today(person.agency_id)
    whose = Whose(agency_ids=(person.agency_id,))
    async with desk.database.snapshot() as connection:
        await agencies_overseen(connection, person)
        counts = await count_due(connection, whose, first, last)
        found = await list_due_by_day(connection, whose, first, last, named)
    shown = [await _with_days_left(desk, one, today) for one in found]
    return tuple(
        DueOn(day=day, count=counts[day], named=tuple(alike)) for day, alike in groupby(shown, lambda one: one.due_on)
    )


async def _with_days_left(desk: Desk, one: DueCase, today: date) -> DueCase:
    calendar = await desk.calendar(one.calendar_version)
    return one.model_copy(update={"working_days_left": calendar.rank(one.due_on) - calendar.rank(today)})


def _refuse_senseless(first: date, last: date) -> None:
    if last < first:
        raise InvalidInput("period_reversed", field="until")
    if (last - first).days >= MOST_DAYS:
        raise InvalidInput("days_too_many", field="until")


def _days(
    first: date, last: date, counts: Mapping[date, int], query: CaseQuery, calendar: WorkingCalendar
) -> tuple[DueDay, ...]:
    running = query.model_copy(update={"running": True})
    days = [first + _DAY * n for n in range((last - first).days + 1)]
    return tuple(
        DueDay(
            day=day,
            kind=calendar.kind(day),
            **figure(counts.get(day, 0), running.model_copy(update={"due_from": day, "due_until": day})).model_dump(),
        )
        for day in days
    )
