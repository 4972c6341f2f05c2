"""Folding: registration, receipt, and how an application ends before it is answered."""

from schemas import events as ev
from schemas.case import Case
from schemas.events_import import CaseImported
from schemas.joining import Joined
from schemas.vocabulary import State
from workflows.folding.changes import Changes, changes, overdue_before


@changes.register
def _(event: ev.ApplicationRegistered, case: Case) -> Changes:
    return {
        "state": State.REGISTERED,
        "reference": event.reference,
        "channel": event.channel,
        "arrived_on": event.arrived_on,
        "applicant_kind": event.applicant_kind,
        "calendar_version": event.calendar_version,
        "policy": event.policy,
        "split_from": event.split_from,
        "edition": event.edition,
    }


@changes.register
def _(event: CaseImported, case: Case) -> Changes:
    return {"imported_on": event.imported_on}


@changes.register
def _(event: ev.ApplicationReceived, case: Case) -> Changes:
    return {
        "state": State.RECEIVED,
        "received_on": event.received_on,
        "how_confirmed": event.how,
        "statute": event.statute,
    }


@changes.register
def _(event: ev.ContactAttempted, case: Case) -> Changes:
    return {}


@changes.register
def _(event: ev.ApplicationAccepted, case: Case) -> Changes:
    return {"state": State.PROCESSING}


@changes.register
def _(event: ev.HandlerAssigned, case: Case) -> Changes:
    return {"handler": event.handler}


@changes.register
def _(event: ev.ApplicationAbandoned, case: Case) -> Changes:
    return {}


@changes.register
def _(event: ev.ApplicationWithdrawn, case: Case) -> Changes:
    if event.joined is Joined.GO_ON:
        return {"own_withdrawn_on": event.withdrawn_on}
    return {"overdue_on": overdue_before(event.withdrawn_on, case)}


@changes.register
def _(event: ev.ApplicationSplit, case: Case) -> Changes:
    return {"parts": tuple(part.case_id for part in event.parts)}


@changes.register
def _(event: ev.ApplicationJoined, case: Case) -> Changes:
    return {"joined_into": event.into}
