"""Which event calls for which letter, and what the letter is told (D2, D3, D13-D18, D25, D29 of the practice)."""

from schemas.case import Case
from schemas.events import (
    ApplicationAbandoned,
    ApplicationReceived,
    ApplicationWithdrawn,
    CorrectionRequested,
    Event,
    ReplyIssued,
)
from schemas.letters import Finding, LetterOrder
from schemas.vocabulary import LetterKind, Remedy
from workflows.limit import due_of
from workflows.moment import Moment

_LETTERS = {
    ApplicationReceived: LetterKind.RECEIPT,
    CorrectionRequested: LetterKind.CORRECTION_NOTICE,
    ReplyIssued: LetterKind.REPLY,
    ApplicationWithdrawn: LetterKind.WITHDRAWAL,
    ApplicationAbandoned: LetterKind.ABANDONMENT,
}


def letter_for(case: Case, event: Event, moment: Moment) -> LetterOrder | None:
    """The letter that ``event``, already folded into ``case``, calls for; None if it calls for none."""
    kind = _LETTERS.get(type(event))
    if kind is None or case.channel is None or case.arrived_on is None:
        return None
    number = 1 + sum(letter.kind is kind for letter in case.letters)
    correction = case.correction
    return LetterOrder(
        case_id=case.case_id,
        agency_id=case.agency_id,
        key=f"{case.case_id}/letter/{kind}/{number}",
        kind=kind,
        dated=event.notified_on if isinstance(event, CorrectionRequested) else moment.today,
        recorded_on=moment.today,
        channel=case.channel,
        arrived_on=case.arrived_on,
        received_on=case.received_on,
        statute=case.statute,
        how_confirmed=case.how_confirmed,
        due_on=due_of(case, moment.calendar).due if case.received_on else None,
        items=correction.items if correction else (),
        guidance=correction.guidance if correction else None,
        notified_on=correction.notified_on if correction else None,
        respond_by=correction.respond_by if correction else None,
        decision=case.draft.decision if case.draft and kind is LetterKind.REPLY else None,
        findings=_findings(case) if kind is LetterKind.REPLY else (),
        search="\n".join(case.searches) or None if kind is LetterKind.REPLY else None,
        finding=event.finding if isinstance(event, ApplicationAbandoned) else None,
        remedy=_remedy(case, kind),
        corrected_on=correction.received_on if correction else None,
        withdrawn_on=event.withdrawn_on if isinstance(event, ApplicationWithdrawn) else None,
    )


def _findings(case: Case) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            document_id=document.ref.document_id,
            result=document.review.result,
            grounds=document.review.grounds,
            reason=document.review.reason,
        )
        for document in case.documents
        if document.review
    )


def _remedy(case: Case, kind: LetterKind) -> Remedy:
    """Intermediate notices carry no remedy clause (国办函〔2021〕132号 art. 3(1)); abandonment may be attacked."""
    if kind is LetterKind.REPLY:
        return case.remedy
    return Remedy.EITHER if kind is LetterKind.ABANDONMENT else Remedy.NONE
