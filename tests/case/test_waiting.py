"""For whom a case waits: always for somebody who can do something, and for the right one."""

from dataclasses import dataclass

import pytest

from schemas.commands import Facts
from schemas.steps import ApproveReply, Assign, DelegateApproval, DraftReply, RequestCorrection
from schemas.steps_consultation import RecordDetermination, ReferForDetermination
from schemas.steps_search import RequestSearch
from schemas.steps_time import DecideExtension, ProposeExtension
from schemas.vocabulary import Channel, Outcome, Position, ReferredTo, ReviewResult, Role, State, Verdict
from schemas.waiting import Awaited
from tests.case.builders import (
    APPROVER,
    CALENDAR,
    DECISIONS,
    HANDLER,
    OGI_HEAD,
    TENDER,
    Script,
    approve,
    approved,
    closed,
    consult,
    drafted,
    in_hand,
    issued,
    on,
    received,
    registered,
    review,
    search,
    sent_back,
    staff,
)
from tests.case.phases import heard, served
from tests.case.two_persons import U, W, agreed, confirm, found, propose
from workflows.waiting import Waiting, waiting_of

DAY = "2026-05-11"


def waits(script: Script) -> Waiting:
    return waiting_of(script.case, CALENDAR)


@dataclass(frozen=True)
class Wait:
    """What is expected of a case that has come so far."""

    script: Script
    roles: tuple[Role, ...]
    steps: tuple[str, ...]
    until: str | None


H = (Role.HANDLER,)
CASES = (
    Wait(registered(DAY, Channel.ONLINE), (Role.HANDLER, Role.OGI_HEAD), ("confirm_receipt", "assign"), DAY),
    Wait(received(DAY), (Role.HANDLER, Role.OGI_HEAD), ("accept", "assign"), "2026-06-08"),
    Wait(in_hand(DAY), H, ("record_search", "request_search", "draft_reply"), "2026-06-08"),
    Wait(sent_back(), H, ("receive_correction",), "2026-05-14"),
    Wait(drafted(), (Role.APPROVER, Role.OGI_HEAD), ("approve_reply",), "2026-06-08"),
    Wait(approved(), H, ("issue_reply",), "2026-06-08"),
    Wait(issued(), H, ("record_delivery",), "2026-06-08"),
    Wait(closed(), (), (), None),
)


@pytest.mark.parametrize("wait", CASES, ids=lambda wait: str(wait.script.case.state))
def test_each_state_waits_for_whoever_moves_it_on(wait: Wait) -> None:
    waiting = waits(wait.script)
    assert (waiting.roles, waiting.steps) == (wait.roles, wait.steps)
    assert waiting.until == (on(wait.until) if wait.until else None)


def test_who_has_taken_a_case_does_not_keep_the_head_waiting() -> None:
    script = received(DAY)
    script.take(DAY, OGI_HEAD, Assign, Facts(handler_known=True), handler=HANDLER.staff_id)
    assert waits(script).roles == H


def test_while_the_applicant_is_awaited_the_handler_records_and_after_his_silence_decides() -> None:
    script = sent_back()
    assert waits(script).outside is Awaited.APPLICANT
    script.tick("2026-05-15")
    assert (waits(script).steps[0], waits(script).outside) == ("confirm_abandonment", None)


def test_a_correction_asked_for_too_late_keeps_nobody_waiting() -> None:
    script = received("2026-04-20")
    script.take("2026-04-30", HANDLER, RequestCorrection, items=["请写明合同的名称"])
    assert waits(script).steps == ("accept", "receive_correction")
    assert waits(script).outside is None


def test_what_is_found_is_proposed_by_the_handler_and_confirmed_by_another_reviewer() -> None:
    script = found(TENDER)
    assert (waits(script).roles, waits(script).steps) == (H, ("propose_review",))
    both = staff(70, Role.HANDLER, Role.REVIEWER)
    propose(script, DAY, TENDER, actor=both)
    assert waits(script)[:3] == ((Role.REVIEWER,), None, ("confirm_review",))
    assert waits(script).barred == (both.staff_id,)
    confirm(script, DAY, TENDER)
    assert (waits(script).roles, waits(script).steps) == (H, ("draft_reply",))


def test_in_a_case_of_the_first_edition_the_reviewer_reviews() -> None:
    waiting = waits(search(in_hand(DAY), DAY, TENDER))
    assert (waiting.roles, waiting.steps) == ((Role.REVIEWER,), ("review_document",))


