"""The reply at the counter (当场答复; art. 33(1))."""

from typing import Any

import pytest

from schemas.commands import Facts
from schemas.decisions import Item, NotThisAgency, Several
from schemas.events import ReplyDelivered, ReplyIssued
from schemas.policy import Policy
from schemas.steps import AnswerOnTheSpot, ReceiveCorrection, RequestCorrection
from schemas.vocabulary import Channel, DeliveryMethod, LetterKind, Outcome, Remedy, ReportRow, State
from tests.case.builders import (
    ANSWERED_BEFORE,
    APPROVER,
    DECISIONS,
    HANDLER,
    NOT_PERMITTED,
    Script,
    by_law,
    in_hand,
    on,
    received,
    registered,
    senseless,
    sent_back,
)
from tests.case.phases import TEXT

DAY = "2026-05-11"
SIGNED: dict[str, Any] = {"proof": "申请人签字"}
PUBLIC: dict[str, Any] = {"decision": DECISIONS[Outcome.ALREADY_PUBLIC], **SIGNED}
ANYTHING = Policy(on_the_spot=tuple(Outcome))


def test_accepted_drafted_issued_and_handed_over_in_one_act() -> None:
    script = received()
    kinds = script.take(DAY, HANDLER, AnswerOnTheSpot, **PUBLIC)
    assert kinds == [
        "application_accepted",
        "reply_drafted",
        "reply_issued",
        "letter_issued",
        "reply_delivered",
        "case_closed",
    ]
    handed_over = script.last(ReplyDelivered)
    assert (handed_over.method, handed_over.delivered_on) == (DeliveryMethod.DIRECT, on(DAY))
    assert handed_over.in_time
    issued = script.last(ReplyIssued)
    assert (issued.outcome, issued.remedy, issued.row) == (
        Outcome.ALREADY_PUBLIC,
        Remedy.EITHER,
        ReportRow.DISCLOSED,
    )
    assert (script.case.state, script.case.outcome) == (State.CLOSED, Outcome.ALREADY_PUBLIC)
    assert (script.orders[-1].kind, script.orders[-1].remedy) == (LetterKind.REPLY, Remedy.EITHER)


def test_only_on_the_day_of_receipt() -> None:
    refusal = received().refusal("2026-05-12", HANDLER, AnswerOnTheSpot, **PUBLIC)
    assert refusal == by_law("not_on_the_spot", "33(1)")


def test_only_what_the_agency_named_beforehand() -> None:
    decision = DECISIONS[Outcome.NOT_THIS_AGENCY]
    refusal = received().refusal(DAY, HANDLER, AnswerOnTheSpot, decision=decision, **SIGNED)
    assert refusal == by_law("not_for_the_spot", "33(1)")
    policy = Policy(on_the_spot=(Outcome.NOT_THIS_AGENCY,))
    assert "case_closed" in received(policy=policy).take(DAY, HANDLER, AnswerOnTheSpot, decision=decision, **SIGNED)


def test_an_agency_may_answer_nothing_on_the_spot() -> None:
    refusal = received(policy=Policy(on_the_spot=())).refusal(DAY, HANDLER, AnswerOnTheSpot, **PUBLIC)
    assert refusal == by_law("not_for_the_spot", "33(1)")


@pytest.mark.parametrize(
    "script", [registered(), in_hand(), sent_back(DAY, DAY)], ids=lambda script: str(script.case.state)
)
def test_only_what_was_received_and_waits_for_nobody(script: Script) -> None:
    refusal = script.refusal(DAY, HANDLER, AnswerOnTheSpot, **PUBLIC)
    assert refusal == by_law("not_awaiting_acceptance", "33(1)")


def test_not_after_a_correction() -> None:
    script = received()
    script.take(DAY, HANDLER, RequestCorrection, items=["请写明合同的名称"])
    script.take(DAY, HANDLER, ReceiveCorrection, TEXT)
    refusal = script.refusal(DAY, HANDLER, AnswerOnTheSpot, **PUBLIC)
    assert refusal == by_law("not_awaiting_acceptance", "33(1)")


@pytest.mark.parametrize(
    ("outcome", "code", "article"),
    [
        (Outcome.DISCLOSED, "outcome_contradicts_review", "36"),
        (Outcome.REFUSED, "outcome_contradicts_review", "36"),
        (Outcome.NOT_FOUND, "not_found_without_search", "36(4)"),
        (Outcome.STILL_UNCLEAR, "unclear_without_correction", "30"),
        (Outcome.EXCESSIVE, "excessive_without_reasons", "35"),
    ],
)
def test_whatever_the_policy_no_reply_without_what_it_rests_on(outcome: Outcome, code: str, article: str) -> None:
    script = received(policy=ANYTHING)
    refusal = script.refusal(DAY, HANDLER, AnswerOnTheSpot, decision=DECISIONS[outcome], **SIGNED)
    assert refusal == by_law(code, article)


def test_a_repetition_names_the_reply_given_before() -> None:
    script, decision = received(policy=ANYTHING), DECISIONS[Outcome.REPEATED]
    refusal = script.refusal(DAY, HANDLER, AnswerOnTheSpot, decision=decision, **SIGNED)
    assert refusal == senseless("other_case_unknown", "decision.earlier_case")
    script.take(DAY, HANDLER, AnswerOnTheSpot, Facts(other=ANSWERED_BEFORE), decision=decision, **SIGNED)
    assert script.orders[-1].earlier == ANSWERED_BEFORE.reply


def test_an_approver_does_not_answer_at_the_counter() -> None:
    assert received().refusal(DAY, APPROVER, AnswerOnTheSpot, **PUBLIC) == NOT_PERMITTED


def test_signed_post_may_be_answered_on_its_day_too() -> None:
    script = registered(DAY, Channel.POST_SIGNED)
    assert "case_closed" in script.take(DAY, HANDLER, AnswerOnTheSpot, **PUBLIC)


def test_a_main_item_that_is_not_there_is_rejected() -> None:
    item = Item(asked="某通知", decision=NotThisAgency(reasons="该信息由示例市规划局制作。"))
    decision = Several(items=(item, item), main=3)
    refusal = received(policy=ANYTHING).refusal(DAY, HANDLER, AnswerOnTheSpot, decision=decision, **SIGNED)
    assert refusal == senseless("no_such_item", "decision.main")


def test_every_item_must_be_one_that_may_be_answered_at_the_counter() -> None:
    items = tuple(Item(asked=one, decision=DECISIONS[one]) for one in (Outcome.NOT_THIS_AGENCY, Outcome.PETITION))
    script = received(policy=Policy(on_the_spot=(Outcome.NOT_THIS_AGENCY,)))
    refusal = script.refusal(DAY, HANDLER, AnswerOnTheSpot, decision=Several(items=items), **SIGNED)
    assert refusal == by_law("not_for_the_spot", "33(1)")
