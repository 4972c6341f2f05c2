"""Splitting one application into several, and joining it with another (一事一申请、并案; 6.12, 6.16, 6.18)."""

from typing import Any
from uuid import UUID, uuid5

import pytest

from schemas.commands import Facts, OtherCase
from schemas.events import ApplicationJoined, ApplicationSplit
from schemas.joining import Joined, Requests
from schemas.steps import JoinApplication, RecordSearch, Register, SplitApplication, Withdraw
from schemas.steps_time import AskForReasons, ProposeExtension
from schemas.vocabulary import ApplicantKind, Channel, LetterKind, Outcome, Remedy, ReportRow, State
from tests.case.builders import (
    ANSWERED_BEFORE,
    APPROVER,
    CASE_ID,
    DECISIONS,
    HANDLER,
    NOT_PERMITTED,
    STILL_OPEN,
    TEXT_IDS,
    Script,
    by_law,
    closed,
    drafted,
    in_hand,
    on,
    received,
    registered,
    search,
    senseless,
    sent_back,
)
from tests.case.phases import charged, due, found, ordered, replied
from workflows.division import takes_in

DAY = "2026-05-11"
TEXTS = Facts(text_ids=TEXT_IDS)


def split(script: Script, day: str = DAY) -> Script:
    script.take(day, HANDLER, SplitApplication, TEXTS)
    return script


def other(state: State, case_id: int = 21) -> Facts:
    return Facts(other=OtherCase(case_id=UUID(int=case_id), reference="2026-0021", state=state))


def test_the_case_keeps_the_first_part_and_each_other_part_is_a_case_of_its_own() -> None:
    script = split(in_hand())
    event = script.last(ApplicationSplit)
    assert event.text_id == TEXT_IDS[0]
    assert [part.text_id for part in event.parts] == list(TEXT_IDS[1:])
    assert [part.case_id for part in event.parts] == [uuid5(CASE_ID, "part/2"), uuid5(CASE_ID, "part/3")]
    assert script.case.parts == tuple(part.case_id for part in event.parts)
    assert (script.case.state, due(script)) == (State.PROCESSING, "2026-06-08")


def test_a_part_has_the_day_of_receipt_of_the_whole() -> None:
    """Received Mon 2026-05-11 and split on 05-18: each part is due on Mon 06-08, and confirmed by nobody again."""
    script = Script()
    said: dict[str, Any] = {
        "reference": "2026-0002",
        "channel": Channel.ONLINE,
        "applicant_kind": ApplicantKind.NATURAL_PERSON,
    }
    days: dict[str, Any] = {"arrived_on": on("2026-05-08"), "received_on": on(DAY), "split_from": CASE_ID}
    kinds = script.take("2026-05-18", HANDLER, Register, **said, **days)
    assert kinds == ["application_registered", "application_received", "letter_issued"]
    assert (due(script), script.row.split_from) == ("2026-06-08", CASE_ID)
    assert script.refusal("2026-05-18", HANDLER, SplitApplication, TEXTS) == by_law("already_split", "29")


def test_a_part_was_not_received_before_there_was_a_law() -> None:
    said: dict[str, Any] = {
        "reference": "2026-0002",
        "channel": Channel.IN_PERSON,
        "applicant_kind": ApplicantKind.NATURAL_PERSON,
    }
    refusal = Script().refusal(DAY, HANDLER, Register, arrived_on=on(DAY), received_on=on("2008-04-30"), **said)
    assert refusal == senseless("date_before_receipt", "received_on")


def test_a_part_was_not_received_in_the_future() -> None:
    said: dict[str, Any] = {
        "reference": "2026-0002",
        "channel": Channel.IN_PERSON,
        "applicant_kind": ApplicantKind.NATURAL_PERSON,
    }
    refusal = Script().refusal(DAY, HANDLER, Register, arrived_on=on(DAY), received_on=on("2026-05-12"), **said)
    assert refusal == senseless("date_in_future", "received_on")


def test_an_application_is_split_once_and_into_two_at_least() -> None:
    assert split(in_hand()).refusal(DAY, HANDLER, SplitApplication, TEXTS) == by_law("already_split", "29")
    refusal = in_hand().refusal(DAY, HANDLER, SplitApplication, Facts(text_ids=TEXT_IDS[:1]))
    assert refusal == senseless("missing_field", "parts")


