"""Confidentiality review (保密审查; arts. 13-17)."""

from collections.abc import Iterator

from schemas.case import Case
from schemas.events import DocumentReviewed, Event
from schemas.policy import TWO_PERSONS
from schemas.steps import ReviewDocument
from schemas.vocabulary import Ground, ReviewResult, State
from workflows.moment import Moment, refuse_if, refuse_unless, reject_if


def may_review_document(case: Case, moment: Moment) -> None:
    """There is something to review, and the reply is not yet drafted (art. 17). For cases of the first edition."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="17")
    refuse_if(case.edition >= TWO_PERSONS, "review_by_two_persons", article="17")
    refuse_unless(case.documents, "no_document_to_review", article="17")


def review_document(case: Case, step: ReviewDocument, moment: Moment) -> Iterator[Event]:
    """Disclose, or withhold all or part on named grounds with a reason (arts. 14-17).

    Who withholds because another law forbids disclosure names the provision, with its title between 《》.
    """
    known = {document.document_id: document.filed for document in case.documents}
    reject_if(step.document not in known, "document_not_of_case", field="document")
    given = step.result is not ReviewResult.WITHHOLD
    reject_if(given and not known.get(step.document), "document_not_filed", field="result")
    reject_if(step.result is ReviewResult.UNDETERMINED, "review_by_one_person", field="result")
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
