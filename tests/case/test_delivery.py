"""Delivery of the reply and the end of the case (art. 40; 国办公开办函〔2016〕235号)."""

from typing import Any
from uuid import UUID

import pytest

from schemas.commands import Facts
from schemas.events import CaseClosed, ReplyDelivered, ReplyIssued
from schemas.steps import RecordDelivery
from schemas.vocabulary import DeliveryMethod, Outcome, State
from tests.case.builders import (
    APPROVER,
    CONTRACT,
    DECISIONS,
    HANDLER,
    NOT_PERMITTED,
    TENDER,
    Refusal,
    Script,
    approved,
    by_law,
    deliver,
    in_hand,
    issued,
    on,
    received,
    senseless,
)

SAID: dict[str, Any] = {"method": DeliveryMethod.DIRECT, "proof": "送达回证"}


def delivering(script: Script, day: str, **said: Any) -> Refusal:
    return script.refusal(day, HANDLER, RecordDelivery, **{**SAID, **said})


@pytest.mark.parametrize("outcome", DECISIONS)
def test_a_delivered_reply_closes_the_case_with_its_outcome(outcome: Outcome) -> None:
    script = issued(outcome)
    assert deliver(script, "2026-05-12") == ["reply_delivered", "case_closed"]
    assert script.case.state is State.CLOSED
    assert (script.case.outcome, script.row.outcome) == (outcome, outcome)
    assert script.last(CaseClosed).closed_on == on("2026-05-12")
    assert script.last(CaseClosed).row is script.last(ReplyIssued).row is script.row.report_row is not None
    assert not script.row.limit_runs


@pytest.mark.parametrize("method", sorted(set(DeliveryMethod) - {DeliveryMethod.PUBLIC_NOTICE}))
def test_every_way_of_delivery_is_kept_with_its_proof(method: DeliveryMethod) -> None:
    script = issued()
    known = Facts(documents=(TENDER,))
    script.take(
        "2026-05-12",
        HANDLER,
        RecordDelivery,
        known,
        method=method,
        proof="1234",
        proof_document=TENDER.document_id,
    )
    event = script.last(ReplyDelivered)
    assert (event.method, event.proof, event.proof_document) == (method, "1234", TENDER)


def test_a_reply_is_not_served_by_public_notice() -> None:
    refusal = delivering(issued(), "2026-05-12", method=DeliveryMethod.PUBLIC_NOTICE)
    assert refusal == senseless("method_not_for_applicants", "method")


@pytest.mark.parametrize("script", [received(), in_hand(), approved()], ids=lambda script: str(script.case.state))
def test_only_an_issued_reply_is_delivered(script: Script) -> None:
    assert delivering(script, "2026-05-12") == by_law("reply_not_issued", "40")


def test_an_approver_records_no_delivery() -> None:
    assert issued().refusal("2026-05-12", APPROVER, RecordDelivery, **SAID) == NOT_PERMITTED


def test_a_delivery_in_the_future_is_rejected() -> None:
    refusal = delivering(issued(), "2026-05-12", delivered_on=on("2026-05-13"))
    assert refusal == senseless("date_in_future", "delivered_on")


def test_a_delivery_before_the_issue_is_rejected() -> None:
    refusal = delivering(issued(issued_on="2026-05-12"), "2026-05-12", delivered_on=on("2026-05-11"))
    assert refusal == senseless("date_before_issue", "delivered_on")


def test_a_proof_of_another_case_is_rejected() -> None:
    script = issued()
    said: dict[str, Any] = {**SAID, "proof_document": UUID(int=9)}
    refusal = script.refusal("2026-05-12", HANDLER, RecordDelivery, Facts(documents=(CONTRACT,)), **said)
    assert refusal == senseless("document_not_of_case", "proof_document")


def test_handed_to_the_post_on_the_last_day_is_in_time() -> None:
    script = issued(issued_on="2026-06-08")
    deliver(script, "2026-06-08")
    assert script.last(ReplyDelivered).in_time
    assert script.case.overdue_on is None


def test_delivered_in_time_but_recorded_late_is_never_overdue() -> None:
    script = issued(issued_on="2026-06-05")
    assert "became_overdue" not in deliver(script, "2026-06-10", "2026-06-08")
    assert script.last(ReplyDelivered).in_time
    assert (script.row.overdue_on, script.row.delivered_on) == (None, on("2026-06-08"))


def test_delivered_in_time_but_recorded_late_clears_the_overdue_mark() -> None:
    script = issued(issued_on="2026-06-05")
    assert script.tick("2026-06-09") == ["became_overdue"]
    deliver(script, "2026-06-10", "2026-06-08")
    assert script.last(ReplyDelivered).in_time
    assert script.row.overdue_on is None


def test_delivered_late_is_not_in_time_and_the_case_stays_overdue() -> None:
    """Dated in time and delivered after the last day: the day of delivery decides."""
    script = issued(issued_on="2026-06-08")
    assert deliver(script, "2026-06-09")[-3:] == ["became_overdue", "reply_delivered", "case_closed"]
    assert not script.last(ReplyDelivered).in_time
    assert script.row.overdue_on == on("2026-06-09")
    assert script.row.closed_on == on("2026-06-09")
