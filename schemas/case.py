"""A case: the fold of its events. Ids, dates, codes and the staff's own words; nothing about the applicant."""

from datetime import date, datetime
from uuid import UUID

from schemas.base import Recorded
from schemas.clock import ClockEvent
from schemas.decisions import Decision
from schemas.documents import DocumentRef
from schemas.letters import LetterRef
from schemas.policy import Policy
from schemas.vocabulary import (
    AlarmKind,
    ApplicantKind,
    Channel,
    Ground,
    Outcome,
    Remedy,
    ReviewResult,
    State,
    StatuteId,
)


class Correction(Recorded):
    items: tuple[str, ...]
    guidance: str | None = None
    notified_on: date
    respond_by: date
    lapsed: bool = False
    received_on: date | None = None


class Review(Recorded):
    result: ReviewResult
    grounds: tuple[Ground, ...] = ()
    reason: str | None = None
    by: UUID


class CaseDocument(Recorded):
    """A document that a search found, with its review once there is one."""

    ref: DocumentRef
    review: Review | None = None


class Draft(Recorded):
    decision: Decision
    by: UUID
    comment: str | None = None
    approved_by: UUID | None = None


class Case(Recorded):
    """The state of one application's handling; ``version`` is the number of events folded into it."""

    case_id: UUID
    agency_id: UUID
    policy: Policy = Policy()
    version: int = 0
    state: State = State.NEW
    reference: str = ""
    channel: Channel | None = None
    applicant_kind: ApplicantKind | None = None
    arrived_on: date | None = None
    received_on: date | None = None
    how_confirmed: str | None = None
    statute: StatuteId | None = None
    calendar_version: str = ""
    clock: tuple[ClockEvent, ...] = ()
    handler: UUID | None = None
    correction: Correction | None = None
    searches: tuple[str, ...] = ()
    documents: tuple[CaseDocument, ...] = ()
    draft: Draft | None = None
    outcome: Outcome | None = None
    remedy: Remedy = Remedy.NONE
    issued_on: date | None = None
    delivered_on: date | None = None
    letters: tuple[LetterRef, ...] = ()
    reminded: tuple[date, ...] = ()
    overdue_on: date | None = None
    closed_on: date | None = None


class Alarm(Recorded):
    """The next thing the clock does by itself: true from the day ``on``, rung at ``at`` (UTC)."""

    kind: AlarmKind
    on: date
    at: datetime


class CaseRow(Recorded):
    """The read model of a case: one row of ``cases``, a projection that can be rebuilt from events at any time."""

    case_id: UUID
    agency_id: UUID
    version: int
    state: State
    reference: str
    channel: Channel
    applicant_kind: ApplicantKind
    arrived_on: date
    received_on: date | None
    statute: StatuteId | None
    calendar_version: str
    due_on: date | None
    target_due_on: date | None
    provisional: bool
    limit_runs: bool
    handler_id: UUID | None
    outcome: Outcome | None
    overdue_on: date | None
    delivered_on: date | None
    closed_on: date | None
    head: str
