"""What the dates of a row say in law: no limit is lengthened by it, and what was late is late."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from schemas.case import Case
from schemas.clock import Day
from schemas.errors import DaylightError
from schemas.events import ApplicationReceived, BecameOverdue, Event
from schemas.events_import import CaseImported
from schemas.imports import ImportRow
from schemas.policy import Policy
from schemas.vocabulary import Channel, Outcome
from tests.case.builders import CALENDAR, HANDLER
from workflows.evolve import fold
from workflows.importing import Kept, taken_over
from workflows.moment import Moment

ID = UUID(int=7)
TODAY: Day = date(2026, 9, 30)
MOMENT = Moment(datetime(2026, 9, 30, tzinfo=UTC), TODAY, HANDLER, CALENDAR)
FRESH = Case(case_id=ID, agency_id=ID, policy=Policy())
MARK = CaseImported(own_number="旧1", source="0" * 64, line=2, imported_on=TODAY)
PLAIN = {"own_number": "旧1", "applicant_name": "王小明", "phone": "010-55550123", "description": "招标文件"}


def events_of(**told: Any) -> list[Event]:
    row = ImportRow.model_validate({**PLAIN, "channel": Channel.IN_PERSON, "arrived_on": date(2026, 2, 2), **told})
    return taken_over(FRESH, MARK, row, Kept(ID, ID, None), MOMENT)


def refusal(**told: Any) -> tuple[str, str | None]:
    with pytest.raises(DaylightError) as refused:
        events_of(**told)
    return refused.value.code, refused.value.field


def due_on(**told: Any) -> date:
    return next(event.due_on for event in events_of(**told) if isinstance(event, ApplicationReceived))


def overdue(**told: Any) -> list[BecameOverdue]:
    return [event for event in events_of(**told) if isinstance(event, BecameOverdue)]


def test_a_later_day_of_receipt_is_refused_where_nothing_is_confirmed() -> None:
    assert refusal(received_on=date(2026, 8, 25)) == ("import_receipt_differs", "received_on")
    assert due_on() == due_on(received_on=date(2026, 2, 2)) == date(2026, 3, 6)


def test_a_day_of_confirmation_counts_where_receipt_is_confirmed() -> None:
    online = due_on(channel=Channel.ONLINE, received_on=date(2026, 2, 3))
    assert online == date(2026, 3, 9)


def test_a_reply_delivered_late_was_overdue_from_the_day_after_its_last() -> None:
    told = {"outcome": Outcome.DISCLOSED, "delivered_on": date(2026, 6, 1)}
    (fell,) = overdue(**told)
    assert (fell.due_on, fell.overdue_on) == (date(2026, 3, 6), date(2026, 3, 7))
    assert fold(FRESH, events_of(**told)).overdue_on == date(2026, 3, 7)


def test_a_reply_delivered_on_the_last_day_was_never_overdue() -> None:
    assert overdue(outcome=Outcome.DISCLOSED, delivered_on=date(2026, 3, 6), closed_on=date(2026, 6, 1)) == []


def test_what_is_withdrawn_after_the_last_day_was_overdue_and_what_is_abandoned_was_not() -> None:
    closed = {"closed_on": date(2026, 6, 1)}
    assert len(overdue(outcome=Outcome.WITHDRAWN, delivered_on=date(2026, 2, 9), **closed)) == 1
    assert overdue(outcome=Outcome.ABANDONED, correction_notified_on=date(2026, 2, 4), **closed) == []


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2026, 2, 4)])
def test_a_period_to_correct_ends_after_the_notice(day: date) -> None:
    notified = {"correction_notified_on": date(2026, 2, 4)}
    expected = ("respond_by_not_after_notice", "correction_respond_by")
    assert refusal(correction_respond_by=day, **notified) == expected


def test_a_period_to_correct_needs_a_notice() -> None:
    refused = refusal(correction_respond_by=date(2026, 2, 20))
    assert refused == ("import_notice_missing", "correction_notified_on")
