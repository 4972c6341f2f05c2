"""Search rounds: departments are asked and answer; what is found, what is refused while an answer is owed (36(4))."""

from typing import Any
from uuid import uuid5

import pytest

from schemas.commands import Facts
from schemas.decisions import Decision
from schemas.documents import DocumentRef
from schemas.events import SearchRecorded
from schemas.events_search import SearchAnswered, SearchRequested, SearchWithdrawn, UnfiledFound
from schemas.steps import DraftReply, RecordSearch, ReviewDocument
from schemas.steps_base import StepBase
from schemas.steps_search import AnswerSearch, RequestSearch, WithdrawSearch
from schemas.vocabulary import Ground, Outcome, ReviewResult
from tests.case.builders import (
    CASE_ID,
    CONTRACT,
    DECISIONS,
    HANDLER,
    NOT_PERMITTED,
    OGI_HEAD,
    REVIEWER,
    TENDER,
    Refusal,
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
from tests.case.phases import ordered, replied

MONDAY, THURSDAY, FRIDAY = "2026-05-11", "2026-05-14", "2026-05-15"
NOTHING: dict[str, Any] = {"searched_by": "档案管理员", "how": "查阅了2019年度案卷", "none_because": "该项目未立项"}
FOUND: dict[str, Any] = {"searched_by": "科长", "how": "查阅了项目档案"}
SECRET: dict[str, Any] = {"note": "密件登记2025-007号", "pages": 12}
STEPS: list[tuple[type[StepBase], dict[str, Any]]] = [
    (RequestSearch, {"departments": ["规划科"], "sought": "合同", "due_on": FRIDAY}),
    (AnswerSearch, {"search": "s1", **NOTHING}),
    (WithdrawSearch, {"search": "s1", "reason": "不再需要"}),
]
NOT_IN_HAND = [registered(), received(), sent_back(), drafted(), approved()]


def request(script: Script, day: str = MONDAY, due_on: str = FRIDAY, *departments: str) -> Script:
    said: dict[str, Any] = {"departments": departments or ("规划科",), "sought": "2019年的合同", "due_on": on(due_on)}
    script.take(day, HANDLER, RequestSearch, **said)
    return script


def requesting(script: Script, day: str = MONDAY, **said: Any) -> Refusal:
    usual = {"departments": ["规划科"], "sought": "合同", "due_on": FRIDAY}
    return script.refusal(day, HANDLER, RequestSearch, **{**usual, **said})


def asked(*departments: str) -> Script:
    """In hand since Monday, due Mon 2026-06-08; a department is asked to answer until Friday."""
    return request(in_hand(MONDAY), MONDAY, FRIDAY, *departments)


def answer(script: Script, day: str = THURSDAY, *found: DocumentRef, **said: Any) -> Script:
    usual = {**(FOUND if found or said.get("unfiled") else NOTHING), "search": "s1"}
    named = [ref.document_id for ref in found]
    script.take(day, HANDLER, AnswerSearch, Facts(documents=found), documents=named, **{**usual, **said})
    return script


def answering(script: Script, *found: DocumentRef, known: Facts | None = None, **said: Any) -> Refusal:
    usual = {**(FOUND if found else NOTHING), "search": "s1", "documents": [ref.document_id for ref in found]}
    return script.refusal(THURSDAY, HANDLER, AnswerSearch, known or Facts(documents=found), **{**usual, **said})


def drafting(script: Script, decision: Decision) -> Refusal:
    return script.refusal(THURSDAY, HANDLER, DraftReply, decision=decision)


def test_each_department_that_is_asked_is_a_round_of_its_own() -> None:
    script = asked("规划科", "机关事务服务中心")
    request(script, "2026-05-12", "2026-05-20", "档案室")
    first = script.case.rounds[0]
    told = (first.department, first.sought, first.asked_on, first.due_on, first.by)
    assert told == ("规划科", "2019年的合同", on(MONDAY), on(FRIDAY), HANDLER.staff_id)
    assert [(one.id, one.department, one.open) for one in script.case.rounds] == [
        ("s1", "规划科", True),
        ("s2", "机关事务服务中心", True),
        ("s3", "档案室", True),
    ]
    assert script.last(SearchRequested).due_on == on("2026-05-20")


def test_a_search_does_not_move_the_limit() -> None:
    assert asked().row.due_on == in_hand(MONDAY).row.due_on


def test_the_head_of_the_ogi_office_asks_too() -> None:
    assert {"request_search", "record_search"} <= in_hand().offered(MONDAY, OGI_HEAD)


@pytest.mark.parametrize(("step", "said"), STEPS, ids=lambda one: getattr(one, "__name__", ""))
@pytest.mark.parametrize("script", NOT_IN_HAND, ids=lambda script: str(script.case.state))
def test_only_a_case_in_hand_is_searched(script: Script, step: type[StepBase], said: dict[str, Any]) -> None:
    assert script.refusal("2026-05-12", HANDLER, step, **said) == by_law("not_in_hand", "36(4)")


@pytest.mark.parametrize(("step", "said"), STEPS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_reviewer_asks_and_answers_nothing(step: type[StepBase], said: dict[str, Any]) -> None:
    assert asked().refusal(MONDAY, REVIEWER, step, **said) == NOT_PERMITTED


@pytest.mark.parametrize(("step", "said"), STEPS[1:], ids=lambda one: getattr(one, "__name__", ""))
def test_where_nobody_owes_an_answer_there_is_none_to_give(step: type[StepBase], said: dict[str, Any]) -> None:
    for script in (in_hand(), answer(asked())):
        assert script.refusal(THURSDAY, HANDLER, step, **said) == by_law("no_search_round", "36(4)")


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"departments": ["规划科", "规划科"]}, "department_named_twice", "departments"),
        ({"due_on": "2026-05-08"}, "search_due_in_the_past", "due_on"),
        ({"due_on": "2026-05-16"}, "search_due_on_a_day_off", "due_on"),
        ({"due_on": "2026-06-09"}, "search_due_after_reply", "due_on"),
        ({"due_on": "9999-12-31"}, "search_due_after_reply", "due_on"),
    ],
)
def test_what_makes_no_sense_is_not_asked(said: dict[str, Any], code: str, field: str) -> None:
    assert requesting(in_hand(MONDAY), **said) == senseless(code, field)


