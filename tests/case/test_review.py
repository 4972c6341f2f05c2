"""The review by two persons: one proposes, another confirms or sends back (arts. 14-17, 37)."""

from typing import Any
from uuid import UUID

import pytest

from schemas.commands import Facts, SheetFact
from schemas.events import ReplyDrafted
from schemas.events_review import DocumentSetAside, ReviewConfirmed, ReviewProposed, ReviewReturned
from schemas.events_time import FeeNotified
from schemas.steps import DraftReply, RecordSearch, ReviewDocument
from schemas.steps_base import StepBase
from schemas.steps_consultation import RecordDetermination, ReferForDetermination
from schemas.steps_review import ConfirmReview, ProposeReview, SetAsideDocument
from schemas.steps_search import Unfiled
from schemas.steps_time import NotifyFee
from schemas.vocabulary import FeeBasis, Ground, Outcome, ReferredTo, ReviewResult, Role, State, Verdict
from tests.case.builders import (
    APPROVER,
    CONTRACT,
    DECISIONS,
    EVERYTHING,
    HANDLER,
    MINUTES,
    NOT_PERMITTED,
    OGI_HEAD,
    REVIEWER,
    TENDER,
    Refusal,
    Script,
    by_law,
    consult,
    in_hand,
    on,
    received,
    registered,
    review,
    search,
    senseless,
    staff,
)
from tests.case.two_persons import (
    ARCHIVE,
    LETTER,
    MAP,
    PLAN,
    ROLL,
    D,
    P,
    U,
    W,
    agreed,
    confirm,
    disclosed,
    found,
    lying,
    proposal,
    propose,
    signed,
)
from workflows.letters_told import reply_told

DAY = "2026-05-12"
CHANGED = {"fault": "pages_changed", "page": 2}
PRIVATE: dict[str, Any] = {"result": W, "grounds": [Ground.PRIVACY]}
ANOTHER_REVIEWER = staff(20, Role.REVIEWER)
SECRET = Unfiled(note="密件登记2026-003号", pages=12)
NOT_IN_HAND = [
    registered(edition=2),
    received(edition=2),
    signed(agreed(found(TENDER), "2026-05-11", TENDER), "2026-05-11"),
    disclosed(),
]


def state_of(script: Script) -> str:
    return str(script.case.state)


def proposing(script: Script, *refs: Any, actor: Any = HANDLER, **said: Any) -> Refusal:
    facts, told = proposal(script, *refs, **said)
    return script.refusal(DAY, actor, ProposeReview, facts, **told)


def confirming(script: Script, *refs: Any, actor: Any = REVIEWER, **said: Any) -> Refusal:
    told = {"documents": [ref.document_id for ref in refs], "verdict": Verdict.APPROVE, **said}
    return script.refusal(DAY, actor, ConfirmReview, Facts(sheets=lying(script.case)), **told)


def setting_aside(script: Script, document: UUID = TENDER.document_id, actor: Any = HANDLER) -> Refusal:
    return script.refusal(DAY, actor, SetAsideDocument, document=document, reason="误列")


def standing(script: Script) -> list[ReviewResult | None]:
    return [document.review.result if document.review else None for document in script.case.documents]


def test_what_is_proposed_is_no_review_until_another_confirms_it() -> None:
    script = propose(found(TENDER), DAY, TENDER)
    (document,) = script.case.documents
    assert document.review is None
    assert document.proposal
    assert (document.proposal.result, document.proposal.by, document.proposal.released) == (D, HANDLER.staff_id, 2)
    confirm(script, DAY, TENDER)
    (document,) = script.case.documents
    assert document.proposal is None
    assert document.review
    by = document.review.proposed_by, document.review.by
    assert (*by, document.review.result) == (HANDLER.staff_id, REVIEWER.staff_id, D)
    assert script.case.state is State.PROCESSING


