"""Lists of oversight: what those who oversee see of each case, which is never the applicant or his words."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from schemas.applications import Number
from schemas.base import Frozen, Recorded
from schemas.clock import Deadline
from schemas.vocabulary import ApplicantKind, Channel, Outcome, ReportRow, State


class Sorting(StrEnum):
    """The order of a list."""

    NEWEST = "newest"  # by the moment of registration, newest first
    DUE = "due"  # by due date, the earliest first; cases without one last


NO_DUE_PLACE = date(9999, 1, 1)
"""Where a case without a due date stands in a list by due date: last. ``date.max`` asyncpg would send as infinity."""


class OverseenCase(Recorded):
    """One case as those see it who oversee its agency.

    ``handler_id``, ``handler``: of cases of the own agency only. ``working_days_left``: negative when over, null where
    no limit runs.
    """

    case_id: UUID
    agency_id: UUID
    agency: str
    reference: str
    state: State
    channel: Channel
    applicant_kind: ApplicantKind
    registered_at: datetime
    arrived_on: date
    received_on: date | None
    due_on: date | None
    provisional: bool
    limit_runs: bool
    calendar_version: str
    overdue_on: date | None
    extended: bool
    issued_on: date | None
    delivered_on: date | None
    closed_on: date | None
    days_used: int | None
    outcome: Outcome | None
    report_row: ReportRow | None
    handler_id: UUID | None
    handler: str | None
    working_days_left: int | None = None


class OverseenPage(Recorded):
    """One page of a list; ``next`` is the cursor of the following page, ``today`` the day for which days are left."""

    items: tuple[OverseenCase, ...]
    next: str | None
    today: date


class OverseenDetail(Recorded):
    """One case with the count of its limit, day by day; null before the date of receipt is fixed (art. 31)."""

    summary: OverseenCase
    deadline: Deadline | None


class ApplicantSearch(Frozen):
    """Cases of one applicant, by the number of the proof of identity as it was entered."""

    identity_number: Number
    after: str | None = Field(None, max_length=300)
    limit: int = Field(50, ge=1, le=200)