@pytest.mark.parametrize("due_on", [MONDAY, "2026-06-08"])
def test_an_answer_may_be_due_on_the_same_day_and_on_the_last_day_of_the_case(due_on: str) -> None:
    assert request(in_hand(MONDAY), MONDAY, due_on).case.rounds[0].due_on == on(due_on)


def test_what_is_overdue_must_still_be_searched_for() -> None:
    """Due Mon 2026-06-08. On Wed 06-10 twenty working days lead, across the Dragon Boat Festival, to Thu 07-09."""
    script = in_hand(MONDAY)
    assert requesting(script, "2026-06-10", due_on="2026-07-10") == senseless("search_due_after_reply", "due_on")
    assert request(script, "2026-06-10", "2026-07-09").case.overdue_on == on("2026-06-09")


def test_a_last_day_without_a_working_day_before_it_leaves_one_to_answer() -> None:
    """Ordered until Sun 2026-06-14, asked on the Saturday before: no working day is left."""
    assert request(ordered("2026-06-01", by=on("2026-06-14")), "2026-06-13", "2026-06-15").case.rounds[0].open


def test_what_a_department_found_is_found() -> None:
    script = answer(asked(), THURSDAY, TENDER, CONTRACT)
    assert script.last(SearchAnswered).documents == (TENDER, CONTRACT)
    assert [document.document_id for document in script.case.documents] == [TENDER.document_id, CONTRACT.document_id]
    assert script.case.searches == ("规划科（查阅了项目档案）：检索到2份。",)
    assert not script.case.rounds[0].open


