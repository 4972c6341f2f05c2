"""The working days that the figures of a digest are counted by, from the calendar an agency counts by."""

from datetime import date, timedelta

from activities.db.digest_figures import Reach
from schemas.clock import CalendarData

_SATURDAY = 5
_DAY = timedelta(days=1)


def reach_of(calendar: CalendarData, as_of: date) -> Reach:
    """Up to which days a limit has 2, 5 and 10 working days left, seen from a day.

    2026-11-20 is a Friday: two left until 2026-11-24 (Tuesday), five until 2026-11-29, the Sunday after the fifth.
    """
    off, on = frozenset(calendar.off), frozenset(calendar.on)
    last, day, left = dict[int, date](), as_of, 0
    while left <= 10:
        last[left] = day
        day += _DAY
        left += (day.weekday() < _SATURDAY and day not in off) or day in on
    return Reach(as_of=as_of, two=last[2], five=last[5], ten=last[10])