def test_pages_decide_what_a_document_comes_to() -> None:
    script = agreed(found(TENDER, CONTRACT, MINUTES), DAY, TENDER, CONTRACT, MINUTES)
    assert standing(script) == [D, P, W]
    told = {one.document_id: (one.released, one.pages, one.grounds) for one in script.last(ReviewProposed).documents}
    assert told == {
        TENDER.document_id: (2, 2, ()),
        CONTRACT.document_id: (2, 3, (Ground.BUSINESS_SECRET, Ground.PRIVACY)),
        MINUTES.document_id: (0, 1, (Ground.PROCESS_INFORMATION,)),
    }


def test_a_proposal_names_the_sheet_that_was_seen() -> None:
    script = propose(found(TENDER), DAY, TENDER)
    facts, _ = proposal(script, TENDER)
    (proposed,) = script.last(ReviewProposed).documents
    assert proposed.sheet
    assert proposed.sheet == facts.sheets[0].sheet


@pytest.mark.parametrize("actor", [HANDLER, OGI_HEAD, REVIEWER], ids=["handler", "head", "reviewer"])
def test_whoever_works_on_the_case_may_propose(actor: Any) -> None:
    script = confirm(propose(found(TENDER), DAY, TENDER, actor=actor), DAY, TENDER, actor=ANOTHER_REVIEWER)
    assert standing(script) == [D]


def test_an_approver_does_not_propose() -> None:
    assert proposing(found(TENDER), TENDER, actor=APPROVER) == NOT_PERMITTED


@pytest.mark.parametrize("actor", [HANDLER, OGI_HEAD, APPROVER], ids=["handler", "head", "approver"])
def test_only_a_reviewer_confirms(actor: Any) -> None:
    assert confirming(propose(found(TENDER), DAY, TENDER), TENDER, actor=actor) == NOT_PERMITTED


@pytest.mark.parametrize("verdict", Verdict)
def test_nobody_decides_on_what_he_proposed_himself(verdict: Verdict) -> None:
    script = propose(found(TENDER), DAY, TENDER, actor=EVERYTHING)
    refusal = confirming(script, TENDER, actor=EVERYTHING, verdict=verdict, comment="意见")
    assert refusal == by_law("own_proposal", "17")


def test_nor_on_his_own_among_those_of_others() -> None:
    script = propose(found(TENDER, MINUTES), DAY, TENDER, actor=REVIEWER)
    propose(script, DAY, MINUTES)
    assert confirming(script, MINUTES, TENDER) == by_law("own_proposal", "17")
    confirm(script, DAY, MINUTES)
    assert standing(script) == [None, W]


@pytest.mark.parametrize("script", NOT_IN_HAND, ids=state_of)
def test_only_a_case_in_hand_is_reviewed(script: Script) -> None:
    facts = Facts()
    said: dict[str, Any] = {"documents": [TENDER.document_id], "result": D}
    assert script.refusal(DAY, HANDLER, ProposeReview, facts, **said) == by_law("not_in_hand", "17")
    assert confirming(script, TENDER) == by_law("not_in_hand", "17")
    assert setting_aside(script) == by_law("not_in_hand", "36")


@pytest.mark.parametrize("step", [ProposeReview, ConfirmReview], ids=lambda step: step.__name__)
def test_a_case_of_the_first_edition_is_reviewed_by_one_person(step: type[StepBase]) -> None:
    script = search(in_hand(), DAY, TENDER)
    said: dict[str, Any] = {"documents": [TENDER.document_id]}
    said |= {"verdict": Verdict.APPROVE} if step is ConfirmReview else {}
    assert script.refusal(DAY, REVIEWER, step, **said) == by_law("review_by_one_person", "17")


def test_a_case_of_the_second_edition_is_not() -> None:
    said: dict[str, Any] = {"document": TENDER.document_id, "result": D}
    assert found(TENDER).refusal(DAY, REVIEWER, ReviewDocument, **said) == by_law("review_by_two_persons", "17")


