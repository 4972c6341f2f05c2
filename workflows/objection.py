"""Weighing objections, and what bars the disclosure of a document (arts. 11, 15, 17, 32, 34)."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from schemas.case import Case
from schemas.case_parts import CaseDocument, Consultation, Referral
from schemas.events import Event
from schemas.events_consultation import ObjectionWeighed
from schemas.law.versions import statute_of
from schemas.steps_consultation import WeighObjection
from schemas.vocabulary import ConsultationKind, Ground, Position, ReviewResult, State, Weight
from workflows.consultation import ARTICLES, consultation_of
from workflows.moment import Moment, refuse_if, refuse_unless, reject_if

_THIRD_PARTYS = frozenset({Ground.BUSINESS_SECRET, Ground.PRIVACY})


def objected_to(asked: Consultation) -> tuple[UUID, ...]:
    """The documents whose disclosure a consulted party does not agree to."""
    return tuple(one for one, said in asked.objections.items() if said.position is not Position.AGREES)


def may_weigh_objection(case: Case, moment: Moment) -> None:
    """Somebody objected, and the reply is not drafted yet (art. 32)."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="32")
    refuse_unless(any(objected_to(asked) for asked in case.consultations), "no_objection", article="32")


def weigh_objection(case: Case, step: WeighObjection, moment: Moment) -> Iterator[Event]:
    """Reasonable: not disclosed. Not reasonable, or outweighed by the public interest: disclosed, and told in writing.

    Under the Regulation of 2007 a third party's no binds, except against the public interest (art. 23). What needs an
    approval by law cannot be disclosed without it (art. 11(2)).
    """
    asked = consultation_of(case, step.consultation)
    reject_if(len(set(step.documents)) != len(step.documents), "document_named_twice", field="documents")
    reject_if(not set(objected_to(asked)).issuperset(step.documents), "no_objection_to_document", field="documents")
    set_aside = step.weight is not Weight.REASONABLE
    approval = asked.kind is ConsultationKind.APPROVING_AGENCY
    refuse_if(set_aside and approval, "approval_missing", article="11(2)")
    refuse_if(step.weight is Weight.NOT_REASONABLE and _binds(case, asked), "objection_binds", article="23")
    yield ObjectionWeighed(
        id=asked.id,
        documents=step.documents,
        weight=step.weight,
        reason=step.reason,
        by=moment.actor.staff_id,
    )


def refuse_barred(case: Case) -> None:
    """Refuse a reply that would disclose what must not, or not yet, be disclosed."""
    for document in case.documents:
        if document.review and document.review.result is not ReviewResult.WITHHOLD:
            asked_about = [asked for asked in case.consultations if document.document_id in asked.documents]
            _refuse_unapproved(asked_about, document)
            for asked in asked_about:
                if not asked.withdrawn:
                    _refuse_barred_by(asked, document)
            for referral in case.referrals:
                if document.document_id in referral.documents:
                    refuse_undetermined(referral, document.review.result)


def refuse_kept_back(case: Case) -> None:
    """Refuse a reply that keeps back for a third party's sake what the public interest wants known.

    Under the Regulation of 2007 such a document must be disclosed (art. 23: 应当予以公开); since 2019 it may be.
    """
    if case.statute is None or not statute_of(case.statute).override_is_duty:
        return
    outweighed = {
        document
        for asked in case.consultations
        if asked.kind is ConsultationKind.THIRD_PARTY
        for document, said in asked.objections.items()
        if said.weight is Weight.PUBLIC_INTEREST
    }
    kept = {document.document_id for document in case.documents if _for_a_third_partys_sake(document)}
    refuse_if(outweighed & kept, "override_is_duty", article="23")


def refuse_undetermined(referral: Referral, result: ReviewResult) -> None:
    """What was referred is closed until it is determined, and then as it was determined (art. 17(3))."""
    refuse_if(referral.result is None, "referral_open", article="17(3)")
    strictness = list(ReviewResult)
    milder = referral.result is not None and strictness.index(result) < strictness.index(referral.result)
    refuse_if(milder, "determination_contradicted", article="17(3)")


def _refuse_unapproved(asked_about: Sequence[Consultation], document: CaseDocument) -> None:
    """What needs an approval stays closed without one, also when the request for it was taken back (art. 11(2))."""
    approving = [asked for asked in asked_about if asked.kind is ConsultationKind.APPROVING_AGENCY]
    said = [asked.objections.get(document.document_id) for asked in approving]
    approved = any(one and one.position is Position.AGREES for one in said)
    refuse_if(approving and not approved, "approval_missing", article="11(2)")


def _refuse_barred_by(asked: Consultation, document: CaseDocument) -> None:
    article = ARTICLES[asked.kind]
    said = asked.objections.get(document.document_id)
    refuse_if(asked.open, "consultation_open", article=article)
    if asked.kind is ConsultationKind.APPROVING_AGENCY:
        refuse_unless(said and said.position is Position.AGREES, "approval_missing", article=article)
    if said is None or said.position is Position.AGREES:
        return
    refuse_if(said.weight is None, "objection_not_weighed", article=article)
    respected = said.position is Position.OBJECTS_IN_PART and _withholds_a_part(asked, document)
    refuse_if(said.weight is Weight.REASONABLE and not respected, "objection_stands", article=article)


def _withholds_a_part(asked: Consultation, document: CaseDocument) -> bool:
    """An objection to a part is respected when a part is withheld; for a third party on the grounds of art. 15."""
    review = document.review
    if review is None or review.result is not ReviewResult.PARTIAL:
        return False
    return asked.kind is not ConsultationKind.THIRD_PARTY or not _THIRD_PARTYS.isdisjoint(review.grounds)


def _for_a_third_partys_sake(document: CaseDocument) -> bool:
    """Withheld, wholly or in part, on no other ground than a third party's."""
    review = document.review
    return review is not None and bool(review.grounds) and _THIRD_PARTYS.issuperset(review.grounds)


def _binds(case: Case, asked: Consultation) -> bool:
    third = asked.kind is ConsultationKind.THIRD_PARTY
    return third and case.statute is not None and statute_of(case.statute).objection_binds
