"""Fees for clearly excessive applications: notice, payment, abandonment, restart (art. 42; 国办函〔2020〕109号)."""

from typing import Any

import pytest

from schemas.commands import Facts
from schemas.events import ApplicationAbandoned
from schemas.events_time import FeeLapsed, FeeNoticeDelivered, FeeNotified, FeePaid
from schemas.steps import ConfirmAbandonment, Withdraw
from schemas.steps_time import NotifyFee, RecordFeeDelivery, RecordPayment
from schemas.vocabulary import DeliveryMethod, FeeBasis, LetterKind, Outcome, Position, Remedy, ReportRow, State
from tests.case.builders import (
    APPROVER,
    HANDLER,
    NOT_PERMITTED,
    TENDER,
    Script,
    by_law,
    consult,
    drafted,
    in_hand,
    on,
    received,
    senseless,
)
from tests.case.phases import FEE, OLD_LAW, PROOF, charged, due, found, heard, ordered, served
from workflows.fees import FEE_3, FEE_6

PER_PAGE: dict[str, Any] = {**FEE, "basis": FeeBasis.PER_PAGE, "quantity": 250}
PAID: dict[str, Any] = {"receipt": "财票0001"}


def paid(day: str = "2026-07-10") -> Script:
    script = charged()
    script.take(day, HANDLER, RecordPayment, **PAID)
    return script


def test_e8_a_fee_is_notified_paid_and_the_limit_starts_anew() -> None:
    """Received Mon 2026-06-01, due 06-30; notice served Wed 06-24; paid Fri 07-10: until Fri 08-07."""
    script = charged()
    fee = script.last(FeeNotified)
    assert (fee.amount, fee.payable_until, fee.open_until) == (3000, on("2026-07-22"), on("2026-07-24"))
    assert (script.case.state, script.row.limit_runs) == (State.AWAITING_PAYMENT, False)
    assert script.tick("2026-07-01") == []
    script.take("2026-07-10", HANDLER, RecordPayment, **PAID)
    assert script.last(FeePaid).due_on == on("2026-08-07")
    assert (script.case.state, due(script)) == (State.PROCESSING, "2026-08-07")


def test_e8_an_unpaid_fee_is_abandoned_but_never_before_the_later_of_the_readings() -> None:
    """Payable until Wed 2026-07-22; by the other reading of the limit until Fri 07-24."""
    script = charged()
    for day in ("2026-07-23", "2026-07-24"):
        refusal = script.refusal(day, HANDLER, ConfirmAbandonment, finding="未缴")
        assert refusal == by_law("payment_period_runs", FEE_6)
    assert script.tick("2026-07-25") == ["fee_lapsed"]
    assert script.last(FeeLapsed).open_until == on("2026-07-24")
    kinds = script.take("2026-07-27", HANDLER, ConfirmAbandonment, finding="未缴，经电话提醒")
    assert kinds == ["application_abandoned", "letter_issued", "case_closed"]
    assert script.last(ApplicationAbandoned).unpaid
    assert (script.case.outcome, script.case.report_row) == (Outcome.FEE_UNPAID, ReportRow.FEE_UNPAID)
    assert (script.orders[-1].kind, script.orders[-1].remedy) == (LetterKind.FEE_ABANDONMENT, Remedy.EITHER)


def test_payment_after_abandonment_is_refused() -> None:
    script = charged()
    script.take("2026-07-27", HANDLER, ConfirmAbandonment, finding="未缴")
    refusal = script.refusal("2026-07-28", HANDLER, RecordPayment, paid_on=on("2026-07-28"), **PAID)
    assert refusal == by_law("payment_after_the_end", FEE_6)


def test_a_late_payment_is_taken_until_abandonment_is_confirmed() -> None:
    script = charged()
    kinds = script.take("2026-07-27", HANDLER, RecordPayment, **PAID)
    assert kinds == ["fee_lapsed", "fee_paid"]
    assert due(script) == "2026-08-24"


def test_a_payment_in_time_but_entered_after_the_lapse_counts_from_its_day() -> None:
    script = charged()
    script.tick("2026-07-27")
    script.take("2026-07-27", HANDLER, RecordPayment, paid_on=on("2026-07-10"), **PAID)
    assert due(script) == "2026-08-07"
    refusal = script.refusal("2026-07-28", HANDLER, ConfirmAbandonment, finding="未缴")
    assert refusal == by_law("no_correction_requested", "30")


