"""Events: what happened to a case, never changed afterwards. People appear by id only; fields are only ever added."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from schemas.base import Recorded
from schemas.decisions import Decision
from schemas.documents import DocumentRef
from schemas.letters import LetterRef
from schemas.policy import Policy
from schemas.vocabulary import (
    ApplicantKind,
    Channel,
    DeliveryMethod,
    Ground,
    Outcome,
    Remedy,
    ReviewResult,
    Role,
    StatuteId,
)


class ApplicationRegistered(Recorded):
    kind: Literal["application_registered"] = "application_registered"
    reference: str
    channel: Channel
    arrived_on: date
    applicant_kind: ApplicantKind
    calendar_version: str
    policy: Policy = Policy()


class ApplicationReceived(Recorded):
    """The date of receipt is fixed and the limit starts (art. 31)."""

    kind: Literal["application_received"] = "application_received"
    received_on: date
    how: str | None = None
    statute: StatuteId
    due_on: date
    provisional: bool


class ApplicationAccepted(Recorded):
    kind: Literal["application_accepted"] = "application_accepted"


class HandlerAssigned(Recorded):
    kind: Literal["handler_assigned"] = "handler_assigned"
    handler: UUID


class CorrectionRequested(Recorded):
    kind: Literal["correction_requested"] = "correction_requested"
    items: tuple[str, ...]
    guidance: str | None = None
    notified_on: date
    served_on: date | None = None
    respond_by: date


class CorrectionReceived(Recorded):
    """A full new limit starts (art. 30). ``text_id`` names the corrected request in PostgreSQL."""

    kind: Literal["correction_received"] = "correction_received"
    received_on: date
    text_id: UUID
    late_reason: str | None = None
    due_on: date
    provisional: bool


class CorrectionLapsed(Recorded):
    """The period to correct ended on ``respond_by`` without a correction."""

    kind: Literal["correction_lapsed"] = "correction_lapsed"
    respond_by: date


class ApplicationAbandoned(Recorded):
    kind: Literal["application_abandoned"] = "application_abandoned"
    finding: str


class ApplicationWithdrawn(Recorded):
    kind: Literal["application_withdrawn"] = "application_withdrawn"
    withdrawn_on: date


class SearchRecorded(Recorded):
    kind: Literal["search_recorded"] = "search_recorded"
    description: str
    documents: tuple[DocumentRef, ...]


class DocumentReviewed(Recorded):
    kind: Literal["document_reviewed"] = "document_reviewed"
    document_id: UUID
    result: ReviewResult
    grounds: tuple[Ground, ...] = ()
    reason: str | None = None
    by: UUID


class ReplyDrafted(Recorded):
    kind: Literal["reply_drafted"] = "reply_drafted"
    decision: Decision
    grounds: tuple[Ground, ...] = ()
    by: UUID


class ReplyApproved(Recorded):
    kind: Literal["reply_approved"] = "reply_approved"
    comment: str | None = None
    by: UUID


class ReplyReturned(Recorded):
    kind: Literal["reply_returned"] = "reply_returned"
    comment: str
    by: UUID


class ReplyIssued(Recorded):
    kind: Literal["reply_issued"] = "reply_issued"
    issued_on: date
    outcome: Outcome
    remedy: Remedy


class ReplyDelivered(Recorded):
    """``in_time``: the day that counts was not after the due date (art. 33)."""

    kind: Literal["reply_delivered"] = "reply_delivered"
    method: DeliveryMethod
    delivered_on: date
    proof: str
    proof_document: DocumentRef | None = None
    in_time: bool


class LetterIssued(Recorded):
    kind: Literal["letter_issued"] = "letter_issued"
    letter: LetterRef


class ReminderFell(Recorded):
    """``on``: the working day on which ``working_days_left`` were left."""

    kind: Literal["reminder_fell"] = "reminder_fell"
    on: date
    due_on: date
    working_days_left: int


class BecameOverdue(Recorded):
    """``overdue_on``: the day after the due date, whenever it was noticed."""

    kind: Literal["became_overdue"] = "became_overdue"
    due_on: date
    overdue_on: date


class CalendarAdopted(Recorded):
    kind: Literal["calendar_adopted"] = "calendar_adopted"
    version: str


class DeadlineMoved(Recorded):
    """A new calendar moved the due date; both dates are kept."""

    kind: Literal["deadline_moved"] = "deadline_moved"
    due_before: date
    due_after: date
    provisional: bool
    calendar_version: str


class CaseClosed(Recorded):
    kind: Literal["case_closed"] = "case_closed"
    outcome: Outcome
    closed_on: date


Event = Annotated[
    ApplicationRegistered
    | ApplicationReceived
    | ApplicationAccepted
    | HandlerAssigned
    | CorrectionRequested
    | CorrectionReceived
    | CorrectionLapsed
    | ApplicationAbandoned
    | ApplicationWithdrawn
    | SearchRecorded
    | DocumentReviewed
    | ReplyDrafted
    | ReplyApproved
    | ReplyReturned
    | ReplyIssued
    | ReplyDelivered
    | LetterIssued
    | ReminderFell
    | BecameOverdue
    | CalendarAdopted
    | DeadlineMoved
    | CaseClosed,
    Field(discriminator="kind"),
]


class Actor(Recorded):
    """Who acts: a member of staff by id, or the clock (the nil id)."""

    staff_id: UUID
    roles: tuple[Role, ...]


CLOCK = Actor(staff_id=UUID(int=0), roles=(Role.CLOCK,))


class EventRecord(Recorded):
    """One link of a case's chain. ``at`` is the instant of recording (UTC); the law's own dates are in ``event``.

    ``hash`` is the SHA-256 of the canonical JSON of all other fields, ``previous`` the hash of the link before.
    """

    case_id: UUID
    seq: int
    at: datetime
    by: UUID
    command_id: str
    event: Event
    previous: str
    hash: str


event_record: TypeAdapter[EventRecord] = TypeAdapter(EventRecord)
