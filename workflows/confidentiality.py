"""Search and confidentiality review (检索、保密审查; arts. 13-17, 36(4))."""

from collections.abc import Iterator

from schemas.case import Case
from schemas.events import DocumentReviewed, Event, SearchRecorded
from schemas.steps import RecordSearch, ReviewDocument
from schemas.vocabulary import Ground, ReviewResult, State
from workflows.moment import Moment, refuse_unless, reject_if


def may_record_search(case: Case, moment: Moment) -> None:
    """A search belongs to a case in hand, before its reply is drafted."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="36")


def record_search(case: Case, step: RecordSearch, moment: Moment) -> Iterator[Event]:
    """Record where and how was searched and what was found; nothing found is a finding too (art. 36(4))."""
    known = {document.ref.document_id for document in case.documents}
    reject_if(len(set(step.documents)) != len(step.documents), "document_named_twice", field="documents")
    reject_if(known & set(step.documents), "document_already_found", field="documents")
    refs = {ref.document_id: ref for ref in moment.facts.documents}
    reject_if(any(found not in refs for found in step.documents), "document_not_of_case", field="documents")
    yield SearchRecorded(description=step.description, documents=tuple(refs[found] for found in step.documents))


def may_review_document(case: Case, moment: Moment) -> None:
    """There is something to review, and the reply is not yet drafted (art. 17)."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="17")
    refuse_unless(case.documents, "no_document_to_review", article="17")


def review_document(case: Case, step: ReviewDocument, moment: Moment) -> Iterator[Event]:
    """Disclose, or withhold all or part on named grounds with a reason (arts. 14-17).

    Who withholds because another law forbids disclosure names the provision, with its title between 《》.
    """
    known = {document.ref.document_id for document in case.documents}
    reject_if(step.document not in known, "document_not_of_case", field="document")
    withheld = step.result is not ReviewResult.DISCLOSE
    reject_if(withheld and not step.grounds, "grounds_missing", field="grounds")
    reject_if(withheld and not step.reason, "reason_missing", field="reason")
    reject_if(not withheld and step.grounds, "grounds_without_withholding", field="grounds")
    reject_if(len(set(step.grounds)) != len(step.grounds), "ground_named_twice", field="grounds")
    unnamed = Ground.FORBIDDEN_BY_LAW in step.grounds and "《" not in (step.reason or "")
    reject_if(unnamed, "provision_missing", field="reason")
    yield DocumentReviewed(
        document_id=step.document,
        result=step.result,
        grounds=step.grounds,
        reason=step.reason,
        by=moment.actor.staff_id,
    )
