"""Applications beyond reason in number or frequency (art. 35)."""

from typing import Any

import pytest

from schemas.events_time import ReasonsJudged, ReasonsLapsed, ReasonsRequested
from schemas.policy import Policy
from schemas.steps import DraftReply
from schemas.steps_time import AskForReasons, JudgeReasons, NotifyFee, RecordReasons
from schemas.vocabulary import LetterKind, Outcome, Remedy, State
from tests.case.builders import (
    APPROVER,
    DECISIONS,
    HANDLER,
    NOT_PERMITTED,
    TEXT_ID,
    Script,
    by_law,
    drafted,
    in_hand,
    on,
    received,
    registered,
    senseless,
)
from tests.case.phases import FEE, OLD_LAW, TEXT, due, ordered

COUNTED: dict[str, Any] = {"counted": "两个月内提出申请六十件"}
GOOD: dict[str, Any] = {"reasonable": True, "finding": "用于课题研究"}
BAD: dict[str, Any] = {"reasonable": False, "finding": "与申请内容无关"}


def asked(day: str = "2026-05-11", **said: Any) -> Script:
    """Reasons asked for; by default until Wed 2026-05-20."""
    script = in_hand(day)
    script.take(day, HANDLER, AskForReasons, **COUNTED, **said)
    return script


def answered(day: str = "2026-05-11") -> Script:
    script = asked(day)
    script.take(day, HANDLER, RecordReasons, TEXT)
    return script


def test_reasons_are_asked_for_in_writing_and_the_clock_runs_on() -> None:
    script = asked()
    assert script.last(ReasonsRequested).respond_by == on("2026-05-20")
    assert (script.case.state, script.row.limit_runs, due(script)) == (State.PROCESSING, True, "2026-06-08")
    order = script.orders[-1]
    assert (order.kind, order.remedy, order.respond_by) == (LetterKind.REASONS_REQUEST, Remedy.NONE, on("2026-05-20"))


def test_the_agency_sets_the_period() -> None:
    assert asked(respond_by=on("2026-06-01")).last(ReasonsRequested).respond_by == on("2026-06-01")
    script = in_hand(policy=Policy(reasons_working_days=3))
    script.take("2026-05-11", HANDLER, AskForReasons, **COUNTED)
    assert script.last(ReasonsRequested).respond_by == on("2026-05-14")


@pytest.mark.parametrize(
    ("respond_by", "code"), [("2026-05-11", "respond_by_not_after_notice"), ("2027-05-13", "respond_by_too_far")]
)
def test_a_period_that_makes_no_sense_is_rejected(respond_by: str, code: str) -> None:
    refusal = in_hand().refusal("2026-05-11", HANDLER, AskForReasons, respond_by=on(respond_by), **COUNTED)
    assert refusal == senseless(code, "respond_by")


@pytest.mark.parametrize(("day", "code"), [("2026-05-10", "date_before_receipt"), ("2026-05-12", "date_in_future")])
def test_reasons_are_asked_for_after_receipt_and_not_ahead(day: str, code: str) -> None:
    refusal = in_hand().refusal("2026-05-11", HANDLER, AskForReasons, notified_on=on(day), **COUNTED)
    assert refusal == senseless(code, "notified_on")


@pytest.mark.parametrize("script", [registered(), drafted()], ids=["not received", "drafted"])
def test_reasons_are_asked_for_while_the_case_is_in_hand(script: Script) -> None:
    assert script.refusal("2026-05-11", HANDLER, AskForReasons, **COUNTED) == by_law("not_in_hand", "35")


def test_reasons_may_be_asked_for_before_acceptance() -> None:
    script = received()
    assert script.take("2026-05-11", HANDLER, AskForReasons, **COUNTED)[0] == "reasons_requested"


def test_reasons_are_asked_for_once() -> None:
    for script in (asked(), answered()):
        refusal = script.refusal("2026-05-11", HANDLER, AskForReasons, **COUNTED)
        assert refusal == by_law("reasons_already_asked", "35")


def test_the_law_of_2007_has_no_such_rule() -> None:
    refusal = in_hand(OLD_LAW).refusal(OLD_LAW, HANDLER, AskForReasons, **COUNTED)
    assert refusal.code == "no_excess_rule"


def test_an_approver_asks_for_nothing() -> None:
    assert in_hand().refusal("2026-05-11", APPROVER, AskForReasons, **COUNTED) == NOT_PERMITTED


def test_reasons_are_taken_in_with_their_text() -> None:
    script = answered()
    assert script.case.excess
    assert script.case.excess.text_id == TEXT_ID
    assert asked().refusal("2026-05-11", HANDLER, RecordReasons) == senseless("missing_field", "content")


