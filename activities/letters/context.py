"""What a template may use, by name: see docs/letters.md. Dates are in Chinese, citations whole, nothing is missing: a
value that the case does not hold is empty. A template is given the names of its own document and no others."""

from collections.abc import Callable

from activities.letters.articles import cite, version_of
from activities.letters.context_consultation import (
    agency_consultation,
    consultation_notice,
    referral,
    third_party_consultation,
    third_party_decision,
)
from activities.letters.context_notices import (
    abandonment,
    application_form,
    correction,
    joinder,
    proof_of_service,
    receipt,
    withdrawal,
)
from activities.letters.context_reply import reply
from activities.letters.context_search import search_record
from activities.letters.context_time import delay, extension, fee, fee_abandonment, reasons_request
from activities.letters.language import Names
from activities.letters.phrases import chinese_date, received, request
from schemas.letters import LetterOrder, LetterParties
from schemas.vocabulary import LetterKind, StatuteId

Own = Callable[[LetterOrder, LetterParties, StatuteId], Names]
"""The names of one document beside those that every letter to the same addressee has."""

_TO_APPLICANT: dict[LetterKind, Own] = {
    LetterKind.APPLICATION_FORM: application_form,
    LetterKind.RECEIPT: receipt,
    LetterKind.CORRECTION_NOTICE: correction,
    LetterKind.REASONS_REQUEST: reasons_request,
    LetterKind.DELAY_NOTICE: delay,
    LetterKind.EXTENSION_NOTICE: extension,
    LetterKind.CONSULTATION_NOTICE: consultation_notice,
    LetterKind.FEE_NOTICE: fee,
    LetterKind.REPLY: reply,
    LetterKind.ABANDONMENT: abandonment,
    LetterKind.FEE_ABANDONMENT: fee_abandonment,
    LetterKind.WITHDRAWAL: withdrawal,
    LetterKind.JOINDER: joinder,
    LetterKind.SEARCH_RECORD: search_record,
}
_TO_OTHERS: dict[LetterKind, Own] = {
    LetterKind.THIRD_PARTY_CONSULTATION: third_party_consultation,
    LetterKind.AGENCY_CONSULTATION: agency_consultation,
    LetterKind.THIRD_PARTY_DECISION: third_party_decision,
    LetterKind.REFERRAL: referral,
    LetterKind.PROOF_OF_SERVICE: proof_of_service,
}


def names_for(order: LetterOrder, parties: LetterParties) -> Names:
    """The names of a letter with their values. Letters to others are given nothing of the applicant (art. 32)."""
    statute = version_of(order)
    if own := _TO_OTHERS.get(order.kind):
        return {**_common(order, parties, statute), **own(order, parties, statute)}
    own = _TO_APPLICANT[order.kind]
    return {**_common(order, parties, statute), **_applicant(order, parties), **own(order, parties, statute)}


def _common(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> Names:
    return {
        "agency": parties.agency,
        "contact": parties.contact,
        "dated": chinese_date(order.dated),
        "regulation": cite(statute),
        "statute": str(statute),
    }


def _applicant(order: LetterOrder, parties: LetterParties) -> Names:
    return {
        "you": parties.form_of_address,
        "applicant": parties.applicant,
        "reference": parties.reference,
        "description": parties.description,
        "delivery_form": parties.delivery_form or "",
        "opening": received(order, parties),
        "request": "\n".join(request(parties)),
        "arrived_on": chinese_date(order.arrived_on),
        "received_on": chinese_date(order.received_on),
        "corrected_on": chinese_date(order.corrected_on),
        "due_on": chinese_date(order.due_on),
    }
