"""The clock's own steps: what becomes true by time alone, and when to look again (escalation)."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from schemas.case import Alarm, Case
from schemas.events import CLOCK, Actor, BecameOverdue, CaseArchived, CorrectionLapsed, Event, ReminderFell
from schemas.events_after import ReassessmentFell
from schemas.events_consultation import ConsultationLapsed
from schemas.events_escalation import EscalationFell
from schemas.events_search import SearchReminderFell
from schemas.events_time import FeeLapsed, ReasonsLapsed
from schemas.policy import LADDER
from schemas.vocabulary import AlarmKind, State
from workflows.aftermath import archive_on
from workflows.evolve import fold
from workflows.ladder import rungs_ahead
from workflows.limit import due_of, limit_runs
from workflows.reminders import Pending, reminders_ahead, reminders_fallen
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.months import months_later
from workflows.search import overdue_rounds

ONE_DAY = timedelta(days=1)


def author_of(event: Event, actor: Actor) -> UUID:
    """Who an event is laid to: what time alone made true is the clock's, even when a person's step brought it out."""
    own = (
        BecameOverdue
        | CaseArchived
        | ConsultationLapsed
        | CorrectionLapsed
        | EscalationFell
        | FeeLapsed
        | ReasonsLapsed
        | ReassessmentFell
        | ReminderFell
        | SearchReminderFell
    )
    return CLOCK.staff_id if isinstance(event, own) else actor.staff_id


def overtaken(case: Case, today: date, calendar: WorkingCalendar, *, acted_on: date | None = None) -> Iterator[Event]:
    """The events that time alone has made true by ``today`` and that are not recorded yet.

    Each carries the date the law gives, not the date it was noticed. One may bring the next: a clock that slept for
    years finds every rung and every re-assessment, day by day as if it had been awake, and then the archive.
    ``acted_on``: the day of an act that is being recorded; what it makes true of days before is true from then.
    """
    climbs = case.edition >= LADDER
    while found := _next(case, today, calendar, acted_on) if climbs else _all_at_once(case, today, calendar):
        yield from found
        case = fold(case, found)


def _next(case: Case, today: date, calendar: WorkingCalendar, acted_on: date | None) -> list[Event]:
    """What became true first and is not recorded yet: one event, for it may change what is true on the same day."""
    ahead = [(on, event) for on, _, event in _ahead(case, calendar, acted_on) if on <= today]
    return [min(ahead, key=lambda pending: pending[0])[1]] if ahead else []


def _all_at_once(case: Case, today: date, calendar: WorkingCalendar) -> list[Event]:
    """The same for a case without a ladder: the periods first, then of the reminders the last of each kind."""
    periods = sorted(((on, event) for on, _, event in _periods(case) if on <= today), key=lambda pending: pending[0])
    return [*(event for _, event in periods), *reminders_fallen(case, today, calendar)]


def _ahead(case: Case, calendar: WorkingCalendar, acted_on: date | None = None) -> Iterator[Pending]:
    """Everything that time will make true of the case as it is recorded."""
    yield from _periods(case)
    if case.edition < LADDER:
        yield from reminders_ahead(case, calendar)
        return
    for over in overdue_rounds(case):
        yield over.on, AlarmKind.SEARCH_REMINDER, over
    if limit_runs(case) and not case.overdue_on:
        due = due_of(case, calendar).due
        yield due + ONE_DAY, AlarmKind.OVERDUE, BecameOverdue(due_on=due, overdue_on=due + ONE_DAY)
    for fell in rungs_ahead(case, calendar, acted_on):
        yield fell.on, AlarmKind.ESCALATION, fell


def next_alarm(case: Case, calendar: WorkingCalendar) -> Alarm | None:
    """The next moment at which the clock makes something happen; None when the case waits for people only."""
    ahead = [(on, kind) for on, kind, _ in _ahead(case, calendar)]
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


def _alarm(case: Case, kind: AlarmKind, on: date) -> Alarm:
    """The alarm of a day, spread over the agency's morning by a hash of the case id.

    Statutory moments fall on one midnight for everyone, and engines choke on that.
    """
    zone = ZoneInfo(case.policy.timezone)
    opens = datetime.combine(on, case.policy.alarms_from, zone)
    closes = datetime.combine(on, case.policy.alarms_until, zone)
    share = int.from_bytes(hashlib.sha256(case.case_id.bytes).digest()[:4]) / 2**32
    return Alarm(kind=kind, on=on, at=(opens + (closes - opens) * share).astimezone(UTC))