def test_the_notice_goes_out_inside_the_limit() -> None:
    script = in_hand("2026-06-01")
    refusal = script.refusal("2026-07-01", HANDLER, NotifyFee, **FEE)
    assert refusal == by_law("fee_notice_too_late", FEE_6)
    script.take("2026-06-30", HANDLER, NotifyFee, **FEE)
    assert script.case.state is State.AWAITING_PAYMENT


def test_a_notice_in_time_but_entered_late_takes_the_overdue_mark_away() -> None:
    """Sent on the last day, Tue 2026-06-30, and served after it."""
    script = in_hand("2026-06-01")
    script.tick("2026-07-01")
    assert script.case.overdue_on
    sent: dict[str, Any] = {"notified_on": on("2026-06-30"), "served_on": on("2026-07-02")}
    script.take("2026-07-02", HANDLER, NotifyFee, **FEE, **sent)
    assert script.row.overdue_on is None


def test_while_nothing_proves_that_the_notice_arrived_the_limit_runs_on() -> None:
    script = in_hand("2026-06-01")
    script.take("2026-06-30", HANDLER, NotifyFee, **FEE)
    assert script.row.limit_runs
    assert script.tick("2026-07-01") == ["became_overdue"]
    script.take("2026-07-03", HANDLER, RecordFeeDelivery, served_on=on("2026-07-02"), **PROOF)
    assert (script.row.limit_runs, script.row.overdue_on) == (False, None)


@pytest.mark.parametrize("said", [PER_PAGE, FEE], ids=["on the other basis", "once more"])
def test_both_bases_are_refused(said: dict[str, Any]) -> None:
    """Art. 3: per item or per page, and once."""
    assert paid().refusal("2026-07-13", HANDLER, NotifyFee, **said) == by_law("fee_already_notified", FEE_3)
    assert charged().refusal("2026-06-25", HANDLER, NotifyFee, **said) == by_law("not_in_hand", "42")


@pytest.mark.parametrize(
    ("said", "before", "amount"),
    [
        ({"quantity": 11}, 0, 100),
        ({"quantity": 35}, 0, 3000),
        ({"quantity": 5}, 30, 1000),
        ({"quantity": 1}, 10, 100),
        ({"basis": FeeBasis.PER_PAGE, "quantity": 250}, 0, 4700),
        ({"basis": FeeBasis.PER_PAGE, "quantity": 31}, 40, 10),
    ],
    ids=["the first", "three steps", "beside thirty", "the eleventh", "pages", "pages stand alone"],
)
def test_what_it_comes_to(said: dict[str, Any], before: int, amount: int) -> None:
    """Items of the month are counted together, pages never (arts. 4, 5)."""
    script = in_hand()
    script.take("2026-05-12", HANDLER, NotifyFee, Facts(items_before=before), **{**FEE, **said})
    assert script.last(FeeNotified).amount == amount


@pytest.mark.parametrize(
    "said", [{"quantity": 10}, {"basis": FeeBasis.PER_PAGE, "quantity": 30}], ids=["items", "pages"]
)
def test_what_is_free_is_not_charged(said: dict[str, Any]) -> None:
    refusal = in_hand().refusal("2026-05-12", HANDLER, NotifyFee, **{**FEE, **said})
    assert refusal == by_law("nothing_to_charge", "42")


@pytest.mark.parametrize("script", [received(), drafted()], ids=lambda script: str(script.case.state))
def test_a_fee_is_for_a_case_in_hand(script: Script) -> None:
    assert script.refusal("2026-05-11", HANDLER, NotifyFee, **FEE) == by_law("not_in_hand", "42")


def test_an_approver_charges_nothing() -> None:
    assert in_hand().refusal("2026-05-11", APPROVER, NotifyFee, **FEE) == NOT_PERMITTED


def test_there_was_no_such_fee_under_the_law_of_2007_nor_before_2021() -> None:
    assert in_hand(OLD_LAW).refusal(OLD_LAW, HANDLER, NotifyFee, **FEE).code == "no_fee_rule"
    refusal = in_hand("2020-12-25").refusal("2020-12-31", HANDLER, NotifyFee, **FEE)
    assert refusal == by_law("no_fee_rule", "42")
    script = in_hand("2020-12-25")
    assert script.take("2021-01-04", HANDLER, NotifyFee, **FEE)[0] == "fee_notified"


