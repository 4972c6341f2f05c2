"""Which event calls for which letter, and what the letter is told."""

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from activities.letters.compose import compose
from schemas.base import Line, Text
from schemas.commands import Facts
from schemas.decisions import AlreadyPublic, Decision, NotThisAgency
from schemas.events import ApplicationWithdrawn, LetterIssued, ReplyIssued
from schemas.law.regulation_2019 import CN_OGI_2019
from schemas.letters import Finding
from schemas.steps import (
    ApproveReply,
    ConfirmAbandonment,
    ConfirmReceipt,
    DraftReply,
    IssueReply,
    ReceiveCorrection,
    RequestCorrection,
    Withdraw,
)
from schemas.vocabulary import Channel, LetterKind, Outcome, Remedy, ReviewResult
from tests.case.builders import (
    APPROVER,
    DECISIONS,
    HANDLER,
    MINUTES,
    TENDER,
    TEXT_ID,
    Script,
    approved,
    closed,
    confirmed,
    in_hand,
    issued,
    moment,
    new_case,
    on,
    received,
    registered,
    sent_back,
)
from tests.letters.samples import PARTIES
from workflows.letters import letters_for

CAUSES = {
    "application_received": LetterKind.RECEIPT,
    "correction_requested": LetterKind.CORRECTION_NOTICE,
    "reply_issued": LetterKind.REPLY,
    "application_withdrawn": LetterKind.WITHDRAWAL,
    "application_abandoned": LetterKind.ABANDONMENT,
}


def abandoned() -> Script:
    script = sent_back()
    script.take("2026-05-18", HANDLER, ConfirmAbandonment, finding="未见理由")
    return script


def withdrawn() -> Script:
    script = in_hand()
    script.take("2026-05-12", HANDLER, Withdraw)
    return script


@pytest.mark.parametrize("script", [closed(), abandoned(), withdrawn(), issued(Outcome.REFUSED)])
def test_every_letter_directly_follows_its_cause_and_nothing_else_has_one(script: Script) -> None:
    for cause, follower in zip(script.events, [*script.events[1:], None], strict=True):
        if isinstance(follower, LetterIssued):
            assert follower.letter.kind is CAUSES[cause.kind]
        else:
            assert cause.kind not in CAUSES


def test_the_receipt_tells_how_the_day_was_fixed() -> None:
    order = confirmed("2026-10-09", "2026-10-12").orders[0]
    assert (order.kind, order.remedy, order.channel) == (LetterKind.RECEIPT, Remedy.NONE, Channel.ONLINE)
    assert (order.arrived_on, order.received_on) == (on("2026-10-09"), on("2026-10-12"))
    assert (order.how_confirmed, order.due_on) == ("电话确认", on("2026-11-09"))
    assert order.statute == CN_OGI_2019.id


def test_the_key_of_a_letter_names_case_kind_and_number() -> None:
    script = sent_back()
    case_id = script.case.case_id
    assert [order.key for order in script.orders] == [
        f"{case_id}/letter/receipt/1",
        f"{case_id}/letter/correction_notice/1",
    ]
    (again,) = letters_for(script.case, script.events[1], script.moment(on("2026-04-28"), HANDLER))
    assert again.key == f"{case_id}/letter/receipt/2"


def test_a_letter_dated_on_paper_keeps_both_days() -> None:
    script = sent_back(notified="2026-04-30", notified_on=on("2026-04-28"))
    order = script.orders[-1]
    assert (order.dated, order.recorded_on, order.notified_on) == (on("2026-04-28"), on("2026-04-30"), on("2026-04-28"))


def test_a_reply_tells_search_findings_and_correction() -> None:
    script = approved(Outcome.PARTLY_DISCLOSED)
    script.take("2026-05-12", HANDLER, IssueReply)
    order = script.orders[-1]
    assert order.search == "以“机房改造”为关键词检索了档案系统"
    assert order.findings[0] == Finding(document_id=TENDER.document_id, result=ReviewResult.DISCLOSE)
    assert order.findings[1].document_id == MINUTES.document_id
    assert order.findings[1].reason == "属于讨论记录"
    assert order.corrected_on is None


