"""A new reply that was ordered: the case is in hand again, with a limit of its own (行政复议法; arts. 47, 51)."""

from typing import Any

import pytest

from activities.letters.compose import compose
from schemas.case_parts import Given
from schemas.clock import Ordered
from schemas.commands import Facts
from schemas.events_after import NewReplyOrdered
from schemas.steps import (
    Accept,
    DraftReply,
    IssueReply,
    ReceiveCorrection,
    RequestCorrection,
    Withdraw,
)
from schemas.steps_after import RecordRemedy, RecordRemedyResult
from schemas.steps_consultation import ConsultThirdParty
from schemas.vocabulary import Instance, LetterKind, Outcome, Position, Remedy, RemedyResult, ReviewResult, State
from tests.case.builders import (
    APPROVER,
    DECISIONS,
    HANDLER,
    MINUTES,
    PARTY_ID,
    approve,
    by_law,
    calendar_with,
    deliver,
    on,
    received,
    review,
    senseless,
)
from tests.case.phases import TEXT, asked, contested, decided, due, heard, ordered, served
from tests.letters.samples import PARTIES

DAY = "2026-05-11"
SOUGHT: dict[str, Any] = {"instance": Instance.RECONSIDERATION, "body": "示例市人民政府"}
SUIT: dict[str, Any] = {"instance": Instance.LITIGATION, "body": "示例市中级人民法院"}
UPHELD: dict[str, Any] = {"result": RemedyResult.UPHELD, "summary": "维持"}
TEN: dict[str, Any] = {"working_days": 10}


def test_a_new_reply_within_working_days_opens_the_case_again() -> None:
    """Served Mon 2026-06-01, ten working days: until Mon 2026-06-15."""
    script = decided(contested(), "2026-06-01", new_reply=TEN)
    event = script.last(NewReplyOrdered)
    assert (event.ordered_on, event.due_on) == (on("2026-06-01"), on("2026-06-15"))
    assert (script.case.state, due(script), script.row.limit_runs) == (State.PROCESSING, "2026-06-15", True)
    cleared = (script.case.draft, script.case.outcome, script.case.report_row, script.case.issued_on)
    assert cleared == (None, None, None, None)
    assert (script.case.delivered_on, script.case.closed_on, script.case.remedy) == (None, None, Remedy.NONE)
    assert script.case.given == (Given(outcome=Outcome.REFUSED, issued_on=on(DAY), delivered_on=on(DAY)),)


def test_a_new_reply_by_a_day_is_due_that_day_working_or_not() -> None:
    script = decided(contested(), "2026-06-01", new_reply={"by": on("2026-06-20")})
    assert due(script) == "2026-06-20"
    assert script.tick("2026-06-21")[-1] == "became_overdue"


def test_the_new_reply_is_reviewed_drafted_signed_and_delivered_anew() -> None:
    script = ordered("2026-06-01")
    review(script, "2026-06-02", MINUTES, ReviewResult.DISCLOSE)
    script.take("2026-06-02", HANDLER, DraftReply, decision=DECISIONS[Outcome.DISCLOSED])
    approve(script, "2026-06-03", APPROVER)
    script.take("2026-06-03", HANDLER, IssueReply)
    assert deliver(script, "2026-06-04")[-1] == "case_closed"
    assert (script.case.outcome, script.case.withheld) == (Outcome.DISCLOSED, ())
    assert len(script.case.given) == 1


def test_an_ordered_limit_is_reminded_of_and_becomes_overdue() -> None:
    script = ordered("2026-06-01")
    assert script.tick("2026-06-08") == ["reminder_fell"]
    assert script.tick("2026-06-16") == ["became_overdue"]


def test_nothing_moves_an_ordered_limit() -> None:
    """Neither a consultation nor a correction that was still out."""
    script = ordered("2026-06-01")
    said: dict[str, Any] = {"documents": [MINUTES.document_id], "concerns": "会议发言"}
    script.take("2026-06-02", HANDLER, ConsultThirdParty, Facts(party_id=PARTY_ID), **said)
    assert due(script) == "2026-06-15"
    assert script.tick("2026-06-16") == ["became_overdue"]


def test_an_order_while_a_consultation_is_open() -> None:
    script = asked()
    script.tick("2026-07-01")
    script.take("2026-07-01", HANDLER, RecordRemedy, **SOUGHT)
    decided(script, "2026-07-06", new_reply=TEN)
    assert due(script) == "2026-07-20"
    served(script, "2026-07-07", delivered_on=on("2026-05-20"))
    assert script.case.consultations[0].lapsed
    heard(script, "2026-07-07", Position.OBJECTS)
    assert (due(script), script.row.overdue_on) == ("2026-07-20", None)


def test_an_order_while_a_correction_is_awaited_that_came_too_late() -> None:
    script = received("2026-04-20")
    script.take("2026-04-30", HANDLER, RequestCorrection, items=["请写明合同的名称"], respond_by=on("2026-06-30"))
    script.tick("2026-05-21")
    script.take("2026-05-21", HANDLER, RecordRemedy, **SOUGHT)
    decided(script, "2026-06-01", new_reply=TEN)
    assert (script.case.state, due(script)) == (State.PROCESSING, "2026-06-15")
    refusal = script.refusal("2026-06-02", HANDLER, ReceiveCorrection, TEXT)
    assert refusal == by_law("no_correction_requested", "30")