def test_there_must_be_something_to_review() -> None:
    script = found()
    assert proposing(script, TENDER, result=D) == by_law("no_document_to_review", "17")
    assert confirming(script, TENDER) == by_law("nothing_proposed", "17")
    assert setting_aside(script) == by_law("no_document_to_review", "36")


def test_only_what_lies_for_review_is_confirmed() -> None:
    script = propose(found(TENDER, MINUTES), DAY, TENDER)
    assert confirming(script, MINUTES) == senseless("nothing_proposed", "documents")
    confirm(script, DAY, TENDER)
    assert confirming(script, TENDER) == by_law("nothing_proposed", "17")


@pytest.mark.parametrize(
    ("refs", "said", "code", "field"),
    [
        ([TENDER], {"result": P, "grounds": [Ground.PRIVACY]}, "parts_need_pages", "result"),
        ([TENDER], {"grounds": [Ground.PRIVACY]}, "grounds_on_pages", "grounds"),
        ([TENDER, TENDER], {}, "document_named_twice", "documents"),
        ([CONTRACT], {}, "document_not_of_case", "documents"),
        ([TENDER], {"result": D, "grounds": [Ground.PRIVACY]}, "grounds_without_withholding", "grounds"),
        ([TENDER], {"result": W}, "grounds_missing", "grounds"),
        ([TENDER], {"result": W, "grounds": [Ground.PRIVACY] * 2}, "ground_named_twice", "grounds"),
        ([TENDER], {**PRIVATE, "reason": None}, "reason_missing", "reason"),
        ([TENDER], {"result": U, "reason": None}, "reason_missing", "reason"),
        ([MINUTES], {"reason": None}, "reason_missing", "reason"),
        (
            [TENDER],
            {"result": W, "grounds": [Ground.FORBIDDEN_BY_LAW], "reason": "法律禁止公开"},
            "provision_missing",
            "reason",
        ),
        ([LETTER], {}, "findings_undecided", "documents.0.pages.2"),
        ([LETTER], {"result": D}, "findings_undecided", "documents.0.pages.2"),
        ([PLAN], {}, "pages_unreviewed", "documents.0.pages.2"),
        ([ROLL], {}, "findings_unmarked", "documents.0.pages.1"),
        ([ROLL], {"result": D}, "pages_say_otherwise", "documents.0.pages.1"),
        ([MINUTES], {"result": D}, "pages_say_otherwise", "documents.0.pages.1"),
        ([ARCHIVE], {"result": D}, "document_without_pages", "documents.0"),
        ([TENDER, LETTER], {}, "findings_undecided", "documents.1.pages.2"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_may_not_be_proposed(refs: list[Any], said: dict[str, Any], code: str, field: str) -> None:
    script = found(TENDER, MINUTES, LETTER, PLAN, ROLL, ARCHIVE)
    assert proposing(script, *refs, **said) == senseless(code, field)


def test_what_the_api_does_not_know_is_not_proposed() -> None:
    script = found(TENDER)
    refusal = script.refusal(DAY, HANDLER, ProposeReview, Facts(), documents=[TENDER.document_id], result=D)
    assert refusal == senseless("document_not_of_case", "documents.0")


@pytest.mark.parametrize("ref", [TENDER, CONTRACT, MINUTES, LETTER, PLAN, ROLL, ARCHIVE], ids=lambda ref: str(ref.size))
def test_every_document_can_be_kept_back_whole(ref: Any) -> None:
    script = agreed(found(ref), DAY, ref, **PRIVATE)
    (document,) = script.case.documents
    assert document.review
    assert (document.review.result, document.review.grounds, document.review.released) == (W, (Ground.PRIVACY,), 0)


def test_what_nobody_uploaded_can_only_be_kept_back() -> None:
    script = found(unfiled=(SECRET,))
    (kept,) = (document.document_id for document in script.case.documents)
    facts = proposal(script, documents=[kept], result=D)
    assert script.refusal(DAY, HANDLER, ProposeReview, facts[0], **facts[1]) == senseless(
        "document_not_filed", "documents.0"
    )
    said: dict[str, Any] = {"documents": [kept], "result": W, "grounds": [Ground.STATE_SECRET]}
    propose(script, DAY, **said)
    confirm(script, DAY, documents=[kept])
    assert standing(script) == [W]


def test_sending_back_needs_a_comment() -> None:
    script = propose(found(TENDER), DAY, TENDER)
    assert confirming(script, TENDER, verdict=Verdict.RETURN) == senseless("comment_missing", "comment")


def test_what_is_sent_back_is_proposed_again() -> None:
    script = propose(found(TENDER), DAY, TENDER)
    confirm(script, DAY, TENDER, verdict=Verdict.RETURN, comment="第二页有住址")
    (document,) = script.case.documents
    assert (document.proposal, document.review) == (None, None)
    returned = script.last(ReviewReturned)
    assert (returned.comment, returned.by) == ("第二页有住址", REVIEWER.staff_id)
    agreed(script, DAY, TENDER, **PRIVATE)
    assert standing(script) == [W]


def test_a_new_proposal_undoes_what_was_confirmed() -> None:
    script = agreed(found(TENDER), DAY, TENDER)
    propose(script, DAY, TENDER, **PRIVATE)
    assert standing(script) == [None]
    confirm(script, DAY, TENDER, verdict=Verdict.RETURN, comment="不必")
    assert standing(script) == [None]
    assert sum(isinstance(event, ReviewConfirmed) for event in script.events) == 1


def test_no_reply_is_drafted_before_everything_is_confirmed() -> None:
    script = propose(agreed(found(TENDER, MINUTES), DAY, TENDER), DAY, MINUTES)
    said: dict[str, Any] = {"decision": DECISIONS[Outcome.PARTLY_DISCLOSED]}
    assert script.refusal(DAY, HANDLER, DraftReply, **said) == by_law("documents_unreviewed", "17")
    confirm(script, DAY, MINUTES)
    script.take(DAY, HANDLER, DraftReply, **said)
    assert script.last(ReplyDrafted).grounds == (Ground.PROCESS_INFORMATION,)


def test_what_cannot_be_determined_blocks_the_reply_until_it_is_referred_and_reviewed_again() -> None:
    script = agreed(found(MAP), DAY, MAP)
    (document,) = script.case.documents
    assert document.review
    assert (document.review.result, document.review.released) == (U, 0)
    drafting: dict[str, Any] = {"decision": DECISIONS[Outcome.REFUSED]}
    assert script.refusal(DAY, HANDLER, DraftReply, **drafting) == by_law("documents_undetermined", "17(3)")
    referred: dict[str, Any] = {"to": ReferredTo.SECRECY_ADMINISTRATION, "department": "示例市国家保密局"}
    referred |= {"documents": [MAP.document_id], "doubt": "坐标精度", "own_view": "隐去坐标后公开"}
    script.take(DAY, HANDLER, ReferForDetermination, **referred)
    script.take(DAY, HANDLER, RecordDetermination, referral="r1", result=W, text="属于国家秘密")
    assert script.refusal(DAY, HANDLER, DraftReply, **drafting) == by_law("documents_undetermined", "17(3)")
    agreed(script, DAY, MAP, result=W, grounds=[Ground.STATE_SECRET])
    script.take(DAY, HANDLER, DraftReply, **drafting)
    assert script.case.state is State.AWAITING_APPROVAL


def test_a_document_set_aside_is_not_part_of_the_case_any_more() -> None:
    script = agreed(found(TENDER, MINUTES), DAY, TENDER)
    script.take(DAY, HANDLER, SetAsideDocument, document=MINUTES.document_id, reason="他人案卷，误列")
    assert [document.document_id for document in script.case.documents] == [TENDER.document_id]
    assert script.last(DocumentSetAside).by == HANDLER.staff_id
    assert script.case.withheld == ()
    script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.DISCLOSED])


def test_a_document_set_aside_can_be_found_again_and_is_then_unreviewed() -> None:
    script = found(TENDER)
    script.take(DAY, HANDLER, SetAsideDocument, document=TENDER.document_id, reason="误列")
    said: dict[str, Any] = {"description": "再次检索", "documents": [TENDER.document_id]}
    script.take(DAY, HANDLER, RecordSearch, Facts(documents=(TENDER,)), **said)
    assert standing(script) == [None]


def test_only_what_was_found_is_set_aside() -> None:
    assert setting_aside(found(TENDER), CONTRACT.document_id) == senseless("document_not_of_case", "document")
    assert setting_aside(found(TENDER), actor=REVIEWER) == NOT_PERMITTED


def test_what_lies_for_review_or_was_reviewed_is_not_set_aside() -> None:
    script = propose(found(TENDER, MINUTES), DAY, TENDER)
    assert setting_aside(script) == by_law("document_already_reviewed", "36(4)")
    confirm(script, DAY, TENDER)
    assert setting_aside(script) == by_law("document_already_reviewed", "36(4)")
    assert "set_aside_document" in script.offered(DAY, HANDLER)
    agreed(script, DAY, MINUTES)
    assert "set_aside_document" not in script.offered(DAY, HANDLER)


def test_nobody_alone_makes_does_not_exist_of_what_two_have_withheld() -> None:
    script = agreed(found(TENDER), DAY, TENDER, **PRIVATE)
    propose(script, DAY, TENDER, **PRIVATE)
    confirm(script, DAY, TENDER, verdict=Verdict.RETURN, comment="再核")
    assert setting_aside(script) == by_law("document_already_reviewed", "36(4)")


def test_what_was_set_aside_is_told_with_the_search() -> None:
    script = found(TENDER)
    script.take(DAY, HANDLER, SetAsideDocument, document=TENDER.document_id, reason="误列")
    assert [(one.on, one.reason) for one in script.case.set_aside] == [(on(DAY), "误列")]
    script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.NOT_FOUND])
    assert "1份经核对不属于" in reply_told(script.case)["search"]