def test_an_answer_that_there_is_none_is_a_search_that_can_be_shown() -> None:
    script = asked()
    assert drafting(script, DECISIONS[Outcome.NOT_FOUND]).code == "search_round_open"
    answer(script, none_because="该项目未立项。\n")
    assert script.case.searches == ("规划科（查阅了2019年度案卷）：未检索到，该项目未立项。",)
    assert replied(script, DECISIONS[Outcome.NOT_FOUND], THURSDAY).outcome is Outcome.NOT_FOUND
    assert script.orders[-1].search == script.case.searches[0]


def test_a_department_may_answer_more_than_once() -> None:
    script = answer(asked(), "2026-05-12", TENDER, final=False)
    assert script.case.rounds[0].open
    answer(script, THURSDAY, none_because="其余案卷中没有")
    first, second = script.case.rounds[0].answers
    assert (first.found, second.found, second.none_because) == (1, 0, "其余案卷中没有")
    assert (script.case.rounds[0].open, len(script.case.searches)) == (False, 2)


def test_own_searches_and_answers_add_up_in_their_order() -> None:
    script = search(asked(), MONDAY, TENDER)
    answer(script, THURSDAY, CONTRACT)
    assert len(script.case.documents) == len(script.case.searches) == 2
    assert (len(script.case.own_searches), script.case.own_searches[0].found) == (1, 1)
    recorded = script.last(SearchRecorded)
    assert (recorded.recorded_on, recorded.by) == (on(MONDAY), HANDLER.staff_id)


def test_an_answer_says_one_thing_and_not_both() -> None:
    both = answering(asked(), TENDER, none_because="没有")
    assert both == senseless("search_answer_contradicts", "none_because")
    kept = answering(asked(), unfiled=[SECRET])
    assert kept == senseless("search_answer_contradicts", "none_because")


def test_an_answer_says_something() -> None:
    assert answering(asked(), none_because=None) == senseless("search_answer_empty", "none_because")


@pytest.mark.parametrize(("step", "said"), STEPS[1:], ids=lambda one: getattr(one, "__name__", ""))
def test_a_round_that_is_not_there_or_over_is_not_answered(step: type[StepBase], said: dict[str, Any]) -> None:
    script = answer(asked("规划科", "档案室"))
    unknown = script.refusal(THURSDAY, HANDLER, step, **{**said, "search": "s9"})
    assert unknown == senseless("no_such_search_round", "search")
    assert script.refusal(THURSDAY, HANDLER, step, **said) == by_law("search_round_over", "36(4)")


@pytest.mark.parametrize(
    ("day", "code"), [("2026-05-10", "date_before_receipt"), (FRIDAY, "date_in_future")], ids=["before", "ahead"]
)
def test_nobody_answers_before_he_is_asked_nor_in_the_future(day: str, code: str) -> None:
    assert answering(asked(), answered_on=on(day)) == senseless(code, "answered_on")


def test_a_department_names_documents_of_the_case_once_and_that_were_not_found_before() -> None:
    named: dict[str, Any] = {"documents": [TENDER.document_id] * 2}
    assert answering(asked(), TENDER, **named) == senseless("document_named_twice", "documents")
    assert answering(asked(), TENDER, known=Facts()) == senseless("document_not_of_case", "documents")
    found = search(asked(), MONDAY, TENDER)
    assert answering(found, TENDER) == senseless("document_already_found", "documents")


