"""The fold: how each event changes the case. No decision is made here; an event that happened is taken as it is."""

from collections.abc import Iterable
from datetime import date
from functools import singledispatch
from typing import Any

from schemas import events as ev
from schemas.case import Case, CaseDocument, Correction, Draft, Review
from schemas.clock import CorrectionWasReceived, CorrectionWasRequested
from schemas.vocabulary import State

Changes = dict[str, Any]


def evolve(case: Case, event: ev.Event) -> Case:
    """The case after the event; its version counts the events."""
    return case.model_copy(update={**_changes(event, case), "version": case.version + 1})


def fold(case: Case, events: Iterable[ev.Event]) -> Case:
    """The case after all the events, in order."""
    for event in events:
        case = evolve(case, event)
    return case


def _overdue_before(acted_on: date, case: Case) -> date | None:
    """The overdue mark as it was on the day of an act: an act in time takes it away, however late it is entered."""
    return case.overdue_on if case.overdue_on and case.overdue_on <= acted_on else None


@singledispatch
def _changes(event: object, case: Case) -> Changes:
    raise TypeError(f"no way to fold {type(event).__name__}")


@_changes.register
def _(event: ev.ApplicationRegistered, case: Case) -> Changes:
    return {
        "state": State.REGISTERED,
        "reference": event.reference,
        "channel": event.channel,
        "arrived_on": event.arrived_on,
        "applicant_kind": event.applicant_kind,
        "calendar_version": event.calendar_version,
        "policy": event.policy,
    }


@_changes.register
def _(event: ev.ApplicationReceived, case: Case) -> Changes:
    return {
        "state": State.RECEIVED,
        "received_on": event.received_on,
        "how_confirmed": event.how,
        "statute": event.statute,
    }


@_changes.register
def _(event: ev.ApplicationAccepted, case: Case) -> Changes:
    return {"state": State.PROCESSING}


@_changes.register
def _(event: ev.HandlerAssigned, case: Case) -> Changes:
    return {"handler": event.handler}


@_changes.register
def _(event: ev.CorrectionRequested, case: Case) -> Changes:
    correction = Correction(
        items=event.items, guidance=event.guidance, notified_on=event.notified_on, respond_by=event.respond_by
    )
    requested = CorrectionWasRequested(on=event.notified_on)
    return {
        "state": State.AWAITING_CORRECTION,
        "correction": correction,
        "clock": (*case.clock, requested),
        "overdue_on": _overdue_before(event.notified_on, case),
    }


@_changes.register
def _(event: ev.CorrectionReceived, case: Case) -> Changes:
    assert case.correction is not None  # noqa: S101 - nothing is received that was not asked for
    return {
        "state": State.RECEIVED,
        "correction": case.correction.model_copy(update={"received_on": event.received_on}),
        "clock": (*case.clock, CorrectionWasReceived(on=event.received_on)),
        "reminded": (),
        "overdue_on": None,
    }


@_changes.register
def _(event: ev.CorrectionLapsed, case: Case) -> Changes:
    assert case.correction is not None  # noqa: S101
    return {"correction": case.correction.model_copy(update={"lapsed": True})}


@_changes.register
def _(event: ev.ApplicationAbandoned, case: Case) -> Changes:
    return {}


@_changes.register
def _(event: ev.ApplicationWithdrawn, case: Case) -> Changes:
    return {"overdue_on": _overdue_before(event.withdrawn_on, case)}


@_changes.register
def _(event: ev.SearchRecorded, case: Case) -> Changes:
    found = tuple(CaseDocument(ref=ref) for ref in event.documents)
    return {"searches": (*case.searches, event.description), "documents": (*case.documents, *found)}


@_changes.register
def _(event: ev.DocumentReviewed, case: Case) -> Changes:
    review = Review(result=event.result, grounds=event.grounds, reason=event.reason, by=event.by)
    reviewed = tuple(
        document.model_copy(update={"review": review}) if document.ref.document_id == event.document_id else document
        for document in case.documents
    )
    return {"documents": reviewed}


@_changes.register
def _(event: ev.ReplyDrafted, case: Case) -> Changes:
    return {"state": State.AWAITING_APPROVAL, "draft": Draft(decision=event.decision, by=event.by)}


@_changes.register
def _(event: ev.ReplyApproved, case: Case) -> Changes:
    assert case.draft is not None  # noqa: S101
    approved = case.draft.model_copy(update={"comment": event.comment, "approved_by": event.by})
    return {"state": State.APPROVED, "draft": approved}


@_changes.register
def _(event: ev.ReplyReturned, case: Case) -> Changes:
    assert case.draft is not None  # noqa: S101
    returned = case.draft.model_copy(update={"comment": event.comment, "approved_by": None})
    return {"state": State.PROCESSING, "draft": returned}


@_changes.register
def _(event: ev.ReplyIssued, case: Case) -> Changes:
    return {"state": State.ISSUED, "issued_on": event.issued_on, "remedy": event.remedy}


@_changes.register
def _(event: ev.ReplyDelivered, case: Case) -> Changes:
    cleared = {"overdue_on": None} if event.in_time else {}
    return {"delivered_on": event.delivered_on, **cleared}


@_changes.register
def _(event: ev.LetterIssued, case: Case) -> Changes:
    return {"letters": (*case.letters, event.letter)}


@_changes.register
def _(event: ev.ReminderFell, case: Case) -> Changes:
    return {"reminded": (*case.reminded, event.on)}


@_changes.register
def _(event: ev.BecameOverdue, case: Case) -> Changes:
    return {"overdue_on": event.overdue_on}


@_changes.register
def _(event: ev.CalendarAdopted, case: Case) -> Changes:
    return {"calendar_version": event.version}


@_changes.register
def _(event: ev.DeadlineMoved, case: Case) -> Changes:
    moved = event.due_after != event.due_before  # the mark carries the old date; the clock sets the new one
    return {"overdue_on": None} if moved else {}


@_changes.register
def _(event: ev.CaseClosed, case: Case) -> Changes:
    return {"state": State.CLOSED, "outcome": event.outcome, "closed_on": event.closed_on}
