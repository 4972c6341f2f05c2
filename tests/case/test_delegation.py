"""Delegating a signature, and the final text that voids what was signed (委托审批、定稿)."""

from typing import Any

from schemas.commands import Facts
from schemas.events import ApprovalDelegated, FinalTextSet
from schemas.policy import Policy
from schemas.steps import ApproveReply, DelegateApproval, DraftReply, IssueReply, SetFinalText
from schemas.vocabulary import Outcome, Role, State, Verdict
from tests.case.builders import (
    AGENCY_HEAD,
    APPROVER,
    CONTRACT,
    DECISIONS,
    EVERYTHING,
    HANDLER,
    LAWFUL,
    LEGAL,
    NOT_PERMITTED,
    OGI_HEAD,
    REVIEWER,
    SECTION_HEAD,
    Script,
    approve,
    approved,
    by_law,
    drafted,
    senseless,
    staff,
)
from workflows.approval import DOCX

DAY = "2026-05-11"
LONG = Policy(approval=(Role.SECTION_HEAD, Role.LEGAL, Role.AGENCY_HEAD))
YES: dict[str, Any] = {"verdict": Verdict.APPROVE}
BACK: dict[str, Any] = {"verdict": Verdict.RETURN, "comment": "请补充理由"}
KNOWN = Facts(person_known=True)
EDITED = Facts(documents=(CONTRACT.model_copy(update={"media_type": DOCX}),))
FINAL: dict[str, Any] = {"document": CONTRACT.document_id}
SECOND_HANDLER = staff(31, Role.HANDLER)


def delegated(script: Script, by: Any, to: Any) -> Script:
    script.take(DAY, by, DelegateApproval, KNOWN, to=to.staff_id, reason="出差")
    return script


def test_a_delegate_signs_in_place_of_who_delegated() -> None:
    script = delegated(drafted(actor=SECOND_HANDLER), APPROVER, REVIEWER)
    event = script.last(ApprovalDelegated)
    assert (event.stage, event.to, event.by) == (Role.APPROVER, REVIEWER.staff_id, APPROVER.staff_id)
    approve(script, DAY, REVIEWER)
    assert script.case.draft
    assert script.case.draft.signatures[0].by == REVIEWER.staff_id
    assert script.case.state is State.APPROVED


def test_who_delegated_may_still_sign() -> None:
    assert approve(delegated(drafted(), APPROVER, REVIEWER), DAY, APPROVER).case.state is State.APPROVED


def test_a_delegate_may_hand_it_on() -> None:
    script = delegated(drafted(actor=SECOND_HANDLER), APPROVER, REVIEWER)
    delegated(script, REVIEWER, HANDLER)
    assert script.refusal(DAY, REVIEWER, ApproveReply, **YES) == NOT_PERMITTED
    approve(script, DAY, HANDLER)


def test_a_delegation_is_for_one_stage() -> None:
    script = delegated(drafted(policy=LONG, actor=SECOND_HANDLER), SECTION_HEAD, REVIEWER)
    approve(script, DAY, REVIEWER)
    assert script.refusal(DAY, REVIEWER, ApproveReply, legality=LAWFUL, **YES) == NOT_PERMITTED


def test_nobody_delegates_to_who_drafted_or_signed_or_to_himself_or_a_stranger() -> None:
    script = approve(drafted(policy=LONG), DAY, SECTION_HEAD)
    to: dict[str, Any] = {"reason": "出差"}
    tries = {
        HANDLER.staff_id: by_law("approver_is_drafter", "45"),
        SECTION_HEAD.staff_id: by_law("signed_already", "45"),
        LEGAL.staff_id: senseless("unknown_delegate", "to"),
    }
    for person, expected in tries.items():
        assert script.refusal(DAY, LEGAL, DelegateApproval, KNOWN, to=person, **to) == expected
    refusal = script.refusal(DAY, LEGAL, DelegateApproval, to=REVIEWER.staff_id, **to)
    assert refusal == senseless("unknown_delegate", "to")


def test_only_who_may_sign_delegates_and_only_what_is_not_signed() -> None:
    said: dict[str, Any] = {"to": REVIEWER.staff_id, "reason": "出差"}
    assert drafted().refusal(DAY, LEGAL, DelegateApproval, KNOWN, **said) == by_law("not_your_stage", "45")
    assert drafted().refusal(DAY, REVIEWER, DelegateApproval, KNOWN, **said) == NOT_PERMITTED
    assert approved().refusal(DAY, OGI_HEAD, DelegateApproval, KNOWN, **said) == by_law("nothing_to_approve", "45")


def test_a_final_text_voids_every_signature() -> None:
    script = approve(drafted(policy=LONG), DAY, SECTION_HEAD, LEGAL)
    assert script.take(DAY, SECOND_HANDLER, SetFinalText, EDITED, **FINAL) == ["final_text_set"]
    assert script.last(FinalTextSet).document == EDITED.documents[0]
    assert script.case.draft
    assert (script.case.draft.signatures, script.case.draft.final_text) == ((), EDITED.documents[0])
    assert script.refusal(DAY, AGENCY_HEAD, ApproveReply, **YES) == by_law("not_your_stage", "45")
    approve(script, DAY, SECTION_HEAD, LEGAL, AGENCY_HEAD)
    script.take(DAY, HANDLER, IssueReply)
    assert script.orders[-1].final_text == EDITED.documents[0]


def test_an_approved_reply_that_is_edited_must_be_approved_again() -> None:
    script = approved()
    script.take(DAY, HANDLER, SetFinalText, EDITED, **FINAL)
    assert script.refusal(DAY, HANDLER, IssueReply) == by_law("reply_not_approved", "45")
    approve(script, DAY, APPROVER)


def test_who_edited_the_text_is_a_drafter() -> None:
    script = drafted()
    script.take(DAY, EVERYTHING, SetFinalText, EDITED, **FINAL)
    assert script.case.drafters == (HANDLER.staff_id, EVERYTHING.staff_id)
    assert script.refusal(DAY, EVERYTHING, ApproveReply, **YES) == by_law("approver_is_drafter", "45")
    said: dict[str, Any] = {"to": EVERYTHING.staff_id, "reason": "出差"}
    assert script.refusal(DAY, APPROVER, DelegateApproval, KNOWN, **said) == by_law("approver_is_drafter", "45")


def test_a_delegate_who_edits_loses_the_delegation() -> None:
    script = delegated(drafted(actor=SECOND_HANDLER), APPROVER, HANDLER)
    script.take(DAY, HANDLER, SetFinalText, EDITED, **FINAL)
    assert script.refusal(DAY, HANDLER, ApproveReply, **YES) == NOT_PERMITTED


def test_a_new_draft_drops_the_edited_text() -> None:
    script = drafted()
    script.take(DAY, HANDLER, SetFinalText, EDITED, **FINAL)
    script.take(DAY, APPROVER, ApproveReply, **BACK)
    script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.ALREADY_PUBLIC])
    assert script.case.draft
    assert script.case.draft.final_text is None


def test_a_text_that_was_not_uploaded_is_rejected() -> None:
    assert drafted().refusal(DAY, HANDLER, SetFinalText, **FINAL) == senseless("document_not_of_case", "document")


def test_only_who_handles_edits() -> None:
    for actor in (APPROVER, LEGAL, REVIEWER):
        assert drafted().refusal(DAY, actor, SetFinalText, EDITED, **FINAL) == NOT_PERMITTED