def test_what_cannot_be_uploaded_is_found_all_the_same() -> None:
    """A file number stands in its place; each has an id of its own, counted through the case."""
    script = asked()
    said: dict[str, Any] = {"description": "检索", "unfiled": [SECRET, {"note": "涉密光盘一张"}]}
    script.take(MONDAY, HANDLER, RecordSearch, **said)
    answer(script, THURSDAY, TENDER, unfiled=[SECRET])
    ids = [uuid5(CASE_ID, f"unfiled/{n}") for n in (1, 2, 3)]
    kept = [document.document_id for document in script.case.documents if not document.filed]
    assert kept == ids
    told = (UnfiledFound(document_id=ids[2], note=SECRET["note"], pages=12),)
    assert script.last(SearchAnswered).unfiled == script.case.rounds[0].answers[0].unfiled == told
    assert script.case.searches[-1].endswith("检索到2份。")


@pytest.mark.parametrize("result", [ReviewResult.DISCLOSE, ReviewResult.PARTIAL])
def test_what_is_not_uploaded_is_never_given_out(result: ReviewResult) -> None:
    script = answer(asked(), unfiled=[SECRET])
    (document,) = (one.document_id for one in script.case.documents)
    why: dict[str, Any] = (
        {"grounds": [Ground.STATE_SECRET], "reason": "密级为秘密"} if result is ReviewResult.PARTIAL else {}
    )
    refusal = script.refusal(THURSDAY, REVIEWER, ReviewDocument, document=document, result=result, **why)
    assert refusal == senseless("document_not_filed", "result")
    withheld: dict[str, Any] = {
        "grounds": [Ground.STATE_SECRET],
        "reason": "密级为秘密",
        "result": ReviewResult.WITHHOLD,
    }
    script.take(THURSDAY, REVIEWER, ReviewDocument, document=document, **withheld)
    assert not script.case.documents[0].filed
    assert replied(script, DECISIONS[Outcome.REFUSED], THURSDAY).outcome is Outcome.REFUSED


def test_a_round_is_taken_back_and_what_it_found_stays() -> None:
    script = answer(asked(), "2026-05-12", TENDER, final=False)
    assert script.take("2026-05-13", HANDLER, WithdrawSearch, search="s1", reason="已经够用") == ["search_withdrawn"]
    taken = script.case.rounds[0]
    assert (taken.open, taken.withdrawn_on, taken.withdrawn_because) == (False, on("2026-05-13"), "已经够用")
    assert script.last(SearchWithdrawn).reason == "已经够用"
    assert len(script.case.documents) == 1


RESTING = {
    Outcome.DISCLOSED: [(TENDER, ReviewResult.DISCLOSE)],
    Outcome.PARTLY_DISCLOSED: [(TENDER, ReviewResult.PARTIAL)],
    Outcome.REFUSED: [(TENDER, ReviewResult.WITHHOLD)],
    Outcome.NOT_FOUND: [],
}


@pytest.mark.parametrize("outcome", RESTING)
def test_a_reply_that_rests_on_a_search_waits_for_every_answer(outcome: Outcome) -> None:
    found = RESTING[outcome]
    script = search(asked(), MONDAY, *(ref for ref, _ in found))
    for ref, result in found:
        review(script, MONDAY, ref, result)
    assert drafting(script, DECISIONS[outcome]) == by_law("search_round_open", "36(4)")
    script.take(THURSDAY, HANDLER, WithdrawSearch, search="s1", reason="不再需要")
    assert replied(script, DECISIONS[outcome], THURSDAY).outcome is outcome


def test_an_item_that_rests_on_a_search_waits_too() -> None:
    items = [
        {"asked": "合同", "decision": DECISIONS[Outcome.PETITION]},
        {"asked": "年报", "decision": DECISIONS[Outcome.NOT_FOUND]},
    ]
    script = search(asked(), MONDAY)
    several: Any = {"outcome": "several", "items": items}
    assert drafting(script, several) == by_law("search_round_open", "36(4)")


@pytest.mark.parametrize("outcome", [Outcome.NOT_THIS_AGENCY, Outcome.PETITION, Outcome.ALREADY_PUBLIC])
def test_a_reply_that_rests_on_what_was_asked_need_not_wait(outcome: Outcome) -> None:
    assert replied(asked(), DECISIONS[outcome], THURSDAY).outcome is outcome
