"""When a notice is repeated: the next working day of the agency's calendar, at the same time of day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from schemas.clock import CalendarData

_SATURDAY = 6
_ONE_DAY = timedelta(days=1)


def next_working_moment(at: datetime, zone: str, calendar: CalendarData) -> datetime:
    """The same time of the next working day there, after ``at``.

    Friday 2026-11-20, 17:30 in Asia/Shanghai → Monday 2026-11-23, 17:30.
    """
    off, make_up = set(calendar.off), set(calendar.on)
    there = at.astimezone(ZoneInfo(zone))
    day = there.date() + _ONE_DAY
    while (day.isoweekday() >= _SATURDAY or day in off) and day not in make_up:
        day += _ONE_DAY
    return datetime.combine(day, there.timetz())
