"""Working days (工作日): the Monday-to-Friday week, corrected by the State Council's yearly arrangement.

Every working day from 2000 to 2100 stands in one ascending list. A working day's rank is its place in that list, so
adding and counting working days is arithmetic on ranks, and no rule ever walks through days.
"""

from bisect import bisect_right
from datetime import date
from functools import lru_cache

from schemas.clock import CalendarData, DayKind
from schemas.errors import InvalidInput

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)
_FIRST, _LAST = FIRST_DAY.toordinal(), LAST_DAY.toordinal()

_SATURDAY = 6  # ordinal % 7: Sunday 0, Monday 1
_WEEKDAYS = tuple(day for day in range(_FIRST, _LAST + 1) if 0 < day % 7 < _SATURDAY)


class WorkingCalendar:
    """Counts working days from 2000-01-01 to 2100-12-31; a date or an answer outside is ``date_out_of_range``."""

    __slots__ = ("_days", "_official", "data")

    def __init__(self, data: CalendarData) -> None:
        off = {day.toordinal() for day in data.off}
        make_up = {day.toordinal() for day in data.on if day.isoweekday() >= _SATURDAY}
        self._days = sorted([day for day in _WEEKDAYS if day not in off] + list(make_up))
        self._official = frozenset(data.official_years)
        self.data = data

    @staticmethod
    @lru_cache(maxsize=64)
    def of(data: CalendarData) -> "WorkingCalendar":
        """The calendar of this data, built once for equal data."""
        return WorkingCalendar(data)

    @property
    def version(self) -> str:
        return self.data.version

    def rank(self, day: date) -> int:
        """How many working days there are from the beginning of the calendar up to and including this day."""
        ordinal = day.toordinal()
        if not _FIRST <= ordinal <= _LAST:
            raise InvalidInput("date_out_of_range")
        return bisect_right(self._days, ordinal)

    def day(self, rank: int) -> date:
        """The working day of this rank."""
        if not 0 < rank <= len(self._days):
            raise InvalidInput("date_out_of_range")
        return date.fromordinal(self._days[rank - 1])

    def is_working(self, day: date) -> bool:
        """2026-02-14 is a Saturday and a working day; 2026-02-16 is a Monday and is not."""
        rank = self.rank(day)
        return rank > 0 and self._days[rank - 1] == day.toordinal()

    def add(self, day: date, working_days: int) -> date:
        """The n-th working day after a day; the day itself for 0. From 2026-02-05, 20 working days: 2026-03-11."""
        if working_days < 0:
            raise ValueError("working days to add cannot be negative; use before()")
        return self.day(self.rank(day) + working_days) if working_days else day

    def before(self, day: date, working_days: int) -> date:
        """The n-th working day before a day; the day itself for 0. From 2026-03-11, one working day: 2026-03-10."""
        if working_days < 0:
            raise ValueError("working days to go back cannot be negative; use add()")
        rank = self.rank(day)
        return self.day(rank + (not self.is_working(day)) - working_days) if working_days else day

    def count(self, after: date, upto: date) -> int:
        """Working days in (after, upto]: 2026-02-05 to 2026-02-14 are 7; 0 when ``upto`` is not later."""
        return max(0, self.rank(upto) - self.rank(after))

    def roll_forward(self, day: date) -> date:
        """The first working day on or after a day: where a limit in calendar days ends (民事诉讼法 art. 85)."""
        return day if self.is_working(day) else self.add(day, 1)

    def is_official(self, day: date) -> bool:
        """Whether the official holiday arrangement of this day's year is known."""
        return day.year in self._official

    def is_official_throughout(self, first: date, last: date) -> bool:
        """Whether the arrangement of every year that these days touch is known."""
        return self._official.issuperset(range(first.year, last.year + 1))

    def kind(self, day: date) -> DayKind:
        """Counted, counted as a make-up day, weekend or holiday."""
        weekend = day.isoweekday() >= _SATURDAY
        if self.is_working(day):
            return DayKind.COUNTED_MAKE_UP if weekend else DayKind.COUNTED
        return DayKind.WEEKEND if weekend else DayKind.HOLIDAY