@pytest.mark.parametrize(
    "script", [registered(), sent_back(DAY, DAY), drafted()], ids=lambda script: str(script.case.state)
)
def test_only_what_is_in_hand_is_split_or_joined(script: Script) -> None:
    assert script.refusal(DAY, HANDLER, SplitApplication, TEXTS) == by_law("not_in_hand", "29")
    refusal = script.refusal(DAY, HANDLER, JoinApplication, other(State.PROCESSING), into=UUID(int=21))
    assert refusal == by_law("not_in_hand", "36(6)")


def test_nothing_is_split_once_something_was_found_asked_or_moved() -> None:
    asked, moved = in_hand(), in_hand()
    asked.take(DAY, HANDLER, AskForReasons, counted="六十件")
    moved.take(DAY, HANDLER, ProposeExtension, working_days=5, reason="检索量大")
    for script in (found(), asked, moved, ordered(DAY)):
        assert script.refusal(DAY, HANDLER, SplitApplication, TEXTS) == by_law("split_too_late", "29")
    assert charged().refusal("2026-06-24", HANDLER, SplitApplication, TEXTS) == by_law("not_in_hand", "29")


def test_a_search_that_found_nothing_does_not_keep_it_together() -> None:
    script = in_hand()
    script.take(DAY, HANDLER, RecordSearch, description="检索", documents=[])
    assert split(script).case.parts


def test_an_approver_splits_and_joins_nothing() -> None:
    assert in_hand().refusal(DAY, APPROVER, SplitApplication, TEXTS) == NOT_PERMITTED
    refusal = in_hand().refusal(DAY, APPROVER, JoinApplication, other(State.PROCESSING), into=UUID(int=21))
    assert refusal == NOT_PERMITTED


@pytest.mark.parametrize("script", [received(), in_hand()], ids=lambda script: str(script.case.state))
def test_an_application_is_joined_with_another_that_is_open(script: Script) -> None:
    kinds = script.take(DAY, HANDLER, JoinApplication, Facts(other=STILL_OPEN), into=STILL_OPEN.case_id)
    assert kinds == ["application_joined", "letter_issued", "case_closed", "case_archived"]
    event = script.last(ApplicationJoined)
    assert (event.into, event.reference) == (STILL_OPEN.case_id, STILL_OPEN.reference)
    assert (script.case.outcome, script.case.report_row) == (Outcome.JOINED, ReportRow.OTHER)
    assert script.row.joined_into == STILL_OPEN.case_id
    order = script.orders[-1]
    assert (order.kind, order.remedy, order.joined_into) == (LetterKind.JOINDER, Remedy.NONE, STILL_OPEN.reference)


@pytest.mark.parametrize("state", [State.ISSUED, State.CLOSED, State.ARCHIVED])
def test_nothing_is_joined_with_what_is_answered(state: State) -> None:
    """6.18: once the other is answered this is a repetition, not a joinder."""
    refusal = in_hand().refusal(DAY, HANDLER, JoinApplication, other(state), into=UUID(int=21))
    assert refusal == by_law("other_case_answered", "36(6)")
    refusal = in_hand().refusal(DAY, HANDLER, JoinApplication, Facts(other=ANSWERED_BEFORE), into=UUID(int=20))
    assert refusal == by_law("other_case_answered", "36(6)")


@pytest.mark.parametrize("due_on", ["2026-06-09", None], ids=["due later", "not received yet"])
def test_joining_never_lengthens_the_limit(due_on: str | None) -> None:
    """Due Mon 2026-06-08 itself."""
    later = STILL_OPEN.model_copy(update={"due_on": on(due_on) if due_on else None})
    refusal = in_hand().refusal(DAY, HANDLER, JoinApplication, Facts(other=later), into=later.case_id)
    assert refusal == by_law("other_case_due_later", "33(2)")
    same = STILL_OPEN.model_copy(update={"due_on": on("2026-06-08"), "reference": "2026-0000"})
    assert "case_closed" in in_hand().take(DAY, HANDLER, JoinApplication, Facts(other=same), into=same.case_id)


