"""Legality review and graded approval (合法性审查、分级审批): the chain, returns, delegation, the final text."""

from typing import Any

import pytest
from pydantic import ValidationError

from schemas.events import ReplyApproved, ReplyReturned
from schemas.policy import Policy
from schemas.steps import ApproveReply, DelegateApproval, DraftReply, IssueReply, SetFinalText
from schemas.vocabulary import Outcome, ReviewResult, Role, State, Verdict
from tests.case.builders import (
    AGENCY_HEAD,
    APPROVER,
    CONTRACT,
    DECISIONS,
    EVERYTHING,
    HANDLER,
    LAWFUL,
    LEGAL,
    MINUTES,
    NOT_PERMITTED,
    OGI_HEAD,
    PEOPLE,
    REVIEWER,
    SECTION_HEAD,
    SUPERVISOR,
    Script,
    approve,
    approved,
    by_law,
    drafted,
    in_hand,
    issued,
    on,
    review,
    senseless,
    staff,
)
from workflows.letters import draft_order

DAY = "2026-05-11"
LONG = Policy(approval=(Role.SECTION_HEAD, Role.LEGAL, Role.AGENCY_HEAD))
BY_OUTCOME = Policy(approval_by_outcome={Outcome.REFUSED: (Role.LEGAL, Role.AGENCY_HEAD)})
YES: dict[str, Any] = {"verdict": Verdict.APPROVE}
BACK: dict[str, Any] = {"verdict": Verdict.RETURN, "comment": "请补充理由"}
FINAL: dict[str, Any] = {"document": CONTRACT.document_id}
SECOND_HANDLER = staff(31, Role.HANDLER)
BOTH = staff(32, Role.SECTION_HEAD, Role.AGENCY_HEAD)


def test_every_stage_signs_in_order_and_the_last_approves() -> None:
    script = drafted(policy=LONG)
    approve(script, DAY, SECTION_HEAD)
    assert (script.case.state, script.last(ReplyApproved).final) == (State.AWAITING_APPROVAL, False)
    approve(script, DAY, LEGAL, AGENCY_HEAD)
    assert (script.case.state, script.last(ReplyApproved).final) == (State.APPROVED, True)
    assert script.case.draft
    assert [(sign.stage, sign.by) for sign in script.case.draft.signatures] == [
        (Role.SECTION_HEAD, SECTION_HEAD.staff_id),
        (Role.LEGAL, LEGAL.staff_id),
        (Role.AGENCY_HEAD, AGENCY_HEAD.staff_id),
    ]
    assert script.case.draft.approved_by == AGENCY_HEAD.staff_id


def test_nobody_signs_out_of_turn() -> None:
    for actor in (LEGAL, AGENCY_HEAD, APPROVER, OGI_HEAD):
        assert drafted(policy=LONG).refusal(DAY, actor, ApproveReply, **YES) == by_law("not_your_stage", "45")


def test_nothing_is_issued_before_the_last_signature() -> None:
    script = approve(drafted(policy=LONG), DAY, SECTION_HEAD, LEGAL)
    assert script.refusal(DAY, HANDLER, IssueReply) == by_law("reply_not_approved", "45")


def test_nobody_signs_twice_in_one_chain() -> None:
    script = drafted(policy=LONG)
    approve(script, DAY, BOTH, LEGAL)
    assert script.refusal(DAY, BOTH, ApproveReply, **YES) == by_law("signed_already", "45")
    approve(script, DAY, AGENCY_HEAD)


def test_nobody_approves_what_he_drafted() -> None:
    script = drafted(actor=EVERYTHING)
    assert script.refusal(DAY, EVERYTHING, ApproveReply, **YES) == by_law("approver_is_drafter", "45")


def test_who_drafted_an_earlier_version_does_not_approve_the_later() -> None:
    script = drafted(actor=EVERYTHING)
    script.take(DAY, APPROVER, ApproveReply, **BACK)
    script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.ALREADY_PUBLIC])
    assert script.refusal(DAY, EVERYTHING, ApproveReply, **YES) == by_law("approver_is_drafter", "45")


def test_each_outcome_may_have_its_own_chain() -> None:
    approve(drafted(Outcome.REFUSED, policy=BY_OUTCOME), DAY, LEGAL, AGENCY_HEAD)
    one_signature = approve(drafted(Outcome.ALREADY_PUBLIC, policy=BY_OUTCOME), DAY, APPROVER)
    assert one_signature.case.state is State.APPROVED


def test_the_head_of_the_ogi_office_is_an_approver_too() -> None:
    assert approve(drafted(), DAY, OGI_HEAD).case.state is State.APPROVED


