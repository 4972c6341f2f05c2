"""What the review found, as a letter is told it: document by document, or summed up where there are many (art. 37)."""

from collections.abc import Iterable
from uuid import UUID

from schemas.case import Case
from schemas.case_parts import CaseDocument
from schemas.decisions import Several
from schemas.letters import Finding

MOST_LISTED = 30
"""Documents a letter names one by one; of more it names each kind with its number, and the index names the rest."""


def findings_of(case: Case) -> tuple[Finding, ...]:
    """The findings in the order of the documents.

    Example: of 2,000 documents, 1,900 disclosed and 100 withheld on one ground for one reason are two findings.
    """
    reviewed = [document for document in case.documents if document.review]
    found = [_finding(document) for document in reviewed]
    return tuple(found) if len(found) <= MOST_LISTED else _summed_up(found, _items(case))


def _finding(document: CaseDocument) -> Finding:
    assert document.review is not None  # noqa: S101 - only what was reviewed is told
    told = document.review.model_dump(include={"result", "grounds", "reason"})
    return Finding(document_id=document.document_id, **told)


def _summed_up(found: Iterable[Finding], items: dict[UUID, int]) -> tuple[Finding, ...]:
    """One finding for all that are alike and belong to the same item; it names the first of them."""
    alike = dict[tuple[object, ...], Finding]()
    for finding in found:
        key = (items.get(finding.document_id), finding.result, finding.grounds, finding.reason)
        known = alike.get(key)
        alike[key] = known.model_copy(update={"documents": known.documents + 1}) if known else finding
    return tuple(alike.values())


def _items(case: Case) -> dict[UUID, int]:
    """The item of each document, where the decision has several."""
    decision = case.draft.decision if case.draft else None
    if not isinstance(decision, Several):
        return {}
    return {document: n for n, item in enumerate(decision.items) for document in item.documents}
