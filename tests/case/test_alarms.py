"""Reminders, lapses and the overdue mark: what the clock does by itself, and when it looks again."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from schemas.case import Alarm, Case
from schemas.commands import Facts
from schemas.events import BecameOverdue, ReminderFell
from schemas.policy import Policy
from schemas.steps import Assign, ReceiveCorrection, RequestCorrection
from schemas.vocabulary import AlarmKind
from tests.case.builders import (
    CALENDAR,
    HANDLER,
    Script,
    approved,
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


def test_a_new_and_a_closed_case_have_no_alarm() -> None:
    assert next_alarm(new_case(), CALENDAR) is None
    assert alarm_of(closed()) is None
    assert closed().tick("2026-12-31") == []


def test_an_issued_reply_still_runs_until_it_is_delivered() -> None:
    script = issued(issued_on="2026-06-08")
    script.tick("2026-06-08")
    assert alarm_of(script) == (AlarmKind.OVERDUE, "2026-06-09")
    deliver(script, "2026-06-08")
    assert alarm_of(script) is None


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
