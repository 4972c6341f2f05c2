"""What happened to a request for correction of own records: events, the chain's link, and the workflow's messages."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from schemas.base import Recorded
from schemas.chain import hash_of
from schemas.documents import DocumentRef
from schemas.events import Actor
from schemas.letters import LetterRef
from schemas.own_records import OwnDecision, OwnRecordOutcome, OwnRecordRow, OwnRecordState, OwnStep
from schemas.vocabulary import Channel, DeliveryMethod


class RequestReceived(Recorded):
    kind: Literal["request_received"] = "request_received"
    reference: str
    channel: Channel
    arrived_on: date


class RecordsExamined(Recorded):
    kind: Literal["records_examined"] = "records_examined"
    found: str
    documents: tuple[DocumentRef, ...] = ()


class DecisionProposed(Recorded):
    kind: Literal["decision_proposed"] = "decision_proposed"
    decision: OwnDecision
    by: UUID


class DecisionApproved(Recorded):
    kind: Literal["decision_approved"] = "decision_approved"
    comment: str | None = None
    by: UUID


class DecisionReturned(Recorded):
    kind: Literal["decision_returned"] = "decision_returned"
    comment: str
    by: UUID


class DecisionCarriedOut(Recorded):
    """``issued_on``: the date the letters bear, the day of entry."""

    kind: Literal["decision_carried_out"] = "decision_carried_out"
    carried_out_on: date
    issued_on: date
    outcome: OwnRecordOutcome


class OwnLetterIssued(Recorded):
    kind: Literal["letter_issued"] = "letter_issued"
    letter: LetterRef


class NoticeDelivered(Recorded):
    kind: Literal["notice_delivered"] = "notice_delivered"
    method: DeliveryMethod
    delivered_on: date
    proof: str
    proof_document: DocumentRef | None = None


class RequestWithdrawn(Recorded):
    kind: Literal["request_withdrawn"] = "request_withdrawn"
    withdrawn_on: date


class RequestClosed(Recorded):
    kind: Literal["request_closed"] = "request_closed"
    outcome: OwnRecordOutcome
    closed_on: date


OwnEvent = Annotated[
    RequestReceived
    | RecordsExamined
    | DecisionProposed
    | DecisionApproved
    | DecisionReturned
    | DecisionCarriedOut
    | OwnLetterIssued
    | NoticeDelivered
    | RequestWithdrawn
    | RequestClosed,
    Field(discriminator="kind"),
]


class OwnEventRecord(Recorded):
    """One link of a request's chain, hashed like those of a case. ``at`` is the instant of recording (UTC).

    ``fingerprint`` is the keyed hash of what was asked for, by which another one under ``command_id`` is told apart.
    """

    own_record_id: UUID
    seq: int
    at: datetime
    by: UUID
    command_id: str
    fingerprint: str
    event: OwnEvent
    previous: str
    hash: str


own_event_record: TypeAdapter[OwnEventRecord] = TypeAdapter(OwnEventRecord)


class OwnRecord(Recorded):
    """The state of one request; ``version`` is the number of events folded into it."""

    id: UUID
    agency_id: UUID
    version: int = 0
    state: OwnRecordState = OwnRecordState.NEW
    reference: str = ""
    channel: Channel = Channel.IN_PERSON
    arrived_on: date = date.min
    found: tuple[str, ...] = ()
    documents: tuple[DocumentRef, ...] = ()
    decision: OwnDecision | None = None
    proposed_by: tuple[UUID, ...] = ()
    carried_out_on: date | None = None
    issued_on: date | None = None
    letters: tuple[LetterRef, ...] = ()
    delivered_on: date | None = None
    outcome: OwnRecordOutcome | None = None
    closed_on: date | None = None


class OwnCommand(Recorded):
    """One step by one person; ``documents`` are those the step names, all of this request, found by the API."""

    command_id: str = Field(min_length=1, max_length=200)
    actor: Actor
    step: OwnStep
    documents: tuple[DocumentRef, ...] = ()
    fingerprint: str = ""


class OwnAnswer(Recorded):
    """The answer to a command: what happened, and where the request stands now."""

    id: UUID
    reference: str
    version: int
    state: OwnRecordState
    outcome: OwnRecordOutcome | None = None
    events: tuple[str, ...]


class OwnTaken(OwnAnswer):
    """The answer with the keyed hash of what was asked for."""

    fingerprint: str = ""


class OwnAnswered(Recorded):
    command_id: str
    answer: OwnTaken


class OwnSnapshot(Recorded):
    """What a request carries over continue-as-new."""

    record: OwnRecord
    head: str
    answered: tuple[OwnAnswered, ...] = ()


class OwnStart(Recorded):
    """Start input of the workflow; ``snapshot`` only when it continues itself."""

    id: UUID
    agency_id: UUID
    timezone: str
    snapshot: OwnSnapshot | None = None


class OwnBatch(Recorded):
    """What one step wrote: the links in order, and the read model after the last of them."""

    records: tuple[OwnEventRecord, ...]
    row: OwnRecordRow


class OwnLetterOrder(Recorded):
    """What a letter says that is not personal data; ``key`` is the business key: one key, one number, one letter.

    ``to_agency``: the covering letter to the competent agency (转送函), else the notice to the person (告知书).
    """

    own_record_id: UUID
    agency_id: UUID
    key: str
    to_agency: bool
    dated: date
    channel: Channel
    arrived_on: date
    carried_out_on: date
    decision: OwnDecision


class OwnEnd(Recorded):
    """Result of the workflow."""

    id: UUID
    version: int
    outcome: OwnRecordOutcome
    head: str


def forge_own(bare: OwnEventRecord) -> OwnEventRecord:
    """The link with its hash."""
    return bare.model_copy(update={"hash": hash_of(bare.model_dump(mode="json"))})
