"""What a letter must say (docs/law.md, section 4). One that lacks any of it is never issued, whoever worded it."""

from collections.abc import Callable

from temporalio.exceptions import ApplicationError

from activities.letters.catalogue import addressee_of
from activities.letters.mandatory_consultation import (
    agency_consultation,
    consultation_notice,
    referral,
    third_party_consultation,
    third_party_decision,
)
from activities.letters.mandatory_notices import (
    abandonment,
    application_form,
    correction,
    delay,
    extension,
    fee,
    fee_abandonment,
    joinder,
    proof_of_service,
    reasons_request,
    receipt,
    withdrawal,
)
from activities.letters.mandatory_reply import reply
from activities.letters.mandatory_search import search_record
from activities.letters.said import Needs, Said
from schemas.letters import LetterContent, LetterOrder, LetterParties
from schemas.vocabulary import LetterKind

_NEEDS: dict[LetterKind, Callable[[Said], Needs]] = {
    LetterKind.APPLICATION_FORM: application_form,
    LetterKind.RECEIPT: receipt,
    LetterKind.CORRECTION_NOTICE: correction,
    LetterKind.REASONS_REQUEST: reasons_request,
    LetterKind.DELAY_NOTICE: delay,
    LetterKind.EXTENSION_NOTICE: extension,
    LetterKind.THIRD_PARTY_CONSULTATION: third_party_consultation,
    LetterKind.CONSULTATION_NOTICE: consultation_notice,
    LetterKind.AGENCY_CONSULTATION: agency_consultation,
    LetterKind.THIRD_PARTY_DECISION: third_party_decision,
    LetterKind.REFERRAL: referral,
    LetterKind.FEE_NOTICE: fee,
    LetterKind.REPLY: reply,
    LetterKind.ABANDONMENT: abandonment,
    LetterKind.FEE_ABANDONMENT: fee_abandonment,
    LetterKind.PROOF_OF_SERVICE: proof_of_service,
    LetterKind.WITHDRAWAL: withdrawal,
    LetterKind.JOINDER: joinder,
    LetterKind.SEARCH_RECORD: search_record,
}
UNSIGNED = {LetterKind.APPLICATION_FORM, LetterKind.PROOF_OF_SERVICE, LetterKind.SEARCH_RECORD}
"""What the agency does not seal and nobody is written to in: the applicant's form, the slip that the addressee signs,
the record that the handler signs."""
_TO_OTHERS = {
    LetterKind.THIRD_PARTY_CONSULTATION,
    LetterKind.AGENCY_CONSULTATION,
    LetterKind.THIRD_PARTY_DECISION,
    LetterKind.REFERRAL,
}


def missing_content(content: LetterContent, order: LetterOrder, parties: LetterParties) -> tuple[str, ...]:
    """Codes of the mandatory contents that a letter lacks; empty for a letter that may be issued."""
    said = Said(content, order, parties)
    needs = (*_frame(said), *_NEEDS[order.kind](said))
    return tuple(dict.fromkeys(code for code, met in needs if not met))


def refuse_incomplete(content: LetterContent, order: LetterOrder, parties: LetterParties) -> LetterContent:
    """The letter itself, or the permanent error ``letter_incomplete`` naming what is missing, nothing personal."""
    missing = missing_content(content, order, parties)
    if missing:
        raise ApplicationError(f"missing: {', '.join(missing)}", *missing, type="letter_incomplete", non_retryable=True)
    return content


def _frame(said: Said) -> Needs:
    """What every letter has around its text."""
    content, kind = said.content, said.order.kind
    yield "agency", bool(content.agency.strip())
    yield "number", bool(content.number.strip())
    if kind not in UNSIGNED:
        yield "addressee" if kind in _TO_OTHERS else "applicant", _is_addressed(said)
    yield "signature", kind in UNSIGNED or bool(content.signed_by.strip())
    yield "paper_footnote", said.order.recorded_on == said.order.dated or bool(content.footnote)


def _is_addressed(said: Said) -> bool:
    given = (said.content.addressee or "").strip()
    return bool(given and addressee_of(said.order, said.parties))
