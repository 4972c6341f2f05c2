"""Printing what is no decision: the application form, return slips (D1, D28), and the search record."""

from typing import Any
from uuid import UUID

import pytest

from activities.letters.compose import compose
from schemas.events import RecordPrinted
from schemas.steps import PrintRecord
from schemas.steps_search import AnswerSearch, RequestSearch
from schemas.vocabulary import LetterKind, Outcome, Remedy
from tests.case.builders import (
    APPROVER,
    HANDLER,
    NOT_PERMITTED,
    TENDER,
    Script,
    by_law,
    closed,
    in_hand,
    issued,
    on,
    registered,
    search,
    senseless,
    sent_back,
)
from tests.case.phases import charged, contested, ordered
from tests.letters.samples import PARTIES

DAY = "2026-05-11"
FORM: dict[str, Any] = {"record": LetterKind.APPLICATION_FORM}
SLIP: dict[str, Any] = {"record": LetterKind.PROOF_OF_SERVICE}
RECORD: dict[str, Any] = {"record": LetterKind.SEARCH_RECORD}


@pytest.mark.parametrize(
    "script",
    [registered(), in_hand(), sent_back(DAY, DAY), charged(DAY, DAY), issued(), closed(), contested(), ordered(DAY)],
    ids=lambda script: str(script.case.state),
)
def test_the_application_form_is_printed_at_any_time(script: Script) -> None:
    assert script.take(DAY, HANDLER, PrintRecord, **FORM) == ["record_printed", "letter_issued"]
    order = script.orders[-1]
    assert (order.kind, order.remedy) == (LetterKind.APPLICATION_FORM, Remedy.NONE)


def test_a_return_slip_names_its_letter_and_the_day_it_was_served_once_that_is_known() -> None:
    script = issued(Outcome.REFUSED)
    reply = script.case.letters[-1]
    script.take(DAY, HANDLER, PrintRecord, letter=reply.letter_id, **SLIP)
    assert script.last(RecordPrinted).letter == reply.letter_id
    assert (script.orders[-1].served, script.orders[-1].served_on) == (reply, None)
    after = closed()
    script = after
    script.take(DAY, HANDLER, PrintRecord, letter=script.case.letters[-1].letter_id, **SLIP)
    assert script.orders[-1].served_on == on(DAY)


def test_every_print_is_a_paper_of_its_own() -> None:
    script = in_hand()
    for number in (1, 2):
        script.take(DAY, HANDLER, PrintRecord, **FORM)
        assert script.orders[-1].key.endswith(f"/letter/application_form/{number}")


def test_a_return_slip_for_no_letter_is_rejected() -> None:
    for letter in (None, UUID(int=99)):
        refusal = in_hand().refusal(DAY, HANDLER, PrintRecord, letter=letter, **SLIP)
        assert refusal == senseless("letter_unknown", "letter")


def test_an_application_form_is_for_no_letter() -> None:
    script = in_hand()
    refusal = script.refusal(DAY, HANDLER, PrintRecord, letter=script.case.letters[0].letter_id, **FORM)
    assert refusal == senseless("letter_not_asked", "letter")


def test_printing_changes_nothing_else() -> None:
    script = in_hand()
    before = script.row
    script.take(DAY, HANDLER, PrintRecord, **FORM)
    after = script.row
    assert after.model_copy(update={"version": before.version, "head": before.head}) == before


def test_an_approver_prints_nothing() -> None:
    assert in_hand().refusal(DAY, APPROVER, PrintRecord, **FORM) == NOT_PERMITTED


def test_a_search_record_lists_own_searches_and_rounds() -> None:
    script = search(in_hand(), DAY, TENDER)
    said: dict[str, Any] = {"departments": ["规划科", "档案室"], "sought": "合同", "due_on": "2026-05-15"}
    script.take(DAY, HANDLER, RequestSearch, **said)
    answered: dict[str, Any] = {"search": "s1", "searched_by": "科长", "how": "查阅台账", "none_because": "未经办"}
    script.take(DAY, HANDLER, AnswerSearch, **answered)
    assert script.take(DAY, HANDLER, PrintRecord, **RECORD) == ["record_printed", "letter_issued"]
    order = script.orders[-1]
    assert (order.own_searches, order.rounds) == (script.case.own_searches, script.case.rounds)
    content = compose(order, PARTIES, "示数公索〔2026〕1号")
    assert (content.addressee, content.signed_by, content.remedy) == (None, "", ())
    rows = dict(content.table)
    assert "检索到文件1份" in rows["1. 承办人员"]
    assert rows["2. 规划科"].endswith(
        "反馈：2026年5月11日，检索人：科长\n检索方法：查阅台账\n检索结果：未检索到，原因：未经办。"
    )
    assert rows["3. 档案室"].endswith("尚未反馈。")


def test_what_the_first_releases_kept_of_a_search_is_printed_too() -> None:
    script = search(search(in_hand(), DAY, TENDER), DAY)
    first = script.case.searches[0]
    script.case = script.case.model_copy(update={"own_searches": script.case.own_searches[1:]})
    script.take(DAY, HANDLER, PrintRecord, **RECORD)
    assert [(one.how, one.found) for one in script.orders[-1].own_searches] == [(first, None), (first, 0)]


def test_where_nothing_was_searched_there_is_no_record_of_it() -> None:
    assert in_hand().refusal(DAY, HANDLER, PrintRecord, **RECORD) == by_law("nothing_searched", "36(4)")


def test_a_search_record_is_for_no_letter() -> None:
    script = search(in_hand(), DAY)
    refusal = script.refusal(DAY, HANDLER, PrintRecord, letter=script.case.letters[0].letter_id, **RECORD)
    assert refusal == senseless("letter_not_asked", "letter")