def test_a_third_party_that_is_asked_is_awaited_once_it_is_proven_that_it_was() -> None:
    script = search(in_hand(DAY), DAY, TENDER)
    consult(script, DAY, TENDER)
    waiting = waits(script)
    assert waiting.steps == ("review_document", "record_consultation_delivery", "record_opinion")
    assert waiting.outside is None


def test_an_extension_waits_for_the_head_who_did_not_propose_it() -> None:
    script = in_hand(DAY)
    script.take(DAY, OGI_HEAD, ProposeExtension, working_days=10, reason="需要检索")
    waiting = waits(script)
    assert (waiting.roles, waiting.steps[0]) == ((Role.HANDLER, Role.OGI_HEAD), "decide_extension")
    assert waiting.barred == (OGI_HEAD.staff_id,)
    another = staff(71, Role.OGI_HEAD)
    script.take(DAY, another, DecideExtension, verdict=Verdict.APPROVE)
    assert (waits(script).roles, waits(script).steps[0]) == (H, "notify_extension")


def test_an_extension_nobody_decided_in_time_waits_for_nobody() -> None:
    script = in_hand(DAY)
    script.take(DAY, HANDLER, ProposeExtension, working_days=10, reason="需要检索")
    script.tick("2026-06-09")
    assert "decide_extension" not in waits(script).steps


def test_who_drafted_or_signed_is_not_waited_for() -> None:
    script = drafted()
    assert waits(script).barred == (HANDLER.staff_id,)


def test_a_delegate_is_named() -> None:
    script, delegate = drafted(), staff(72, Role.HANDLER)
    script.take(DAY, OGI_HEAD, DelegateApproval, Facts(person_known=True), to=delegate.staff_id, reason="出差")
    assert waits(script).person == delegate.staff_id
    script.take(DAY, delegate, ApproveReply, verdict=Verdict.APPROVE)
    assert waits(script).person is None


def test_a_returned_draft_waits_for_the_handler_again() -> None:
    script = drafted()
    script.take(DAY, OGI_HEAD, ApproveReply, verdict=Verdict.RETURN, comment="请补充理由")
    assert script.case.state is State.PROCESSING
    assert "draft_reply" in waits(script).steps
    script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.ALREADY_PUBLIC])
    assert waits(script).steps == ("approve_reply",)


def test_what_cannot_be_determined_is_referred_awaited_and_reviewed_again() -> None:
    script = agreed(found(TENDER), DAY, TENDER, result=U)
    assert waits(script).steps == ("refer_for_determination",)
    referral = {
        "to": ReferredTo.SECRECY_ADMINISTRATION,
        "department": "保密局",
        "doubt": "密级",
        "own_view": "可以公开",
    }
    script.take(DAY, HANDLER, ReferForDetermination, None, documents=[TENDER.document_id], **referral)
    assert (waits(script).steps, waits(script).outside) == (("record_determination",), Awaited.AGENCY)
    script.take(DAY, HANDLER, RecordDetermination, referral="r1", result=W, text="复函")
    assert waits(script).steps == ("propose_review",)


@pytest.mark.parametrize(
    ("outcome", "step"), [(Outcome.ALREADY_PUBLIC, "approve_reply"), (Outcome.PETITION, "issue_reply")]
)
def test_a_signed_reply_that_is_objected_to_waits_for_no_department(outcome: Outcome, step: str) -> None:
    """An objection bars a reply that says where to find what it is about, and no other; what a department searches is
    taken in while the case is in hand, no more once its reply is drafted."""
    script = search(in_hand(DAY), DAY, TENDER)
    script.take(DAY, HANDLER, RequestSearch, departments=("规划科",), sought="合同", due_on=on("2026-05-15"))
    consult(script, DAY, TENDER)
    review(served(script, DAY), DAY, TENDER, ReviewResult.DISCLOSE)
    script.take("2026-06-02", HANDLER, DraftReply, decision=DECISIONS[outcome])
    approve(script, "2026-06-02", APPROVER)
    heard(script, "2026-06-03", Position.OBJECTS)
    assert [asked.open for asked in script.case.rounds] == [True]
    assert waits(script).steps == (step,)
    assert "answer_search" not in waits(script).steps
    assert waits(script).outside is None
