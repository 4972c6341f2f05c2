"""Correction and abandonment (补正、视为放弃; art. 30)."""

from typing import Any

import pytest

from schemas.commands import Facts
from schemas.events import ApplicationAbandoned, CaseClosed, CorrectionLapsed, CorrectionReceived, CorrectionRequested
from schemas.policy import Policy
from schemas.steps import Accept, ConfirmAbandonment, ReceiveCorrection, RequestCorrection
from schemas.vocabulary import Late, LetterKind, Outcome, Remedy, ReportRow, State
from tests.case.builders import (
    APPROVER,
    HANDLER,
    NOT_PERMITTED,
    TEXT_ID,
    Script,
    by_law,
    confirmed,
    drafted,
    in_hand,
    on,
    received,
    registered,
    senseless,
    sent_back,
)

ITEMS: dict[str, Any] = {"items": ["请写明合同的名称"]}
TEXT = Facts(text_id=TEXT_ID)


def corrected() -> Script:
    script = sent_back()
    script.take("2026-05-13", HANDLER, ReceiveCorrection, TEXT)
    return script


def test_a_correction_notice_stops_the_work() -> None:
    script = received("2026-04-20")
    kinds = script.take("2026-04-28", HANDLER, RequestCorrection, guidance="可以写明文号", **ITEMS)
    assert kinds == ["correction_requested", "letter_issued"]
    assert script.case.state is State.AWAITING_CORRECTION
    assert not script.row.limit_runs
    order = script.orders[-1]
    assert (order.kind, order.remedy) == (LetterKind.CORRECTION_NOTICE, Remedy.NONE)
    assert (order.items, order.guidance) == (("请写明合同的名称",), "可以写明文号")
    assert (order.notified_on, order.respond_by) == (on("2026-04-28"), on("2026-05-14"))


@pytest.mark.parametrize("script", [registered(), drafted(), sent_back()], ids=lambda script: str(script.case.state))
def test_only_what_was_received_and_not_yet_worked_on_is_sent_back(script: Script) -> None:
    refusal = script.refusal("2026-05-11", HANDLER, RequestCorrection, **ITEMS)
    assert refusal == by_law("not_awaiting_acceptance", "30")


def test_what_turns_out_to_be_unclear_when_it_is_in_hand_is_sent_back() -> None:
    script = in_hand()
    script.take("2026-05-12", HANDLER, RequestCorrection, **ITEMS)
    assert script.case.state is State.AWAITING_CORRECTION


def test_second_correction_notice_is_refused() -> None:
    refusal = corrected().refusal("2026-05-14", HANDLER, RequestCorrection, **ITEMS)
    assert refusal == by_law("correction_already_requested", "30")


def test_an_approver_sends_nothing_back() -> None:
    assert received().refusal("2026-05-11", APPROVER, RequestCorrection, **ITEMS) == NOT_PERMITTED


def test_the_seventh_working_day_may_be_a_saturday() -> None:
    """Received Thu 2026-02-05: notice until Sat 2026-02-14, a make-up working day."""
    assert received("2026-02-05").take("2026-02-14", HANDLER, RequestCorrection, **ITEMS)[0] == "correction_requested"
    late = received("2026-02-05")
    late.take("2026-02-15", HANDLER, RequestCorrection, **ITEMS)
    assert late.last(CorrectionRequested).irregular


def test_an_agency_may_choose_to_send_no_late_notice() -> None:
    """Received Mon 2026-04-20: day 7 is Wed 04-29, day 8 Thu 04-30."""
    script = received("2026-04-20", policy=Policy(late_correction_notice=Late.REFUSE))
    refusal = script.refusal("2026-04-30", HANDLER, RequestCorrection, **ITEMS)
    assert refusal == by_law("correction_notice_too_late", "30")
    assert script.refusal("2026-04-30", HANDLER, RequestCorrection, notified_on=on("2026-04-30"), **ITEMS) == refusal
    script.take("2026-04-29", HANDLER, RequestCorrection, **ITEMS)
    assert not script.last(CorrectionRequested).irregular


