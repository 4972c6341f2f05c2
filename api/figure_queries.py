"""What each figure counts, as the query that lists it: count and list can only mean the same."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID

from activities.db.figures import Classes
from schemas.figures import AGE_FROM, LEFT_FROM, Age, DaysLeft
from schemas.oversight import CaseQuery
from workflows.rules.calendar import WorkingCalendar

LIST = "/api/oversight/cases"
_LEFT, _AGES = tuple(LEFT_FROM), tuple(AGE_FROM)
WEEK = timedelta(days=7)


class Period(NamedTuple):
    """From one day to another, both included."""

    first: date
    last: date

    def weeks(self) -> dict[date, "Period"]:
        """By their Mondays, the weeks that touch it, cut to it. From Wed 2026-07-01: the first has five days."""
        mondays = _until(self.first - timedelta(days=self.first.weekday()), self.last, lambda day: day + WEEK)
        return {monday: self._cut(monday, monday + WEEK) for monday in mondays}

    def months(self) -> dict[date, "Period"]:
        """By their first days, the months that touch it, cut to it."""
        return {
            begin: self._cut(begin, _next_month(begin))
            for begin in _until(self.first.replace(day=1), self.last, _next_month)
        }

    def _cut(self, begin: date, following: date) -> "Period":
        return Period(max(begin, self.first), min(following - timedelta(days=1), self.last))


def _next_month(begin: date) -> date:
    return (begin + timedelta(days=31)).replace(day=1)


def _until(day: date, last: date, following: Callable[[date], date]) -> Iterator[date]:
    while day <= last:
        yield day
        day = following(day)


def address(query: CaseQuery) -> str:
    """Path and query of the list of these cases."""
    return f"{LIST}?{'&'.join(f'{name}={_written(value)}' for name, value in query if value is not None)}"


def _written(value: object) -> str:
    """Only words need quoting; a page of figures has a thousand addresses."""
    if isinstance(value, str):
        return quote(value, safe="")
    return str(value).lower() if isinstance(value, bool) else str(value)


def received_in(agency: UUID | None, period: Period) -> CaseQuery:
    """Cases whose date of receipt lies in the period."""
    return CaseQuery(agency=agency, received_from=period.first, received_until=period.last)


def closed_in(agency: UUID | None, period: Period) -> CaseQuery:
    """Cases that were closed in the period, and are."""
    return CaseQuery(agency=agency, closed_from=period.first, closed_until=period.last)


def days_left(kind: DaysLeft) -> CaseQuery:
    """Open cases of a class of days left."""
    if kind is DaysLeft.NOT_RUNNING:
        return CaseQuery(open=True, running=False)
    if kind is DaysLeft.OVER:
        return CaseQuery(open=True, overdue=True)
    following = _LEFT[_LEFT.index(kind) + 1 :]
    until = LEFT_FROM[following[0]] - 1 if following else None
    return CaseQuery(open=True, overdue=False, days_left_from=LEFT_FROM[kind], days_left_until=until)


def age(kind: Age) -> CaseQuery:
    """Open cases of a class of age."""
    if kind is Age.NOT_RECEIVED:
        return CaseQuery(open=True, receipt_fixed=False)
    following = _AGES[_AGES.index(kind) + 1 :]
    until = AGE_FROM[following[0]] - 1 if following else None
    return CaseQuery(open=True, age_from=AGE_FROM[kind], age_until=until)


def classes(calendar: WorkingCalendar, today: date) -> Classes:
    """Where the classes begin in dates. Counted from today's rank: on a weekend, from the working day before it.

    Due on or after the third working day from today: at least three days left. Received before the fifth last working
    day: at least six days old.
    """
    rank = calendar.rank(today)
    due = [calendar.day(rank + fewest) for fewest in LEFT_FROM.values() if fewest]
    received = [calendar.day(rank - fewest + 1) for fewest in AGE_FROM.values() if fewest]
    return Classes(version=calendar.version, due=(today, *due), received=tuple(reversed(received)))
