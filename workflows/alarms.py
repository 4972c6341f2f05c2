"""The clock's own steps: what becomes true by time alone, and when to look again (escalation)."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from schemas.case import Alarm, Case
from schemas.clock import Deadline
from schemas.events import CLOCK, Actor, BecameOverdue, CaseArchived, CorrectionLapsed, Event, ReminderFell
from schemas.events_after import ReassessmentFell
from schemas.events_consultation import ConsultationLapsed
from schemas.events_search import SearchReminderFell
from schemas.events_time import FeeLapsed, ReasonsLapsed
from schemas.vocabulary import AlarmKind, State
from workflows.aftermath import archive_on
from workflows.evolve import fold
from workflows.limit import due_of, limit_runs
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.months import months_later
from workflows.search import reminders

ONE_DAY = timedelta(days=1)
Pending = tuple[date, AlarmKind, Event]
"""The day from which it is true, what kind of alarm it is, and the event that says so."""


def author_of(event: Event, actor: Actor) -> UUID:
    """Who an event is laid to: what time alone made true is the clock's, even when a person's step brought it out."""
    own = (
        BecameOverdue
        | CaseArchived
        | ConsultationLapsed
        | CorrectionLapsed
        | FeeLapsed
        | ReasonsLapsed
        | ReassessmentFell
        | ReminderFell
        | SearchReminderFell
    )
    return CLOCK.staff_id if isinstance(event, own) else actor.staff_id


def overtaken(case: Case, today: date, calendar: WorkingCalendar) -> Iterator[Event]:
    """The events that time alone has made true by ``today`` and that are not recorded yet.

    Each carries the date the law gives, not the date it was noticed. One may bring the next: a clock that slept for
    years finds every re-assessment, and then the archive.
    """
    while found := list(_fallen(case, today, calendar)):
        yield from found
        case = fold(case, found)


def _fallen(case: Case, today: date, calendar: WorkingCalendar) -> Iterator[Event]:
    """What has become true of the case as it is recorded."""
    yield from (event for on, _, event in sorted(_periods(case), key=lambda pending: pending[0]) if on <= today)
    for ahead in reminders(case, calendar):
        yield from [event for event in ahead if event.on <= today][-1:]
    if not limit_runs(case) or case.overdue_on:
        return
    limit = due_of(case, calendar)
    if today > limit.due:
        yield BecameOverdue(due_on=limit.due, overdue_on=limit.due + ONE_DAY)
    elif fallen := [(left, on) for left, on in _reminders(case, limit, calendar) if on <= today]:
        left, on = fallen[-1]
        yield ReminderFell(on=on, due_on=limit.due, working_days_left=left)


def next_alarm(case: Case, calendar: WorkingCalendar) -> Alarm | None:
    """The next moment at which the clock makes something happen; None when the case waits for people only."""
    ahead = [(on, kind) for on, kind, _ in _periods(case)]
    ahead += [(event.on, AlarmKind.SEARCH_REMINDER) for told in reminders(case, calendar) for event in told]
    if limit_runs(case) and not case.overdue_on:
        limit = due_of(case, calendar)
        ahead += [(on, AlarmKind.REMINDER) for _, on in _reminders(case, limit, calendar)]
        ahead.append((limit.due + ONE_DAY, AlarmKind.OVERDUE))
    if not ahead:
        return None
    on, kind = min(ahead)
    return _alarm(case, kind, on)


def _periods(case: Case) -> Iterator[Pending]:
    """The periods that run and are not known to have ended: the applicant's, those of the consulted, the archive's."""
    if case.state is State.CLOSED:
        yield from _after_the_reply(case)
    elif case.state is not State.ARCHIVED:
        yield from _applicants(case)
        for asked in case.consultations:
            if asked.open and asked.respond_by:
                lapsed = ConsultationLapsed(id=asked.id, respond_by=asked.respond_by)
                yield asked.respond_by + ONE_DAY, AlarmKind.CONSULTATION_LAPSE, lapsed


def _applicants(case: Case) -> Iterator[Pending]:
    """To correct (art. 30), to give reasons (35), to pay once the notice is served (国办函〔2020〕109号 art. 6)."""
    correction, excess, fee = case.correction, case.excess, case.fee
    if case.state is State.AWAITING_CORRECTION and correction and not correction.lapsed:
        lapsed = CorrectionLapsed(respond_by=correction.respond_by)
        yield correction.respond_by + ONE_DAY, AlarmKind.CORRECTION_LAPSE, lapsed
    if excess and not (excess.lapsed or excess.received_on or excess.reasonable is not None):
        yield excess.respond_by + ONE_DAY, AlarmKind.REASONS_LAPSE, ReasonsLapsed(respond_by=excess.respond_by)
    if case.state is State.AWAITING_PAYMENT and fee and fee.served_on and not fee.lapsed:
        yield fee.open_until + ONE_DAY, AlarmKind.FEE_LAPSE, FeeLapsed(open_until=fee.open_until)


def _after_the_reply(case: Case) -> Iterator[Pending]:
    """Looking again at what is withheld (art. 18), and the archive."""
    archived_on = archive_on(case)
    if case.reassess_on and case.withheld and (archived_on is None or case.reassess_on < archived_on):
        next_on = months_later(case.reassess_on, case.policy.reassess_every_months)
        fell = ReassessmentFell(on=case.reassess_on, documents=case.withheld, next_on=next_on)
        yield case.reassess_on, AlarmKind.REASSESSMENT, fell
    elif archived_on:
        yield archived_on, AlarmKind.ARCHIVE, CaseArchived(archived_on=archived_on)


def _reminders(case: Case, limit: Deadline, calendar: WorkingCalendar) -> Iterator[tuple[int, date]]:
    """Reminders not yet given, in the order of their days: after the last one, and after the limit began.

    An ordered limit may be shorter than the time before its end at which the agency wants to be reminded.
    """
    given = max(case.reminded, default=date.min)
    for left in sorted(case.policy.remind_working_days_before, reverse=True):
        on = calendar.before(limit.due, left)
        if on > max(given, limit.limit_starts):
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
