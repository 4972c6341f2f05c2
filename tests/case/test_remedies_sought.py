"""Reconsideration, suit and complaint, and an ordered new reply with a limit of its own (arts. 47, 51; 行政复议法)."""

from typing import Any

import pytest

from schemas.events_after import RemedyDecided, RemedyFiled
from schemas.steps import (
    ConfirmAbandonment,
)
from schemas.steps_after import RecordRemedy, RecordRemedyResult
from schemas.vocabulary import Instance, Outcome, RemedyResult, State
from tests.case.builders import (
    APPROVER,
    HANDLER,
    NOT_PERMITTED,
    Script,
    approved,
    by_law,
    closed,
    in_hand,
    issued,
    on,
    received,
    registered,
    senseless,
)
from tests.case.phases import charged, contested, decided, due

DAY = "2026-05-11"
SOUGHT: dict[str, Any] = {"instance": Instance.RECONSIDERATION, "body": "示例市人民政府"}
SUIT: dict[str, Any] = {"instance": Instance.LITIGATION, "body": "示例市中级人民法院"}
UPHELD: dict[str, Any] = {"result": RemedyResult.UPHELD, "summary": "维持"}
TEN: dict[str, Any] = {"working_days": 10}


def overdue() -> Script:
    """In hand and overdue since Tue 2026-06-09."""
    script = in_hand()
    script.tick("2026-06-09")
    return script


def test_what_was_answered_can_be_contested() -> None:
    script = closed(DAY, Outcome.REFUSED)
    kinds = script.take(
        "2026-06-01", HANDLER, RecordRemedy, file_number="示复〔2026〕7号", filed_on=on("2026-05-29"), **SOUGHT
    )
    assert kinds == ["remedy_filed"]
    event = script.last(RemedyFiled)
    assert (event.id, event.filed_on, event.file_number) == ("m1", on("2026-05-29"), "示复〔2026〕7号")
    assert script.case.remedies[0].result is None  # 尚未审结
    assert script.case.state is State.CLOSED


@pytest.mark.parametrize("instance", Instance)
@pytest.mark.parametrize("result", RemedyResult)
def test_every_result_of_every_instance_is_on_record(instance: Instance, result: RemedyResult) -> None:
    script = decided(contested(instance=instance), "2026-07-01", result)
    assert script.last(RemedyDecided).result is result
    sought = script.case.remedies[0]
    assert (sought.instance, sought.result, sought.served_on) == (instance, result, on("2026-07-01"))
    assert script.row.corrected is (result is RemedyResult.CORRECTED)
    assert script.case.state is State.CLOSED


def test_a_suit_after_a_decided_reconsideration_counts_as_such() -> None:
    script = decided(contested(), "2026-07-01", RemedyResult.UPHELD)
    script.take("2026-07-10", HANDLER, RecordRemedy, **SUIT)
    assert script.last(RemedyFiled).after_reconsideration


def test_a_suit_without_reconsideration_is_direct() -> None:
    script = closed(DAY, Outcome.NOT_FOUND)
    script.take("2026-06-01", HANDLER, RecordRemedy, **SUIT)
    assert not script.last(RemedyFiled).after_reconsideration


def test_a_suit_beside_a_reconsideration_that_is_pending_or_came_later_is_direct() -> None:
    script = contested()
    script.take("2026-06-01", HANDLER, RecordRemedy, **SUIT)
    assert not script.last(RemedyFiled).after_reconsideration
    decided(script, "2026-07-01", RemedyResult.UPHELD)
    script.take("2026-07-02", HANDLER, RecordRemedy, filed_on=on("2026-06-30"), **SUIT)
    assert not script.last(RemedyFiled).after_reconsideration


def test_a_complaint_after_a_reconsideration_is_no_suit() -> None:
    script = decided(contested(), "2026-07-01", RemedyResult.UPHELD)
    script.take("2026-07-10", HANDLER, RecordRemedy, instance=Instance.COMPLAINT, body="示例市政务公开办")
    assert not script.last(RemedyFiled).after_reconsideration


@pytest.mark.parametrize(
    "script", [registered(), received(), in_hand(), approved()], ids=lambda script: str(script.case.state)
)
def test_before_the_reply_there_is_nothing_to_contest(script: Script) -> None:
    assert script.refusal(DAY, HANDLER, RecordRemedy, **SOUGHT) == by_law("nothing_to_contest", "51")


def test_silence_can_be_contested_once_it_is_overdue() -> None:
    script = overdue()
    assert script.take("2026-06-09", HANDLER, RecordRemedy, **SOUGHT) == ["remedy_filed"]
    assert script.case.state is State.PROCESSING


def test_a_reply_that_is_issued_can_be_contested_before_its_delivery_is_known() -> None:
    assert issued().take(DAY, HANDLER, RecordRemedy, **SOUGHT) == ["remedy_filed"]


def test_an_abandonment_can_be_contested() -> None:
    script = charged()
    script.take("2026-07-27", HANDLER, ConfirmAbandonment, finding="未缴")
    script.take("2026-07-28", HANDLER, RecordRemedy, **SOUGHT)
    decided(script, "2026-08-28", new_reply=TEN)
    assert (script.case.state, due(script)) == (State.PROCESSING, "2026-09-11")


@pytest.mark.parametrize(("day", "code"), [("2026-05-10", "date_before_receipt"), ("2026-06-02", "date_in_future")])
def test_a_remedy_is_filed_after_receipt_and_not_ahead(day: str, code: str) -> None:
    refusal = closed().refusal("2026-06-01", HANDLER, RecordRemedy, filed_on=on(day), **SOUGHT)
    assert refusal == senseless(code, "filed_on")


def test_a_result_comes_after_the_filing_and_not_ahead() -> None:
    for day, code in (("2026-05-10", "date_before_receipt"), ("2026-06-02", "date_in_future")):
        refusal = contested().refusal(
            "2026-06-01", HANDLER, RecordRemedyResult, remedy="m1", served_on=on(day), **UPHELD
        )
        assert refusal == senseless(code, "served_on")


def test_a_result_needs_something_pending() -> None:
    refusal = closed().refusal(DAY, HANDLER, RecordRemedyResult, remedy="m1", **UPHELD)
    assert refusal == by_law("no_remedy_pending", "51")
    refusal = contested().refusal(DAY, HANDLER, RecordRemedyResult, remedy="m2", **UPHELD)
    assert refusal == senseless("no_such_remedy", "remedy")
    script = decided(contested(), DAY, RemedyResult.OTHER)
    script.take(DAY, HANDLER, RecordRemedy, **SUIT)
    refusal = script.refusal(DAY, HANDLER, RecordRemedyResult, remedy="m1", **UPHELD)
    assert refusal == senseless("no_such_remedy", "remedy")


def test_an_approver_records_no_remedy() -> None:
    assert closed().refusal(DAY, APPROVER, RecordRemedy, **SOUGHT) == NOT_PERMITTED


# an ordered new reply
