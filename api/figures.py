"""The figures of oversight, each with the address of the cases behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from activities.db.database import AsyncConnection
from activities.db.figures import Classes, OpenCounts, Tallies, Tally, count_cases, count_open, handlers_of, tallies
from activities.db.oversight import agency_names, calendars_in_use
from api.desk import Desk
from api.figure_lines import NOTHING, days_used, figure, punctuality, together, trend
from api.figure_queries import Period, age, classes, closed_in, days_left, received_in
from api.overseeing import agencies_asked_for
from schemas.errors import InvalidInput
from schemas.figures import (
    AGE_FROM,
    LEFT_FROM,
    Age,
    Counted,
    DaysLeft,
    Figure,
    Figures,
    OfAgency,
)
from schemas.oversight import CaseQuery
from schemas.people import SignedIn
from schemas.vocabulary import State

FIGURES = "/api/oversight/figures"
LONGEST_YEARS = 10
LAST_DAY = date(9998, 12, 31)
"""The last day asked about: the week and the month after it can still be written as dates."""
WEEKS_UP_TO = timedelta(days=2 * 366)
"""Of a longer period there are months only."""
_STATES = tuple(state for state in State if state not in {State.NEW, State.CLOSED, State.ARCHIVED})
"""In the order in which a case passes through them."""
_OPEN, _NOBODYS = CaseQuery(open=True), CaseQuery(open=True, assigned=False)
_LEFT = (DaysLeft.OVER, *LEFT_FROM)
_AGES = tuple(reversed(AGE_FROM))
"""The classes in the order of their places in ``Classes``."""


async def figures_now(
    desk: Desk, person: SignedIn, agency: UUID | None, first: date | None, last: date | None
) -> Figures:
    """All figures at one moment: of one agency, or of all that the person oversees; by default of this year so far.

    Raises ``NotAllowed``, ``NotFound`` for an agency not overseen, ``InvalidInput`` for a period that is none.
    """
    today = await desk.today(person.agency_id)
    period = period_of(today, first, last)
    async with desk.database.reading() as connection:
        seen = await agencies_asked_for(connection, person, agency)
        versions = await calendars_in_use(connection, seen)
    bounds = [classes(await desk.calendar(version), today) for version in versions]
    alone = seen[0] if len(seen) == 1 else None
    async with desk.database.snapshot() as connection:
        return await Counting(connection, person, today, period, seen, alone).figures(bounds)


def period_of(today: date, first: date | None, last: date | None) -> Period:
    """The period asked for; this year so far unless given. Raises ``InvalidInput``."""
    for name, day in (("from", first), ("until", last)):
        if day and day > LAST_DAY:
            raise InvalidInput("period_too_far", field=name)
    last = last or max(today, first or today)
    first = first or last.replace(month=1, day=1)
    if first > last:
        raise InvalidInput("period_reversed", field="until")
    if last.year - first.year >= LONGEST_YEARS:
        raise InvalidInput("period_too_long", field="from")
    return Period(first, last)


@dataclass(frozen=True)
class Counting:
    """Counts for one person over the agencies asked for; ``alone``: the agency if it is one."""

    connection: AsyncConnection
    person: SignedIn
    today: date
    period: Period
    seen: Sequence[UUID]
    alone: UUID | None

    async def figures(self, bounds: Sequence[Classes]) -> Figures:
        """All of them. ``bounds``: the classes by every calendar in use."""
        names = await agency_names(self.connection, self.seen)
        opened = await count_open(self.connection, self.seen, bounds, handlers=self.alone is not None)
        tallied = await tallies(self.connection, self.seen, *self.period)
        whole = together(tallied.by_agency.values())
        by_handler, by_department = await self._people(opened.by_handler)
        return Figures(
            agency_id=self.alone,
            name=names[self.alone] if self.alone else None,
            today=self.today,
            first_day=self.period.first,
            last_day=self.period.last,
            open=self._open(sum(opened.by_state.values()), _OPEN),
            overdue=self._open(opened.by_due.get(0, 0), days_left(DaysLeft.OVER)),
            by_state=tuple(
                self._line(opened.by_state.get(one, 0), one, CaseQuery(open=True, state=one)) for one in _STATES
            ),
            by_days_left=self._by_days_left(opened),
            by_age=self._by_age(opened),
            by_handler=by_handler,
            by_department=by_department,
            received=figure(whole.received, received_in(self.alone, self.period)),
            punctuality=punctuality(whole, self.alone, self.period),
            corrected=await self._corrected(),
            days_used=days_used(whole, self.alone, self.period),
            weeks=trend(self.period.weeks() if self._shows_weeks else {}, tallied.by_week, self.alone),
            months=trend(self.period.months(), tallied.by_month, self.alone),
            agencies=self._agencies(names, opened, tallied) if self.alone is None else (),
        )

    @property
    def _shows_weeks(self) -> bool:
        return self.period.last - self.period.first <= WEEKS_UP_TO

    def _open(self, count: int, query: CaseQuery, agency: UUID | None = None) -> Figure:
        return figure(count, query.model_copy(update={"agency": agency or self.alone}))

    def _line(self, count: int, of: str | None, query: CaseQuery, name: str | None = None) -> Counted:
        return Counted(of=of, name=name, **self._open(count, query).model_dump())

    def _by_days_left(self, opened: OpenCounts) -> tuple[Counted, ...]:
        counts = {kind: opened.by_due.get(n, 0) for n, kind in enumerate(_LEFT)}
        counts[DaysLeft.NOT_RUNNING] = opened.by_due.get(None, 0)
        return tuple(self._line(count, kind, days_left(kind)) for kind, count in counts.items())

    def _by_age(self, opened: OpenCounts) -> tuple[Counted, ...]:
        counts = {kind: opened.by_received.get(n, 0) for n, kind in enumerate(_AGES)}
        counts[Age.NOT_RECEIVED] = opened.by_received.get(None, 0)
        return tuple(self._line(counts[kind], kind, age(kind)) for kind in Age)

    async def _people(self, by_handler: Mapping[UUID | None, int]) -> tuple[tuple[Counted, ...], tuple[Counted, ...]]:
        """Handlers by load, and their departments; cases without a handler are a line of both."""
        known = await handlers_of(self.connection, [one for one in by_handler if one])
        loads = sorted(((one, n) for one, n in by_handler.items() if one), key=lambda load: (-load[1], load[0]))
        nobody = [self._line(by_handler[None], None, _NOBODYS)] if None in by_handler else []
        departments: dict[str, int] = {}
        for handler, count in loads:
            department = known[handler][1] or ""
            departments[department] = departments.get(department, 0) + count
        names = {one: name for one, (name, _) in known.items()} if self.alone == self.person.agency_id else {}
        return (
            (*(self._line(n, str(one), _handled_by(one), names.get(one)) for one, n in loads), *nobody),
            (*(self._line(n, one, _handled_in(one), one or None) for one, n in sorted(departments.items())), *nobody),
        )

    async def _corrected(self) -> Figure:
        query = closed_in(self.alone, self.period).model_copy(update={"corrected": True})
        return figure(await count_cases(self.connection, self.seen, query, self.today), query)

    def _agencies(self, names: Mapping[UUID, str], opened: OpenCounts, tallied: Tallies) -> tuple[OfAgency, ...]:
        in_order = (self.seen[0], *sorted(self.seen[1:], key=lambda one: (names[one], one)))
        return tuple(self._agency(one, names[one], opened, tallied.by_agency.get(one, NOTHING)) for one in in_order)

    def _agency(self, agency: UUID, name: str, opened: OpenCounts, tally: Tally) -> OfAgency:
        open_, overdue = opened.by_agency.get(agency, (0, 0))
        asked = {"agency": agency, "from": self.period.first, "until": self.period.last}
        return OfAgency(
            agency_id=agency,
            name=name,
            open=self._open(open_, _OPEN, agency),
            overdue=self._open(overdue, days_left(DaysLeft.OVER), agency),
            received=figure(tally.received, received_in(agency, self.period)),
            punctuality=punctuality(tally, agency, self.period),
            days_used=days_used(tally, agency, self.period),
            figures=f"{FIGURES}?{urlencode(asked)}",
        )


def _handled_by(handler: UUID) -> CaseQuery:
    return CaseQuery(open=True, handler=handler)


def _handled_in(department: str) -> CaseQuery:
    return CaseQuery(open=True, assigned=True, department=department)