def test_after_a_late_notice_the_limit_runs_on() -> None:
    """Received Mon 2026-04-20, due Wed 05-20; notice on day 8: irregular, and the correction restarts nothing."""
    script = received("2026-04-20")
    script.take("2026-04-30", HANDLER, RequestCorrection, **ITEMS)
    assert script.case.state is State.AWAITING_CORRECTION
    assert script.row.limit_runs
    script.take("2026-05-13", HANDLER, ReceiveCorrection, TEXT)
    assert script.last(CorrectionReceived).due_on == script.row.due_on == on("2026-05-20")
    assert script.tick("2026-05-21") == ["became_overdue"]


def test_a_case_becomes_overdue_while_it_waits_for_a_correction_it_asked_for_too_late() -> None:
    script = received("2026-04-20")
    script.take("2026-04-30", HANDLER, RequestCorrection, respond_by=on("2026-06-30"), **ITEMS)
    assert script.tick("2026-05-21") == ["became_overdue"]
    script.take("2026-05-22", HANDLER, ReceiveCorrection, TEXT)
    assert script.case.overdue_on == on("2026-05-21")


def test_a_notice_in_time_may_be_entered_late() -> None:
    script = received("2026-04-20")
    script.take("2026-05-08", HANDLER, RequestCorrection, notified_on=on("2026-04-29"), **ITEMS)
    assert script.case.state is State.AWAITING_CORRECTION
    assert (script.orders[-1].dated, script.orders[-1].recorded_on) == (on("2026-04-29"), on("2026-05-08"))


def test_a_notice_entered_after_its_whole_period_lapses_at_once() -> None:
    script = received("2026-04-20")
    kinds = script.take("2026-05-18", HANDLER, RequestCorrection, notified_on=on("2026-04-28"), **ITEMS)
    assert kinds == ["correction_requested", "letter_issued", "correction_lapsed"]


def test_the_old_statute_sets_no_limit_for_the_notice() -> None:
    script = received("2019-05-14")
    assert script.take("2019-06-04", HANDLER, RequestCorrection, **ITEMS)[-2:] == [
        "correction_requested",
        "letter_issued",
    ]


def test_a_notice_in_time_but_entered_late_is_never_overdue() -> None:
    """Received Mon 2026-04-20, due Wed 05-20; notice on day 6 entered on 05-21."""
    script = received("2026-04-20")
    kinds = script.take("2026-05-21", HANDLER, RequestCorrection, notified_on=on("2026-04-28"), **ITEMS)
    assert "became_overdue" not in kinds
    assert script.case.overdue_on is None


def test_a_notice_in_time_but_entered_late_clears_the_overdue_mark() -> None:
    script = received("2026-04-20")
    assert script.tick("2026-05-21") == ["became_overdue"]
    script.take("2026-05-22", HANDLER, RequestCorrection, notified_on=on("2026-04-28"), **ITEMS)
    assert script.case.overdue_on is None


def test_a_notice_after_the_limit_leaves_the_overdue_mark() -> None:
    """Only the 2007 statute lets a notice go out so late."""
    script = received("2019-05-14")
    kinds = script.take("2019-06-05", HANDLER, RequestCorrection, **ITEMS)
    assert kinds[0] == "became_overdue"
    assert script.case.overdue_on == on("2019-06-05")


def test_a_notice_in_the_future_is_rejected() -> None:
    refusal = received().refusal("2026-05-11", HANDLER, RequestCorrection, notified_on=on("2026-05-12"), **ITEMS)
    assert refusal == senseless("date_in_future", "notified_on")


def test_a_notice_before_receipt_is_rejected() -> None:
    refusal = received().refusal("2026-05-11", HANDLER, RequestCorrection, notified_on=on("2026-05-10"), **ITEMS)
    assert refusal == senseless("date_before_receipt", "notified_on")


@pytest.mark.parametrize(
    ("respond_by", "code"),
    [
        ("2026-05-11", "respond_by_not_after_notice"),
        ("2026-05-10", "respond_by_not_after_notice"),
        ("2027-05-13", "respond_by_too_far"),
    ],
)
def test_a_senseless_period_is_rejected(respond_by: str, code: str) -> None:
    refusal = received().refusal("2026-05-11", HANDLER, RequestCorrection, respond_by=on(respond_by), **ITEMS)
    assert refusal == senseless(code, "respond_by")


