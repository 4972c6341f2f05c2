"""Steps that move the limit: excessive applications, extension, fees (arts. 33, 35, 42)."""

from datetime import date
from typing import Literal

from pydantic import Field

from schemas.base import Line, Text
from schemas.clock import Day
from schemas.steps_base import StepBase
from schemas.vocabulary import DeliveryMethod, FeeBasis, Verdict


class AskForReasons(StepBase):
    """Ask for the reasons of applications clearly beyond reason in number or frequency (art. 35)."""

    step: Literal["ask_for_reasons"] = "ask_for_reasons"
    counted: Text = Field(description="number and frequency found: how many applications, in what time")
    notified_on: Day | None = Field(None, description="day the request was sent; today unless given")
    respond_by: Day | None = Field(None, description="last day to give reasons; by the agency's policy unless given")

    def acted_on(self, today: date) -> date:
        return self.notified_on or today


class RecordReasons(StepBase):
    """Take in the applicant's reasons (art. 35)."""

    PRIVATE = ("content",)

    step: Literal["record_reasons"] = "record_reasons"
    received_on: Day | None = Field(None, description="day the reasons came; today unless given")
    content: Text | None = Field(None, description="the reasons; kept with the applicant's data")

    def acted_on(self, today: date) -> date:
        return self.received_on or today


class JudgeReasons(StepBase):
    """Find the reasons good or not; good ones may still need a delayed limit (延迟答复, art. 35)."""

    step: Literal["judge_reasons"] = "judge_reasons"
    reasonable: bool
    finding: Text = Field(description="why they are, or are not; also when none came in the period given")
    delay_working_days: int | None = Field(None, ge=1, strict=True, description="working days added to the limit")


class ProposeExtension(StepBase):
    """Propose to extend the limit (延期, art. 33(2)); the head of the OGI office must consent."""

    step: Literal["propose_extension"] = "propose_extension"
    working_days: int = Field(ge=1, le=1_000, strict=True)
    reason: Text = Field(description="why; told to the applicant")


class DecideExtension(StepBase):
    """Consent to a proposed extension, or not; by the head of the OGI office, never by who proposed it (art. 33(2))."""

    step: Literal["decide_extension"] = "decide_extension"
    verdict: Verdict
    comment: Text | None = None


class NotifyExtension(StepBase):
    """Record that the applicant was told of the extension; only from then on does it count (art. 33(2))."""

    step: Literal["notify_extension"] = "notify_extension"
    sent_on: Day | None = Field(None, description="day the notice was sent; today unless given")
    method: DeliveryMethod
    proof: Line

    def acted_on(self, today: date) -> date:
        return self.sent_on or today


class NotifyFee(StepBase):
    """Decide a fee and send the notice, inside the limit (信息处理费; art. 42, 国办函〔2020〕109号 art. 6)."""

    step: Literal["notify_fee"] = "notify_fee"
    basis: FeeBasis
    quantity: int | None = Field(
        None,
        ge=1,
        le=100_000,
        strict=True,
        description="items, or A4 pages, of this application; pages unless given: as many as the review releases",
    )
    how_to_pay: Text
    notified_on: Day | None = Field(None, description="day the notice was sent; today unless given")
    served_on: Day | None = Field(None, description="day the applicant received it, if known: day 0 of the period")

    def acted_on(self, today: date) -> date:
        return self.notified_on or today


class RecordFeeDelivery(StepBase):
    """Record the day the applicant received the fee notice; the period to pay runs from it."""

    step: Literal["record_fee_delivery"] = "record_fee_delivery"
    served_on: Day | None = Field(None, description="day the applicant received it; today unless given")
    method: DeliveryMethod
    proof: Line

    def acted_on(self, today: date) -> date:
        return self.served_on or today


class RecordPayment(StepBase):
    """Record that the fee was paid in full; a full new limit starts (国办函〔2020〕109号 art. 6)."""

    step: Literal["record_payment"] = "record_payment"
    paid_on: Day | None = Field(None, description="day of payment; today unless given")
    receipt: Line = Field(description="number of the fiscal receipt (财政票据)")

    def acted_on(self, today: date) -> date:
        return self.paid_on or today
