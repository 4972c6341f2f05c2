"""The reminders of cases begun before there was a ladder: of the reply, and of each search round."""

from collections.abc import Iterator
from datetime import date, timedelta

from schemas.case import Case
from schemas.clock import Deadline
from schemas.events import BecameOverdue, Event, ReminderFell
from schemas.events_search import SearchReminderFell
from schemas.vocabulary import AlarmKind
from workflows.limit import due_of, limit_runs
from workflows.rules.calendar import WorkingCalendar
from workflows.search import overdue_rounds

ONE_DAY = timedelta(days=1)
Pending = tuple[date, AlarmKind, Event]
"""The day from which it is true, what kind of alarm it is, and the event that says so."""


def reminders_fallen(case: Case, today: date, calendar: WorkingCalendar) -> Iterator[Event]:
    """What is to be said by today: of several reminders of one thing the last."""
    for ahead in _of_the_search(case, calendar):
        yield from [event for event in ahead if event.on <= today][-1:]
    if not limit_runs(case) or case.overdue_on:
        return
    limit = due_of(case, calendar)
    if today > limit.due:
        yield BecameOverdue(due_on=limit.due, overdue_on=limit.due + ONE_DAY)
    elif fallen := [(left, on) for left, on in _of_the_reply(case, limit, calendar) if on <= today]:
        left, on = fallen[-1]
        yield ReminderFell(on=on, due_on=limit.due, working_days_left=left)


def reminders_ahead(case: Case, calendar: WorkingCalendar) -> Iterator[Pending]:
    """Every reminder not yet given, and the day on which the case would be overdue."""
    for told in _of_the_search(case, calendar):
        yield from ((event.on, AlarmKind.SEARCH_REMINDER, event) for event in told)
    if limit_runs(case) and not case.overdue_on:
        limit = due_of(case, calendar)
        for left, on in _of_the_reply(case, limit, calendar):
            yield on, AlarmKind.REMINDER, ReminderFell(on=on, due_on=limit.due, working_days_left=left)
        over = limit.due + ONE_DAY
        yield over, AlarmKind.OVERDUE, BecameOverdue(due_on=limit.due, overdue_on=over)


def _of_the_reply(case: Case, limit: Deadline, calendar: WorkingCalendar) -> Iterator[tuple[int, date]]:
    """Reminders not yet given, in the order of their days: after the last one, and after the limit began.

    An ordered limit may be shorter than the time before its end at which the agency wants to be reminded.
    """
    given = max(case.reminded, default=date.min)
    for left in sorted(case.policy.remind_working_days_before, reverse=True):
        on = calendar.before(limit.due, left)
        if on > max(given, limit.limit_starts):
            yield left, on


def _of_the_search(case: Case, calendar: WorkingCalendar) -> Iterator[tuple[SearchReminderFell, ...]]:
    """For each open round what the clock has yet to say of it, in the order of the days.

    Asked Mon 2026-05-11 until Fri 05-15: on Thu 05-14 and, unanswered, on Sat 05-16. One that is asked for on the
    working day before needs no reminder of it.
    """
    asked = {one.id: one for one in case.rounds}
    for over in overdue_rounds(case):
        before = calendar.before(over.due_on, 1)
        spoken_of = asked[over.id].reminded_on or before <= asked[over.id].asked_on
        yield (over,) if spoken_of else (SearchReminderFell(id=over.id, on=before, due_on=over.due_on), over)
