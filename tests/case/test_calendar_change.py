"""A new calendar moves due dates, keeps both dates, and leaves closed cases alone."""

from schemas.commands import Facts
from schemas.events import CalendarAdopted, DeadlineMoved
from schemas.steps import ConfirmReceipt, ReceiveCorrection
from schemas.vocabulary import AlarmKind
from tests.case.builders import (
    CALENDAR,
    HANDLER,
    TEXT_ID,
    calendar_with,
    closed,
    on,
    received,
    registered,
    sent_back,
)
from workflows.alarms import next_alarm

LATER = calendar_with("later", off="2026-05-20 2026-05-21")
EARLIER = calendar_with("earlier", on_="2026-05-16 2026-05-17")


def test_a_day_off_moves_the_date_later_and_keeps_both() -> None:
    script = received()
    assert script.adopt("2026-05-12", LATER) == ["calendar_adopted", "deadline_moved"]
    assert script.last(DeadlineMoved) == DeadlineMoved(
        due_before=on("2026-06-08"), due_after=on("2026-06-10"), provisional=False, calendar_version="later"
    )
    assert script.row.due_on == on("2026-06-10")
    assert script.row.calendar_version == "later"


def test_a_make_up_day_moves_the_date_earlier() -> None:
    script = received()
    script.adopt("2026-05-12", EARLIER)
    moved = script.last(DeadlineMoved)
    assert (moved.due_before, moved.due_after) == (on("2026-06-08"), on("2026-06-04"))
    assert script.row.due_on == on("2026-06-04")


def test_a_change_elsewhere_only_adopts_the_version() -> None:
    script = received()
    assert script.adopt("2026-05-12", calendar_with("elsewhere", off="2026-08-03")) == ["calendar_adopted"]
    assert script.last(CalendarAdopted).version == "elsewhere"


def test_the_same_version_again_changes_nothing() -> None:
    assert received().adopt("2026-05-12", CALENDAR) == []


def test_a_published_year_drops_provisional() -> None:
    script = received("2026-12-10")
    assert script.row.provisional
    script.adopt("2026-12-15", calendar_with("2027", official=(2027,)))
    moved = script.last(DeadlineMoved)
    assert moved.due_before == moved.due_after == on("2027-01-08")
    assert not moved.provisional
    assert not script.row.provisional


def test_a_published_year_may_drop_provisional_and_move_the_date() -> None:
    script = received("2026-12-10")
    script.adopt("2026-12-15", calendar_with("2027", off="2027-01-04", official=(2027,)))
    moved = script.last(DeadlineMoved)
    assert (moved.due_after, moved.provisional) == (on("2027-01-11"), False)


def test_a_closed_case_keeps_its_calendar() -> None:
    script = closed()
    assert script.adopt("2026-05-12", LATER) == []
    assert script.case.calendar_version == CALENDAR.version


def test_before_receipt_only_the_version_changes() -> None:
    script = registered("2026-05-11")
    assert script.adopt("2026-05-12", LATER) == ["calendar_adopted"]
    script.take("2026-05-12", HANDLER, ConfirmReceipt, confirmed_on=on("2026-05-11"), how="电话")
    assert script.row.due_on == on("2026-06-10")


def test_while_the_applicant_corrects_the_told_period_stays() -> None:
    script = sent_back(respond_by=on("2026-05-15"))
    script.adopt("2026-05-12", calendar_with("later", off="2026-05-14"))
    assert script.case.correction
    assert script.case.correction.respond_by == on("2026-05-15")
    script.take("2026-05-13", HANDLER, ReceiveCorrection, Facts(text_id=TEXT_ID))
    assert script.row.due_on == on("2026-06-11")


def test_a_later_date_takes_the_overdue_mark_away() -> None:
    script = received()
    script.tick("2026-06-09")
    script.adopt("2026-06-09", LATER)
    assert script.case.overdue_on is None
    assert script.tick("2026-06-10") != ["became_overdue"]
    assert script.tick("2026-06-11") == ["became_overdue"]
    assert script.case.overdue_on == on("2026-06-11")


def test_a_later_date_that_has_passed_too_is_overdue_again_with_its_own_date() -> None:
    script = received()
    script.tick("2026-06-09")
    assert script.adopt("2026-06-20", LATER) == ["calendar_adopted", "deadline_moved", "became_overdue"]
    assert script.case.overdue_on == on("2026-06-11")


def test_an_earlier_date_makes_overdue_what_was_not() -> None:
    script = received()
    assert script.adopt("2026-06-08", EARLIER) == ["calendar_adopted", "deadline_moved", "became_overdue"]
    assert script.case.overdue_on == on("2026-06-05")
    assert next_alarm(script.case, script.calendar) is None


def test_an_earlier_date_corrects_the_overdue_mark() -> None:
    """The mark carries the date the law gives: the day after the due date, under the calendar in force."""
    script = received()
    script.tick("2026-06-09")
    script.adopt("2026-06-09", EARLIER)
    script.tick("2026-06-09")
    assert script.case.overdue_on == on("2026-06-05")


def test_a_year_published_without_moving_the_date_leaves_the_overdue_mark() -> None:
    script = received("2026-12-10")
    script.tick("2027-01-09")
    script.adopt("2027-01-10", calendar_with("2027", official=(2027,)))
    assert script.case.overdue_on == on("2027-01-09")


def test_a_later_date_brings_the_reminders_again() -> None:
    script = received()
    script.tick("2026-06-01")
    script.adopt("2026-06-01", LATER)
    alarm = next_alarm(script.case, script.calendar)
    assert alarm
    assert (alarm.kind, alarm.on) == (AlarmKind.REMINDER, on("2026-06-03"))