@pytest.mark.parametrize("actor", [HANDLER, REVIEWER, SUPERVISOR], ids=lambda actor: str(actor.roles[0]))
def test_who_holds_no_signing_role_signs_nothing(actor: Any) -> None:
    script = drafted(actor=SECOND_HANDLER)
    assert script.refusal(DAY, actor, ApproveReply, **YES) == NOT_PERMITTED


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.SECTION_HEAD, Role.LEGAL, Role.APPROVER, Role.OGI_HEAD, Role.AGENCY_HEAD})
)
def test_a_chain_names_only_roles_that_sign(role: Role) -> None:
    for policy in ({"approval": (role,)}, {"approval_by_outcome": {Outcome.REFUSED: (role,)}}, {"approval": ()}):
        with pytest.raises(ValidationError):
            Policy.model_validate(policy)


@pytest.mark.parametrize("signers", [(), (SECTION_HEAD,), (SECTION_HEAD, LEGAL)], ids=len)
def test_each_stage_may_return_the_draft_with_a_comment(signers: tuple[Any, ...]) -> None:
    script = approve(drafted(policy=LONG), DAY, *signers)
    at_work = (SECTION_HEAD, LEGAL, AGENCY_HEAD)[len(signers)]
    said: dict[str, Any] = {"legality": LAWFUL} if at_work is LEGAL else {}
    refusal = script.refusal(DAY, at_work, ApproveReply, verdict=Verdict.RETURN, **said)
    assert refusal == senseless("comment_missing", "comment")
    assert script.take(DAY, at_work, ApproveReply, **BACK, **said) == ["reply_returned"]
    assert script.last(ReplyReturned).stage is at_work.roles[0]
    assert script.case.state is State.PROCESSING


def test_what_was_returned_is_signed_from_the_beginning() -> None:
    script = approve(drafted(policy=LONG), DAY, SECTION_HEAD)
    script.take(DAY, LEGAL, ApproveReply, legality=LAWFUL, **BACK)
    script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.ALREADY_PUBLIC])
    assert script.refusal(DAY, LEGAL, ApproveReply, legality=LAWFUL, **YES) == by_law("not_your_stage", "45")
    approve(script, DAY, SECTION_HEAD, LEGAL, AGENCY_HEAD)


def test_an_approval_can_be_taken_back_until_the_issue() -> None:
    assert approved().refusal(DAY, OGI_HEAD, ApproveReply, **YES) == by_law("already_approved", "45")
    script = approved()
    assert script.take(DAY, APPROVER, ApproveReply, **BACK) == ["reply_returned"]
    assert issued().refusal(DAY, APPROVER, ApproveReply, **BACK) == by_law("nothing_to_approve", "45")


def test_nothing_is_signed_that_was_not_drafted() -> None:
    for step, said in (
        (ApproveReply, YES),
        (SetFinalText, FINAL),
        (DelegateApproval, {"to": HANDLER.staff_id, "reason": "差"}),
    ):
        actor = HANDLER if step is SetFinalText else APPROVER
        assert in_hand().refusal(DAY, actor, step, **said) == by_law("nothing_to_approve", "45")


def test_only_a_draft_that_lies_for_signature_or_issue_is_previewed() -> None:
    """What was returned may contradict what has been reviewed since."""
    script = drafted(Outcome.REFUSED)
    when = script.moment(on(DAY), HANDLER)
    assert draft_order(script.case, when)
    script.take(DAY, APPROVER, ApproveReply, **BACK)
    review(script, DAY, MINUTES, ReviewResult.DISCLOSE)
    assert draft_order(script.case, when) is None


def at_legal() -> Script:
    return drafted(Outcome.REFUSED, policy=BY_OUTCOME)


def test_the_legality_review_gives_its_three_findings() -> None:
    assert at_legal().refusal(DAY, LEGAL, ApproveReply, **YES) == senseless("legality_missing", "legality")
    script = at_legal()
    script.take(DAY, LEGAL, ApproveReply, legality=LAWFUL, **YES)
    legality = script.last(ReplyApproved).legality
    assert legality
    assert (legality.facts_and_evidence, legality.legal_basis, legality.procedure) == (True, True, True)


@pytest.mark.parametrize("fails", ["facts_and_evidence", "legal_basis", "procedure"])
def test_what_is_not_lawful_throughout_can_only_be_returned(fails: str) -> None:
    script, found = at_legal(), {**LAWFUL, fails: False}
    refusal = script.refusal(DAY, LEGAL, ApproveReply, legality=found, **YES)
    assert refusal == by_law("legality_not_given", "45")
    script.take(DAY, LEGAL, ApproveReply, legality=found, **BACK)
    assert script.last(ReplyReturned).legality


def test_only_the_legality_review_gives_them() -> None:
    refusal = drafted().refusal(DAY, APPROVER, ApproveReply, legality=LAWFUL, **YES)
    assert refusal == senseless("legality_not_asked", "legality")


def test_what_is_offered_at_each_stage() -> None:
    """``approve_reply`` is offered to whose stage it is, and to nobody else."""
    script = drafted(policy=LONG)
    for signer in (SECTION_HEAD, LEGAL, AGENCY_HEAD):
        offered = {actor.staff_id for actor in PEOPLE if "approve_reply" in script.offered(DAY, actor)}
        assert offered == {signer.staff_id}
        approve(script, DAY, signer)
