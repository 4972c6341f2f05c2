"""Steps that ask others: third parties, other agencies, who determines a doubt (arts. 11, 17, 32, 34)."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from schemas.base import Frozen, Line, Text
from schemas.clock import ConsultationId, Day
from schemas.steps_base import StepBase
from schemas.vocabulary import (
    ConsultationKind,
    DeliveryMethod,
    Position,
    ReferredTo,
    ReviewResult,
    Weight,
)

Found = Annotated[tuple[UUID, ...], Field(min_length=1, max_length=200, description="documents found in this case")]


class Party(Frozen):
    """A third party: who it is and where letters reach it. Personal data."""

    name: Line
    address: Line | None = None
    phone: Line | None = None


class ConsultThirdParty(StepBase):
    """Ask a third party whom disclosure would harm for its opinion, in writing (征求第三方意见, art. 32)."""

    PRIVATE = ("party",)

    step: Literal["consult_third_party"] = "consult_third_party"
    party: Party | None = None
    documents: Found
    concerns: Text = Field(description="what in the documents touches the third party; printed in the letter")
    sent_on: Day | None = Field(None, description="day the letter was sent; today unless given")

    def acted_on(self, today: date) -> date:
        return self.sent_on or today


class ConsultAgency(StepBase):
    """Ask a co-producing agency (art. 34), another agency concerned, or one whose approval the law wants (art. 11)."""

    step: Literal["consult_agency"] = "consult_agency"
    kind: Literal[ConsultationKind.CO_PRODUCER, ConsultationKind.OTHER_AGENCY, ConsultationKind.APPROVING_AGENCY]
    agency: Line
    documents: Found
    concerns: Text = Field(description="what is asked; printed in the letter")
    sent_on: Day | None = Field(None, description="day the letter was sent; today unless given")

    def acted_on(self, today: date) -> date:
        return self.sent_on or today


class RecordConsultationDelivery(StepBase):
    """Record when the consulted party received the letter, with proof; its 15 working days run from that day."""

    step: Literal["record_consultation_delivery"] = "record_consultation_delivery"
    consultation: ConsultationId
    delivered_on: Day | None = Field(None, description="day of receipt; today unless given")
    method: DeliveryMethod
    proof: Line

    def acted_on(self, today: date) -> date:
        return self.delivered_on or today


class RecordFailedDelivery(StepBase):
    """Record an attempt to reach a consulted party that failed (docs/law.md 6.19)."""

    step: Literal["record_failed_delivery"] = "record_failed_delivery"
    consultation: ConsultationId
    attempted_on: Day | None = Field(None, description="day of the attempt; today unless given")
    how: Line

    def acted_on(self, today: date) -> date:
        return self.attempted_on or today


class DocumentPosition(Frozen):
    document: UUID
    position: Position


class RecordOpinion(StepBase):
    """Take in an opinion, document by document; a late one is kept and may be heeded (arts. 32, 34)."""

    PRIVATE = ("content",)

    step: Literal["record_opinion"] = "record_opinion"
    consultation: ConsultationId
    received_on: Day | None = Field(None, description="day the opinion came; today unless given")
    positions: tuple[DocumentPosition, ...] = Field(min_length=1, max_length=200)
    content: Text | None = Field(None, description="the opinion and its reasons in the consulted party's words")

    def acted_on(self, today: date) -> date:
        return self.received_on or today


class WeighObjection(StepBase):
    """Weigh an objection: reasonable grounds or not, or an overriding public interest (art. 32)."""

    step: Literal["weigh_objection"] = "weigh_objection"
    consultation: ConsultationId
    documents: Found
    weight: Weight
    reason: Text = Field(description="why; where it is disclosed all the same, told to the third party in writing")


class WithdrawConsultation(StepBase):
    """Take back a consultation that is not needed any more; only the days up to then are left out."""

    step: Literal["withdraw_consultation"] = "withdraw_consultation"
    consultation: ConsultationId
    withdrawn_on: Day | None = Field(None, description="day it was taken back; today unless given")
    reason: Line

    def acted_on(self, today: date) -> date:
        return self.withdrawn_on or today


class ReferForDetermination(StepBase):
    """Ask the secrecy administration or the competent department to determine what the agency cannot (art. 17(3))."""

    step: Literal["refer_for_determination"] = "refer_for_determination"
    to: ReferredTo
    department: Line = Field(description="name of the department asked")
    documents: Found
    doubt: Text = Field(description="what cannot be determined")
    own_view: Text
    sent_on: Day | None = Field(None, description="day the letter was sent; today unless given")

    def acted_on(self, today: date) -> date:
        return self.sent_on or today


class RecordDetermination(StepBase):
    """Take in what was determined (art. 17(3))."""

    step: Literal["record_determination"] = "record_determination"
    referral: ConsultationId
    received_on: Day | None = Field(None, description="day the answer came; today unless given")
    result: Literal[ReviewResult.DISCLOSE, ReviewResult.PARTIAL, ReviewResult.WITHHOLD]
    text: Text

    def acted_on(self, today: date) -> date:
        return self.received_on or today
