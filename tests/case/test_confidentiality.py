"""Search and confidentiality review (arts. 13-17, 36(4))."""

from typing import Any

import pytest

from schemas.commands import Facts
from schemas.events import DocumentReviewed, SearchRecorded
from schemas.steps import RecordSearch, ReviewDocument
from schemas.vocabulary import Ground, ReviewResult, State
from tests.case.builders import (
    CONTRACT,
    HANDLER,
    NOT_PERMITTED,
    REVIEWER,
    TENDER,
    Script,
    approved,
    by_law,
    drafted,
    in_hand,
    on,
    received,
    registered,
    review,
    search,
    senseless,
    sent_back,
)

DAY = "2026-05-12"
NOT_IN_HAND = [registered(), received(), sent_back(), drafted(), approved()]


def state_of(script: Script) -> str:
    return str(script.case.state)


def searching(script: Script, *named: object, known: Facts | None = None) -> tuple[int, str, str | None, str | None]:
    return script.refusal(DAY, HANDLER, RecordSearch, known, description="检索", documents=named)


def reviewing(script: Script, **said: Any) -> tuple[int, str, str | None, str | None]:
    usual: dict[str, Any] = {"document": TENDER.document_id, "result": ReviewResult.DISCLOSE}
    return script.refusal(DAY, REVIEWER, ReviewDocument, **{**usual, **said})


def test_a_search_keeps_what_it_found() -> None:
    script = search(in_hand(), DAY, TENDER, CONTRACT)
    assert script.last(SearchRecorded).documents == (TENDER, CONTRACT)
    assert [document.document_id for document in script.case.documents] == [TENDER.document_id, CONTRACT.document_id]
    assert all(document.review is None for document in script.case.documents)


def test_finding_nothing_is_a_finding_too() -> None:
    script = search(in_hand(), DAY)
    assert len(script.case.searches) == 1
    assert script.case.documents == ()


def test_searches_add_up() -> None:
    script = search(search(in_hand(), DAY, TENDER), DAY, CONTRACT)
    assert len(script.case.searches) == 2
    assert len(script.case.documents) == 2


@pytest.mark.parametrize("script", NOT_IN_HAND, ids=state_of)
def test_only_a_case_in_hand_is_searched(script: Script) -> None:
    assert searching(script) == by_law("not_in_hand", "36")


def test_a_reviewer_does_not_search() -> None:
    assert in_hand().refusal(DAY, REVIEWER, RecordSearch, description="检索") == NOT_PERMITTED


def test_naming_a_document_twice_is_rejected() -> None:
    named = TENDER.document_id
    refusal = searching(in_hand(), named, named, known=Facts(documents=(TENDER,)))
    assert refusal == senseless("document_named_twice", "documents")


def test_finding_a_document_again_is_rejected() -> None:
    script = search(in_hand(), DAY, TENDER)
    refusal = searching(script, TENDER.document_id, known=Facts(documents=(TENDER,)))
    assert refusal == senseless("document_already_found", "documents")


def test_a_document_of_another_case_is_not_found() -> None:
    refusal = searching(in_hand(), TENDER.document_id, known=Facts(documents=(CONTRACT,)))
    assert refusal == senseless("document_not_of_case", "documents")


@pytest.mark.parametrize("result", [ReviewResult.DISCLOSE, ReviewResult.PARTIAL, ReviewResult.WITHHOLD])
def test_a_review_stands_beside_its_document(result: ReviewResult) -> None:
    script = review(search(in_hand(), DAY, TENDER, CONTRACT), DAY, TENDER, result)
    first, second = script.case.documents
    assert first.review
    assert (first.review.result, first.review.by) == (result, REVIEWER.staff_id)
    assert second.review is None
    assert script.case.state is State.PROCESSING


def test_a_later_review_replaces_the_earlier() -> None:
    script = review(search(in_hand(), DAY, TENDER), DAY, TENDER, ReviewResult.WITHHOLD)
    review(script, DAY, TENDER, ReviewResult.DISCLOSE)
    found = script.case.documents[0].review
    assert found
    assert (found.result, found.grounds) == (ReviewResult.DISCLOSE, ())
    assert sum(isinstance(event, DocumentReviewed) for event in script.events) == 2


@pytest.mark.parametrize("script", NOT_IN_HAND, ids=state_of)
def test_only_a_case_in_hand_is_reviewed(script: Script) -> None:
    assert reviewing(script) == by_law("not_in_hand", "17")


def test_there_must_be_something_to_review() -> None:
    assert reviewing(search(in_hand(), DAY)) == by_law("no_document_to_review", "17")


def test_a_handler_does_not_review() -> None:
    script = search(in_hand(), DAY, TENDER)
    refusal = script.refusal(DAY, HANDLER, ReviewDocument, document=TENDER.document_id, result=ReviewResult.DISCLOSE)
    assert refusal == NOT_PERMITTED


def test_only_a_document_that_was_found_is_reviewed() -> None:
    script = search(in_hand(), DAY, TENDER)
    refusal = reviewing(script, document=CONTRACT.document_id)
    assert refusal == senseless("document_not_of_case", "document")


@pytest.mark.parametrize("result", [ReviewResult.WITHHOLD, ReviewResult.PARTIAL])
@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"reason": "属于个人隐私"}, "grounds_missing", "grounds"),
        ({"grounds": [Ground.PRIVACY]}, "reason_missing", "reason"),
        ({"grounds": [Ground.FORBIDDEN_BY_LAW], "reason": "法律禁止公开"}, "provision_missing", "reason"),
        ({"grounds": [Ground.PRIVACY, Ground.PRIVACY], "reason": "属于个人隐私"}, "ground_named_twice", "grounds"),
    ],
)
def test_withholding_needs_grounds_and_a_reason(
    result: ReviewResult, said: dict[str, Any], code: str, field: str
) -> None:
    script = search(in_hand(), DAY, TENDER)
    assert reviewing(script, result=result, **said) == senseless(code, field)


def test_one_person_alone_leaves_nothing_undetermined() -> None:
    script = search(in_hand(), DAY, TENDER)
    refusal = reviewing(script, result=ReviewResult.UNDETERMINED, grounds=[Ground.STATE_SECRET], reason="密级不明")
    assert refusal == senseless("review_by_one_person", "result")


@pytest.mark.parametrize("result", [ReviewResult.DISCLOSE, ReviewResult.PARTIAL])
def test_what_nobody_uploaded_is_not_given_out(result: ReviewResult) -> None:
    script = in_hand()
    script.take(DAY, HANDLER, RecordSearch, description="检索", unfiled=[{"note": "密件登记2026-003号"}])
    kept = script.case.documents[0].document_id
    refusal = reviewing(script, document=kept, result=result, grounds=[Ground.PRIVACY], reason="属于个人隐私")
    assert refusal == senseless("document_not_filed", "result")


def test_what_is_disclosed_has_no_grounds() -> None:
    script = search(in_hand(), DAY, TENDER)
    refusal = reviewing(script, grounds=[Ground.PRIVACY], reason="属于个人隐私")
    assert refusal == senseless("grounds_without_withholding", "grounds")


def test_a_review_does_not_stop_the_clock() -> None:
    """Secrecy review, search and meetings are no reason to wait: only arts. 30 and 33 move the due date."""
    script = review(search(in_hand(), DAY, TENDER), "2026-06-01", TENDER, ReviewResult.DISCLOSE)
    assert script.row.due_on == on("2026-06-08")