def test_the_period_counts_from_the_day_the_notice_was_served() -> None:
    """E5: sent Tue 28 Apr, served Wed 29 Apr, ten working days: until Fri 15 May, Sat 9 May counting."""
    script = received("2026-04-20")
    said = {"notified_on": on("2026-04-28"), "served_on": on("2026-04-29"), **ITEMS}
    script.take("2026-04-29", HANDLER, RequestCorrection, **said)
    assert script.case.correction
    assert script.case.correction.respond_by == on("2026-05-15")


@pytest.mark.parametrize(
    ("served_on", "code"), [("2026-05-10", "date_before_receipt"), ("2026-05-13", "date_in_future")]
)
def test_a_senseless_day_of_service_is_rejected(served_on: str, code: str) -> None:
    refusal = received().refusal("2026-05-12", HANDLER, RequestCorrection, served_on=on(served_on), **ITEMS)
    assert refusal == senseless(code, "served_on")


@pytest.mark.parametrize("respond_by", ["2026-05-12", "2027-05-12"])
def test_the_shortest_and_the_longest_period(respond_by: str) -> None:
    script = received()
    script.take("2026-05-11", HANDLER, RequestCorrection, respond_by=on(respond_by), **ITEMS)
    assert script.last(CorrectionRequested).respond_by == on(respond_by)


def test_the_period_is_the_agencys_policy() -> None:
    script = received(policy=Policy(correction_working_days=15))
    script.take("2026-05-11", HANDLER, RequestCorrection, **ITEMS)
    assert script.last(CorrectionRequested).respond_by == on("2026-06-01")


def test_e5_a_correction_restarts_the_whole_limit() -> None:
    """Received Mon 2026-04-20, due 05-20; notice Tue 04-28, until Fri 05-15; corrected Wed 05-13: due Wed 06-10."""
    script = received("2026-04-20")
    assert script.row.due_on == on("2026-05-20")
    script.take("2026-04-28", HANDLER, RequestCorrection, respond_by=on("2026-05-15"), **ITEMS)
    kinds = script.take("2026-05-13", HANDLER, ReceiveCorrection, TEXT)
    assert kinds == ["correction_received"]
    event = script.last(CorrectionReceived)
    assert (event.due_on, event.provisional, event.text_id) == (on("2026-06-10"), False, TEXT_ID)
    assert script.row.due_on == script.row.target_due_on == on("2026-06-10")
    assert script.case.state is State.RECEIVED
    script.take("2026-05-13", HANDLER, Accept)


def test_after_a_correction_the_target_no_longer_counts_from_arrival() -> None:
    """Submitted online Fri 2026-04-17, confirmed Mon 04-20, corrected Wed 05-13: due and target Wed 06-10."""
    script = confirmed("2026-04-17", "2026-04-20")
    script.take("2026-04-28", HANDLER, RequestCorrection, **ITEMS)
    assert script.row.target_due_on == on("2026-05-19")
    script.take("2026-05-13", HANDLER, ReceiveCorrection, TEXT)
    assert script.row.due_on == script.row.target_due_on == on("2026-06-10")


def test_a_correction_clears_reminders_and_the_overdue_mark() -> None:
    script = received("2019-05-14")
    assert script.tick("2019-05-30") == ["reminder_fell"]
    script.take("2019-06-05", HANDLER, RequestCorrection, **ITEMS)
    assert script.row.overdue_on
    script.take("2019-06-06", HANDLER, ReceiveCorrection, TEXT)
    assert script.case.overdue_on is None
    assert script.case.reminded == ()


@pytest.mark.parametrize("script", [registered(), received(), in_hand()], ids=lambda script: str(script.case.state))
def test_only_what_was_sent_back_is_corrected(script: Script) -> None:
    refusal = script.refusal("2026-05-11", HANDLER, ReceiveCorrection, TEXT)
    assert refusal == by_law("no_correction_requested", "30")


def test_correcting_twice_is_refused() -> None:
    refusal = corrected().refusal("2026-05-13", HANDLER, ReceiveCorrection, TEXT)
    assert refusal == by_law("no_correction_requested", "30")