@pytest.mark.parametrize("released", [True, False], ids=["given out", "kept back"])
def test_what_was_said_after_the_proposal_stops_what_would_be_given_out(released: bool) -> None:
    script = propose(found(TENDER), DAY, TENDER, **({} if released else PRIVATE))
    facts = Facts(sheets=tuple(one.model_copy(update=CHANGED) for one in lying(script.case)))
    said: dict[str, Any] = {"documents": [TENDER.document_id], "verdict": Verdict.APPROVE}
    if not released:
        script.take(DAY, REVIEWER, ConfirmReview, facts, **said)
        assert standing(script) == [W]
        return
    refusal = script.refusal(DAY, REVIEWER, ConfirmReview, facts, **said)
    assert refusal == senseless("pages_changed", "documents.0.pages.2")
    assert script.refusal(DAY, REVIEWER, ConfirmReview, **said) == senseless("document_not_of_case", "documents.0")


def test_what_others_were_asked_about_stays() -> None:
    script = found(TENDER, MINUTES)
    consult(script, DAY, TENDER)
    assert setting_aside(script) == by_law("document_asked_about", "32")
    assert "set_aside_document" in script.offered(DAY, HANDLER)
    referred: dict[str, Any] = {"to": ReferredTo.SECRECY_ADMINISTRATION, "department": "保密局"}
    referred |= {"documents": [MINUTES.document_id], "doubt": "密级", "own_view": "可以公开"}
    script.take(DAY, HANDLER, ReferForDetermination, **referred)
    assert setting_aside(script, MINUTES.document_id) == by_law("document_asked_about", "32")
    assert "set_aside_document" not in script.offered(DAY, HANDLER)


