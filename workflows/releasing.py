"""What is given out with a reply: copies made from the confirmed review, and their package (arts. 36, 40)."""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from schemas.case import Case
from schemas.case_parts import CaseDocument
from schemas.decisions import Decision, Several
from schemas.documents import DocumentRef
from schemas.events_review import Release
from schemas.policy import TWO_PERSONS
from schemas.vocabulary import DisclosureForm, Outcome
from workflows.moment import Moment, refuse_if, refuse_unless
from workflows.rules.report import outcome_of

GIVING_OUT = frozenset({Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED})
REVIEWED_FOR = GIVING_OUT | {Outcome.REFUSED}
"""Outcomes that tell the applicant what became of each document."""


def given_out(case: Case) -> tuple[CaseDocument, ...]:
    """The documents of which the drafted reply gives pages out: of several items only those of items that disclose.

    Example: one item disclosed, one not processed as a petition: what was found for the petition stays in the house.
    """
    draft = case.draft
    if draft is None or case.edition < TWO_PERSONS or (draft.outcome or outcome_of(draft.decision)) not in GIVING_OUT:
        return ()
    answered = set(_answered_by(draft.decision, case, GIVING_OUT))
    return tuple(
        document
        for document in case.documents
        if document.review and document.review.released and document.document_id in answered
    )


def withheld_by(case: Case) -> tuple[UUID, ...]:
    """The documents the drafted reply keeps back whole: of several items those of items that disclose or refuse.

    Example: one item disclosed, one refused, one a petition: what was found for the second, and nothing of the third.
    """
    if case.draft is None:
        return ()
    given = {document.document_id for document in given_out(case)}
    told = set(_answered_by(case.draft.decision, case, REVIEWED_FOR)) - given
    return tuple(document.document_id for document in case.documents if document.document_id in told)


def pages_of(documents: Iterable[CaseDocument]) -> int:
    """How many pages of these the confirmed review gives out."""
    return sum(document.review.released for document in documents if document.review)


def release_of(case: Case, moment: Moment) -> Release | None:
    """What goes with the reply now; refused until every copy is made. None where nothing is given out.

    The counts must be those that were reviewed: a copy that lacks a page, or has one more, never goes out.
    """
    given = given_out(case)
    if not given:
        return None
    fact = moment.facts.release
    refuse_if(fact is not None and fact.failed, "copies_failed", article="36")
    refuse_if(fact is not None and fact.changed, "pages_changed", article="17")
    refuse_if(fact is None or fact.missing or fact.release is None, "copies_not_ready", article="36")
    assert fact is not None  # noqa: S101 - refused above
    assert fact.release is not None  # noqa: S101
    counts = fact.release.documents, fact.release.pages
    refuse_unless(counts == (len(given), pages_of(given)), "copies_differ", article="17")
    return fact.release


def package_given(case: Case, form: DisclosureForm | None, moment: Moment) -> tuple[DocumentRef, ...]:
    """The files the applicant got. Who only inspects gets none (查阅、抄录, art. 40)."""
    if case.release is None or form is DisclosureForm.INSPECTION:
        return ()
    refuse_if(moment.facts.package_failed, "package_failed", article="40")
    refuse_unless(moment.facts.package, "package_not_ready", article="40")
    return moment.facts.package


def _answered_by(decision: Decision, case: Case, outcomes: Collection[Outcome]) -> Iterator[UUID]:
    """The documents of the items with one of these outcomes; every document where there is only one item."""
    if not isinstance(decision, Several):
        yield from (document.document_id for document in case.documents)
        return
    for item in decision.items:
        if item.decision.outcome in outcomes:
            yield from item.documents
