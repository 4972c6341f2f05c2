"""Days as the weeks of months: of a limit that was counted, and of due dates."""

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Generic, NamedTuple, Protocol, TypeVar

_DAY = timedelta(days=1)


class OfDay(Protocol):
    """Something that belongs to a day."""

    @property
    def day(self) -> date: ...


T = TypeVar("T", bound=OfDay)


class Month(NamedTuple, Generic[T]):
    """A month as weeks of seven days from Monday; none where there is nothing to say of a day."""

    first: date
    weeks: tuple[tuple[tuple[date, T | None] | None, ...], ...]


def months_of(days: Iterable[T]) -> list[Month[T]]:
    """The months that these days touch; days of other months are left empty."""
    known = {one.day: one for one in days}
    firsts = sorted({day.replace(day=1) for day in known})
    return [Month(first, _weeks(first, known)) for first in firsts]


def _weeks(first: date, known: dict[date, T]) -> tuple[tuple[tuple[date, T | None] | None, ...], ...]:
    grid = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return tuple(_week(week, first.month, known) for week in grid if _is_in_month(week, first.month))


def _week(week: Sequence[date], month: int, known: dict[date, T]) -> tuple[tuple[date, T | None] | None, ...]:
    return tuple((day, known.get(day)) if day.month == month else None for day in week)


def _is_in_month(week: Sequence[date], month: int) -> bool:
    return any(day.month == month for day in week)


def month_after(first: date) -> date:
    """The first day of the next month."""
    return (first + 31 * _DAY).replace(day=1)


def month_before(first: date) -> date:
    """The first day of the month before."""
    return (first - _DAY).replace(day=1)
