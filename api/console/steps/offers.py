"""What can be chosen in a step: of this case's documents, consultations, searches, letters, of colleagues, other cases.

Only what fits is offered, so that nobody picks what will be refused. What fits is asked of the engine, which decides.
"""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from api.console.forms.texts import Choice, Choices
from api.console.steps.known import Known
from api.console.words import called
from schemas.case_parts import CaseDocument, Consultation
from schemas.vocabulary import ACTING, Outcome, Role
from workflows.aftermath import publishable
from workflows.approval import DOCX, has_acted
from workflows.book import HANDLING
from workflows.consultation import takes_attempt, takes_delivery, takes_opinion, takes_withdrawal
from workflows.division import takes_in
from workflows.drafting import grounds_of, outcomes_of_items, outcomes_open
from workflows.objection import objected_to
from workflows.referral import undetermined
from workflows.remedies import pending
from workflows.review import is_for, is_free
from workflows.service import TO_APPLICANTS

MOST = 200
"""Documents offered at once: as many as a step may name."""
SEVERAL = "several"
Offer = Callable[[Known], tuple[Choice, ...]]


def choices_of(step: str, known: Known) -> Choices:
    """What can be chosen in the fields of a step, by path."""
    return {path: offer(known) for path, offer in OFFERS.get(step, {}).items()}


def documents(known: Known, which: Iterable[UUID]) -> tuple[Choice, ...]:
    """Documents by name."""
    labels = known.labels
    return tuple((str(one), labels.get(one) or str(one)) for one in list(which)[:MOST])


def _found(fits: Callable[[Known, CaseDocument], bool]) -> Offer:
    def offer(known: Known) -> tuple[Choice, ...]:
        return documents(known, (one.document_id for one in known.case.documents if fits(known, one)))

    return offer


def _uploads(fits: Callable[[Known, UUID, str], bool]) -> Offer:
    def offer(known: Known) -> tuple[Choice, ...]:
        own = (row for row in known.rows if row.origin == "uploaded" and not row.destroyed_at)
        return documents(known, (row.id for row in own if fits(known, row.id, row.media_type)))

    return offer


def _consultations(fits: Callable[[Consultation], bool]) -> Offer:
    def offer(known: Known) -> tuple[Choice, ...]:
        return tuple((one.id, known.asked(one)) for one in known.case.consultations if fits(one))

    return offer


def _not_found_yet(known: Known, document: UUID, media_type: str) -> bool:
    return document not in {one.document_id for one in known.case.documents}


def _proposed_by_another(known: Known, document: CaseDocument) -> bool:
    return is_for(document, known.me)


def _handlers(known: Known) -> tuple[Choice, ...]:
    return tuple((str(one.id), one.name) for one in known.staff if one.active and HANDLING & set(one.roles))


def _delegates(known: Known) -> tuple[Choice, ...]:
    """Active colleagues who neither drafted nor signed."""
    barred = {known.me, *has_acted(known.case)}
    able = (one for one in known.staff if one.active and ACTING & set(one.roles) and one.id not in barred)
    return tuple((str(one.id), f"{one.name}（{_roles(known, one.roles)}）") for one in able)


def _roles(known: Known, roles: Iterable[Role]) -> str:
    return "、".join(called(role, known.language) for role in roles)


def _other_cases(known: Known, *, answered: bool) -> tuple[Choice, ...]:
    fitting = (one for one in known.others if (one.reply_number if answered else one.due_on and takes_in(one.state)))
    return tuple(
        (str(one.case_id), f"{one.reference} {one.reply_number or called(one.state, known.language)}")
        for one in fitting
    )


def _rounds(known: Known) -> tuple[Choice, ...]:
    return tuple((one.id, f"{one.id} {one.department}") for one in known.case.rounds if one.open)


def _referrals(known: Known) -> tuple[Choice, ...]:
    return tuple((one.id, f"{one.id} {one.department}") for one in undetermined(known.case))


def _remedies(known: Known) -> tuple[Choice, ...]:
    return tuple(
        (one.id, f"{called(one.instance, known.language)} {one.body} {one.file_number or one.filed_on}")
        for one in pending(known.case)
    )


