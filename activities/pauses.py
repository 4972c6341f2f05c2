"""How long one waits after wrong passwords: pauses that grow, and failures that quiet forgives. Never for good."""

from datetime import datetime, timedelta
from typing import NamedTuple

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
_DOUBLINGS = 6
"""After so many the longest pause is reached."""


class Bound(NamedTuple):
    """What one mark may do: ``free`` failures without a pause; ``forgives``: the quiet that makes up for one."""

    mark: str
    free: int
    forgives: timedelta


class Counted(NamedTuple):
    """Failures so far, and when the last one was."""

    failed: int
    last_at: datetime


def failures_left(counted: Counted, forgives: timedelta, now: datetime) -> int:
    """Failures that still count: one less for each whole span of quiet.

    Five failures, two and a half hours ago, an hour forgiving one: three are left.
    """
    return max(0, counted.failed - max(0, (now - counted.last_at) // forgives))


def pause_after(failed: int, free: int) -> timedelta:
    """The pause after so many failures: none up to ``free``, then one minute, two, four …, an hour at most.

    With five free: none after the fourth, a minute after the fifth, four after the seventh, an hour from the eleventh.
    """
    if failed < free:
        return timedelta(0)
    return min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(failed - free, _DOUBLINGS)))


def wait_of(counted: Counted, bound: Bound, now: datetime) -> timedelta:
    """How long to wait before the next try; zero when it may be made now.

    The pause goes by what failed until the last try: quiet shortens what comes after it, not the pause itself.
    """
    open_at = counted.last_at + pause_after(counted.failed, bound.free)
    return max(timedelta(0), open_at - now)
