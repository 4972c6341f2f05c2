"""After the reply: re-assessment, publication, filing of a refusal, the archive (arts. 18, 44)."""

from typing import Any
from uuid import UUID

import pytest

from schemas.commands import Facts
from schemas.decisions import Item, NotFound, Refused, Several
from schemas.events import CaseArchived
from schemas.events_after import DocumentReassessed, InformationPublished, ReassessmentFell, RefusalFiled
from schemas.policy import Policy
from schemas.steps import DraftReply, IssueReply, JoinApplication, PrintRecord, Withdraw
from schemas.steps_after import ConvertToProactive, FileRefusal, ReassessDocument, RecordRemedy
from schemas.vocabulary import Instance, LetterKind, Outcome, RemedyResult, ReviewResult, State
from tests.case.builders import (
    APPROVER,
    CONTRACT,
    DECISIONS,
    HANDLER,
    MINUTES,
    NOT_PERMITTED,
    REVIEWER,
    STILL_OPEN,
    TENDER,
    Script,
    approve,
    by_law,
    closed,
    deliver,
    in_hand,
    issued,
    on,
    ready_for,
    review,
    search,
    senseless,
)
from tests.case.phases import contested, decided, ordered

DAY = "2026-05-11"
LATER = "2027-05-11"
WHERE: dict[str, Any] = {"proposed_by_applicant": False, "where": "示例市人民政府网站"}
AUTHORITY: dict[str, Any] = {"authority": "示例市政务公开办公室"}
AGAIN: dict[str, Any] = {"document": MINUTES.document_id, "disclose": True, "finding": "过程已经结束"}
NEVER = Policy(reassess_every_months=0)


def test_what_is_withheld_is_looked_at_again_every_year() -> None:
    script = closed(DAY, Outcome.REFUSED)
    assert script.row.reassess_on == on(LATER)
    assert script.tick("2027-05-10") == []
    assert script.tick(LATER) == ["reassessment_fell"]
    event = script.last(ReassessmentFell)
    assert (event.on, event.documents, event.next_on) == (on(LATER), (MINUTES.document_id,), on("2028-05-11"))


def test_a_clock_that_slept_finds_every_reassessment_and_then_the_archive() -> None:
    script = closed(DAY, Outcome.REFUSED, policy=Policy(reassess_for_years=4))
    kinds = script.tick("2036-06-01")
    assert kinds == ["reassessment_fell"] * 3 + ["case_archived"]
    assert script.last(CaseArchived).archived_on == on("2030-05-11")


@pytest.mark.parametrize("outcome", [Outcome.DISCLOSED, Outcome.NOT_FOUND])
def test_what_was_not_withheld_is_not_looked_at_again(outcome: Outcome) -> None:
    script = closed(DAY, outcome)
    assert script.row.reassess_on is None
    refusal = script.refusal(LATER, REVIEWER, ReassessDocument, **AGAIN)
    assert refusal == by_law("nothing_withheld", "18")


def test_an_agency_may_look_again_only_when_asked() -> None:
    script = closed(DAY, Outcome.REFUSED, policy=NEVER)
    assert script.row.reassess_on is None
    assert script.take("2026-06-01", REVIEWER, ReassessDocument, **AGAIN) == ["document_reassessed"]


def test_what_may_now_be_disclosed_is_disclosed() -> None:
    script = closed(DAY, Outcome.REFUSED)
    script.tick(LATER)
    script.take(LATER, REVIEWER, ReassessDocument, **{**AGAIN, "disclose": False})
    assert [*script.case.withheld] == [MINUTES.document_id]
    script.take(LATER, REVIEWER, ReassessDocument, **AGAIN)
    event = script.last(DocumentReassessed)
    assert (event.reassessed_on, event.by, event.disclose) == (on(LATER), REVIEWER.staff_id, True)
    assert not script.case.withheld
    refusal = script.refusal(LATER, REVIEWER, ReassessDocument, **AGAIN)
    assert refusal == by_law("nothing_withheld", "18")


def test_only_what_is_withheld_is_looked_at_again() -> None:
    said: dict[str, Any] = {**AGAIN, "document": TENDER.document_id}
    refusal = closed(DAY, Outcome.PARTLY_DISCLOSED).refusal(LATER, REVIEWER, ReassessDocument, **said)
    assert refusal == senseless("document_not_withheld", "document")


def test_a_handler_does_not_reassess() -> None:
    assert closed(DAY, Outcome.REFUSED).refusal(LATER, HANDLER, ReassessDocument, **AGAIN) == NOT_PERMITTED


def test_a_review_in_an_ordered_reply_takes_back_what_a_reassessment_had_found() -> None:
    script = contested()
    script.take(DAY, REVIEWER, ReassessDocument, **AGAIN)
    decided(script, "2026-06-01", new_reply={"working_days": 10})
    review(script, "2026-06-02", MINUTES, ReviewResult.WITHHOLD)
    assert script.case.withheld == (MINUTES.document_id,)


