"""Folding: review, letters, the clock's own looks, calendars."""

from schemas import events as ev
from schemas.case import Case
from schemas.case_parts import CaseDocument, Review
from workflows.folding.changes import Changes, changes


@changes.register
def _(event: ev.DocumentReviewed, case: Case) -> Changes:
    """A later review replaces the earlier, and what a re-assessment had found since."""
    review = Review(result=event.result, grounds=event.grounds, reason=event.reason, by=event.by)

    def reviewed(document: CaseDocument) -> CaseDocument:
        same = document.document_id == event.document_id
        return CaseDocument(document_id=document.document_id, filed=document.filed, review=review) if same else document

    return {"documents": tuple(reviewed(document) for document in case.documents)}


@changes.register
def _(event: ev.LetterIssued, case: Case) -> Changes:
    return {"letters": (*case.letters, event.letter)}


@changes.register
def _(event: ev.ReminderFell, case: Case) -> Changes:
    return {"reminded": (*case.reminded, event.on)}


@changes.register
def _(event: ev.BecameOverdue, case: Case) -> Changes:
    return {"overdue_on": event.overdue_on}


@changes.register
def _(event: ev.CalendarAdopted, case: Case) -> Changes:
    return {"calendar_version": event.version}


@changes.register
def _(event: ev.DeadlineMoved, case: Case) -> Changes:
    moved = event.due_after != event.due_before  # the mark carries the old date; the clock sets the new one
    return {"overdue_on": None} if moved else {}


@changes.register
def _(event: ev.RecordPrinted, case: Case) -> Changes:
    return {}
