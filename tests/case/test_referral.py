"""What the agency cannot determine is put to who can (art. 17(3)); the clock runs on (6.4)."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from schemas.events_consultation import DeterminationReceived, ReferredForDetermination
from schemas.policy import Policy
from schemas.steps import DraftReply, IssueReply
from schemas.steps_consultation import RecordDetermination, ReferForDetermination
from schemas.vocabulary import Ground, LetterKind, Outcome, ReferredTo, ReviewResult
from tests.case.builders import (
    APPROVER,
    DECISIONS,
    HANDLER,
    NOT_PERMITTED,
    TENDER,
    Script,
    approve,
    by_law,
    closed,
    drafted,
    in_hand,
    issued,
    on,
    received,
    review,
    search,
    senseless,
)
from tests.case.phases import OLD_LAW, TENDER_ID, due, found

DAY = "2026-05-11"
DOUBT: dict[str, Any] = {
    "to": ReferredTo.SECRECY_ADMINISTRATION,
    "department": "示例市国家保密局",
    "documents": [TENDER_ID],
    "doubt": "是否属于国家秘密",
    "own_view": "倾向于不公开",
}
SECRET: dict[str, Any] = {"grounds": [Ground.STATE_SECRET], "reason": "经确定属于国家秘密"}


def referred(day: str = DAY, sent: str = DAY, *, policy: Policy | None = None) -> Script:
    script = found(day, policy=policy)
    script.take(sent, HANDLER, ReferForDetermination, **DOUBT)
    return script


def test_who_is_asked_to_determine_it_does_determine_it() -> None:
    with pytest.raises(ValidationError, match="result"):
        determined(referred(), DAY, ReviewResult.UNDETERMINED)


def determined(script: Script, day: str, result: ReviewResult, **said: Any) -> Script:
    script.take(day, HANDLER, RecordDetermination, referral="r1", result=result, text="复函", **said)
    return script


def test_the_clock_runs_on() -> None:
    script = referred()
    assert due(script) == "2026-06-08"
    assert not script.last(ReferredForDetermination).stops_clock
    determined(script, "2026-05-20", ReviewResult.DISCLOSE)
    assert due(script) == "2026-06-08"
    assert script.tick("2026-06-09") == ["became_overdue"]


def test_by_policy_the_time_is_left_out_for_fifteen_working_days_at_most() -> None:
    """Received Mon 2026-05-11, due 06-08. Referred at once: until the lapse Mon 06-01; answered 05-20: seven days."""
    script = referred(policy=Policy(referral_stops_clock=True))
    assert due(script) == "2026-06-30"
    determined(script, "2026-05-20", ReviewResult.DISCLOSE)
    assert due(script) == "2026-06-17"


def test_under_the_law_of_2007_no_policy_leaves_it_out() -> None:
    script = found(OLD_LAW, policy=Policy(referral_stops_clock=True))
    script.take(OLD_LAW, HANDLER, ReferForDetermination, **DOUBT)
    assert due(script) == "2019-06-04"


def test_the_letter_names_the_doubt_and_the_own_view() -> None:
    order = referred().orders[-1]
    assert order.kind is LetterKind.REFERRAL
    assert order.referral
    assert (order.referral.doubt, order.referral.own_view) == (DOUBT["doubt"], DOUBT["own_view"])


def test_what_is_not_determined_stays_closed() -> None:
    script = review(referred(), DAY, TENDER, ReviewResult.DISCLOSE)
    refusal = script.refusal(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.DISCLOSED])
    assert refusal == by_law("referral_open", "17(3)")


def test_what_is_not_determined_can_be_refused() -> None:
    """6.4: undetermined at the limit, the reply must still go out."""
    script = review(referred(), DAY, TENDER, ReviewResult.WITHHOLD, **SECRET)
    assert script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.REFUSED]) == ["reply_drafted"]


@pytest.mark.parametrize(
    ("result", "reviewed", "outcome"),
    [
        (ReviewResult.WITHHOLD, ReviewResult.DISCLOSE, Outcome.DISCLOSED),
        (ReviewResult.WITHHOLD, ReviewResult.PARTIAL, Outcome.PARTLY_DISCLOSED),
        (ReviewResult.PARTIAL, ReviewResult.DISCLOSE, Outcome.DISCLOSED),
    ],
)
def test_the_review_is_never_milder_than_what_was_determined(
    result: ReviewResult, reviewed: ReviewResult, outcome: Outcome
) -> None:
    said: dict[str, Any] = {} if reviewed is ReviewResult.DISCLOSE else SECRET
    script = review(determined(referred(), DAY, result), DAY, TENDER, reviewed, **said)
    refusal = script.refusal(DAY, HANDLER, DraftReply, decision=DECISIONS[outcome])
    assert refusal == by_law("determination_contradicted", "17(3)")


@pytest.mark.parametrize("result", [ReviewResult.DISCLOSE, ReviewResult.PARTIAL])
def test_the_review_may_be_as_strict_or_stricter(result: ReviewResult) -> None:
    script = review(determined(referred(), DAY, result), DAY, TENDER, ReviewResult.PARTIAL, **SECRET)
    draft = script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.PARTLY_DISCLOSED])
    assert draft == ["reply_drafted"]


def test_what_is_determined_after_the_draft_stops_the_issue() -> None:
    script = review(found(), DAY, TENDER, ReviewResult.DISCLOSE)
    script.take(DAY, HANDLER, ReferForDetermination, **DOUBT)
    determined(script, DAY, ReviewResult.DISCLOSE)
    script.take(DAY, HANDLER, ReferForDetermination, **DOUBT)
    assert script.refusal(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.DISCLOSED]) == by_law(
        "referral_open", "17(3)"
    )
    script.take(DAY, HANDLER, RecordDetermination, referral="r2", result=ReviewResult.DISCLOSE, text="复函")
    script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.DISCLOSED])
    approve(script, DAY, APPROVER)
    assert script.take(DAY, HANDLER, IssueReply)[0] == "reply_issued"


def test_the_answer_is_on_record() -> None:
    script = determined(referred(), "2026-05-13", ReviewResult.WITHHOLD, received_on=on("2026-05-12"))
    event = script.last(DeterminationReceived)
    assert (event.received_on, event.result, event.text) == (on("2026-05-12"), ReviewResult.WITHHOLD, "复函")


def test_an_answer_needs_an_open_referral() -> None:
    said: dict[str, Any] = {"result": ReviewResult.DISCLOSE, "text": "复函"}
    for script in (found(), determined(referred(), DAY, ReviewResult.DISCLOSE)):
        refusal = script.refusal(DAY, HANDLER, RecordDetermination, referral="r1", **said)
        assert refusal == by_law("no_referral_open", "17(3)")
    refusal = referred().refusal(DAY, HANDLER, RecordDetermination, referral="r2", **said)
    assert refusal == senseless("no_such_referral", "referral")


@pytest.mark.parametrize(("day", "code"), [("2026-05-11", "date_before_receipt"), ("2026-05-14", "date_in_future")])
def test_an_answer_comes_after_the_letter_and_not_ahead(day: str, code: str) -> None:
    said: dict[str, Any] = {"result": ReviewResult.DISCLOSE, "text": "复函", "received_on": on(day)}
    refusal = referred(sent="2026-05-12").refusal("2026-05-13", HANDLER, RecordDetermination, referral="r1", **said)
    assert refusal == senseless(code, "received_on")


@pytest.mark.parametrize(("day", "code"), [("2026-05-10", "date_before_receipt"), ("2026-05-12", "date_in_future")])
def test_a_letter_is_sent_after_receipt_and_not_ahead(day: str, code: str) -> None:
    refusal = found().refusal(DAY, HANDLER, ReferForDetermination, sent_on=on(day), **DOUBT)
    assert refusal == senseless(code, "sent_on")


@pytest.mark.parametrize("script", [received(), drafted(), issued()], ids=lambda script: str(script.case.state))
def test_a_doubt_is_referred_while_the_case_is_in_hand(script: Script) -> None:
    assert script.refusal(DAY, HANDLER, ReferForDetermination, **DOUBT) == by_law("not_in_hand", "17(3)")


def test_a_closed_case_refers_nothing() -> None:
    assert closed().refusal(DAY, HANDLER, ReferForDetermination, **DOUBT) == by_law("case_closed")


def test_nothing_found_leaves_no_doubt() -> None:
    script = search(in_hand(), DAY)
    refusal = script.refusal(DAY, HANDLER, ReferForDetermination, **DOUBT)
    assert refusal == by_law("no_document_to_ask_about", "17(3)")


def test_a_strange_document_is_rejected() -> None:
    said: dict[str, Any] = {**DOUBT, "documents": [UUID(int=99)]}
    refusal = found().refusal(DAY, HANDLER, ReferForDetermination, **said)
    assert refusal == senseless("document_not_of_case", "documents")


def test_an_approver_refers_nothing() -> None:
    assert found().refusal(DAY, APPROVER, ReferForDetermination, **DOUBT) == NOT_PERMITTED
