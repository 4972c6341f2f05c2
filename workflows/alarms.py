"""The clock's own steps: what becomes true by time alone, and when to look again (escalation)."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from schemas.case import Alarm, Case
from schemas.events import CLOCK, Actor, BecameOverdue, CorrectionLapsed, Event, ReminderFell
from schemas.vocabulary import AlarmKind, State
from workflows.limit import LIMIT_RUNS, due_of
from workflows.rules.calendar import WorkingCalendar

ONE_DAY = timedelta(days=1)


def author_of(event: Event, actor: Actor) -> UUID:
    """Who an event is laid to: what time alone made true is the clock's, even when a person's step brought it out."""
    return CLOCK.staff_id if isinstance(event, BecameOverdue | CorrectionLapsed | ReminderFell) else actor.staff_id


def overtaken(case: Case, today: date, calendar: WorkingCalendar) -> Iterator[Event]:
    """The events that time alone has made true by ``today`` and that are not recorded yet.

    Each carries the date the law gives, not the date it was noticed.
    """
    if case.state is State.AWAITING_CORRECTION and (lapses_on := _correction_lapses_on(case)) and today >= lapses_on:
        yield CorrectionLapsed(respond_by=lapses_on - ONE_DAY)
    if case.state not in LIMIT_RUNS or case.overdue_on:
        return
    due = due_of(case, calendar).due
    if today > due:
        yield BecameOverdue(due_on=due, overdue_on=due + ONE_DAY)
    elif fallen := [(left, on) for left, on in _reminders(case, due, calendar) if on <= today]:
        left, on = fallen[-1]
        yield ReminderFell(on=on, due_on=due, working_days_left=left)


def next_alarm(case: Case, calendar: WorkingCalendar) -> Alarm | None:
    """The next moment at which the clock makes something happen; None when the case waits for people only."""
    if case.state is State.AWAITING_CORRECTION and (lapses_on := _correction_lapses_on(case)):
        return _alarm(case, AlarmKind.CORRECTION_LAPSE, lapses_on)
    if case.state not in LIMIT_RUNS or case.overdue_on:
        return None
    due = due_of(case, calendar).due
    for _, on in _reminders(case, due, calendar):
        return _alarm(case, AlarmKind.REMINDER, on)
    return _alarm(case, AlarmKind.OVERDUE, due + ONE_DAY)


def _correction_lapses_on(case: Case) -> date | None:
    """The day after the last day to correct, unless that has been recorded."""
    correction = case.correction
    return correction.respond_by + ONE_DAY if correction and not correction.lapsed else None


def _reminders(case: Case, due: date, calendar: WorkingCalendar) -> Iterator[tuple[int, date]]:
    """Reminders not yet given, in the order of their days; none that lies before one already given."""
    given = max(case.reminded, default=date.min)
    for left in sorted(case.policy.remind_working_days_before, reverse=True):
        on = calendar.before(due, left)
        if on > given:
            yield left, on


def _alarm(case: Case, kind: AlarmKind, on: date) -> Alarm:
    """The alarm of a day, spread over the agency's morning by a hash of the case id.

    Statutory moments fall on one midnight for everyone, and engines choke on that.
    """
    zone = ZoneInfo(case.policy.timezone)
    opens = datetime.combine(on, case.policy.alarms_from, zone)
    closes = datetime.combine(on, case.policy.alarms_until, zone)
    share = int.from_bytes(hashlib.sha256(case.case_id.bytes).digest()[:4]) / 2**32
    return Alarm(kind=kind, on=on, at=(opens + (closes - opens) * share).astimezone(UTC))
