"""Due dates by the day, and the calendars of them that one may subscribe to (RFC 5545)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from schemas.base import Frozen, Recorded
from schemas.clock import DayKind
from schemas.figures import Figure
from schemas.vocabulary import State

MOST_DAYS = 400
"""So many days may be asked about at once."""
MOST_FEEDS = 10
"""So many calendars may a person have at a time."""
MOST_CASES = 5000
"""So many of one's own cases a calendar holds one by one; beyond them it says how many more there are."""


class DueScope(StrEnum):
    """Whose cases."""

    MINE = "mine"  # 本人承办
    AGENCY = "agency"  # 本机关


class DueDay(Figure):
    """A day on which limits end, and whether the agency works on it."""

    day: date
    kind: DayKind


class DueDates(Recorded):
    """How many open cases are due on each day from ``first_day`` to ``last_day``, both included; every day is there.

    ``kind`` of a day by the calendar of the agency asked for, else of the person's own.
    """

    agency_id: UUID | None
    today: date
    first_day: date
    last_day: date
    overdue: Figure
    days: tuple[DueDay, ...]


class DueCase(Recorded):
    """An open case whose limit runs, with its due date; nothing of who applied."""

    case_id: UUID
    reference: str
    state: State
    due_on: date
    calendar_version: str
    working_days_left: int = 0


class DueList(Recorded):
    """Cases by due date, the earliest first. ``left_out``: so many more there are, due later."""

    items: tuple[DueCase, ...]
    left_out: int = 0


class DueOn(Recorded):
    """All ``count`` cases due on one day, of which the first are named."""

    day: date
    count: int
    named: tuple[DueCase, ...]


class NewFeed(Frozen):
    """A calendar to subscribe to."""

    scope: DueScope


class Feed(Recorded):
    """A calendar that somebody subscribes to. ``read_on``: the last day on which a program fetched it."""

    id: UUID
    scope: DueScope
    made_at: datetime
    read_on: date | None


class Feeds(Recorded):
    """One's own calendars that live, the newest first."""

    items: tuple[Feed, ...]


class MadeFeed(Feed):
    """A calendar just made, with its secret address below the site's; it is not told again."""

    path: str
