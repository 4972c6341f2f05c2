"""Which closed cases of an agency a forecast learns from: the newest ones of a year, known before today."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from schemas.forecast import Period

WINDOW = timedelta(days=365)
"""How far back: a whole year with its holidays, and no further, for an agency does not work as it once did."""
MOST_CASES = 500
"""More than so many say nothing more, and the newest are nearest to how the agency works now."""


def learned_from(today: date) -> tuple[date, date]:
    """The first and the last day of closing. Today's own closings count from tomorrow: a forecast holds for the day.

    On 2026-05-11: from 2025-05-11 until 2026-05-10.
    """
    return today - WINDOW, today - timedelta(days=1)


def period_of(agency_id: UUID, closed_on: Sequence[date], window: tuple[date, date]) -> Period:
    """The period used, given the days on which the newest ``MOST_CASES`` + 1 cases were closed, in any order.

    Whole days only, so that the list of the cases closed in the period is exactly what was used: where there are more
    than ``MOST_CASES`` the day of the oldest of them is left out.
    """
    first, last = window
    if len(closed_on) > MOST_CASES:
        first = min(closed_on) + timedelta(days=1)
    used = sum(1 for day in closed_on if day >= first)
    return Period(agency_id=agency_id, closed_from=first, closed_until=last, cases=used)
