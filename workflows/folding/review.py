"""Folding: what is proposed, confirmed, sent back, set aside."""

from collections.abc import Callable, Collection
from uuid import UUID

from schemas import events_review as er
from schemas.case import Case
from schemas.case_parts import CaseDocument, Proposal, Review, SetAside
from workflows.folding.changes import Changes, changes


@changes.register
def _(event: er.ReviewProposed, case: Case) -> Changes:
    """What is proposed anew is reviewed anew: an earlier review no longer stands."""
    said = {proposed.document_id: proposed for proposed in event.documents}

    def proposed(document: CaseDocument) -> CaseDocument:
        one = said[document.document_id]
        told = one.model_dump(include={"result", "grounds", "pages", "released"})
        proposal = Proposal(**told, reason=event.reason, by=event.by)
        before = document.reviewed_before or document.review is not None
        told = {"filed": document.filed, "reviewed_before": before}
        return CaseDocument(document_id=document.document_id, proposal=proposal, **told)

    return _documents(case, said, proposed)


@changes.register
def _(event: er.ReviewConfirmed, case: Case) -> Changes:
    def confirmed(document: CaseDocument) -> CaseDocument:
        assert document.proposal is not None  # noqa: S101 - only what was proposed is confirmed
        told = document.proposal.model_dump(include={"result", "grounds", "reason", "released"})
        review = Review(**told, by=event.by, proposed_by=document.proposal.by)
        return CaseDocument(document_id=document.document_id, filed=document.filed, review=review, reviewed_before=True)

    return _documents(case, event.documents, confirmed)


@changes.register
def _(event: er.ReviewReturned, case: Case) -> Changes:
    return _documents(case, event.documents, lambda document: document.model_copy(update={"proposal": None}))


@changes.register
def _(event: er.DocumentSetAside, case: Case) -> Changes:
    left = tuple(document for document in case.documents if document.document_id != event.document_id)
    return {"documents": left, "set_aside": (*case.set_aside, SetAside(**event.model_dump(exclude={"kind"})))}


def _documents(case: Case, named: Collection[UUID], change: Callable[[CaseDocument], CaseDocument]) -> Changes:
    touched = set(named)
    return {
        "documents": tuple(
            change(document) if document.document_id in touched else document for document in case.documents
        )
    }
