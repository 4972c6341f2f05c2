"""What those who oversee ask for: which cases, and the figures that open to them."""

from datetime import date
from uuid import UUID

from schemas.base import Recorded
from schemas.vocabulary import ApplicantKind, Channel, Outcome, ReportRow, Role, State

OVERSEEING = frozenset({Role.SUPERVISOR, Role.SECTION_HEAD, Role.OGI_HEAD, Role.AGENCY_HEAD, Role.ADMINISTRATOR})
"""Who sees the figures of the own agency; those of agencies below it: all of them but the section head."""
SEES_BELOW = OVERSEEING - {Role.SECTION_HEAD}


class CaseQuery(Recorded):
    """Which cases; every given condition must hold. A figure carries the query that lists the cases behind it.

    ``agency``: one agency; otherwise all that the person oversees. ``open``: not closed or archived. ``days_left_*``:
    working days left of the limit today, negative when over. ``late``: answered, or closed, after the due date.
    ``corrected``: a reconsideration or suit corrected the reply. ``text``: in reference, description, document names.

    ``assigned``: a handler is named. ``department``: of the handler; empty for handlers who have none. ``running``: the
    limit runs and has a due date, without which no days are left or over. ``receipt_fixed``: the date of receipt is.
    ``age_*``: working days since the date of receipt, today. ``days_known``: the working days used are (a limit ran).
    Days, where given from and until, include both ends.
    """

    agency: UUID | None = None
    state: State | None = None
    open: bool | None = None
    handler: UUID | None = None
    department: str | None = None
    channel: Channel | None = None
    applicant_kind: ApplicantKind | None = None
    outcome: Outcome | None = None
    row: ReportRow | None = None
    received_from: date | None = None
    received_until: date | None = None
    closed_from: date | None = None
    closed_until: date | None = None
    due_from: date | None = None
    due_until: date | None = None
    days_left_from: int | None = None
    days_left_until: int | None = None
    overdue: bool | None = None
    late: bool | None = None
    extended: bool | None = None
    corrected: bool | None = None
    assigned: bool | None = None
    running: bool | None = None
    receipt_fixed: bool | None = None
    age_from: int | None = None
    age_until: int | None = None
    days_known: bool | None = None
    text: str | None = None