def test_nothing_is_joined_with_itself_or_with_nothing() -> None:
    for facts in (Facts(), other(State.PROCESSING, CASE_ID.int)):
        refusal = in_hand().refusal(DAY, HANDLER, JoinApplication, facts, into=CASE_ID)
        assert refusal == senseless("other_case_unknown", "into")


def test_a_closed_case_is_neither_split_nor_joined() -> None:
    for step, said in ((SplitApplication, {}), (JoinApplication, {"into": UUID(int=21)})):
        assert closed().refusal(DAY, HANDLER, step, TEXTS, **said) == by_law("case_closed")


def test_nothing_is_joined_with_what_waits_for_its_applicant_or_is_drafted() -> None:
    settled = STILL_OPEN.model_copy(update={"settled": True, "state": State.AWAITING_APPROVAL})
    refusal = in_hand().refusal(DAY, HANDLER, JoinApplication, Facts(other=settled), into=settled.case_id)
    assert refusal == by_law("other_case_settled", "36(6)")
    assert [state for state in State if takes_in(state)] == [State.RECEIVED, State.PROCESSING]


JOINED_HERE = Facts(joined_here=2)


def test_a_withdrawal_says_what_becomes_of_what_was_joined() -> None:
    """6.18: each joined application is owed an answer; only its applicant can take it back."""
    assert in_hand().refusal(DAY, HANDLER, Withdraw, JOINED_HERE) == by_law("joined_unanswered", "33(2)")
    refusal = in_hand().refusal(DAY, HANDLER, Withdraw, joined=Joined.END_TOO)
    assert refusal == senseless("nothing_joined_here", "joined")


def test_only_what_was_named_is_taken_back() -> None:
    """Asked about one, he has not spoken of the one that was joined since."""
    said = {"joined": Joined.END_TOO, "joined_count": 1}
    assert in_hand().refusal(DAY, HANDLER, Withdraw, JOINED_HERE, **said) == by_law("joined_since", "33(2)")
    kinds = in_hand().take(DAY, HANDLER, Withdraw, JOINED_HERE, joined=Joined.END_TOO, joined_count=2)
    assert "case_closed" in kinds


def test_taken_back_with_all_that_was_joined_the_case_ends() -> None:
    script = in_hand()
    kinds = script.take(DAY, HANDLER, Withdraw, JOINED_HERE, joined=Joined.END_TOO)
    assert kinds == ["application_withdrawn", "letter_issued", "case_closed", "case_archived"]
    assert script.orders[-1].quotes is Requests.WHOLE


def test_taken_back_alone_the_case_goes_on_for_what_was_joined() -> None:
    """The older one, due first, gives the date: what was joined is due no earlier by it."""
    script = search(in_hand(), DAY)
    kinds = script.take("2026-05-12", HANDLER, Withdraw, JOINED_HERE, joined=Joined.GO_ON, withdrawn_on=on(DAY))
    assert kinds == ["application_withdrawn", "letter_issued"]
    assert (script.case.state, script.case.own_withdrawn_on, due(script)) == (State.PROCESSING, on(DAY), "2026-06-08")
    assert (script.orders[-1].kind, script.orders[-1].quotes) == (LetterKind.WITHDRAWAL, Requests.OWN)
    again = script.refusal("2026-05-12", HANDLER, Withdraw, JOINED_HERE, joined=Joined.GO_ON)
    assert again == by_law("own_withdrawn", "33(2)")
    event = replied(script, DECISIONS[Outcome.NOT_FOUND])
    assert (event.outcome, script.orders[-1].quotes) == (Outcome.NOT_FOUND, Requests.JOINED)


def test_what_was_joined_may_be_taken_back_later() -> None:
    script = in_hand()
    script.take(DAY, HANDLER, Withdraw, JOINED_HERE, joined=Joined.GO_ON)
    assert "case_closed" in script.take("2026-05-12", HANDLER, Withdraw, JOINED_HERE, joined=Joined.END_TOO)
    assert (script.case.outcome, script.orders[-1].quotes) == (Outcome.WITHDRAWN, Requests.JOINED)
