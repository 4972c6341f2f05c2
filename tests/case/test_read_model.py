"""The fold and its projection: the same events always make the same case and the same row."""

import pytest

from schemas.events import Event, ReplyApproved, event_record
from tests.case.builders import (
    AGENCY_ID,
    CALENDAR,
    CASE_ID,
    HANDLER,
    Script,
    approved,
    closed,
    drafted,
    in_hand,
    issued,
    new_case,
    on,
    received,
    registered,
    sent_back,
)
from workflows.evolve import evolve, fold
from workflows.limit import LIMIT_RUNS, deadline_of, due_of, target_of
from workflows.moment import moment_of
from workflows.project import project

SCRIPTS = [registered(), received(), in_hand(), sent_back(), drafted(), approved(), issued(), closed()]


def state_of(script: Script) -> str:
    return str(script.case.state)


@pytest.mark.parametrize("script", SCRIPTS, ids=state_of)
def test_a_case_is_the_fold_of_its_stored_events(script: Script) -> None:
    stored = [record.model_dump_json() for record in script.records]
    again = fold(new_case(), [event_record.validate_json(one).event for one in stored])
    assert again == script.case
    assert script.case.version == len(script.records) == script.records[-1].seq


@pytest.mark.parametrize("script", SCRIPTS, ids=state_of)
def test_the_row_says_what_the_case_says(script: Script) -> None:
    row, case = script.row, script.case
    for name in type(row).model_fields.keys() & type(case).model_fields.keys():
        assert getattr(row, name) == getattr(case, name), name
    assert (row.case_id, row.agency_id, row.head) == (CASE_ID, AGENCY_ID, script.records[-1].hash)
    assert row.handler_id == case.handler
    assert row.limit_runs is (case.state in LIMIT_RUNS)


def test_an_application_without_date_of_receipt_has_a_target_but_no_due_date() -> None:
    row = registered("2026-05-11").row
    assert row.due_on is None
    assert row.target_due_on is not None
    assert not row.provisional


def test_a_new_case_has_neither_due_date_nor_target() -> None:
    case = new_case()
    assert deadline_of(case, CALENDAR, on("2026-05-11")) is None
    assert target_of(case, CALENDAR) is None
    with pytest.raises(ValueError, match="not fixed"):
        due_of(case, CALENDAR)
    with pytest.raises(AssertionError):
        project(case, CALENDAR, "")


def test_days_are_used_up_to_the_day_asked_about() -> None:
    """E6: received Mon 2026-05-11, five working days used on Mon 05-18; before receipt none are."""
    case = received().case
    for day, used in (("2026-05-10", 0), ("2026-05-11", 0), ("2026-05-18", 5), ("2026-06-08", 20), ("2026-06-09", 21)):
        found = deadline_of(case, CALENDAR, on(day))
        assert found
        assert (found.working_days_used, found.working_days_left) == (used, 20 - used)


def test_the_due_date_alone_uses_no_days() -> None:
    assert due_of(received().case, CALENDAR).working_days_used == 0


def test_a_due_date_can_explain_itself() -> None:
    explained = deadline_of(received().case, CALENDAR, on("2026-06-08"), explain=True)
    assert explained
    assert explained.days
    assert (explained.days[0].day, explained.days[-1].day) == (on("2026-05-11"), on("2026-06-08"))


def test_an_unknown_event_cannot_be_folded() -> None:
    stranger: Event = object()  # type: ignore[assignment]
    with pytest.raises(TypeError, match="no way to fold"):
        evolve(new_case(), stranger)


def test_what_cannot_have_happened_cannot_be_folded() -> None:
    with pytest.raises(AssertionError):
        evolve(received().case, ReplyApproved(by=HANDLER.staff_id))


def test_the_day_is_that_of_the_agencys_zone() -> None:
    """At 16:30 UTC it is half past midnight of the next day in Shanghai."""
    at = registered("2026-05-11").records[0].at.replace(hour=16, minute=30)
    assert moment_of(at, "Asia/Shanghai", HANDLER, CALENDAR).today.isoformat() == "2026-05-12"
    assert moment_of(at, "UTC", HANDLER, CALENDAR).today.isoformat() == "2026-05-11"
