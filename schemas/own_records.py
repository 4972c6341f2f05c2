"""Correction of own records (更正, art. 41): the request, what is decided of it, and what staff may do with it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from schemas.applications import Applicant
from schemas.base import Frozen, Line, Recorded, Text
from schemas.clock import Day
from schemas.vocabulary import Channel, DeliveryMethod, Role, Verdict


class OwnRecordState(StrEnum):
    """Where a request stands."""

    NEW = "new"  # not registered yet
    RECEIVED = "received"  # 已收到，待核实
    VERIFYING = "verifying"  # 核实中
    AWAITING_APPROVAL = "awaiting_approval"  # 待审批
    APPROVED = "approved"  # 已审批，待更正、转送或者告知
    DECIDED = "decided"  # 已制发告知书，待送达
    CLOSED = "closed"  # 办结


class OwnRecordOutcome(StrEnum):
    """How a request ends."""

    CORRECTED = "corrected"  # 有权更正且经核实，已更正
    FORWARDED = "forwarded"  # 无权更正，转送有权更正的行政机关
    TOLD_WHERE = "told_where"  # 无权更正，告知向有权更正的行政机关提出
    NOT_CORRECTED = "not_corrected"  # 经核实，所述不准确不属实，不予更正
    WITHDRAWN = "withdrawn"  # 当事人撤回


class NewOwnRecord(Frozen):
    """A request as it is entered: who asks, what the agency's record of him says wrongly, and what proves it."""

    channel: Channel
    arrived_on: Day | None = Field(None, description="day it arrived at the agency; today unless given")
    person: Applicant
    claim: Text = Field(description="which information, and what in it is not accurate, in the person's words")
    evidence: Text = Field(description="what proves it; papers are uploaded beside")


class Corrected(Recorded):
    """The agency is competent and the facts are confirmed: it corrects and tells (art. 41)."""

    outcome: Literal[OwnRecordOutcome.CORRECTED] = OwnRecordOutcome.CORRECTED
    note: Text | None = Field(None, description="what the person should know besides: nothing personal")


class Forwarded(Recorded):
    """Another agency is competent: the request is forwarded to it, and the person told (art. 41)."""

    outcome: Literal[OwnRecordOutcome.FORWARDED] = OwnRecordOutcome.FORWARDED
    reasons: Text = Field(description="why another agency is competent: nothing personal")
    agency: Line = Field(description="the competent agency")
    contact: Line | None = None


class ToldWhere(Recorded):
    """Another agency is competent: the person is told to turn to it (art. 41)."""

    outcome: Literal[OwnRecordOutcome.TOLD_WHERE] = OwnRecordOutcome.TOLD_WHERE
    reasons: Text = Field(description="why another agency is competent: nothing personal")
    agency: Line = Field(description="the competent agency")
    contact: Line | None = None


class NotCorrected(Recorded):
    """The facts are not confirmed: nothing is corrected, with reasons."""

    outcome: Literal[OwnRecordOutcome.NOT_CORRECTED] = OwnRecordOutcome.NOT_CORRECTED
    reasons: Text = Field(description="what was found instead: nothing personal")


OwnDecision = Annotated[Corrected | Forwarded | ToldWhere | NotCorrected, Field(discriminator="outcome")]


class OwnStepBase(Frozen):
    """``expected_version``: the version the person saw; a request that has moved on refuses the step."""

    expected_version: int = Field(ge=0, le=1_000_000, strict=True)


class RegisterOwnRecord(OwnStepBase):
    """Enter a request in the register; taken by ``POST /api/own-records``."""

    step: Literal["register"] = "register"
    expected_version: int = 0
    reference: str
    channel: Channel
    arrived_on: Day


class Examine(OwnStepBase):
    """Record what was examined and what was found (核实)."""

    step: Literal["examine"] = "examine"
    found: Text = Field(description="what was examined and found, in the staff's own words: nothing personal")
    documents: tuple[UUID, ...] = Field((), max_length=200, description="uploaded papers that were looked at")


class Propose(OwnStepBase):
    """Draft the decision; another person approves it."""

    step: Literal["propose"] = "propose"
    decision: OwnDecision


class Approve(OwnStepBase):
    """Approve the draft, or return it with a comment."""

    step: Literal["approve"] = "approve"
    verdict: Verdict
    comment: Text | None = None


class CarryOut(OwnStepBase):
    """Record that the approved decision was carried out, the record corrected; the letters (D27) are made with it."""

    step: Literal["carry_out"] = "carry_out"
    carried_out_on: Day | None = Field(None, description="day the record was corrected; today unless given")


class RecordNotice(OwnStepBase):
    """Record the delivery of the notice to the person; the request is closed with it."""

    step: Literal["record_delivery"] = "record_delivery"
    method: DeliveryMethod
    delivered_on: Day | None = Field(None, description="the day that counts for the method; today unless given")
    proof: Line = Field(description="what proves it, e.g. the number of the postal receipt")
    proof_document: UUID | None = Field(None, description="an uploaded document that proves it")


class WithdrawRequest(OwnStepBase):
    """Record that the person takes the request back."""

    step: Literal["withdraw"] = "withdraw"
    withdrawn_on: Day | None = Field(None, description="day of the withdrawal; today unless given")


OwnStaffStep = Annotated[
    Examine | Propose | Approve | CarryOut | RecordNotice | WithdrawRequest, Field(discriminator="step")
]
OwnStep = Annotated[
    RegisterOwnRecord | Examine | Propose | Approve | CarryOut | RecordNotice | WithdrawRequest,
    Field(discriminator="step"),
]
own_staff_step: TypeAdapter[OwnStaffStep] = TypeAdapter(OwnStaffStep)


class OwnRecordEntry(Recorded):
    """What was committed before the workflow started; enough to start it at any later time."""

    id: UUID
    agency_id: UUID
    reference: str
    fingerprint: str
    channel: Channel
    arrived_on: date
    registered_by: UUID
    registered_roles: tuple[Role, ...]
    registered_at: datetime


class Claim(Recorded):
    """What a request says, opened: who asks, what is wrong in his words, and what proves it."""

    person: Applicant
    claim: str
    evidence: str


class OwnRecordRow(Recorded):
    """The read model of a request: a projection of its events."""

    id: UUID
    agency_id: UUID
    reference: str
    channel: Channel
    arrived_on: date
    version: int
    state: OwnRecordState
    outcome: OwnRecordOutcome | None
    carried_out_on: date | None
    delivered_on: date | None
    closed_on: date | None
    head: str
