"""The figures of oversight: counts, each with the address that lists exactly the cases counted."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from schemas.base import Recorded


class DaysLeft(StrEnum):
    """Working days left of the limit, today; ``over`` from the day after the due date."""

    OVER = "over"
    UP_TO_2 = "0-2"
    UP_TO_5 = "3-5"
    UP_TO_10 = "6-10"
    MORE = "more"
    NOT_RUNNING = "not_running"  # 未起算或者已停止计算


class Age(StrEnum):
    """Working days since the date of receipt, today."""

    UP_TO_5 = "0-5"
    UP_TO_10 = "6-10"
    UP_TO_20 = "11-20"
    UP_TO_40 = "21-40"
    MORE = "more"
    NOT_RECEIVED = "not_received"  # 收到之日尚未确定


LEFT_FROM: dict[DaysLeft, int] = {
    DaysLeft.UP_TO_2: 0,
    DaysLeft.UP_TO_5: 3,
    DaysLeft.UP_TO_10: 6,
    DaysLeft.MORE: 11,
}
"""The fewest days left of each class; it ends where the next begins."""
AGE_FROM: dict[Age, int] = {Age.UP_TO_5: 0, Age.UP_TO_10: 6, Age.UP_TO_20: 11, Age.UP_TO_40: 21, Age.MORE: 41}
"""The fewest days of age of each class."""


class Figure(Recorded):
    """A count. ``cases``: path and query of the list of these very cases, as the same person sees it."""

    count: int
    cases: str


class Counted(Figure):
    """One line of a table. ``of``: state, department, handler's id, or class; null where there is none."""

    of: str | None
    name: str | None = None


class Punctuality(Recorded):
    """Of the cases closed: those answered (else closed) by the due date. ``percent`` with one decimal, null of none."""

    closed: Figure
    on_time: Figure
    late: Figure
    percent: Decimal | None


class DaysUsed(Figure):
    """Working days used on average, with one decimal, over the cases in which they are known."""

    average: Decimal | None


class Trend(Recorded):
    """A week from Monday, or a month, cut to the period asked for; both days belong to it."""

    first_day: date
    last_day: date
    received: Figure
    closed: Figure
    on_time: Figure


class OfAgency(Recorded):
    """One agency in the table of a supervising authority; ``figures`` leads to its own."""

    agency_id: UUID
    name: str
    open: Figure
    overdue: Figure
    received: Figure
    punctuality: Punctuality
    days_used: DaysUsed
    figures: str


class Figures(Recorded):
    """Open cases as of ``today``; received and closed ones from ``first_day`` to ``last_day``, both included.

    ``agency_id``: the one agency counted, null for all that the person oversees. Departments and handlers are counted
    for one agency; handlers' names are given for the person's own. ``weeks`` are left out of periods over two years.
    """

    agency_id: UUID | None
    name: str | None
    today: date
    first_day: date
    last_day: date
    open: Figure
    overdue: Figure
    by_state: tuple[Counted, ...]
    by_days_left: tuple[Counted, ...]
    by_age: tuple[Counted, ...]
    by_department: tuple[Counted, ...]
    by_handler: tuple[Counted, ...]
    received: Figure
    punctuality: Punctuality
    corrected: Figure
    days_used: DaysUsed
    weeks: tuple[Trend, ...]
    months: tuple[Trend, ...]
    agencies: tuple[OfAgency, ...]
