"""What happened to the limit: reasons under art. 35, extension, fee."""

from datetime import date
from typing import Literal
from uuid import UUID

from schemas.base import Recorded
from schemas.vocabulary import DeliveryMethod, FeeBasis


class ReasonsRequested(Recorded):
    kind: Literal["reasons_requested"] = "reasons_requested"
    counted: str
    notified_on: date
    respond_by: date


class ReasonsReceived(Recorded):
    """``text_id`` names the applicant's words in PostgreSQL."""

    kind: Literal["reasons_received"] = "reasons_received"
    received_on: date
    text_id: UUID


class ReasonsLapsed(Recorded):
    """The period to give reasons ended on ``respond_by`` without any."""

    kind: Literal["reasons_lapsed"] = "reasons_lapsed"
    respond_by: date


class ReasonsJudged(Recorded):
    """``delay_working_days`` is added to the limit; ``due_on`` is the new last day then (art. 35)."""

    kind: Literal["reasons_judged"] = "reasons_judged"
    reasonable: bool
    finding: str
    delay_working_days: int | None = None
    judged_on: date
    due_on: date
    provisional: bool


class ExtensionProposed(Recorded):
    kind: Literal["extension_proposed"] = "extension_proposed"
    working_days: int
    reason: str
    by: UUID


class ExtensionConsented(Recorded):
    """The head of the OGI office consents; it counts when the applicant is told. ``due_on``: the new last day then."""

    kind: Literal["extension_consented"] = "extension_consented"
    working_days: int
    comment: str | None = None
    by: UUID
    due_on: date
    provisional: bool


class ExtensionDenied(Recorded):
    kind: Literal["extension_denied"] = "extension_denied"
    comment: str
    by: UUID


class ExtensionNotified(Recorded):
    """The applicant was told before the limit ended: from now on the extension counts (art. 33(2))."""

    kind: Literal["extension_notified"] = "extension_notified"
    sent_on: date
    method: DeliveryMethod
    proof: str
    working_days: int
    due_on: date
    provisional: bool


class FeeNotified(Recorded):
    """``before``: items of the same applicant's other applications of the month, or 0; ``amount`` in yuan."""

    kind: Literal["fee_notified"] = "fee_notified"
    basis: FeeBasis
    quantity: int
    before: int = 0
    amount: int
    how_to_pay: str
    notified_on: date
    served_on: date | None = None
    payable_until: date
    open_until: date


class FeeNoticeDelivered(Recorded):
    kind: Literal["fee_notice_delivered"] = "fee_notice_delivered"
    served_on: date
    method: DeliveryMethod
    proof: str
    payable_until: date
    open_until: date


class FeeLapsed(Recorded):
    """The period to pay ended on ``open_until`` without payment."""

    kind: Literal["fee_lapsed"] = "fee_lapsed"
    open_until: date


class FeePaid(Recorded):
    """A full new limit starts; the day after payment is day 1 (国办函〔2020〕109号 art. 6)."""

    kind: Literal["fee_paid"] = "fee_paid"
    paid_on: date
    receipt: str
    due_on: date
    provisional: bool