def test_a_letter_after_a_correction_names_both_days_of_receipt() -> None:
    script = sent_back()
    script.take("2026-05-13", HANDLER, ReceiveCorrection, Facts(text_id=TEXT_ID))
    script.take("2026-05-14", HANDLER, Withdraw)
    order = script.orders[-1]
    assert (order.received_on, order.corrected_on) == (on("2026-04-20"), on("2026-05-13"))
    assert order.due_on == on("2026-06-10")


def test_only_a_reply_tells_decision_and_findings() -> None:
    script = approved(Outcome.REFUSED)
    script.take("2026-05-12", HANDLER, Withdraw)
    order = script.orders[-1]
    assert (order.kind, order.decision, order.findings, order.search) == (LetterKind.WITHDRAWAL, None, (), None)
    assert order.remedy is Remedy.NONE


def test_an_application_may_be_withdrawn_before_its_day_of_receipt_is_fixed() -> None:
    script = registered()
    script.take("2026-05-12", HANDLER, Withdraw)
    order = script.orders[-1]
    assert (order.kind, order.received_on, order.due_on) == (LetterKind.WITHDRAWAL, None, None)
    assert order.withdrawn_on == on("2026-05-12")


def test_no_letter_for_a_case_that_is_not_registered() -> None:
    event = ApplicationWithdrawn(withdrawn_on=on("2026-05-11"))
    assert letters_for(new_case(), event, moment(on("2026-05-11"), HANDLER)) == ()


def test_the_reply_carries_the_decision_that_was_approved() -> None:
    script = issued(Outcome.NOT_FOUND)
    assert script.orders[-1].decision == DECISIONS[Outcome.NOT_FOUND]
    assert script.last(ReplyIssued).outcome is Outcome.NOT_FOUND
    assert received().orders[0].decision is None


LINE: TypeAdapter[str] = TypeAdapter(Line)
TEXT: TypeAdapter[str] = TypeAdapter(Text)
UNSEEN = ["\u200b", "\ufeff\u200d", "\u2061", "\ufffe", "\u2060 \u2060", "\u00ad"]
"""Characters without a glyph (Unicode Cf and noncharacters): a letter prints none of them."""
awkward = st.text(
    st.sampled_from("甲乙a1 \n\t\u200b\u202e\u2028\u3000\ufeff\ufffe\u3164é㐀𠀀《"), max_size=8
) | st.text(max_size=8)


@pytest.mark.parametrize("adapter", [LINE, TEXT], ids=["a line", "running text"])
@pytest.mark.parametrize("text", UNSEEN)
def test_a_text_of_which_nothing_can_be_seen_is_no_text(adapter: TypeAdapter[str], text: str) -> None:
    """A letter that has to say it could never be issued, and an approved reply would be stuck."""
    with pytest.raises(ValidationError, match="invalid_field"):
        adapter.validate_python(text)
    assert adapter.validate_python(f"{text}甲") == f"{text}甲".strip()


@settings(deadline=None)
@given(awkward)
@example("甲\u200b\n\u200b")
def test_whatever_a_step_accepts_as_text_can_stand_in_its_letter(text: str) -> None:
    try:
        assume(LINE.validate_python(text) and TEXT.validate_python(text))
    except ValidationError:
        assume(False)
    for script in (_confirmed(text), _sent_back(text), *(_replied(decision) for decision in _decisions(text))):
        for order in script.orders:
            compose(order, PARTIES, "示公复〔2026〕1号")


def _confirmed(text: str) -> Script:
    script = registered()
    script.take("2026-05-11", HANDLER, ConfirmReceipt, how=text)
    return script


def _sent_back(text: str) -> Script:
    script = received("2026-04-20")
    script.take("2026-04-28", HANDLER, RequestCorrection, items=[text], guidance=text)
    script.take("2026-05-18", HANDLER, ConfirmAbandonment, finding=text)
    return script


def _decisions(text: str) -> tuple[Decision, ...]:
    return AlreadyPublic(where=text), NotThisAgency(reasons=text, right_agency=text, contact=text)


def _replied(decision: Decision) -> Script:
    script = in_hand()
    script.take("2026-05-12", HANDLER, DraftReply, decision=decision)
    script.take("2026-05-12", APPROVER, ApproveReply, verdict="approve")
    script.take("2026-05-12", HANDLER, IssueReply)
    return script
