"""Review by two persons: one proposes, page by page, another confirms or sends back (保密审查; arts. 14-17)."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from schemas.case import Case
from schemas.case_parts import CaseDocument
from schemas.commands import SheetFact
from schemas.events import Event
from schemas.events_review import DocumentSetAside, Proposed, ReviewConfirmed, ReviewProposed, ReviewReturned
from schemas.policy import TWO_PERSONS
from schemas.steps_review import ConfirmReview, ProposeReview, SetAsideDocument
from schemas.vocabulary import Ground, ReviewResult, State, Verdict
from workflows.moment import Moment, present, refuse_if, refuse_unless, reject_if

GIVING = frozenset({ReviewResult.DISCLOSE, ReviewResult.PARTIAL})


def may_propose_review(case: Case, moment: Moment) -> None:
    """There is something to review, and the reply is not yet drafted (art. 17)."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="17")
    refuse_unless(case.edition >= TWO_PERSONS, "review_by_one_person", article="17")
    refuse_unless(case.documents, "no_document_to_review", article="17")


def propose_review(case: Case, step: ProposeReview, moment: Moment) -> Iterator[Event]:
    """Disclose, withhold all or part on named grounds with a reason, or say that one cannot determine it (arts. 14-17).

    Who withholds because another law forbids disclosure names the provision, with its title between 《》. A document
    that nobody filed can only be withheld. A page nobody looked at is never given out: the sheet would lack it.
    """
    found = _named(case, step.documents)
    reject_if(step.result is ReviewResult.PARTIAL, "parts_need_pages", field="result")
    reject_if(step.result is None and step.grounds, "grounds_on_pages", field="grounds")
    known = {fact.document_id: fact for fact in moment.facts.sheets}
    proposed = tuple(_proposed(step, n, document, known) for n, document in enumerate(found))
    reject_if(_withholds(proposed) and not step.reason, "reason_missing", field="reason")
    named = any(Ground.FORBIDDEN_BY_LAW in one.grounds for one in proposed)
    reject_if(named and "《" not in (step.reason or ""), "provision_missing", field="reason")
    yield ReviewProposed(documents=proposed, reason=step.reason, by=moment.actor.staff_id)


def may_confirm_review(case: Case, moment: Moment) -> None:
    """Something lies for review that somebody else proposed (art. 17)."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="17")
    refuse_unless(case.edition >= TWO_PERSONS, "review_by_one_person", article="17")
    refuse_unless(any(document.proposal for document in case.documents), "nothing_proposed", article="17")
    mine = any(is_for(document, moment.actor.staff_id) for document in case.documents)
    refuse_unless(mine, "own_proposal", article="17")


def is_for(document: CaseDocument, person: UUID) -> bool:
    """Whether a document lies for review that somebody other than this person proposed (art. 17)."""
    return document.proposal is not None and document.proposal.by != person


def confirm_review(case: Case, step: ConfirmReview, moment: Moment) -> Iterator[Event]:
    """Confirm, or send back with a comment; never by who proposed (art. 17).

    Example: the handler proposes to withhold; the reviewer confirms; only then may the reply be drafted.
    """
    known = {fact.document_id: fact for fact in moment.facts.sheets}
    for n, document in enumerate(_named(case, step.documents)):
        proposal = present(document.proposal, "nothing_proposed", field="documents")
        refuse_unless(is_for(document, moment.actor.staff_id), "own_proposal", article="17")
        if step.verdict is Verdict.APPROVE and proposal.released:
            _refuse_changed(n, known.get(document.document_id))
    by = moment.actor.staff_id
    if step.verdict is Verdict.APPROVE:
        yield ReviewConfirmed(documents=step.documents, comment=step.comment, by=by)
    else:
        comment = present(step.comment, "comment_missing", field="comment")
        yield ReviewReturned(documents=step.documents, comment=comment, by=by)


def may_set_aside(case: Case, moment: Moment) -> None:
    """Something was found that nobody else was asked about, and the reply is not yet drafted (art. 36(4))."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="36")
    refuse_unless(case.documents, "no_document_to_review", article="36")
    unreviewed = [document.document_id for document in case.documents if not _under_review(document)]
    refuse_unless(unreviewed, "document_already_reviewed", article="36(4)")
    refuse_unless(any(is_free(case, document) for document in case.documents), "document_asked_about", article="32")