def test_a_correction_in_the_future_is_rejected() -> None:
    refusal = sent_back().refusal("2026-05-11", HANDLER, ReceiveCorrection, TEXT, received_on=on("2026-05-12"))
    assert refusal == senseless("date_in_future", "received_on")


def test_a_correction_before_the_notice_is_rejected() -> None:
    refusal = sent_back().refusal("2026-05-11", HANDLER, ReceiveCorrection, TEXT, received_on=on("2026-04-27"))
    assert refusal == senseless("date_before_receipt", "received_on")


def test_a_correction_without_its_text_is_rejected() -> None:
    assert sent_back().refusal("2026-05-11", HANDLER, ReceiveCorrection) == senseless("missing_field", "content")


def test_a_correction_on_the_last_day_needs_no_reason() -> None:
    script = sent_back(respond_by=on("2026-05-15"))
    assert script.take("2026-05-15", HANDLER, ReceiveCorrection, TEXT) == ["correction_received"]


def test_a_reason_for_a_correction_in_time_is_rejected() -> None:
    refusal = sent_back().refusal("2026-05-11", HANDLER, ReceiveCorrection, TEXT, late_reason="住院")
    assert refusal == senseless("correction_not_late", "late_reason")


def test_a_late_correction_without_a_reason_is_refused() -> None:
    script = sent_back(respond_by=on("2026-05-15"))
    refusal = script.refusal("2026-05-16", HANDLER, ReceiveCorrection, TEXT)
    assert refusal == by_law("correction_late_without_reason", "30")


def test_a_late_correction_with_a_good_reason_is_taken_in() -> None:
    script = sent_back(respond_by=on("2026-05-15"))
    kinds = script.take("2026-05-18", HANDLER, ReceiveCorrection, TEXT, late_reason="住院")
    assert kinds == ["correction_lapsed", "correction_received"]
    assert script.last(CorrectionReceived).late_reason == "住院"
    assert script.row.due_on == on("2026-06-15")


def test_a_correction_in_time_but_entered_after_the_lapse_needs_no_reason() -> None:
    script = sent_back(respond_by=on("2026-05-15"))
    assert script.tick("2026-05-16") == ["correction_lapsed"]
    kinds = script.take("2026-05-18", HANDLER, ReceiveCorrection, TEXT, received_on=on("2026-05-15"))
    assert kinds == ["correction_received"]
    assert script.case.state is State.RECEIVED


def test_a_correction_entered_after_its_new_limit_is_overdue_at_once() -> None:
    script = sent_back()
    kinds = script.take("2026-06-11", HANDLER, ReceiveCorrection, TEXT, received_on=on("2026-05-13"))
    assert kinds == ["correction_received", "became_overdue"]


def test_the_period_must_end_before_abandonment() -> None:
    script = sent_back(respond_by=on("2026-05-15"))
    refusal = script.refusal("2026-05-15", HANDLER, ConfirmAbandonment, finding="未见理由")
    assert refusal == by_law("correction_period_runs", "30")


def test_nothing_is_abandoned_that_was_not_sent_back() -> None:
    refusal = received().refusal("2026-05-11", HANDLER, ConfirmAbandonment, finding="未见理由")
    assert refusal == by_law("no_correction_requested", "30")


@pytest.mark.parametrize("noticed", [True, False], ids=["the clock noticed", "the clock had not looked"])
def test_a_lapsed_correction_is_confirmed_as_abandoned(noticed: bool) -> None:
    script = sent_back(respond_by=on("2026-05-15"))
    if noticed:
        assert script.tick("2026-05-16") == ["correction_lapsed"]
    kinds = script.take("2026-05-18", HANDLER, ConfirmAbandonment, finding="未见正当理由")
    assert kinds[-3:] == ["application_abandoned", "letter_issued", "case_closed"]
    assert script.last(CaseClosed).row is ReportRow.NOT_CORRECTED
    assert script.last(CorrectionLapsed).respond_by == on("2026-05-15")
    assert script.last(ApplicationAbandoned).finding == "未见正当理由"
    assert (script.case.outcome, script.case.closed_on) == (Outcome.ABANDONED, on("2026-05-18"))
    order = script.orders[-1]
    assert (order.kind, order.remedy, order.finding) == (LetterKind.ABANDONMENT, Remedy.EITHER, "未见正当理由")