# publication (art. 44)


def test_what_was_disclosed_is_published_once() -> None:
    script = closed(DAY, Outcome.DISCLOSED)
    said: dict[str, Any] = {**WHERE, "documents": [TENDER.document_id], "published_on": on("2026-05-20")}
    assert script.take("2026-06-01", HANDLER, ConvertToProactive, **said) == ["information_published"]
    event = script.last(InformationPublished)
    assert (event.published_on, event.where, event.proposed_by_applicant) == (
        on("2026-05-20"),
        WHERE["where"],
        False,
    )
    refusal = script.refusal("2026-06-01", HANDLER, ConvertToProactive, **said)
    assert refusal == by_law("nothing_to_publish", "44")


def test_what_is_withheld_is_not_published() -> None:
    said: dict[str, Any] = {**WHERE, "documents": [MINUTES.document_id]}
    refusal = closed(DAY, Outcome.REFUSED).refusal(DAY, HANDLER, ConvertToProactive, **said)
    assert refusal == by_law("nothing_to_publish", "44")
    refusal = closed(DAY, Outcome.PARTLY_DISCLOSED).refusal(DAY, HANDLER, ConvertToProactive, **said)
    assert refusal == senseless("document_not_disclosed", "documents")


def test_what_a_reassessment_disclosed_is_published() -> None:
    script = closed(DAY, Outcome.REFUSED)
    script.take(LATER, REVIEWER, ReassessDocument, **AGAIN)
    said: dict[str, Any] = {**WHERE, "documents": [MINUTES.document_id]}
    assert script.take(LATER, HANDLER, ConvertToProactive, **said)[-1] == "information_published"


def test_what_was_reviewed_but_given_to_nobody_is_not_published() -> None:
    """Reviewed as disclosable, and then the application was none: nobody was ever given it."""
    script = ready_for(Outcome.DISCLOSED)
    script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.PETITION])
    approve(script, DAY, APPROVER)
    script.take(DAY, HANDLER, IssueReply)
    deliver(script, DAY)
    refusal = script.refusal(DAY, HANDLER, ConvertToProactive, documents=[TENDER.document_id], **WHERE)
    assert refusal == by_law("nothing_to_publish", "44")


@pytest.mark.parametrize(
    ("documents", "code"),
    [([UUID(int=99)], "document_not_disclosed"), ([TENDER.document_id] * 2, "document_named_twice")],
    ids=["strange", "twice"],
)
def test_what_is_published_is_of_the_case_and_named_once(documents: list[UUID], code: str) -> None:
    refusal = closed(DAY, Outcome.DISCLOSED).refusal(DAY, HANDLER, ConvertToProactive, documents=documents, **WHERE)
    assert refusal == senseless(code, "documents")


def test_of_two_documents_the_published_one_is_not_published_again() -> None:
    script = search(in_hand(), DAY, TENDER, CONTRACT)
    for ref in (TENDER, CONTRACT):
        review(script, DAY, ref, ReviewResult.DISCLOSE)
    script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.DISCLOSED])
    approve(script, DAY, APPROVER)
    script.take(DAY, HANDLER, IssueReply)
    deliver(script, DAY)
    script.take(DAY, HANDLER, ConvertToProactive, documents=[TENDER.document_id], **WHERE)
    refusal = script.refusal(DAY, HANDLER, ConvertToProactive, documents=[TENDER.document_id], **WHERE)
    assert refusal == by_law("already_published", "44")


@pytest.mark.parametrize(("day", "code"), [("2026-05-10", "date_before_receipt"), ("2026-05-12", "date_in_future")])
def test_it_is_published_after_receipt_and_not_ahead(day: str, code: str) -> None:
    said: dict[str, Any] = {**WHERE, "documents": [TENDER.document_id], "published_on": on(day)}
    refusal = closed(DAY, Outcome.DISCLOSED).refusal(DAY, HANDLER, ConvertToProactive, **said)
    assert refusal == senseless(code, "published_on")


# filing a refusal


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.PARTLY_DISCLOSED])
def test_a_refusal_whole_or_in_part_is_filed_once(outcome: Outcome) -> None:
    script = closed(DAY, outcome)
    said: dict[str, Any] = {**AUTHORITY, "filed_on": on("2026-05-12"), "number": "备〔2026〕3号"}
    assert script.take("2026-05-13", HANDLER, FileRefusal, **said) == ["refusal_filed"]
    assert script.last(RefusalFiled).number == "备〔2026〕3号"
    assert script.row.filed_on == on("2026-05-12")
    assert script.refusal("2026-05-13", HANDLER, FileRefusal, **AUTHORITY) == by_law("already_filed")


