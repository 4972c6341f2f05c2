"""Fees (信息处理费): only for clearly excessive applications, per item or per page (art. 42, 国办函〔2020〕109号)."""

from collections.abc import Iterator
from datetime import date

from schemas.case import Case
from schemas.clock import FeePaid as FeeWasPaid
from schemas.events import Event
from schemas.events_time import FeeNoticeDelivered, FeeNotified, FeePaid
from schemas.law.statute import Statute
from schemas.law.versions import statute_of
from schemas.steps_time import NotifyFee, RecordFeeDelivery, RecordPayment
from schemas.vocabulary import FeeBasis, Outcome, State
from workflows.limit import due_of, due_with, is_ordered
from workflows.moment import Moment, present, refuse_if, refuse_unless, reject_date, reject_if
from workflows.review import released_pages
from workflows.rules.fees import fee_per_item, fee_per_page
from workflows.rules.limits import fee_open_until, fee_payable_until, fee_rule
from workflows.service import reject_not_for_applicants

FEE_3, FEE_6 = "国办函〔2020〕109号第三条", "国办函〔2020〕109号第六条"


def may_notify_fee(case: Case, moment: Moment) -> None:
    """In hand, under a law that knows the fee, once and on one basis (art. 3)."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="42")
    latest = min(moment.today, due_of(case, moment.calendar).due)
    refuse_unless(fee_rule(latest, _statute(case)), "no_fee_rule", article="42")
    refuse_if(is_ordered(case), "ordered_limit_stands", article="42")
    refuse_if(case.fee, "fee_already_notified", article=FEE_3)


def notify_fee(case: Case, step: NotifyFee, moment: Moment) -> Iterator[Event]:
    """Send the notice inside the limit; the applicant has 20 working days from the day after he receives it.

    Items of the same applicant's other applications received in the same calendar month count first (art. 4).
    Example: notice served Wed 2026-06-24: payable until Wed 2026-07-22, and nothing is closed before Fri 2026-07-24.
    """
    notified_on = step.acted_on(moment.today)
    reject_date(notified_on, field="notified_on", moment=moment, not_before=case.received_on)
    refuse_if(notified_on > due_of(case, moment.calendar).due, "fee_notice_too_late", article=FEE_6)
    if step.served_on:
        reject_date(step.served_on, field="served_on", moment=moment, not_before=notified_on)
    payable_until, open_until = _periods(case, step.served_on or notified_on, moment)
    before = moment.facts.items_before if step.basis is FeeBasis.PER_ITEM else 0
    quantity = _quantity(case, step)
    amount = _amount(step.basis, before, quantity, notified_on)
    refuse_if(amount == 0, "nothing_to_charge", article="42")
    yield FeeNotified(
        basis=step.basis,
        quantity=quantity,
        before=before,
        amount=amount,
        how_to_pay=step.how_to_pay,
        notified_on=notified_on,
        served_on=step.served_on,
        payable_until=payable_until,
        open_until=open_until,
    )


def may_record_fee_delivery(case: Case, moment: Moment) -> None:
    """A notice that went out and whose receipt is not on record."""
    refuse_unless(case.state is State.AWAITING_PAYMENT and case.fee, "no_fee_notified", article=FEE_6)
    refuse_if(case.fee and case.fee.served_on, "fee_delivery_on_record", article=FEE_6)


def record_fee_delivery(case: Case, step: RecordFeeDelivery, moment: Moment) -> Iterator[Event]:
    """The period to pay runs from the day after this one."""
    assert case.fee is not None  # noqa: S101 - the guard has seen it
    served_on = step.acted_on(moment.today)
    reject_not_for_applicants(step.method)
    reject_date(served_on, field="served_on", moment=moment, not_before=case.fee.notified_on)
    payable_until, open_until = _periods(case, served_on, moment)
    yield FeeNoticeDelivered(
        served_on=served_on, method=step.method, proof=step.proof, payable_until=payable_until, open_until=open_until
    )


def may_record_payment(case: Case, moment: Moment) -> None:
    """A fee is awaited. Once abandonment is confirmed it is too late; until then a late payment is taken."""
    refuse_if(case.outcome is Outcome.FEE_UNPAID, "payment_after_the_end", article=FEE_6)
    refuse_unless(case.state is State.AWAITING_PAYMENT, "no_fee_notified", article=FEE_6)


def record_payment(case: Case, step: RecordPayment, moment: Moment) -> Iterator[Event]:
    """A full new limit; the day after payment is day 1. Paid Fri 2026-07-10: until Fri 2026-08-07."""
    assert case.fee is not None  # noqa: S101
    paid_on = step.acted_on(moment.today)
    reject_date(paid_on, field="paid_on", moment=moment, not_before=case.fee.notified_on)
    found = due_with(case, FeeWasPaid(on=paid_on), moment.calendar)
    yield FeePaid(paid_on=paid_on, receipt=step.receipt, due_on=found.due, provisional=found.provisional)


def _statute(case: Case) -> Statute:
    assert case.statute is not None  # noqa: S101 - a case in hand has one
    return statute_of(case.statute)


def _quantity(case: Case, step: NotifyFee) -> int:
    """As it was said; pages otherwise as many as the confirmed review gives out, and never more than those (art. 5)."""
    given_out = released_pages(case) if step.basis is FeeBasis.PER_PAGE else None
    refuse_if(given_out == 0, "nothing_to_charge", article="42")
    quantity = present(step.quantity or given_out, "quantity_missing", field="quantity")
    reject_if(given_out is not None and quantity > given_out, "more_pages_than_released", field="quantity")
    return quantity


def _amount(basis: FeeBasis, before: int, quantity: int, on: date) -> int:
    if basis is FeeBasis.PER_ITEM:
        return fee_per_item(quantity, before, on=on)
    return fee_per_page(quantity, on=on)


def _periods(case: Case, served_on: date, moment: Moment) -> tuple[date, date]:
    """Told to the applicant, and kept open: the later of the candidate limits (docs/law.md 6.12)."""
    payable_until = fee_payable_until(served_on, _statute(case), moment.calendar)
    open_until = fee_open_until(served_on, _statute(case), moment.calendar)
    refuse_if(payable_until is None or open_until is None, "no_fee_rule", article="42")
    assert payable_until is not None  # noqa: S101 - refused above
    assert open_until is not None  # noqa: S101
    return payable_until, open_until
