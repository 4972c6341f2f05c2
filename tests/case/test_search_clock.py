"""Reminders of a search: the working day before an answer is due, and the day after it was (36(4))."""

from typing import Any

from schemas.events import CLOCK
from schemas.events_search import SearchReminderFell
from schemas.steps import ApproveReply, DraftReply
from schemas.steps_search import AnswerSearch, RequestSearch, WithdrawSearch
from schemas.vocabulary import AlarmKind, Outcome, Verdict
from tests.case.builders import APPROVER, DECISIONS, HANDLER, Script, calendar_with, in_hand, on
from tests.case.test_alarms import alarm_of
from tests.case.test_search import NOTHING, request
from workflows.alarms import next_alarm

MONDAY, THURSDAY, FRIDAY, SATURDAY = "2026-05-11", "2026-05-14", "2026-05-15", "2026-05-16"
NEXT_MONDAY = "2026-05-18"
SEARCH = AlarmKind.SEARCH_REMINDER


def asked(day: str = MONDAY, due_on: str = FRIDAY) -> Script:
    """In hand since Monday, due Mon 2026-06-08."""
    return request(in_hand(MONDAY), day, due_on)


def answer(script: Script, day: str, **said: Any) -> list[str]:
    return script.take(day, HANDLER, AnswerSearch, **{"search": "s1", **NOTHING, **said})


def test_a_reminder_the_working_day_before_and_one_the_day_after() -> None:
    script = asked()
    assert alarm_of(script) == (SEARCH, THURSDAY)
    assert script.tick("2026-05-13") == []
    assert script.tick(THURSDAY) == ["search_reminder_fell"]
    fell = SearchReminderFell(id="s1", on=on(THURSDAY), due_on=on(FRIDAY))
    assert script.last(SearchReminderFell) == fell
    assert alarm_of(script) == (SEARCH, SATURDAY)
    assert script.tick(FRIDAY) == []
    assert script.tick(SATURDAY) == ["search_reminder_fell"]
    assert script.last(SearchReminderFell) == fell.model_copy(update={"on": on(SATURDAY), "overdue": True})
    assert script.tick("2026-05-31") == []
    assert alarm_of(script) == (AlarmKind.REMINDER, "2026-06-01")
    told = script.case.rounds[0]
    assert (told.reminded_on, told.overdue_on) == (on(THURSDAY), on(SATURDAY))


def test_the_working_day_before_a_monday_is_a_friday() -> None:
    assert alarm_of(asked(due_on=NEXT_MONDAY)) == (SEARCH, FRIDAY)


def test_who_is_asked_the_day_before_is_not_reminded_of_it() -> None:
    for day in (THURSDAY, FRIDAY):
        assert alarm_of(asked(day)) == (SEARCH, SATURDAY)


def test_a_clock_that_slept_tells_only_the_last_with_the_date_of_the_round() -> None:
    script = asked()
    assert script.tick("2026-05-27") == ["search_reminder_fell"]
    assert (script.last(SearchReminderFell).on, script.last(SearchReminderFell).overdue) == (on(SATURDAY), True)
    assert alarm_of(script) == (AlarmKind.REMINDER, "2026-06-01")


def test_each_round_has_its_own_reminders() -> None:
    script = request(asked(), MONDAY, NEXT_MONDAY)
    assert script.tick(SATURDAY) == ["search_reminder_fell"] * 2
    fallen = [(event.id, event.overdue) for event in script.events if isinstance(event, SearchReminderFell)]
    assert fallen == [("s1", True), ("s2", False)]


def test_an_answer_and_a_withdrawal_end_the_reminders() -> None:
    answered, withdrawn = asked(), asked()
    answer(answered, "2026-05-13")
    withdrawn.take("2026-05-13", HANDLER, WithdrawSearch, search="s1", reason="不再需要")
    assert alarm_of(answered) == alarm_of(withdrawn) == (AlarmKind.REMINDER, "2026-06-01")


def test_half_an_answer_leaves_the_rest_owed() -> None:
    script = asked()
    answer(script, "2026-05-12", final=False)
    assert alarm_of(script) == (SEARCH, THURSDAY)


def test_an_answer_in_time_that_is_entered_later_was_never_overdue() -> None:
    script = asked()
    script.tick(THURSDAY)
    assert answer(script, NEXT_MONDAY, answered_on=on(FRIDAY)) == ["search_answered"]
    assert script.case.rounds[0].overdue_on is None


def test_a_late_answer_was_overdue_first_and_the_clock_says_so() -> None:
    script = asked()
    assert answer(script, NEXT_MONDAY) == ["search_reminder_fell", "search_answered"]
    assert [record.by for record in script.records[-2:]] == [CLOCK.staff_id, HANDLER.staff_id]


def test_rounds_rest_while_a_reply_lies_for_approval_and_go_on_when_it_comes_back() -> None:
    script = asked()
    script.take("2026-05-12", HANDLER, DraftReply, decision=DECISIONS[Outcome.PETITION])
    assert alarm_of(script) == (AlarmKind.REMINDER, "2026-06-01")
    assert script.tick(NEXT_MONDAY) == []
    kinds = script.take(NEXT_MONDAY, APPROVER, ApproveReply, verdict=Verdict.RETURN, comment="不是信访")
    assert kinds == ["reply_returned", "search_reminder_fell"]


def test_a_new_calendar_moves_the_reminder() -> None:
    """Thu 2026-05-14 off: the working day before Friday is Wednesday."""
    script = asked()
    script.adopt("2026-05-12", calendar_with("one day less", off=THURSDAY))
    alarm = next_alarm(script.case, script.calendar)
    assert alarm
    assert (alarm.kind, alarm.on) == (SEARCH, on("2026-05-13"))


def test_nobody_is_asked_until_a_day_that_a_new_calendar_takes_off() -> None:
    script = in_hand(MONDAY)
    script.adopt(MONDAY, calendar_with("one day less", off=FRIDAY))
    said: dict[str, Any] = {"departments": ["规划科"], "sought": "合同", "due_on": FRIDAY}
    assert script.refusal(MONDAY, HANDLER, RequestSearch, **said).code == "search_due_on_a_day_off"
