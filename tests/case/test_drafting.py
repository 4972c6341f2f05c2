"""Drafting, approval and issue (arts. 33, 36, 37)."""

from typing import Any

import pytest

from schemas.commands import Facts
from schemas.errors import StepRefused
from schemas.events import Actor, ReplyApproved, ReplyDrafted, ReplyIssued, ReplyReturned
from schemas.steps import ApproveReply, DraftReply, IssueReply
from schemas.vocabulary import Ground, LetterKind, Outcome, Remedy, ReviewResult, State, Verdict
from tests.case.builders import (
    ANSWERED_BEFORE,
    APPROVER,
    CONTRACT,
    DECISIONS,
    EVERYTHING,
    HANDLER,
    MINUTES,
    NOT_PERMITTED,
    OGI_HEAD,
    REVIEWER,
    STILL_OPEN,
    TENDER,
    Script,
    approved,
    by_law,
    corrected,
    drafted,
    excessive,
    in_hand,
    issued,
    on,
    ready_for,
    received,
    registered,
    review,
    search,
    senseless,
    sent_back,
)
from workflows.decide import decide

DAY = "2026-05-12"
DISCLOSE, PARTIAL, WITHHOLD = ReviewResult.DISCLOSE, ReviewResult.PARTIAL, ReviewResult.WITHHOLD
WITHOUT_DOCUMENTS = {Outcome.ALREADY_PUBLIC, Outcome.NOT_THIS_AGENCY, Outcome.SPECIAL_REGISTER}
NOT_PROCESSED = {
    Outcome.PETITION,
    Outcome.REPEATED,
    Outcome.PUBLICATION,
    Outcome.CONFIRMATION_SOUGHT,
    Outcome.NEEDS_MAKING,
}
"""Outcomes that rest on what was asked, whatever was found."""
REMEDIES = {
    Outcome.REFUSED: Remedy.RECONSIDERATION_FIRST,
    Outcome.PARTLY_DISCLOSED: Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD,
}
Found = tuple[ReviewResult, ...]


def state_of(script: Script) -> str:
    return str(script.case.state)


def found(*results: ReviewResult) -> Script:
    """A search that found one document for each of these reviews."""
    refs = (TENDER, CONTRACT, MINUTES)[: len(results)]
    script = search(in_hand(), DAY, *refs)
    for ref, result in zip(refs, results, strict=True):
        review(script, DAY, ref, result)
    return script


def possible(script: Script) -> set[Outcome]:
    """The outcomes that a draft may have, besides those that rest on what was asked alone."""
    drafted_of = {outcome for outcome in DECISIONS if _may_be_drafted(script, outcome)}
    assert drafted_of >= NOT_PROCESSED
    return drafted_of - NOT_PROCESSED


def _may_be_drafted(script: Script, outcome: Outcome) -> bool:
    step = DraftReply(expected_version=script.case.version, decision=DECISIONS[outcome])
    try:
        decide(script.case, step, script.moment(on(DAY), HANDLER, Facts(other=ANSWERED_BEFORE)))
    except StepRefused:
        return False
    return True


@pytest.mark.parametrize(
    ("results", "outcomes"),
    [
        ((DISCLOSE,), {Outcome.DISCLOSED, Outcome.ALREADY_PUBLIC}),
        ((DISCLOSE, DISCLOSE), {Outcome.DISCLOSED, Outcome.ALREADY_PUBLIC}),
        ((WITHHOLD,), {Outcome.REFUSED}),
        ((WITHHOLD, WITHHOLD), {Outcome.REFUSED}),
        ((PARTIAL,), {Outcome.PARTLY_DISCLOSED}),
        ((DISCLOSE, WITHHOLD), {Outcome.PARTLY_DISCLOSED}),
        ((DISCLOSE, PARTIAL), {Outcome.PARTLY_DISCLOSED}),
        ((PARTIAL, WITHHOLD), {Outcome.PARTLY_DISCLOSED}),
        ((DISCLOSE, PARTIAL, WITHHOLD), {Outcome.PARTLY_DISCLOSED}),
        ((), {Outcome.NOT_FOUND, *WITHOUT_DOCUMENTS}),
    ],
)
def test_the_outcome_agrees_with_what_was_found_and_reviewed(results: Found, outcomes: set[Outcome]) -> None:
    assert possible(found(*results)) == outcomes


