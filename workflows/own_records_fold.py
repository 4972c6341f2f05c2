"""How each event changes a request for correction of own records, its read model, and the letters it calls for."""

from collections.abc import Iterable
from typing import Any

from schemas import own_records_events as ev
from schemas.own_records import Forwarded, OwnRecordRow, OwnRecordState
from schemas.own_records_events import OwnEvent, OwnLetterOrder, OwnRecord
from schemas.vocabulary import LetterKind


def fold(record: OwnRecord, events: Iterable[OwnEvent]) -> OwnRecord:
    """The request after all the events, in order."""
    for event in events:
        record = evolve(record, event)
    return record


def evolve(record: OwnRecord, event: OwnEvent) -> OwnRecord:
    """The request after the event; its version counts the events."""
    return record.model_copy(update={**_changes(record, event), "version": record.version + 1})


def _changes(record: OwnRecord, event: OwnEvent) -> dict[str, Any]:
    match event:
        case ev.RequestReceived():
            return {
                "state": OwnRecordState.RECEIVED,
                **event.model_dump(include={"reference", "channel", "arrived_on"}),
            }
        case ev.RecordsExamined():
            return {
                "state": OwnRecordState.VERIFYING,
                "found": (*record.found, event.found),
                "documents": (*record.documents, *event.documents),
            }
        case ev.DecisionProposed():
            return {
                "state": OwnRecordState.AWAITING_APPROVAL,
                "decision": event.decision,
                "proposed_by": (*record.proposed_by, event.by),
            }
        case ev.DecisionApproved():
            return {"state": OwnRecordState.APPROVED}
        case ev.DecisionReturned():
            return {"state": OwnRecordState.VERIFYING, "decision": None}
        case _:
            return _changes_of_the_end(record, event)


def _changes_of_the_end(record: OwnRecord, event: OwnEvent) -> dict[str, Any]:
    match event:
        case ev.DecisionCarriedOut():
            said = event.model_dump(include={"carried_out_on", "issued_on", "outcome"})
            return {"state": OwnRecordState.DECIDED, **said}
        case ev.OwnLetterIssued():
            return {"letters": (*record.letters, event.letter)}
        case ev.NoticeDelivered():
            return {"delivered_on": event.delivered_on}
        case ev.RequestClosed():
            return {"state": OwnRecordState.CLOSED, "outcome": event.outcome, "closed_on": event.closed_on}
        case _:
            return {}


def letters_for(record: OwnRecord, event: OwnEvent) -> tuple[OwnLetterOrder, ...]:
    """The letters (D27) that ``event``, already folded into ``record``, calls for.

    The notice to the person (告知书), and for a forwarded request before it the letter to the agency (转送函).
    """
    if not isinstance(event, ev.DecisionCarriedOut) or record.decision is None:
        return ()
    addressees = (True, False) if isinstance(record.decision, Forwarded) else (False,)
    return tuple(
        OwnLetterOrder(
            own_record_id=record.id,
            agency_id=record.agency_id,
            key=f"{record.id}/letter/{LetterKind.OWN_RECORD}/{number}",
            to_agency=to_agency,
            dated=event.issued_on,
            channel=record.channel,
            arrived_on=record.arrived_on,
            carried_out_on=event.carried_out_on,
            decision=record.decision,
        )
        for number, to_agency in enumerate(addressees, 1)
    )


def project(record: OwnRecord, head: str) -> OwnRecordRow:
    """The read model's row after the link whose hash is ``head``."""
    shared = record.model_dump(include=set(OwnRecordRow.model_fields))
    return OwnRecordRow.model_validate({**shared, "head": head})