def test_reasons_come_after_they_were_asked_for_and_once() -> None:
    assert in_hand().refusal("2026-05-11", HANDLER, RecordReasons, TEXT) == by_law("reasons_not_asked", "35")
    assert answered().refusal("2026-05-12", HANDLER, RecordReasons, TEXT) == by_law("reasons_on_record", "35")
    refusal = asked().refusal("2026-05-12", HANDLER, RecordReasons, TEXT, received_on=on("2026-05-10"))
    assert refusal == senseless("date_before_receipt", "received_on")


def test_silence_lapses_and_is_judged_as_well() -> None:
    script = asked()
    assert script.refusal("2026-05-20", HANDLER, JudgeReasons, **BAD) == by_law("reasons_period_runs", "35")
    assert script.tick("2026-05-21") == ["reasons_lapsed"]
    assert script.last(ReasonsLapsed).respond_by == on("2026-05-20")
    assert script.take("2026-05-21", HANDLER, JudgeReasons, **BAD) == ["reasons_judged"]


def test_late_reasons_are_heard_until_they_are_judged() -> None:
    script = asked()
    script.tick("2026-05-21")
    assert script.take("2026-05-22", HANDLER, RecordReasons, TEXT) == ["reasons_received"]
    silent = asked()
    silent.take("2026-05-21", HANDLER, JudgeReasons, **BAD)
    refusal = silent.refusal("2026-05-22", HANDLER, RecordReasons, TEXT)
    assert refusal == by_law("reasons_already_judged", "35")


def test_reasons_are_judged_once_and_only_after_they_were_asked_for() -> None:
    assert in_hand().refusal("2026-05-11", HANDLER, JudgeReasons, **BAD) == by_law("reasons_not_asked", "35")
    script = answered()
    script.take("2026-05-12", HANDLER, JudgeReasons, **BAD)
    assert script.refusal("2026-05-12", HANDLER, JudgeReasons, **GOOD) == by_law("reasons_already_judged", "35")


def test_good_reasons_may_delay_the_limit() -> None:
    """Due Mon 2026-06-08; thirty working days more: Tue 2026-07-21."""
    script = answered()
    kinds = script.take("2026-05-12", HANDLER, JudgeReasons, delay_working_days=30, **GOOD)
    assert kinds == ["reasons_judged", "letter_issued"]
    assert script.last(ReasonsJudged).due_on == on("2026-07-21")
    assert due(script) == "2026-07-21"
    order = script.orders[-1]
    assert (order.kind, order.due_on, order.delay_working_days) == (LetterKind.DELAY_NOTICE, on("2026-07-21"), 30)


def test_good_reasons_without_a_delay_leave_the_limit() -> None:
    script = answered()
    assert script.take("2026-05-12", HANDLER, JudgeReasons, **GOOD) == ["reasons_judged"]
    assert due(script) == "2026-06-08"


def test_bad_reasons_delay_nothing() -> None:
    refusal = answered().refusal("2026-05-12", HANDLER, JudgeReasons, delay_working_days=5, **BAD)
    assert refusal == senseless("delay_without_reasons", "delay_working_days")


def test_a_delay_stays_within_the_agencys_policy() -> None:
    refusal = answered().refusal("2026-05-12", HANDLER, JudgeReasons, delay_working_days=61, **GOOD)
    assert refusal == senseless("delay_beyond_policy", "delay_working_days")


def test_a_delay_after_the_limit_is_refused() -> None:
    script = answered()
    refusal = script.refusal("2026-06-09", HANDLER, JudgeReasons, delay_working_days=5, **GOOD)
    assert refusal == by_law("delay_after_due", "35")
    assert script.take("2026-06-09", HANDLER, JudgeReasons, **GOOD) == ["became_overdue", "reasons_judged"]


def test_an_ordered_limit_is_not_delayed() -> None:
    script = ordered("2026-06-01")
    script.take("2026-06-01", HANDLER, AskForReasons, **COUNTED)
    script.take("2026-06-01", HANDLER, RecordReasons, TEXT)
    refusal = script.refusal("2026-06-02", HANDLER, JudgeReasons, delay_working_days=5, **GOOD)
    assert refusal == by_law("ordered_limit_stands", "35")
    assert script.take("2026-06-02", HANDLER, JudgeReasons, **GOOD) == ["reasons_judged"]


def test_only_bad_reasons_open_the_way_to_no_processing() -> None:
    for script in (in_hand(), asked(), answered()):
        refusal = script.refusal("2026-05-11", HANDLER, DraftReply, decision=DECISIONS[Outcome.EXCESSIVE])
        assert refusal == by_law("excessive_without_reasons", "35")
    script = answered()
    script.take("2026-05-12", HANDLER, JudgeReasons, **GOOD)
    refusal = script.refusal("2026-05-12", HANDLER, DraftReply, decision=DECISIONS[Outcome.EXCESSIVE])
    assert refusal == by_law("excessive_without_reasons", "35")


def test_a_fee_may_be_charged_beside_it() -> None:
    script = asked()
    assert script.take("2026-05-11", HANDLER, NotifyFee, **FEE)[0] == "fee_notified"
