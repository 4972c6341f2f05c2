"""Events: what happened to a case, never changed afterwards. People appear by id only; fields are only ever added."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from schemas.base import Recorded
from schemas.case_parts import Earlier
from schemas.decisions import Decision
from schemas.documents import DocumentRef
from schemas.events_after import (
    DocumentReassessed,
    InformationPublished,
    NewReplyOrdered,
    ReassessmentFell,
    RefusalFiled,
    RemedyDateKept,
    RemedyDateSet,
    RemedyDecided,
    RemedyFiled,
)
from schemas.events_consultation import (
    AgencyConsulted,
    ConsultationDelivered,
    ConsultationDeliveryFailed,
    ConsultationLapsed,
    ConsultationWithdrawn,
    DeterminationReceived,
    ObjectionWeighed,
    OpinionReceived,
    ReferredForDetermination,
    ThirdPartyConsulted,
)
from schemas.events_escalation import EscalationFell
from schemas.events_import import CaseImported
from schemas.events_keeping import DocumentsDestroyed, PersonalDataDestroyed
from schemas.events_review import DocumentSetAside, Release, ReviewConfirmed, ReviewProposed, ReviewReturned
from schemas.events_search import (
    SearchAnswered,
    SearchReminderFell,
    SearchRequested,
    SearchWithdrawn,
    UnfiledFound,
)
from schemas.events_time import (
    ExtensionConsented,
    ExtensionDenied,
    ExtensionNotified,
    ExtensionProposed,
    FeeLapsed,
    FeeNoticeDelivered,
    FeeNotified,
    FeePaid,
    ReasonsJudged,
    ReasonsLapsed,
    ReasonsReceived,
    ReasonsRequested,
)
from schemas.joining import Joined
from schemas.letters import LetterRef
from schemas.policy import Policy
from schemas.steps import Legality
from schemas.vocabulary import (
    ApplicantKind,
    Channel,
    DeliveryMethod,
    DisclosureForm,
    Ground,
    LetterKind,
    Outcome,
    Remedy,
    ReportRow,
    ReviewResult,
    Role,
    StatuteId,
)


class Part(Recorded):
    """A part split off: the case it becomes, and where its words are."""

    case_id: UUID
    text_id: UUID


class ApplicationRegistered(Recorded):
    kind: Literal["application_registered"] = "application_registered"
    reference: str
    channel: Channel
    arrived_on: date
    applicant_kind: ApplicantKind
    calendar_version: str
    policy: Policy = Policy()
    split_from: UUID | None = None
    edition: int = 1


class ApplicationReceived(Recorded):
    """The date of receipt is fixed and the limit starts (art. 31)."""

    kind: Literal["application_received"] = "application_received"
    received_on: date
    how: str | None = None
    statute: StatuteId
    due_on: date
    provisional: bool


class ContactAttempted(Recorded):
    """The applicant could not be reached; no limit runs yet (art. 31)."""

    kind: Literal["contact_attempted"] = "contact_attempted"
    attempted_on: date
    how: str


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
    irregular: bool = False


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
    """Not corrected, or the fee not paid, in time: deemed abandoned (art. 30; 国办函〔2020〕109号 art. 6)."""

    kind: Literal["application_abandoned"] = "application_abandoned"
    finding: str
    unpaid: bool = False


class ApplicationWithdrawn(Recorded):
    """``joined``: what becomes of the applications that were joined into the case; null where there are none."""

    kind: Literal["application_withdrawn"] = "application_withdrawn"
    withdrawn_on: date
    joined: Joined | None = None


class ApplicationSplit(Recorded):
    """``text_id`` names what this case keeps; each other part is a case of its own from now on."""

    kind: Literal["application_split"] = "application_split"
    text_id: UUID
    parts: tuple[Part, ...]


class ApplicationJoined(Recorded):
    kind: Literal["application_joined"] = "application_joined"
    into: UUID
    reference: str


class SearchRecorded(Recorded):
    """The office's own search. ``recorded_on`` and ``by`` are null in what the first releases wrote."""

    kind: Literal["search_recorded"] = "search_recorded"
    description: str
    documents: tuple[DocumentRef, ...]
    unfiled: tuple[UnfiledFound, ...] = ()
    recorded_on: date | None = None
    by: UUID | None = None


class DocumentReviewed(Recorded):
    kind: Literal["document_reviewed"] = "document_reviewed"
    document_id: UUID
    result: ReviewResult
    grounds: tuple[Ground, ...] = ()
    reason: str | None = None
    by: UUID


class ReplyDrafted(Recorded):
    """``laid_on``: the day it came before the next to sign; null in what the first releases wrote."""

    kind: Literal["reply_drafted"] = "reply_drafted"
    decision: Decision
    grounds: tuple[Ground, ...] = ()
    by: UUID
    outcome: Outcome | None = None
    main_ground: Ground | None = None
    earlier: Earlier | None = None
    chain: tuple[Role, ...] = (Role.APPROVER,)
    on_the_spot: bool = False
    laid_on: date | None = None