def test_what_a_case_of_the_first_edition_found_by_mistake_is_set_aside_too() -> None:
    script = search(in_hand(), DAY, TENDER)
    script.take(DAY, HANDLER, SetAsideDocument, document=TENDER.document_id, reason="误列")
    assert script.case.documents == ()


def test_a_review_by_two_does_not_stop_the_clock() -> None:
    assert agreed(found(TENDER), "2026-06-01", TENDER).row.due_on == on("2026-06-08")


def hundred_pages() -> Script:
    """A hundred pages that two persons agreed to give out."""
    script = found(TENDER)
    fact = SheetFact(document_id=TENDER.document_id, result=D, sheet="ab" * 32, pages=100, released=100)
    said: dict[str, Any] = {"documents": [TENDER.document_id], "result": D}
    script.take(DAY, HANDLER, ProposeReview, Facts(sheets=(fact,)), **said)
    return confirm(script, DAY, TENDER)


@pytest.mark.parametrize(("said", "charged"), [({}, 100), ({"quantity": 60}, 60), ({"quantity": 100}, 100)])
def test_a_fee_by_page_counts_the_pages_the_review_gives_out(said: dict[str, Any], charged: int) -> None:
    script = hundred_pages()
    script.take(DAY, HANDLER, NotifyFee, basis=FeeBasis.PER_PAGE, how_to_pay="缴入财政专户", **said)
    assert script.last(FeeNotified).quantity == charged


