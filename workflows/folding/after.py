"""Folding: what happens after the reply."""

from schemas import events_after as ea
from schemas.case import Case
from schemas.case_parts import CaseDocument, Given, RemedyDate, RemedySought
from schemas.clock import Ordered
from schemas.vocabulary import Remedy, State
from workflows.folding.changes import Changes, changed, changes, restarted

PUT_ASIDE = (
    "draft",
    "release",
    "outcome",
    "report_row",
    "issued_on",
    "delivered_on",
    "delivered_by",
    "delivery_proof",
    "closed_on",
    "reassess_on",
    "filed_on",
)
"""What belonged to a reply that is replaced."""


@changes.register
def _(event: ea.RemedyFiled, case: Case) -> Changes:
    return {"remedies": (*case.remedies, RemedySought(**event.model_dump(exclude={"kind"})))}


@changes.register
def _(event: ea.RemedyDateSet, case: Case) -> Changes:
    """One more day, or another day in the place of one that was set before."""
    day = RemedyDate(id=event.id, kind=event.what, due_on=event.due_on, set_on=event.set_on, note=event.note)

    def with_it(sought: RemedySought) -> Changes:
        known = {one.id: one for one in sought.dates}
        return {"dates": tuple({**known, day.id: day}.values())}

    return {"remedies": changed(case.remedies, event.remedy, with_it)}


@changes.register
def _(event: ea.RemedyDateKept, case: Case) -> Changes:
    def kept(sought: RemedySought) -> Changes:
        return {"dates": changed(sought.dates, event.id, lambda _: {"kept_on": event.kept_on})}

    return {"remedies": changed(case.remedies, event.remedy, kept)}


@changes.register
def _(event: ea.RemedyDecided, case: Case) -> Changes:
    told = {"result": event.result, "served_on": event.served_on}
    return {"remedies": changed(case.remedies, event.id, lambda _: told)}


@changes.register
def _(event: ea.NewReplyOrdered, case: Case) -> Changes:
    """In hand again: what was answered is put aside, and what was found and reviewed may be reviewed anew."""
    limit = Ordered(on=event.ordered_on, working_days=event.order.working_days, by=event.order.by)
    remedies = changed(case.remedies, event.id, lambda _: {"order": event.order})
    anew = {
        "state": State.PROCESSING,
        "remedies": remedies,
        "given": _given(case),
        "drafters": (),
        **restarted(case, limit),
    }
    nothing = dict.fromkeys(PUT_ASIDE)
    return {**nothing, **anew, **restarted(case, limit), "remedy": Remedy.NONE}


@changes.register
def _(event: ea.ReassessmentFell, case: Case) -> Changes:
    return {"reassess_on": event.next_on}


@changes.register
def _(event: ea.DocumentReassessed, case: Case) -> Changes:
    def looked_at(document: CaseDocument) -> CaseDocument:
        if document.document_id != event.document_id:
            return document
        return document.model_copy(update={"reassessed_on": event.reassessed_on, "disclosed_later": event.disclose})

    documents = tuple(looked_at(document) for document in case.documents)
    still_withheld = any(document.is_withheld for document in documents)
    return {"documents": documents, "reassess_on": case.reassess_on if still_withheld else None}


@changes.register
def _(event: ea.InformationPublished, case: Case) -> Changes:
    return {"published": (*case.published, *event.documents)}


@changes.register
def _(event: ea.RefusalFiled, case: Case) -> Changes:
    return {"filed_on": event.filed_on}


def _given(case: Case) -> tuple[Given, ...]:
    """The replies given so far, the last one included if there was one."""
    if not (case.outcome and case.issued_on and case.delivered_on):
        return case.given
    last = Given(outcome=case.outcome, issued_on=case.issued_on, delivered_on=case.delivered_on)
    return (*case.given, last)