def is_free(case: Case, document: CaseDocument) -> bool:
    """Whether nobody reviewed it, proposed anything about it or was asked about it: it may be set aside."""
    return not (_under_review(document) or _asked_about(case, document.document_id))


def set_aside(case: Case, step: SetAsideDocument, moment: Moment) -> Iterator[Event]:
    """Only what was recorded by mistake: not what others were asked about, nor what lies for review or was reviewed.

    Else one person alone could make "does not exist" of what two have withheld.
    """
    (document,) = _named(case, (step.document,), field="document")
    refuse_if(_asked_about(case, step.document), "document_asked_about", article="32")
    refuse_if(_under_review(document), "document_already_reviewed", article="36(4)")
    yield DocumentSetAside(
        document_id=document.document_id, on=moment.today, reason=step.reason, by=moment.actor.staff_id
    )


def refuse_unreviewed(case: Case) -> None:
    """Everything found is reviewed, and determined, before a reply is drafted (art. 17)."""
    refuse_if(any(document.review is None for document in case.documents), "documents_unreviewed", article="17")
    results = {document.review.result for document in case.documents if document.review}
    refuse_if(ReviewResult.UNDETERMINED in results, "documents_undetermined", article="17(3)")


def released_pages(case: Case) -> int | None:
    """The pages that the confirmed review gives out: what a fee by volume counts (国办函〔2020〕109号 art. 5).

    None until everything is reviewed and determined: of some documents only, it would be too few. None as well where
    nothing was found, and in cases of the first edition, whose review counts no pages.
    """
    if case.edition < TWO_PERSONS or not case.documents:
        return None
    reviews = [document.review for document in case.documents if document.review]
    settled = len(reviews) == len(case.documents) and all(
        one.result is not ReviewResult.UNDETERMINED for one in reviews
    )
    return sum(one.released for one in reviews) if settled else None


def _named(case: Case, documents: Sequence[UUID], field: str = "documents") -> list[CaseDocument]:
    """The documents of these ids, each found and named once."""
    reject_if(len(set(documents)) != len(documents), "document_named_twice", field=field)
    found = {document.document_id: document for document in case.documents}
    reject_if(not found.keys() >= set(documents), "document_not_of_case", field=field)
    return [found[document_id] for document_id in documents]


def _under_review(document: CaseDocument) -> bool:
    return document.review is not None or document.proposal is not None or document.reviewed_before


def _asked_about(case: Case, document: UUID) -> bool:
    consulted = any(document in consultation.documents for consultation in case.consultations)
    return consulted or any(document in referral.documents for referral in case.referrals)


def _proposed(step: ProposeReview, n: int, document: CaseDocument, known: dict[UUID, SheetFact]) -> Proposed:
    """What becomes of the ``n``-th document named, or what is in the way: the field names its first page with a fault.

    Example: ``documents.0.pages.3`` is page 3 of the first document.
    """
    fact = present(known.get(document.document_id), "document_not_of_case", field=f"documents.{n}")
    at = f"documents.{n}.pages.{fact.page}" if fact.page else f"documents.{n}"
    reject_if(fact.fault is not None, fact.fault or "", field=at)
    reject_if(not document.filed and fact.result in GIVING, "document_not_filed", field=at)
    withheld = fact.result in {ReviewResult.WITHHOLD, ReviewResult.PARTIAL}
    reject_if(withheld and not fact.grounds, "grounds_missing", field="grounds")
    reject_if(fact.result is ReviewResult.DISCLOSE and fact.grounds, "grounds_without_withholding", field="grounds")
    reject_if(len(set(step.grounds)) != len(step.grounds), "ground_named_twice", field="grounds")
    return Proposed(**fact.model_dump(include=set(Proposed.model_fields)))


def _refuse_changed(n: int, fact: SheetFact | None) -> None:
    """What is confirmed is what was proposed, and nobody has said more about it since."""
    known = present(fact, "document_not_of_case", field=f"documents.{n}")
    reject_if(known.fault is not None, known.fault or "", field=f"documents.{n}.pages.{known.page}")


def _withholds(proposed: Sequence[Proposed]) -> bool:
    return any(one.result is not ReviewResult.DISCLOSE for one in proposed)
