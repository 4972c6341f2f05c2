"""The national calendar of working days, from the package ``holidays`` and an agency's own dated overlay.

For entry points only: workflow code gets its calendar as data, so that a package upgrade never changes a replay.
"""

import hashlib
from datetime import date
from functools import lru_cache
from importlib.metadata import version

import holidays

from schemas.clock import CalendarData

Overlay = tuple[tuple[date, bool], ...]
"""Dated exceptions over the national base: a day, and whether it is a working day."""

YEARS = range(2006, 2101)
_READING = 1  # raise it when this module reads the same package differently


@lru_cache(maxsize=32)
def national_calendar(overlay: Overlay = (), years: range = YEARS, published: tuple[int, ...] = ()) -> CalendarData:
    """Working days of these years, with the make-up days (调休上班), the overlay having the last word.

    A year is official when the package holds the State Council's arrangement (国务院办公厅关于部分节假日安排的通知), or
    when it is in ``published``: then the overlay holds its whole arrangement and the package's guess is dropped. Any
    other year has only the statutory holidays and their substitutes (全国年节及纪念日放假办法): 2027-01-01 is off.
    """
    package = holidays.country_holidays("CN", years=range(years.start, years.stop + 1))
    known = [year for year in years if year not in published]
    off = {day for day in package if day.year in known and day.isoweekday() < 6}
    on = {day for day in package.weekend_workdays if day.year in known}
    for day, working in overlay:
        exceptions, exceptional = (off, not working) if day.isoweekday() < 6 else (on, working)
        (exceptions.add if exceptional else exceptions.discard)(day)
    arranged = _arranged_years(package)
    return CalendarData(
        version=_version(max(arranged), overlay, published),
        official_years=tuple(year for year in years if year in arranged or year in published),
        off=tuple(sorted(off)),
        on=tuple(sorted(on)),
    )


def _arranged_years(package: holidays.HolidayBase) -> set[int]:
    """The years whose official arrangement the package has: only those stand in its table of moved days."""
    return set(getattr(package, "special_public_holidays", ()))


def _version(last_arranged: int, overlay: Overlay, published: tuple[int, ...]) -> str:
    base = f"cn-{last_arranged}.{_READING}+holidays-{version('holidays')}"
    if not overlay and not published:
        return base
    content = ";".join([*(f"{day}={working:d}" for day, working in sorted(overlay)), *map(str, sorted(published))])
    return f"{base}+overlay-{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def arranged_by_package(year: int) -> tuple[tuple[date, ...], tuple[date, ...]] | None:
    """The State Council's arrangement of a year as the package holds it: weekdays off, weekend days with work.

    None when the package does not hold it: what it guesses then is never official. 2026 has 19 and 6 days.
    """
    package = holidays.country_holidays("CN", years=range(year, year + 2))
    if year not in _arranged_years(package):
        return None
    off = sorted(day for day in package if day.year == year and day.isoweekday() < 6)
    return tuple(off), tuple(sorted(day for day in package.weekend_workdays if day.year == year))