def test_the_period_runs_from_the_day_the_notice_arrived() -> None:
    script = in_hand("2026-06-01")
    script.take("2026-06-22", HANDLER, NotifyFee, **FEE)
    assert script.tick("2026-08-31") == ["became_overdue"]  # nobody knows when it arrived, so nothing lapses
    refusal = script.refusal("2026-08-31", HANDLER, ConfirmAbandonment, finding="未缴")
    assert refusal == by_law("payment_period_runs", FEE_6)
    script.take("2026-08-31", HANDLER, RecordFeeDelivery, served_on=on("2026-06-24"), **PROOF)
    event = script.last(FeeNoticeDelivered)
    assert (event.payable_until, event.open_until) == (on("2026-07-22"), on("2026-07-24"))
    assert script.last(FeeLapsed).open_until == on("2026-07-24")


@pytest.mark.parametrize(("day", "code"), [("2026-06-21", "date_before_receipt"), ("2026-06-24", "date_in_future")])
def test_a_notice_arrives_after_it_was_sent(day: str, code: str) -> None:
    script = in_hand("2026-06-01")
    refusal = script.refusal("2026-06-23", HANDLER, NotifyFee, notified_on=on("2026-06-22"), served_on=on(day), **FEE)
    assert refusal == senseless(code, "served_on")
    script.take("2026-06-22", HANDLER, NotifyFee, **FEE)
    refusal = script.refusal("2026-06-23", HANDLER, RecordFeeDelivery, served_on=on(day), **PROOF)
    assert refusal == senseless(code, "served_on")


def test_its_arrival_is_recorded_once_and_never_by_public_notice() -> None:
    assert in_hand().refusal("2026-05-11", HANDLER, RecordFeeDelivery, **PROOF) == by_law("no_fee_notified", FEE_6)
    assert charged().refusal("2026-06-25", HANDLER, RecordFeeDelivery, **PROOF) == by_law(
        "fee_delivery_on_record", FEE_6
    )
    script = in_hand("2026-06-01")
    script.take("2026-06-22", HANDLER, NotifyFee, **FEE)
    said = {**PROOF, "method": DeliveryMethod.PUBLIC_NOTICE}
    refusal = script.refusal("2026-06-23", HANDLER, RecordFeeDelivery, **said)
    assert refusal == senseless("method_not_for_applicants", "method")


def test_only_what_was_asked_for_is_paid_and_once() -> None:
    for script in (in_hand("2026-06-01"), paid()):
        assert script.refusal("2026-07-13", HANDLER, RecordPayment, **PAID) == by_law("no_fee_notified", FEE_6)


def test_a_payment_before_the_notice_is_rejected_but_one_before_its_delivery_is_not() -> None:
    """Sent Mon 2026-06-22, paid on sight Tue 06-23, delivered in due form later."""
    script = in_hand("2026-06-01")
    script.take("2026-06-22", HANDLER, NotifyFee, **FEE)
    refusal = script.refusal("2026-06-25", HANDLER, RecordPayment, paid_on=on("2026-06-18"), **PAID)
    assert refusal == senseless("date_before_receipt", "paid_on")
    script.take("2026-06-24", HANDLER, RecordFeeDelivery, **PROOF)
    script.take("2026-06-25", HANDLER, RecordPayment, paid_on=on("2026-06-23"), **PAID)
    assert due(script) == "2026-07-21"


def test_a_consultation_that_is_open_goes_on_while_a_fee_is_awaited() -> None:
    """Received Mon 2026-05-11; asked 05-18, served 05-20, lapses after Wed 06-10; paid Mon 06-01: due Tue 07-07."""
    script = found()
    consult(script, "2026-05-18", TENDER)
    served(script, "2026-05-20")
    script.take("2026-05-21", HANDLER, NotifyFee, **FEE)
    script.take("2026-06-01", HANDLER, RecordPayment, **PAID)
    assert due(script) == "2026-07-09"
    assert script.tick("2026-06-11") == ["consultation_lapsed"]


def test_an_opinion_may_come_while_a_fee_is_awaited() -> None:
    script = found()
    consult(script, "2026-05-18", TENDER)
    script.take("2026-05-21", HANDLER, NotifyFee, **FEE)
    heard(script, "2026-05-22", Position.AGREES)
    script.take("2026-06-01", HANDLER, RecordPayment, **PAID)
    assert due(script) == "2026-06-30"


def test_an_applicant_may_withdraw_rather_than_pay() -> None:
    script = charged()
    script.take("2026-07-01", HANDLER, Withdraw)
    assert script.case.outcome is Outcome.WITHDRAWN


def test_no_fee_in_an_ordered_limit() -> None:
    refusal = ordered("2026-06-01").refusal("2026-06-02", HANDLER, NotifyFee, **FEE)
    assert refusal == by_law("ordered_limit_stands", "42")