def test_a_refused_item_is_filed_though_another_is_the_main_one() -> None:
    items = (
        Item(asked="台账", decision=NotFound()),
        Item(asked="会议记录", decision=Refused(reasons="过程性信息。"), documents=(MINUTES.document_id,)),
    )
    script = ready_for(Outcome.REFUSED)
    script.take(DAY, HANDLER, DraftReply, decision=Several(items=items))
    approve(script, DAY, APPROVER)
    script.take(DAY, HANDLER, IssueReply)
    deliver(script, DAY)
    assert script.case.outcome is Outcome.NOT_FOUND
    assert script.take(DAY, HANDLER, FileRefusal, **AUTHORITY) == ["refusal_filed"]


def test_only_a_refusal_is_filed() -> None:
    assert closed(DAY, Outcome.DISCLOSED).refusal(DAY, HANDLER, FileRefusal, **AUTHORITY) == by_law("nothing_to_file")


@pytest.mark.parametrize(("day", "code"), [("2026-05-10", "date_before_receipt"), ("2026-05-12", "date_in_future")])
def test_it_is_filed_after_the_issue_and_not_ahead(day: str, code: str) -> None:
    refusal = closed(DAY, Outcome.REFUSED).refusal(DAY, HANDLER, FileRefusal, filed_on=on(day), **AUTHORITY)
    assert refusal == senseless(code, "filed_on")


def test_the_new_refusal_after_an_order_is_filed_too() -> None:
    script = closed(DAY, Outcome.REFUSED)
    script.take(DAY, HANDLER, FileRefusal, **AUTHORITY)
    script.take(DAY, HANDLER, RecordRemedy, instance=Instance.RECONSIDERATION, body="示例市人民政府")
    decided(script, "2026-06-01", new_reply={"working_days": 10})
    script.take("2026-06-02", HANDLER, DraftReply, decision=DECISIONS[Outcome.REFUSED])
    approve(script, "2026-06-02", APPROVER)
    script.take("2026-06-02", HANDLER, IssueReply)
    deliver(script, "2026-06-02")
    assert script.take("2026-06-02", HANDLER, FileRefusal, **AUTHORITY) == ["refusal_filed"]


# all of it comes after the reply, and before the archive

AFTERWARDS: dict[type[Any], dict[str, Any]] = {
    ReassessDocument: AGAIN,
    ConvertToProactive: {**WHERE, "documents": [MINUTES.document_id]},
    FileRefusal: AUTHORITY,
}


@pytest.mark.parametrize("step", AFTERWARDS)
@pytest.mark.parametrize(
    "script", [in_hand(), issued(Outcome.REFUSED), ordered(DAY)], ids=lambda script: str(script.case.state)
)
def test_all_that_comes_after_the_reply(step: type[Any], script: Script) -> None:
    actor = REVIEWER if step is ReassessDocument else HANDLER
    assert script.refusal(DAY, actor, step, **AFTERWARDS[step]) == by_law("case_not_closed")


@pytest.mark.parametrize("step", [*AFTERWARDS, RecordRemedy, PrintRecord])
def test_nothing_happens_to_an_archived_case(step: type[Any]) -> None:
    script = closed(DAY, Outcome.REFUSED, policy=NEVER)
    assert script.tick("2028-05-11") == ["case_archived"]
    assert script.case.state is State.ARCHIVED
    more: dict[type[Any], dict[str, Any]] = {
        RecordRemedy: {"instance": Instance.LITIGATION, "body": "法院"},
        PrintRecord: {"record": LetterKind.APPLICATION_FORM},
    }
    actor = REVIEWER if step is ReassessDocument else HANDLER
    assert script.refusal("2028-05-12", actor, step, **{**AFTERWARDS, **more}[step]) == by_law("case_closed")


def test_a_remedy_that_comes_after_the_archive_is_refused_though_the_clock_slept() -> None:
    script = closed(DAY, Outcome.REFUSED, policy=NEVER)
    said: dict[str, Any] = {"instance": Instance.LITIGATION, "body": "法院"}
    assert script.refusal("2028-05-12", HANDLER, RecordRemedy, **said) == by_law("case_closed")


def test_a_case_is_not_archived_while_a_remedy_is_pending() -> None:
    script = contested(policy=NEVER)
    assert script.tick("2029-01-01") == []
    decided(script, "2029-01-02", RemedyResult.UPHELD)
    assert script.case.state is State.CLOSED  # a suit may follow
    assert script.tick("2031-01-02") == ["case_archived"]


def test_what_was_withdrawn_or_joined_is_archived_at_once() -> None:
    withdrawn, joined = in_hand(), in_hand()
    assert withdrawn.take(DAY, HANDLER, Withdraw)[-1] == "case_archived"
    kinds = joined.take(DAY, HANDLER, JoinApplication, Facts(other=STILL_OPEN), into=STILL_OPEN.case_id)
    assert kinds[-1] == "case_archived"


def test_the_agency_says_how_long_a_closed_case_takes_remedies() -> None:
    policy = Policy(keep_open_months=12, reassess_every_months=0)
    assert closed(DAY, Outcome.REFUSED, policy=policy).tick("2027-05-11") == ["case_archived"]
