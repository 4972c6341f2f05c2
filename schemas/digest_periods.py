"""Which days a digest covers: weeks, months, quarters, halves and years of the agency's own calendar days."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from schemas.base import Recorded

_DAY = timedelta(days=1)
_MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


class Period(StrEnum):
    """How often, and over how long, a digest is made."""

    WEEKLY = "weekly"  # 周报：星期一至星期日
    MONTHLY = "monthly"  # 月报
    QUARTERLY = "quarterly"  # 季报
    HALF_YEARLY = "half_yearly"  # 半年报
    YEARLY = "yearly"  # 全年简报


class Span(Recorded):
    """The days from ``first`` to the day before ``until``. ``interim``: the period they belong to is not over yet."""

    first: date
    until: date
    interim: bool = False

    @property
    def last(self) -> date:
        """The last day covered."""
        return self.until - _DAY


def beginning(period: Period, day: date) -> date:
    """The first day of the period in which a day lies. 2027-01-02 (a Saturday): 2026-12-28 weekly, 2027-01-01 else."""
    if period is Period.WEEKLY:
        return day - day.weekday() * _DAY
    months = _MONTHS[period]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def following(period: Period, first: date) -> date:
    """The first day of the next period. 2026-12-01 monthly: 2027-01-01. Raises ``OverflowError`` past the year 9999."""
    if period is Period.WEEKLY:
        return first + 7 * _DAY
    years, month = divmod(first.month - 1 + _MONTHS[period], 12)
    if first.year + years > date.max.year:
        raise OverflowError("date value out of range")
    return date(first.year + years, month + 1, 1)


def whole(period: Period, first: date) -> Span:
    """The whole period that begins on ``first``."""
    return Span(first=first, until=following(period, first))


def before(period: Period, span: Span) -> Span:
    """What a span is compared with: the same length of the period before it, at most the whole of that."""
    first = beginning(period, span.first - _DAY)
    until = first + (span.until - span.first) if span.interim else span.first
    return Span(first=first, until=min(until, span.first))


def covered(period: Period, nominal: datetime, timezone: str) -> Span:
    """What a digest due at this instant covers.

    Schedules ring at a full hour of the first day of a period at the agency: that is for the whole period before it. At
    any other instant somebody asked for it: what there is of the running period, today included.
    2026-11-23 07:00 at Shanghai (a Monday), weekly: 2026-11-16 until 2026-11-23; at 09:12: 2026-11-23 until 2026-11-24.
    """
    local = nominal.astimezone(ZoneInfo(timezone))
    day = local.date()
    first = beginning(period, day)
    if first == day and (local.minute, local.second) == (0, 0):
        return whole(period, beginning(period, day - _DAY))
    return Span(first=first, until=day + _DAY, interim=True)


def due_at(span: Span, timezone: str, hour: int) -> datetime:
    """When the digest of a whole period is due: at ``hour`` on the day after its last."""
    return datetime(span.until.year, span.until.month, span.until.day, hour, tzinfo=ZoneInfo(timezone))


def wholes_within(period: Period, first: date, until: date) -> list[Span]:
    """The whole periods from ``first`` to before ``until``, in order: in October 2026 three weeks, from the 5th."""
    spans = list[Span]()
    begin = beginning(period, first)
    span = whole(period, begin if begin == first else following(period, begin))
    while span.until <= until:
        spans.append(span)
        span = whole(period, span.until)
    return spans
