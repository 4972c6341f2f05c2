"""Steps: what a person does to a case. One discriminated union; a step names the version it was based on."""

from datetime import date
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field, TypeAdapter, ValidationError, field_validator
from pydantic_core import InitErrorDetails

from schemas.base import Frozen, Line, Text
from schemas.clock import Day
from schemas.decisions import Decision
from schemas.vocabulary import ApplicantKind, Channel, DeliveryMethod, Ground, ReviewResult, Verdict

_DECISION_FIELDS = {
    decision.model_fields["outcome"].default: frozenset(decision.model_fields)
    for decision in get_args(get_args(Decision)[0])
}


class StepBase(Frozen):
    """``expected_version``: the version the person saw; a case that has moved on refuses the step."""

    expected_version: int = Field(ge=0, le=1_000_000, strict=True)

    def acted_on(self, today: date) -> date:
        """The day of the act itself, which may lie before the day it is entered."""
        return today


class Register(StepBase):
    """Enter an application in the register (登记, art. 45); taken by ``POST /api/applications``."""

    step: Literal["register"] = "register"
    expected_version: int = 0
    reference: str
    channel: Channel
    arrived_on: Day
    applicant_kind: ApplicantKind


class ConfirmReceipt(StepBase):
    """Confirm with the applicant that an ordinary letter, fax or online application arrived (art. 31)."""

    step: Literal["confirm_receipt"] = "confirm_receipt"
    confirmed_on: Day | None = Field(None, description="day of confirmation; today unless given")
    how: Line = Field(description="how it was confirmed, e.g. by telephone")

    def acted_on(self, today: date) -> date:
        return self.confirmed_on or today


class Accept(StepBase):
    """Find the application clear and complete, and take it in hand (受理, art. 29)."""

    step: Literal["accept"] = "accept"


class Assign(StepBase):
    """Give the case to a handler (承办人)."""

    step: Literal["assign"] = "assign"
    handler: UUID = Field(description="staff id of the handler, in the same agency")


class RequestCorrection(StepBase):
    """Ask the applicant once, for everything, within seven working days of receipt (补正告知, art. 30)."""

    step: Literal["request_correction"] = "request_correction"
    items: tuple[Line, ...] = Field(min_length=1, max_length=20, description="everything that must be corrected")
    guidance: Text | None = Field(None, description="guidance and explanation (指导和释明)")
    notified_on: Day | None = Field(None, description="day the notice was sent; today unless given")
    served_on: Day | None = Field(None, description="day the applicant received it, if known: day 0 of the period")
    respond_by: Day | None = Field(None, description="last day to correct; by the agency's policy unless given")

    def acted_on(self, today: date) -> date:
        return self.notified_on or today


class ReceiveCorrection(StepBase):
    """Take in the corrected application; a full new limit starts (art. 30)."""

    step: Literal["receive_correction"] = "receive_correction"
    received_on: Day | None = Field(None, description="day of receipt of the corrected application; today unless given")
    content: Text | None = Field(None, description="the corrected request; kept with the applicant's data")
    late_reason: Text | None = Field(None, description="the good reason for a correction after the period (正当理由)")

    def acted_on(self, today: date) -> date:
        return self.received_on or today


class ConfirmAbandonment(StepBase):
    """Confirm that a correction was not made in time and without good reason: deemed abandoned (art. 30)."""

    step: Literal["confirm_abandonment"] = "confirm_abandonment"
    finding: Text = Field(description="what was looked at before finding that there is no good reason")


class Withdraw(StepBase):
    """Record that the applicant takes the application back (撤回)."""

    step: Literal["withdraw"] = "withdraw"
    withdrawn_on: Day | None = Field(None, description="day of the applicant's act; today unless given")

    def acted_on(self, today: date) -> date:
        return self.withdrawn_on or today


class RecordSearch(StepBase):
    """Record a search and the documents it found; none is a finding too (检索, art. 36(4))."""

    step: Literal["record_search"] = "record_search"
    description: Text = Field(description="where, how and by which terms was searched")
    documents: tuple[UUID, ...] = Field(
        (), max_length=200, description="uploaded documents of this case that were found"
    )


class ReviewDocument(StepBase):
    """Review one document for secrecy and the other exemptions before disclosure (保密审查, art. 17)."""

    step: Literal["review_document"] = "review_document"
    document: UUID
    result: ReviewResult
    grounds: tuple[Ground, ...] = Field((), max_length=8)
    reason: Text | None = None


class DraftReply(StepBase):
    """Draft the reply; its outcome must agree with what was found and reviewed (art. 36)."""

    step: Literal["draft_reply"] = "draft_reply"
    decision: Decision

    @field_validator("decision", mode="before")
    @classmethod
    def _nothing_foreign(cls, given: object) -> object:
        """A kept decision may carry what a newer release added; what staff send must be known."""
        known = _DECISION_FIELDS.get(given.get("outcome")) if isinstance(given, dict) else None
        if isinstance(given, dict) and known and (foreign := [name for name in given if name not in known]):
            error = InitErrorDetails(type="extra_forbidden", loc=(foreign[0],), input=None)
            raise ValidationError.from_exception_data("decision", [error])
        return given


class ApproveReply(StepBase):
    """Approve the draft, or return it with a comment; never by its drafter."""

    step: Literal["approve_reply"] = "approve_reply"
    verdict: Verdict
    comment: Text | None = None


class IssueReply(StepBase):
    """Issue the approved reply as a numbered letter (制发)."""

    step: Literal["issue_reply"] = "issue_reply"


class RecordDelivery(StepBase):
    """Record how and when the reply reached the applicant, with proof (送达)."""

    step: Literal["record_delivery"] = "record_delivery"
    method: DeliveryMethod
    delivered_on: Day | None = Field(None, description="the day that counts for the method; today unless given")
    proof: Line = Field(description="what proves it: number of the postal slip, signed return, message id")
    proof_document: UUID | None = Field(None, description="scan of the proof, an uploaded document of this case")

    def acted_on(self, today: date) -> date:
        return self.delivered_on or today


StaffStep = Annotated[
    ConfirmReceipt
    | Accept
    | Assign
    | RequestCorrection
    | ReceiveCorrection
    | ConfirmAbandonment
    | Withdraw
    | RecordSearch
    | ReviewDocument
    | DraftReply
    | ApproveReply
    | IssueReply
    | RecordDelivery,
    Field(discriminator="step"),
]
"""What staff may send to ``POST /api/applications/{id}/steps``."""

Step = Annotated[Register | StaffStep, Field(discriminator="step")]

staff_step: TypeAdapter[StaffStep] = TypeAdapter(StaffStep)
