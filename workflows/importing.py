"""Taking a case over from another register: which events say what is written there (导入).

They are the ordinary events with the ordinary dates, so that clock, stages, annual report and everything else read them
as they read any case; the second of them says that they are transcribed, and by whose word.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from schemas import events as ev
from schemas.case import Case
from schemas.clock import ClockLine, Extended
from schemas.events import Event
from schemas.events_consultation import ConsultationDelivered, OpinionReceived, ThirdPartyConsulted
from schemas.events_import import CaseImported
from schemas.events_time import ExtensionConsented, ExtensionNotified, ExtensionProposed
from schemas.imports import NOT_IMPORTED, ImportRow
from schemas.law.versions import FIRST_STATUTE, statute_for
from schemas.policy import LATEST_EDITION
from schemas.vocabulary import DeliveryMethod, Outcome
from workflows.alarms import overtaken
from workflows.evolve import evolve, fold
from workflows.limit import due_of, due_with, limit_runs
from workflows.moment import Moment, present, refuse_if, reject_date, reject_if
from workflows.rules.clock import deadline
from workflows.rules.receipt import needs_confirmation, receipt_date
from workflows.rules.report import row_for

AS_WRITTEN = "据原登记"
"""Stands where a step of ours would say how something was done or proven."""
THIRD_PARTY_WORKING_DAYS = 15
"""To answer a consultation (art. 32)."""
ONE_DAY = timedelta(days=1)
UNANSWERED = frozenset({Outcome.WITHDRAWN, Outcome.ABANDONED})
"""Ends without a reply."""


class Kept:
    """Where what is not for events is kept, and who handles: ids made before the decision."""

    def __init__(self, text_id: UUID, party_id: UUID, handler: UUID | None) -> None:
        self.text_id = text_id
        self.party_id = party_id
        self.handler = handler


def taken_over(fresh: Case, mark: CaseImported, row: ImportRow, kept: Kept, moment: Moment) -> list[Event]:
    """The events of a row, and after them what time has made true by today, told once from today.

    Raises ``InvalidInput`` with the column for what cannot be, ``StepRefused`` where the law knows no such course.
    """
    events = list[Event]()
    case = fresh
    for event in _course(fresh, mark, row, kept, moment):
        events.append(event)
        case = evolve(case, event)
    return [*events, *overtaken(case, moment.today, moment.calendar, acted_on=moment.today)]


def _course(fresh: Case, mark: CaseImported, row: ImportRow, kept: Kept, moment: Moment) -> Iterator[Event]:
    _reject_impossible_days(row, moment)
    case = fresh
    for part in (_begun, _corrected, _taken_in_hand, _consulted, _extended, _ended):
        events = list(part(case, row, kept, moment))
        if part is _begun:
            events.insert(1, mark)
        yield from events
        case = fold(case, events)


def _begun(case: Case, row: ImportRow, kept: Kept, moment: Moment) -> Iterator[Event]:
    yield ev.ApplicationRegistered(
        reference=row.own_number,
        channel=row.channel,
        arrived_on=row.arrived_on,
        applicant_kind=row.applicant_kind,
        calendar_version=moment.calendar.version,
        policy=case.policy,
        edition=LATEST_EDITION,
    )
    received_on = receipt_date(row.channel, row.arrived_on, row.received_on)
    if received_on is None:
        later = row.correction_notified_on or row.extension_notified_on or row.consulted_on or row.delivered_on
        reject_if(later, "import_receipt_missing", field="received_on")
        return
    statute = statute_for(received_on).id
    found = deadline(ClockLine(statute=statute, received=received_on), moment.calendar)
    yield ev.ApplicationReceived(
        received_on=received_on, how=AS_WRITTEN, statute=statute, due_on=found.due, provisional=found.provisional
    )


def _corrected(case: Case, row: ImportRow, kept: Kept, moment: Moment) -> Iterator[Event]:
    """A notice after the seventh working day leaves the limit running (art. 30; docs/law.md 6.6)."""
    notified_on = row.correction_notified_on
    if notified_on is None:
        answered = row.correction_respond_by or row.correction_received_on
        reject_if(answered, "import_notice_missing", field="correction_notified_on")
        return
    respond_by = row.correction_respond_by or moment.calendar.add(notified_on, case.policy.correction_working_days)
    reject_if(respond_by <= notified_on, "respond_by_not_after_notice", field="correction_respond_by")
    last_day = due_of(case, moment.calendar).correction_notice_by
    requested = ev.CorrectionRequested(
        items=(AS_WRITTEN,),
        notified_on=notified_on,
        respond_by=respond_by,
        irregular=last_day is not None and notified_on > last_day,
    )
    yield requested
    if row.correction_received_on:
        after = evolve(evolve(case, requested), _answered(row.correction_received_on, kept, notified_on, False))
        found = due_of(after, moment.calendar)
        yield _answered(row.correction_received_on, kept, found.due, found.provisional)


def _answered(received_on: date, kept: Kept, due_on: date, provisional: bool) -> ev.CorrectionReceived:  # noqa: FBT001
    return ev.CorrectionReceived(received_on=received_on, text_id=kept.text_id, due_on=due_on, provisional=provisional)


def _taken_in_hand(case: Case, row: ImportRow, kept: Kept, moment: Moment) -> Iterator[Event]:
    if kept.handler:
        yield ev.HandlerAssigned(handler=kept.handler)
    waits = row.correction_notified_on and not row.correction_received_on
    if case.received_on and not waits:
        yield ev.ApplicationAccepted()


def _consulted(case: Case, row: ImportRow, kept: Kept, moment: Moment) -> Iterator[Event]:
    """The days of a consultation are left out of the limit (art. 33(3))."""
    if row.consulted_on is None:
        reject_if(row.consulted or row.consultation_answered_on, "import_notice_missing", field="consulted_on")
        return
    present(row.consulted, "import_column_missing", field="consulted")
    yield ThirdPartyConsulted(
        id="c1", party_id=kept.party_id, documents=(), concerns=AS_WRITTEN, sent_on=row.consulted_on
    )
    if delivered_on := row.consultation_delivered_on:
        yield ConsultationDelivered(
            id="c1",
            delivered_on=delivered_on,
            method=DeliveryMethod.POST,
            proof=AS_WRITTEN,
            respond_by=moment.calendar.add(delivered_on, THIRD_PARTY_WORKING_DAYS),
        )
    if answered_on := row.consultation_answered_on:
        yield OpinionReceived(id="c1", received_on=answered_on, positions=())


def _extended(case: Case, row: ImportRow, kept: Kept, moment: Moment) -> Iterator[Event]:
    """It counts if the applicant was told before the limit ended (art. 33(2))."""
    sent_on = row.extension_notified_on
    if sent_on is None:
        reject_if(row.extension_working_days, "import_notice_missing", field="extension_notified_on")
        return
    days = present(row.extension_working_days, "import_column_missing", field="extension_working_days")
    reject_if(sent_on > due_of(case, moment.calendar).due, "import_extension_late", field="extension_notified_on")
    found = due_with(case, Extended(on=sent_on, working_days=days), moment.calendar)
    due = {"due_on": found.due, "provisional": found.provisional}
    by = moment.actor.staff_id
    yield ExtensionProposed(working_days=days, reason=AS_WRITTEN, by=by)
    yield ExtensionConsented(working_days=days, comment=AS_WRITTEN, by=by, **due)
    method = DeliveryMethod.POST
    yield ExtensionNotified(sent_on=sent_on, method=method, proof=AS_WRITTEN, working_days=days, **due)


def _ended(case: Case, row: ImportRow, kept: Kept, moment: Moment) -> Iterator[Event]:
    """Closed as the former register says; a reply that was issued there must have been delivered there."""
    if row.outcome is None:
        reject_if(row.ended_on, "import_outcome_missing", field="outcome")
        return
    closed_on = present(row.ended_on, "import_column_missing", field="closed_on")
    refuse_if(row.outcome in NOT_IMPORTED, "import_outcome_refused")
    reject_if(case.received_on is None, "import_receipt_missing", field="received_on")
    yield from _late(case, closed_on if row.outcome in UNANSWERED else row.delivered_on or closed_on, moment)
    if row.outcome is Outcome.WITHDRAWN:
        yield ev.ApplicationWithdrawn(withdrawn_on=closed_on)
    elif row.outcome is Outcome.ABANDONED:
        yield ev.ApplicationAbandoned(finding=AS_WRITTEN)
    else:
        delivered_on = present(row.delivered_on, "import_column_missing", field="delivered_on")
        method = row.delivery_method or DeliveryMethod.POST
        in_time = delivered_on <= due_of(case, moment.calendar).due
        yield ev.ReplyDelivered(method=method, delivered_on=delivered_on, proof=AS_WRITTEN, in_time=in_time)
    reject_if(row.outcome is Outcome.REFUSED and row.ground is None, "import_column_missing", field="ground")
    yield ev.CaseClosed(outcome=row.outcome, closed_on=closed_on, row=row_for(row.outcome, row.ground))


def _late(case: Case, ended_on: date, moment: Moment) -> Iterator[Event]:
    """What ends after its last day was overdue from the next (art. 33): due Fri 2026-03-06 and delivered 2026-06-01,
    it is overdue since 2026-03-07. While the agency waits for the applicant nothing is."""
    due = due_of(case, moment.calendar).due
    if limit_runs(case) and ended_on > due:
        yield ev.BecameOverdue(due_on=due, overdue_on=due + ONE_DAY)


def _reject_other_receipt(row: ImportRow) -> None:
    """A later day than that of arrival counts only where receipt is confirmed (art. 31): handed in on 2026-02-02 it was
    received on 2026-02-02, whatever is written there."""
    other = row.received_on not in {None, row.arrived_on}
    reject_if(other and not needs_confirmation(row.channel), "import_receipt_differs", field="received_on")


def _reject_impossible_days(row: ImportRow, moment: Moment) -> None:
    """None lies in the future, and each after what it answers to."""
    reject_if(row.arrived_on < FIRST_STATUTE, "no_statute_in_force", field="arrived_on")
    _reject_other_receipt(row)
    before = {
        "received_on": row.arrived_on,
        "correction_notified_on": row.received_on or row.arrived_on,
        "correction_received_on": row.correction_notified_on,
        "extension_notified_on": row.received_on or row.arrived_on,
        "consulted_on": row.received_on or row.arrived_on,
        "consultation_delivered_on": row.consulted_on,
        "consultation_answered_on": row.consulted_on,
        "delivered_on": row.correction_received_on or row.received_on or row.arrived_on,
        "closed_on": row.delivered_on or row.arrived_on,
    }
    reject_date(row.arrived_on, field="arrived_on", moment=moment)
    for field, not_before in before.items():
        if (day := getattr(row, field)) is not None:
            reject_date(day, field=field, moment=moment, not_before=not_before)