def _remedy_dates(known: Known) -> tuple[Choice, ...]:
    return tuple(
        (day.id, f"{day.due_on} {called(day.kind, known.language)} {one.body}")
        for one in known.case.remedies
        for day in one.awaited
    )


def _letters(known: Known) -> tuple[Choice, ...]:
    return tuple((str(one.letter_id), f"{called(one.kind, known.language)} {one.number}") for one in known.case.letters)


def _outcomes(known: Known) -> tuple[Choice, ...]:
    """Those that agree with search and review, and several items."""
    fitting = [one for one in Outcome if one in outcomes_open(known.case)]
    return (*((str(one), called(one, known.language)) for one in fitting), (SEVERAL, known.said(_SEVERAL)))


def _at_the_counter(known: Known) -> tuple[Choice, ...]:
    return tuple((str(one), called(one, known.language)) for one in known.case.policy.on_the_spot)


def _of_an_item(known: Known) -> tuple[Choice, ...]:
    fitting = outcomes_of_items(known.case)
    return tuple((str(one), called(one, known.language)) for one in Outcome if one in fitting)


def _grounds(known: Known) -> tuple[Choice, ...]:
    return tuple((str(one), called(one, known.language)) for one in grounds_of(known.case))


def _methods(known: Known) -> tuple[Choice, ...]:
    return tuple((str(one), called(one, known.language)) for one in TO_APPLICANTS)


def _published(known: Known) -> tuple[Choice, ...]:
    fitting = publishable(known.case)
    return documents(known, (one.document_id for one in known.case.documents if one.document_id in fitting))


_SEVERAL = ("分项答复（多项内容）", "several items, each with its own finding")
_ANY = _found(lambda known, document: True)
_EARLIER: Mapping[str, Offer] = {"earlier_case": lambda known: _other_cases(known, answered=True)}
_UPLOADED = _uploads(_not_found_yet)
OFFERS: Mapping[str, Mapping[str, Offer]] = {
    "assign": {"handler": _handlers},
    "join_application": {"into": lambda known: _other_cases(known, answered=False)},
    "record_search": {"documents": _UPLOADED},
    "answer_search": {"documents": _UPLOADED, "search": _rounds},
    "withdraw_search": {"search": _rounds},
    "consult_third_party": {"documents": _ANY},
    "consult_agency": {"documents": _ANY},
    "record_consultation_delivery": {"consultation": _consultations(takes_delivery)},
    "record_failed_delivery": {"consultation": _consultations(takes_attempt)},
    "record_opinion": {
        "consultation": _consultations(takes_opinion),
        "positions.document": _ANY,
    },
    "weigh_objection": {"consultation": _consultations(lambda one: bool(objected_to(one))), "documents": _ANY},
    "withdraw_consultation": {"consultation": _consultations(takes_withdrawal)},
    "refer_for_determination": {"documents": _ANY},
    "record_determination": {"referral": _referrals},
    "review_document": {"document": _ANY},
    "propose_review": {"documents": _found(lambda known, one: one.proposal is None)},
    "confirm_review": {"documents": _found(_proposed_by_another)},
    "set_aside_document": {"document": _found(lambda known, one: is_free(known.case, one))},
    "draft_reply": {
        **_EARLIER,
        "decision.outcome": _outcomes,
        "items.decision.outcome": _of_an_item,
        "items.documents": _ANY,
        "main_ground": _grounds,
    },
    "answer_on_the_spot": {**_EARLIER, "decision.outcome": _at_the_counter, "items.documents": _ANY},
    "set_final_text": {"document": _uploads(lambda known, one, media_type: media_type == DOCX)},
    "delegate_approval": {"to": _delegates},
    "record_delivery": {"proof_document": _uploads(lambda known, one, media_type: True), "method": _methods},
    "notify_extension": {"method": _methods},
    "record_fee_delivery": {"method": _methods},
    "print_record": {"letter": _letters},
    "set_remedy_date": {"remedy": _remedies},
    "record_remedy_result": {"remedy": _remedies},
    "keep_remedy_date": {"which": _remedy_dates},
    "reassess_document": {"document": _found(lambda known, one: one.is_withheld)},
    "convert_to_proactive": {"documents": _published},
}
"""By step and path: who offers what."""