class FinalTextSet(Recorded):
    """An edited DOCX is the text of the reply from now on; what was signed before is void. ``laid_on`` as above."""

    kind: Literal["final_text_set"] = "final_text_set"
    document: DocumentRef
    by: UUID
    laid_on: date | None = None


class ApprovalDelegated(Recorded):
    kind: Literal["approval_delegated"] = "approval_delegated"
    stage: Role
    to: UUID
    reason: str
    by: UUID


class ReplyApproved(Recorded):
    """One signature of the chain; ``final``: the last, the reply may be issued. ``laid_on``: before the next one."""

    kind: Literal["reply_approved"] = "reply_approved"
    comment: str | None = None
    by: UUID
    stage: Role = Role.APPROVER
    final: bool = True
    legality: Legality | None = None
    laid_on: date | None = None


class ReplyReturned(Recorded):
    kind: Literal["reply_returned"] = "reply_returned"
    comment: str
    by: UUID
    stage: Role = Role.APPROVER
    legality: Legality | None = None


class ReplyIssued(Recorded):
    kind: Literal["reply_issued"] = "reply_issued"
    issued_on: date
    outcome: Outcome
    remedy: Remedy
    row: ReportRow | None = None
    release: Release | None = None


class ReplyDelivered(Recorded):
    """``in_time``: the day that counts was not after the due date (art. 33). ``package``: the files that were given."""

    kind: Literal["reply_delivered"] = "reply_delivered"
    method: DeliveryMethod
    delivered_on: date
    proof: str
    proof_document: DocumentRef | None = None
    in_time: bool
    form: DisclosureForm | None = None
    package: tuple[DocumentRef, ...] = ()


class LetterIssued(Recorded):
    kind: Literal["letter_issued"] = "letter_issued"
    letter: LetterRef


class RecordPrinted(Recorded):
    """A paper for the file was printed: the application form, the search record, or the return slip of ``letter``."""

    kind: Literal["record_printed"] = "record_printed"
    record: LetterKind
    letter: UUID | None = None


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
    """The handling is over; remedies and re-assessment may follow. ``row``: where the annual report counts it."""

    kind: Literal["case_closed"] = "case_closed"
    outcome: Outcome
    closed_on: date
    row: ReportRow | None = None


class CaseArchived(Recorded):
    """Nothing more can happen to the case (归档, art. 45)."""

    kind: Literal["case_archived"] = "case_archived"
    archived_on: date


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
    | SearchRequested
    | SearchAnswered
    | SearchWithdrawn
    | SearchReminderFell
    | DocumentReviewed
    | ReviewProposed
    | ReviewConfirmed
    | ReviewReturned
    | DocumentSetAside
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
    | ContactAttempted
    | ApplicationSplit
    | ApplicationJoined
    | ReasonsRequested
    | ReasonsReceived
    | ReasonsLapsed
    | ReasonsJudged
    | ExtensionProposed
    | ExtensionConsented
    | ExtensionDenied
    | ExtensionNotified
    | FeeNotified
    | FeeNoticeDelivered
    | FeeLapsed
    | FeePaid
    | ThirdPartyConsulted
    | AgencyConsulted
    | ConsultationDelivered
    | ConsultationDeliveryFailed
    | OpinionReceived
    | ConsultationLapsed
    | ConsultationWithdrawn
    | ObjectionWeighed
    | ReferredForDetermination
    | DeterminationReceived
    | FinalTextSet
    | ApprovalDelegated
    | RecordPrinted
    | RemedyFiled
    | RemedyDateSet
    | RemedyDateKept
    | RemedyDecided
    | NewReplyOrdered
    | ReassessmentFell
    | DocumentReassessed
    | InformationPublished
    | RefusalFiled
    | CaseArchived
    | EscalationFell
    | DocumentsDestroyed
    | PersonalDataDestroyed
    | CaseImported
    | CaseClosed,
    Field(discriminator="kind"),
]


class Actor(Recorded):
    """Who acts: a member of staff by id, the clock (the nil id), or the portal of applicants (the max id, RFC 9562)."""

    staff_id: UUID
    roles: tuple[Role, ...]


CLOCK = Actor(staff_id=UUID(int=0), roles=(Role.CLOCK,))
PORTAL = Actor(staff_id=UUID(int=2**128 - 1), roles=(Role.PORTAL,))
NOBODY = frozenset({CLOCK.staff_id, PORTAL.staff_id})
"""Those who act and are no person of the staff."""


class EventRecord(Recorded):
    """One link of a case's chain. ``at`` is the instant of recording (UTC); the law's own dates are in ``event``.

    ``hash`` is the SHA-256 of the canonical JSON of all other fields, ``previous`` the hash of the link before.
    ``fingerprint`` is the keyed hash of what was asked for under ``command_id``, by which the record alone tells a
    repeated command from another one; empty in what the first releases wrote, and in what the engine does by itself.
    """

    case_id: UUID
    seq: int
    at: datetime
    by: UUID
    command_id: str
    fingerprint: str = ""
    event: Event
    previous: str
    hash: str


event_record: TypeAdapter[EventRecord] = TypeAdapter(EventRecord)
