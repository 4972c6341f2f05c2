"""Reminders, lapses and the overdue mark: what the clock does by itself, and when it looks again."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from schemas.case import Alarm, Case
from schemas.commands import Facts
from schemas.events import CLOCK, BecameOverdue, ReminderFell
from schemas.events_after import ReassessmentFell
from schemas.policy import Policy
from schemas.steps import Assign, PrintRecord, ReceiveCorrection, RequestCorrection, Withdraw
from schemas.steps_after import RecordRemedy, RecordRemedyResult
from schemas.vocabulary import AlarmKind, LetterKind, Outcome
from tests.case.builders import (
    CALENDAR,
    HANDLER,
    MINUTES,
    Script,
    approved,
    by_law,
    closed,
    deliver,
    in_hand,
    issued,
    new_case,
    on,
    received,
    registered,
    sent_back,
)
from workflows.alarms import next_alarm

SHANGHAI = ZoneInfo("Asia/Shanghai")


def alarm_of(script: Script) -> tuple[AlarmKind, str] | None:
    alarm = next_alarm(script.case, script.calendar)
    return (alarm.kind, alarm.on.isoformat()) if alarm else None


def the_alarm(case: Case) -> Alarm:
    alarm = next_alarm(case, CALENDAR)
    assert alarm
    return alarm


@pytest.mark.parametrize("script", [received(), in_hand(), approved(), issued()], ids=lambda script: script.row.state)
def test_two_reminders_then_overdue(script: Script) -> None:
    """Received Mon 2026-05-11, due Mon 06-08: five working days left on 06-01, two on 06-04, overdue on 06-09."""
    assert alarm_of(script) == (AlarmKind.REMINDER, "2026-06-01")
    assert script.tick("2026-05-31") == []
    assert script.tick("2026-06-01") == ["reminder_fell"]
    assert script.last(ReminderFell) == ReminderFell(on=on("2026-06-01"), due_on=on("2026-06-08"), working_days_left=5)
    assert script.tick("2026-06-01") == []
    assert alarm_of(script) == (AlarmKind.REMINDER, "2026-06-04")
    assert script.tick("2026-06-04") == ["reminder_fell"]
    assert script.last(ReminderFell).working_days_left == 2
    assert alarm_of(script) == (AlarmKind.OVERDUE, "2026-06-09")
    assert script.tick("2026-06-08") == []
    assert script.tick("2026-06-09") == ["became_overdue"]
    assert script.last(BecameOverdue) == BecameOverdue(due_on=on("2026-06-08"), overdue_on=on("2026-06-09"))
    assert alarm_of(script) is None
    assert script.tick("2026-06-30") == []


def test_the_day_after_the_due_date_may_be_a_saturday() -> None:
    """Due Fri 2025-10-24 (received Mon 2025-09-22): overdue on Saturday, not on Monday."""
    script = received("2025-09-22")
    script.tick("2025-10-24")
    assert script.tick("2025-10-25") == ["became_overdue"]
    assert script.case.overdue_on == on("2025-10-25")


def test_overdue_noticed_late_carries_the_date_of_the_law() -> None:
    script = received()
    assert script.tick("2026-07-01") == ["became_overdue"]
    assert script.case.overdue_on == on("2026-06-09")


def test_a_clock_that_slept_gives_only_the_last_reminder() -> None:
    script = received()
    assert script.tick("2026-06-05") == ["reminder_fell"]
    assert script.last(ReminderFell) == ReminderFell(on=on("2026-06-04"), due_on=on("2026-06-08"), working_days_left=2)
    assert alarm_of(script) == (AlarmKind.OVERDUE, "2026-06-09")


def test_no_step_slips_past_a_deadline_that_the_clock_has_not_noticed() -> None:
    script = received()
    kinds = script.take("2026-06-09", HANDLER, Assign, Facts(handler_known=True), handler=UUID(int=77))
    assert kinds == ["became_overdue", "handler_assigned"]


def test_an_unconfirmed_application_waits_for_people_only() -> None:
    script = registered()
    assert alarm_of(script) is None
    assert script.tick("2026-12-31") == []


def test_a_new_and_an_archived_case_have_no_alarm() -> None:
    assert next_alarm(new_case(), CALENDAR) is None
    script = in_hand()
    script.take("2026-05-12", HANDLER, Withdraw)
    assert alarm_of(script) is None
    assert script.tick("2040-12-31") == []


def test_a_closed_case_is_archived_when_no_remedy_can_come_any_more() -> None:
    """Closed Mon 2026-05-11 and kept open for 24 months."""
    script = closed()
    assert alarm_of(script) == (AlarmKind.ARCHIVE, "2028-05-11")
    assert script.tick("2028-05-10") == []
    assert script.tick("2028-05-11") == ["case_archived"]
    assert alarm_of(script) is None


def test_what_is_withheld_is_looked_at_again_every_year_and_then_archived() -> None:
    script = closed(outcome=Outcome.REFUSED, policy=Policy(reassess_for_years=3))
    for year in (2027, 2028):
        assert alarm_of(script) == (AlarmKind.REASSESSMENT, f"{year}-05-11")
        assert script.tick(f"{year}-05-11") == ["reassessment_fell"]
        assert script.last(ReassessmentFell).documents == (MINUTES.document_id,)
    assert alarm_of(script) == (AlarmKind.ARCHIVE, "2029-05-11")
    assert script.tick("2029-05-11") == ["case_archived"]


def test_a_clock_that_slept_for_years_leaves_no_alarm_in_the_past() -> None:
    script = closed(outcome=Outcome.REFUSED)
    assert script.tick("2029-06-01") == ["reassessment_fell"] * 3
    assert alarm_of(script) == (AlarmKind.REASSESSMENT, "2030-05-11")
    assert script.tick("2040-01-01")[-1] == "case_archived"
    assert alarm_of(script) is None


@pytest.mark.parametrize("noticed", [True, False], ids=["the clock noticed", "the clock had not looked"])
def test_to_an_archived_case_nothing_happens_any_more(noticed: bool) -> None:
    script = closed()
    if noticed:
        script.tick("2028-05-11")
    said: dict[str, Any] = {"record": LetterKind.APPLICATION_FORM}
    assert script.refusal("2028-05-12", HANDLER, PrintRecord, **said) == by_law("case_closed")
    assert script.offered("2028-05-12", HANDLER) == set()


def test_what_time_made_true_is_laid_to_the_clock_and_not_to_who_brought_it_out() -> None:
    script = received()
    script.take("2026-06-09", HANDLER, Assign, Facts(handler_known=True), handler=UUID(int=77))
    assert [record.by for record in script.records[-2:]] == [CLOCK.staff_id, HANDLER.staff_id]


def test_an_issued_reply_still_runs_until_it_is_delivered() -> None:
    script = issued(issued_on="2026-06-08")
    script.tick("2026-06-08")
    assert alarm_of(script) == (AlarmKind.OVERDUE, "2026-06-09")
    deliver(script, "2026-06-08")
    assert alarm_of(script) == (AlarmKind.ARCHIVE, "2028-06-08")


def test_a_correction_lapses_on_the_day_after_its_period() -> None:
    script = sent_back(respond_by=on("2026-05-15"))
    assert alarm_of(script) == (AlarmKind.CORRECTION_LAPSE, "2026-05-16")
    assert script.tick("2026-05-15") == []
    assert script.tick("2026-05-16") == ["correction_lapsed"]
    assert alarm_of(script) is None


def test_while_the_applicant_corrects_nothing_becomes_overdue() -> None:
    script = sent_back(respond_by=on("2026-12-31"))
    assert script.tick("2026-12-30") == []


def test_a_policy_without_reminders() -> None:
    script = received(policy=Policy(remind_working_days_before=()))
    assert alarm_of(script) == (AlarmKind.OVERDUE, "2026-06-09")


def test_a_reminder_on_the_last_day_itself() -> None:
    script = received(policy=Policy(remind_working_days_before=(0,)))
    assert alarm_of(script) == (AlarmKind.REMINDER, "2026-06-08")
    assert script.tick("2026-06-08") == ["reminder_fell"]
    assert script.tick("2026-06-09") == ["became_overdue"]


def test_reminders_are_given_in_the_order_of_their_days() -> None:
    script = received(policy=Policy(remind_working_days_before=(2, 14, 5, 5)))
    assert alarm_of(script) == (AlarmKind.REMINDER, "2026-05-19")
    script.tick("2026-05-19")
    assert script.last(ReminderFell).working_days_left == 14
    assert alarm_of(script) == (AlarmKind.REMINDER, "2026-06-01")


def test_no_reminder_lies_before_the_limit_began() -> None:
    """Ordered on Fri 2026-06-12 to answer within three working days: five are never left, two are on Mon 06-15."""
    script = received()
    script.take("2026-06-10", HANDLER, RecordRemedy, instance="complaint", body="示例市人民政府")
    said: dict[str, Any] = {"remedy": "m1", "result": "corrected", "summary": "责令答复"}
    kinds = script.take("2026-06-12", HANDLER, RecordRemedyResult, new_reply={"working_days": 3}, **said)
    assert kinds == ["remedy_decided", "new_reply_ordered"]
    assert script.row.due_on == on("2026-06-17")
    assert alarm_of(script) == (AlarmKind.REMINDER, "2026-06-15")


@pytest.mark.parametrize(
    "senseless",
    [
        {"remind_working_days_before": (-1,)},
        {"remind_working_days_before": (15,)},
        {"correction_working_days": 0},
        {"alarms_from": time(8), "alarms_until": time(6)},
    ],
)
def test_a_policy_that_makes_no_sense_is_none(senseless: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Policy.model_validate(senseless)


def test_the_alarm_rings_in_the_agencys_morning() -> None:
    alarm = the_alarm(received().case)
    local = alarm.at.astimezone(SHANGHAI)
    assert alarm.at.tzinfo is UTC
    assert local.date() == alarm.on == on("2026-06-01")
    assert time(6) <= local.time() < time(8)


def test_alarms_of_one_day_are_spread_over_the_window() -> None:
    case = received().case
    at = [the_alarm(case.model_copy(update={"case_id": UUID(int=n)})).at for n in range(200)]
    opens = datetime(2026, 6, 1, 6, tzinfo=SHANGHAI)
    quarters = {(moment - opens) // timedelta(minutes=15) for moment in at}
    assert quarters == set(range(8))


def test_the_same_case_rings_at_the_same_moment() -> None:
    assert the_alarm(received().case) == the_alarm(received().case)


def test_a_policy_chooses_window_and_zone() -> None:
    policy = Policy(timezone="Asia/Urumqi", alarms_from=time(9), alarms_until=time(9, 30))
    local = the_alarm(received(policy=policy).case).at.astimezone(ZoneInfo("Asia/Urumqi"))
    assert (local.date(), local.hour, local.minute < 30) == (on("2026-06-01"), 9, True)


def test_reminders_start_anew_after_a_correction() -> None:
    script = received("2019-05-14")
    script.tick("2019-05-31")
    script.take("2019-05-31", HANDLER, RequestCorrection, items=["补正"])
    script.take("2019-05-31", HANDLER, ReceiveCorrection, Facts(text_id=UUID(int=3)))
    due = script.row.due_on
    assert due == on("2019-06-24")
    assert alarm_of(script) == (AlarmKind.REMINDER, "2019-06-17")