def test_before_all_is_reviewed_the_pages_of_a_fee_are_counted_by_hand() -> None:
    script = agreed(found(TENDER, MINUTES), DAY, TENDER)
    script.take(DAY, HANDLER, NotifyFee, basis=FeeBasis.PER_PAGE, quantity=250, how_to_pay="缴入财政专户")
    assert script.last(FeeNotified).quantity == 250


@pytest.mark.parametrize("said", [{}, {"quantity": 500}], ids=["as reviewed", "by hand"])
def test_where_nothing_is_given_out_no_page_is_charged(said: dict[str, Any]) -> None:
    script = agreed(found(TENDER, MINUTES), DAY, TENDER, MINUTES, **PRIVATE)
    refusal = script.refusal(DAY, HANDLER, NotifyFee, basis=FeeBasis.PER_PAGE, how_to_pay="缴入财政专户", **said)
    assert refusal == by_law("nothing_to_charge", "42")


def test_in_a_case_of_the_first_edition_the_pages_of_a_fee_are_counted_by_hand() -> None:
    """One person's review says nothing of pages."""
    script = review(search(in_hand(), DAY, TENDER), DAY, TENDER, D)
    script.take(DAY, HANDLER, NotifyFee, basis=FeeBasis.PER_PAGE, quantity=250, how_to_pay="缴入财政专户")
    assert script.last(FeeNotified).quantity == 250


@pytest.mark.parametrize(
    ("script", "said", "code"),
    [
        (hundred_pages(), {"basis": FeeBasis.PER_PAGE, "quantity": 101}, "more_pages_than_released"),
        (hundred_pages(), {"basis": FeeBasis.PER_ITEM}, "quantity_missing"),
        (found(TENDER), {"basis": FeeBasis.PER_PAGE}, "quantity_missing"),
        (agreed(found(TENDER, MINUTES), "2026-05-11", TENDER), {"basis": FeeBasis.PER_PAGE}, "quantity_missing"),
        (agreed(found(TENDER, MAP), "2026-05-11", TENDER, MAP), {"basis": FeeBasis.PER_PAGE}, "quantity_missing"),
    ],
    ids=["more than reviewed", "items are not counted", "nothing reviewed", "not all reviewed", "not all determined"],
)
def test_a_fee_for_what_nobody_counted_is_rejected(script: Script, said: dict[str, Any], code: str) -> None:
    refusal = script.refusal(DAY, HANDLER, NotifyFee, how_to_pay="缴入财政专户", **said)
    assert refusal == senseless(code, "quantity")