def test_an_order_entered_late_counts_from_its_service_whatever_came_between() -> None:
    """2007: overdue, then sent back, ordered on Mon 2019-06-10, corrected on 06-17, the order entered last."""
    script = received("2019-05-14")
    script.tick("2019-06-05")
    script.take("2019-06-06", HANDLER, RequestCorrection, items=["请写明合同的名称"])
    script.take("2019-06-06", HANDLER, RecordRemedy, **SOUGHT)
    script.take("2019-06-17", HANDLER, ReceiveCorrection, TEXT)
    script.take("2019-06-17", HANDLER, Accept)
    decided(script, "2019-06-18", served_on=on("2019-06-10"), new_reply=TEN)
    assert due(script) == "2019-06-24"


def test_of_two_orders_the_one_served_last_counts() -> None:
    script = contested()
    script.take(DAY, HANDLER, RecordRemedy, instance=Instance.COMPLAINT, body="示例市政务公开办")
    decided(script, "2026-06-01", new_reply=TEN)
    decided(script, "2026-06-03", new_reply={"by": on("2026-06-10")})
    assert (due(script), len(script.case.given)) == ("2026-06-10", 1)


def test_an_order_while_the_new_draft_is_being_signed_puts_it_aside() -> None:
    script = contested()
    script.take(DAY, HANDLER, RecordRemedy, instance=Instance.COMPLAINT, body="示例市政务公开办")
    decided(script, "2026-06-01", new_reply=TEN)
    script.take("2026-06-02", HANDLER, DraftReply, decision=DECISIONS[Outcome.REFUSED])
    decided(script, "2026-06-03", new_reply=TEN)
    assert (script.case.state, script.case.draft) == (State.PROCESSING, None)


def test_a_new_calendar_moves_an_order_in_working_days_and_not_one_by_a_day() -> None:
    less_work = calendar_with("less", off="2026-06-10")
    in_days, by_day = ordered("2026-06-01"), ordered("2026-06-01", by=on("2026-06-15"))
    assert "deadline_moved" in in_days.adopt("2026-06-02", less_work)
    assert "deadline_moved" not in by_day.adopt("2026-06-02", less_work)
    assert (due(in_days), due(by_day)) == ("2026-06-16", "2026-06-15")


def test_the_clock_holds_the_order() -> None:
    assert ordered("2026-06-01").case.clock[-1] == Ordered(on=on("2026-06-01"), working_days=10)


@pytest.mark.parametrize("order", [{}, {"working_days": 5, "by": "2026-06-20"}], ids=["no limit", "two limits"])
def test_an_order_has_exactly_one_limit(order: dict[str, Any]) -> None:
    said: dict[str, Any] = {"remedy": "m1", "result": RemedyResult.CORRECTED, "summary": "责令", "new_reply": order}
    refusal = contested().refusal("2026-06-01", HANDLER, RecordRemedyResult, **said)
    assert refusal == senseless("order_needs_one_limit", "new_reply")


@pytest.mark.parametrize("by", ["2026-06-01", "2026-05-20"])
def test_an_order_is_for_a_day_after_its_service(by: str) -> None:
    said: dict[str, Any] = {
        "remedy": "m1",
        "result": RemedyResult.CORRECTED,
        "summary": "责令",
        "new_reply": {"by": by},
    }
    refusal = contested().refusal("2026-06-01", HANDLER, RecordRemedyResult, **said)
    assert refusal == senseless("order_in_the_past", "new_reply.by")


def test_what_was_upheld_is_not_ordered_anew() -> None:
    refusal = contested().refusal("2026-06-01", HANDLER, RecordRemedyResult, remedy="m1", new_reply=TEN, **UPHELD)
    assert refusal == senseless("order_without_correction", "new_reply")


def test_the_second_reply_can_be_contested_while_it_is_prepared_and_withdrawn_from() -> None:
    script = ordered("2026-06-01")
    assert script.take("2026-06-02", HANDLER, RecordRemedy, **SUIT) == ["remedy_filed"]
    script.take("2026-06-02", HANDLER, Withdraw)
    assert (script.case.outcome, script.case.state) == (Outcome.WITHDRAWN, State.CLOSED)
    assert not script.tick("2027-06-02")  # a remedy is pending


def test_the_new_reply_says_who_ordered_it_and_which_reply_it_replaces() -> None:
    script = ordered()
    first = next(letter.number for letter in script.case.letters if letter.kind is LetterKind.REPLY)
    script.take("2026-06-02", HANDLER, DraftReply, decision=DECISIONS[Outcome.REFUSED])
    approve(script, "2026-06-02", APPROVER)
    script.take("2026-06-02", HANDLER, IssueReply)
    order = script.orders[-1]
    assert (order.ordered_on, order.replaces) == (on("2026-06-01"), first)
    opening = compose(order, PARTIES, "示公复〔2026〕2号").paragraphs[0]
    assert f"根据2026年6月1日收到的{order.ordered_by}的决定，现重新作出答复，本答复取代{first}答复。" in opening