def test_without_any_search_only_what_needs_no_document_is_left() -> None:
    assert possible(in_hand()) == WITHOUT_DOCUMENTS


def test_after_a_correction_it_may_still_be_unclear() -> None:
    assert possible(corrected()) == {Outcome.STILL_UNCLEAR, *WITHOUT_DOCUMENTS}
    refusal = in_hand().refusal(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.STILL_UNCLEAR])
    assert refusal == by_law("unclear_without_correction", "30")


def test_only_after_its_reasons_were_found_wanting_an_application_is_excessive() -> None:
    assert possible(excessive()) == {Outcome.EXCESSIVE, *WITHOUT_DOCUMENTS}
    refusal = in_hand().refusal(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.EXCESSIVE])
    assert refusal == by_law("excessive_without_reasons", "35")


def test_a_repetition_names_a_case_of_the_same_applicant_that_was_answered() -> None:
    said: dict[str, Any] = {"decision": DECISIONS[Outcome.REPEATED]}
    assert in_hand().refusal(DAY, HANDLER, DraftReply, **said) == senseless(
        "other_case_unknown", "decision.earlier_case"
    )
    refusal = in_hand().refusal(DAY, HANDLER, DraftReply, Facts(other=STILL_OPEN), **said)
    assert refusal == by_law("earlier_not_answered", "36(6)")


def test_not_found_needs_a_search() -> None:
    refusal = in_hand().refusal(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.NOT_FOUND])
    assert refusal == by_law("not_found_without_search", "36(4)")


def test_an_outcome_against_the_review_is_refused() -> None:
    refusal = found(WITHHOLD).refusal(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.DISCLOSED])
    assert refusal == by_law("outcome_contradicts_review", "36")


def test_everything_is_reviewed_before_a_draft() -> None:
    script = review(search(in_hand(), DAY, TENDER, CONTRACT), DAY, TENDER, DISCLOSE)
    refusal = script.refusal(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.DISCLOSED])
    assert refusal == by_law("documents_unreviewed", "17")


@pytest.mark.parametrize(
    "script",
    [registered(), received(), sent_back(), drafted(), approved(), issued()],
    ids=state_of,
)
def test_only_a_case_in_hand_is_drafted(script: Script) -> None:
    refusal = script.refusal(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.ALREADY_PUBLIC])
    assert refusal == by_law("not_in_hand", "36")


def test_a_reviewer_does_not_draft() -> None:
    refusal = in_hand().refusal(DAY, REVIEWER, DraftReply, decision=DECISIONS[Outcome.ALREADY_PUBLIC])
    assert refusal == NOT_PERMITTED


def test_a_draft_names_each_ground_once_in_the_order_of_the_regulation() -> None:
    script = search(in_hand(), DAY, TENDER, CONTRACT)
    review(script, DAY, TENDER, WITHHOLD, grounds=[Ground.INTERNAL_AFFAIRS, Ground.PRIVACY])
    review(script, DAY, CONTRACT, WITHHOLD, grounds=[Ground.PRIVACY, Ground.STATE_SECRET])
    script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.REFUSED])
    event = script.last(ReplyDrafted)
    assert event.grounds == (Ground.STATE_SECRET, Ground.PRIVACY, Ground.INTERNAL_AFFAIRS)
    assert event.by == HANDLER.staff_id
    assert script.case.state is State.AWAITING_APPROVAL


@pytest.mark.parametrize("actor", [APPROVER, OGI_HEAD], ids=["approver", "head of the office"])
def test_another_person_approves(actor: Actor) -> None:
    script = drafted()
    assert script.take(DAY, actor, ApproveReply, verdict=Verdict.APPROVE, comment="同意") == ["reply_approved"]
    assert script.last(ReplyApproved).comment == "同意"
    assert script.case.state is State.APPROVED
    assert script.case.draft
    assert script.case.draft.approved_by == actor.staff_id


@pytest.mark.parametrize("actor", [EVERYTHING, OGI_HEAD], ids=["of all roles", "head of the office"])
@pytest.mark.parametrize("verdict", Verdict)
def test_nobody_approves_what_he_drafted(actor: Actor, verdict: Verdict) -> None:
    refusal = drafted(actor=actor).refusal(DAY, actor, ApproveReply, verdict=verdict, comment="同意")
    assert refusal == by_law("approver_is_drafter", "45")


