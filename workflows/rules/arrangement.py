"""A year's arrangement of working days laid over a calendar, and whether it can be true. Pure, like every rule."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schemas.calendars import FIRST_YEAR, LAST_YEAR, ChangedDay
from schemas.clock import CalendarData
from schemas.errors import InvalidInput
from workflows.rules.calendar import WorkingCalendar

_SATURDAY = 6
NEW_YEAR_REACHES_BACK_TO = (12, 24)
"""The arrangement of a New Year may move days of the December before: Sat 2018-12-29 worked by that of 2019."""
_FIXED = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
_FEWEST, _MOST = 10, 25
"""Weekdays without work less weekend days with work. The statutory holidays are 11 days, 13 since 2025; a region adds
its own (全国年节及纪念日放假办法 arts. 2, 4; docs/law.md 6.11)."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, whether it is a working day, and where that is written: a line of a file, or a place in a request."""

    place: str
    day: date
    working: bool


def check_arrangement(days: Sequence[Dated], year: int | None) -> None:
    """Refuse what cannot be an arrangement of ``year``, or of no year in particular, naming the place.

    Raises ``InvalidInput``: nothing at all, a day named twice or both ways, a day of another year, a statutory holiday
    that works, or a number of days off that no year has.
    """
    if not days:
        raise InvalidInput("calendar_empty")
    seen: dict[date, bool] = {}
    for one in days:
        if one.day in seen:
            code = "calendar_day_twice" if seen[one.day] == one.working else "calendar_contradiction"
            raise InvalidInput(code, field=one.place)
        if not _belongs(one.day, year):
            raise InvalidInput("calendar_other_year", field=one.place)
        seen[one.day] = one.working
    if year is not None:
        _check_whole(seen, year)


def _belongs(day: date, year: int | None) -> bool:
    if year is None or day.year == year:
        return FIRST_YEAR <= day.year <= LAST_YEAR
    return day.year == year - 1 and (day.month, day.day) >= NEW_YEAR_REACHES_BACK_TO


def _check_whole(days: dict[date, bool], year: int) -> None:
    """New Year, Labour Day and National Day are off in every year; 2026 has 19 weekdays off, 6 weekend days on."""
    for month, day in _FIXED:
        holiday = date(year, month, day)
        if days.get(holiday, _is_weekday(holiday)):
            raise InvalidInput("calendar_holiday_missing", field=str(holiday))
    if not _FEWEST <= days_off(days, year) <= _MOST:
        raise InvalidInput("calendar_implausible", field=str(year))


def days_off(days: dict[date, bool], year: int) -> int:
    """Weekdays of the year without work, less its weekend days with work: 13 in 2026."""
    own = [(_is_weekday(day), working) for day, working in days.items() if day.year == year]
    return own.count((True, False)) - own.count((False, True))


def usual_days_off(year: int) -> int:
    """The statutory holidays: 11 days, 13 from 2025 on (全国年节及纪念日放假办法, Decree 795)."""
    return 11 if year < 2025 else 13


def _is_weekday(day: date) -> bool:
    return day.isoweekday() < _SATURDAY


def laid_over(base: CalendarData, days: Sequence[Dated], year: int | None, scope: str = "") -> CalendarData:
    """The base with these days changed; with ``year`` they are all the exceptions of that year, which is official then.

    The version names what it says and what it was laid over, so the same proposal has the same name, and one made
    before another calendar came into force can be told from one made after. ``scope``: the agency it is for.
    """
    off = {day for day in base.off if day.year != year}
    on = {day for day in base.on if day.year != year}
    for one in days:
        exceptions, exceptional = (off, not one.working) if _is_weekday(one.day) else (on, one.working)
        (exceptions.add if exceptional else exceptions.discard)(one.day)
    official = {*base.official_years, year} if year else set(base.official_years)
    years = tuple(sorted(official))
    data = CalendarData(version="", official_years=years, off=tuple(sorted(off)), on=tuple(sorted(on)))
    return data.model_copy(update={"version": version_of(base.version, data, scope)})


def version_of(base_version: str, data: CalendarData, scope: str = "") -> str:
    """The name of these exceptions laid over this version, e.g. ``cn-2027-1f4a90c2d7``."""
    exceptions = [*map(str, data.official_years), "off", *map(str, data.off), "on", *map(str, data.on)]
    content = " ".join([base_version, scope, *exceptions])
    return f"cn-{max(data.official_years, default=0)}-{hashlib.sha256(content.encode()).hexdigest()[:10]}"


def says_the_same(one: CalendarData, other: CalendarData) -> bool:
    """Whether two calendars differ in nothing but their names."""
    return one.model_copy(update={"version": other.version}) == other


def without_effect(base: CalendarData, days: Sequence[Dated], year: int | None) -> tuple[date, ...]:
    """Days that change nothing by being named: a weekend without work, a weekday with work."""
    plain = WorkingCalendar(laid_over(base, (), year))
    return tuple(one.day for one in days if plain.is_working(one.day) == one.working)


def changed_days(before: CalendarData, after: CalendarData) -> tuple[ChangedDay, ...]:
    """Days that work under one and not under the other, ascending."""
    differing = (set(before.off) ^ set(after.off)) | (set(before.on) ^ set(after.on))
    calendar = WorkingCalendar.of(after)
    return tuple(ChangedDay(day=day, working=calendar.is_working(day)) for day in sorted(differing))