def test_a_handler_does_not_approve() -> None:
    assert drafted().refusal(DAY, HANDLER, ApproveReply, verdict=Verdict.APPROVE) == NOT_PERMITTED


@pytest.mark.parametrize("script", [received(), in_hand(), issued()], ids=state_of)
def test_there_must_be_a_draft_to_approve(script: Script) -> None:
    refusal = script.refusal(DAY, APPROVER, ApproveReply, verdict=Verdict.APPROVE)
    assert refusal == by_law("nothing_to_approve", "45")


def test_an_approved_draft_is_not_approved_twice() -> None:
    refusal = approved().refusal(DAY, OGI_HEAD, ApproveReply, verdict=Verdict.APPROVE)
    assert refusal == by_law("already_approved", "45")


def test_an_approval_can_be_taken_back_until_the_reply_is_issued() -> None:
    script = approved()
    assert script.take(DAY, OGI_HEAD, ApproveReply, verdict=Verdict.RETURN, comment="再核") == ["reply_returned"]
    assert script.case.state is State.PROCESSING
    assert script.case.draft
    assert script.case.draft.approved_by is None


def test_a_returned_draft_needs_a_comment() -> None:
    refusal = drafted().refusal(DAY, APPROVER, ApproveReply, verdict=Verdict.RETURN)
    assert refusal == senseless("comment_missing", "comment")


def test_a_returned_draft_is_drafted_again_by_whoever() -> None:
    script = drafted()
    assert script.take(DAY, APPROVER, ApproveReply, verdict=Verdict.RETURN, comment="请补充") == ["reply_returned"]
    assert script.last(ReplyReturned).comment == "请补充"
    assert script.case.state is State.PROCESSING
    assert script.case.draft
    assert script.case.draft.comment == "请补充"
    script.take(DAY, OGI_HEAD, DraftReply, decision=DECISIONS[Outcome.NOT_THIS_AGENCY])
    assert script.refusal(DAY, OGI_HEAD, ApproveReply, verdict=Verdict.APPROVE).code == "approver_is_drafter"
    assert script.case.draft.approved_by is None


def test_after_a_return_more_can_be_searched_and_reviewed() -> None:
    script = drafted(Outcome.NOT_FOUND)
    script.take(DAY, APPROVER, ApproveReply, verdict=Verdict.RETURN, comment="再查")
    review(search(script, DAY, TENDER), DAY, TENDER, DISCLOSE)
    assert possible(script) == {Outcome.DISCLOSED, Outcome.ALREADY_PUBLIC}


@pytest.mark.parametrize("script", [received(), in_hand(), drafted(), issued()], ids=state_of)
def test_only_an_approved_reply_is_issued(script: Script) -> None:
    assert script.refusal(DAY, HANDLER, IssueReply) == by_law("reply_not_approved", "45")


def test_a_returned_reply_is_not_issued() -> None:
    script = drafted()
    script.take(DAY, APPROVER, ApproveReply, verdict=Verdict.RETURN, comment="请补充")
    assert script.refusal(DAY, HANDLER, IssueReply) == by_law("reply_not_approved", "45")


def test_an_approver_does_not_issue() -> None:
    assert approved().refusal(DAY, APPROVER, IssueReply) == NOT_PERMITTED


@pytest.mark.parametrize("outcome", DECISIONS)
def test_an_issued_reply_is_a_letter_with_the_remedy_of_its_outcome(outcome: Outcome) -> None:
    script = approved(outcome)
    assert script.take(DAY, HANDLER, IssueReply) == ["reply_issued", "letter_issued"]
    event, order = script.last(ReplyIssued), script.orders[-1]
    assert (event.outcome, event.issued_on) == (outcome, on(DAY))
    assert event.remedy is order.remedy is REMEDIES.get(outcome, Remedy.EITHER)
    assert (order.kind, order.dated, order.decision) == (LetterKind.REPLY, on(DAY), DECISIONS[outcome])
    assert len(order.findings) == len(ready_for(outcome).case.documents)
    assert script.case.state is State.ISSUED
    assert script.row.limit_runs


def test_before_2024_a_refusal_leaves_either_remedy() -> None:
    assert issued(Outcome.REFUSED, "2023-05-11").case.remedy is Remedy.EITHER
