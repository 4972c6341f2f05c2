"""Consulting third parties and other agencies (征求意见; arts. 11, 32, 34)."""

from collections.abc import Callable, Collection, Iterator
from uuid import UUID

from schemas.case import Case
from schemas.case_parts import Consultation
from schemas.errors import StepRefused
from schemas.events import Event
from schemas.events_consultation import (
    AgencyConsulted,
    ConsultationDelivered,
    ConsultationDeliveryFailed,
    ConsultationWithdrawn,
    OpinionReceived,
    ThirdPartyConsulted,
)
from schemas.law.versions import statute_of
from schemas.steps_consultation import (
    ConsultAgency,
    ConsultThirdParty,
    RecordConsultationDelivery,
    RecordFailedDelivery,
    RecordOpinion,
    WithdrawConsultation,
)
from schemas.vocabulary import ConsultationKind, DeliveryMethod, State
from workflows.moment import Moment, present, refuse_if, refuse_unless, reject_date, reject_if
from workflows.rules.limits import consultation_lapses

ARTICLES = {
    ConsultationKind.THIRD_PARTY: "32",
    ConsultationKind.CO_PRODUCER: "34",
    ConsultationKind.OTHER_AGENCY: "11(1)",
    ConsultationKind.APPROVING_AGENCY: "11(2)",
}


def may_consult_third_party(case: Case, moment: Moment) -> None:
    """In hand, with something found that may touch somebody (art. 32)."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="32")
    refuse_unless(case.documents, "no_document_to_ask_about", article="32")


def consult_third_party(case: Case, step: ConsultThirdParty, moment: Moment) -> Iterator[Event]:
    """Ask in writing; the days after sending do not count until the answer or the lapse (arts. 32, 33(3))."""
    reject_unknown(case, step.documents)
    sent_on = step.acted_on(moment.today)
    reject_date(sent_on, field="sent_on", moment=moment, not_before=case.received_on)
    yield ThirdPartyConsulted(
        id=_next_id(case),
        party_id=present(moment.facts.party_id, "missing_field", field="party"),
        documents=step.documents,
        concerns=step.concerns,
        sent_on=sent_on,
    )


def may_consult_agency(case: Case, moment: Moment) -> None:
    """In hand, with something found that touches another agency (arts. 11, 34)."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="34")
    refuse_unless(case.documents, "no_document_to_ask_about", article="34")


def consult_agency(case: Case, step: ConsultAgency, moment: Moment) -> Iterator[Event]:
    """Ask a co-producer, whose silence is consent, or an agency concerned, whose silence is not (docs/law.md 6.5)."""
    reject_unknown(case, step.documents)
    joint = case.statute is not None and statute_of(case.statute).joint
    refuse_if(step.kind is ConsultationKind.CO_PRODUCER and not joint, "no_joint_rule", article="34")
    sent_on = step.acted_on(moment.today)
    reject_date(sent_on, field="sent_on", moment=moment, not_before=case.received_on)
    yield AgencyConsulted(
        id=_next_id(case),
        consultation=step.kind,
        agency=step.agency,
        documents=step.documents,
        concerns=step.concerns,
        sent_on=sent_on,
    )


def may_record_consultation_delivery(case: Case, moment: Moment) -> None:
    """Somebody was asked whose receipt of the letter is not on record, and whose silence has not lapsed."""
    _refuse_when_all_refuse(case, _refuse_delivery)


def record_consultation_delivery(case: Case, step: RecordConsultationDelivery, moment: Moment) -> Iterator[Event]:
    """Fifteen working days from the day after receipt. Received Wed 2026-05-20: until Wed 2026-06-10.

    A public notice only after attempts that failed (docs/law.md 6.19).
    """
    asked = consultation_of(case, step.consultation)
    _refuse_delivery(asked)
    untried = step.method is DeliveryMethod.PUBLIC_NOTICE and not asked.attempts
    refuse_if(untried, "no_attempt_on_record", article=ARTICLES[asked.kind])
    delivered_on = step.acted_on(moment.today)
    reject_date(delivered_on, field="delivered_on", moment=moment, not_before=asked.sent_on)
    after_answer = asked.answered_on is not None and delivered_on > asked.answered_on
    reject_if(after_answer, "delivered_after_answer", field="delivered_on")
    assert case.statute is not None  # noqa: S101 - a case in hand has one
    yield ConsultationDelivered(
        id=asked.id,
        delivered_on=delivered_on,
        method=step.method,
        proof=step.proof,
        respond_by=consultation_lapses(delivered_on, statute_of(case.statute), moment.calendar),
    )


def may_record_failed_delivery(case: Case, moment: Moment) -> None:
    """Somebody was asked whose receipt of the letter is not on record."""
    _refuse_when_all_refuse(case, _refuse_attempt)


def record_failed_delivery(case: Case, step: RecordFailedDelivery, moment: Moment) -> Iterator[Event]:
    """Put an attempt on record."""
    asked = consultation_of(case, step.consultation)
    _refuse_attempt(asked)
    attempted_on = step.acted_on(moment.today)
    reject_date(attempted_on, field="attempted_on", moment=moment, not_before=asked.sent_on)
    yield ConsultationDeliveryFailed(id=asked.id, attempted_on=attempted_on, how=step.how)


def may_record_opinion(case: Case, moment: Moment) -> None:
    """Somebody was asked and has not answered; his silence may have lapsed."""
    _refuse_when_all_refuse(case, _refuse_opinion)


def record_opinion(case: Case, step: RecordOpinion, moment: Moment) -> Iterator[Event]:
    """The answer ends the excluded days; one after the lapse is kept and may be heeded, but moves no date.

    An answer about some of the documents leaves the period running for the others (art. 32).

    The day it came decides, not the day it is entered: one that came in time ends the excluded days with its own date.
    """
    asked = consultation_of(case, step.consultation)
    _refuse_opinion(asked)
    received_on = step.acted_on(moment.today)
    reject_date(received_on, field="received_on", moment=moment, not_before=asked.delivered_on or asked.sent_on)
    named = [place.document for place in step.positions]
    reject_if(len(set(named)) != len(named), "document_named_twice", field="positions")
    reject_if(not set(named) <= set(asked.documents), "document_not_asked_about", field="positions")
    reject_if(set(named) & set(asked.objections), "position_on_record", field="positions")
    yield OpinionReceived(
        id=asked.id,
        received_on=received_on,
        positions=step.positions,
        text_id=moment.facts.text_id,
        late=asked.respond_by is not None and received_on > asked.respond_by,
    )


def may_withdraw_consultation(case: Case, moment: Moment) -> None:
    """Somebody was asked who may still answer."""
    _refuse_when_all_refuse(case, _refuse_over)


def withdraw_consultation(case: Case, step: WithdrawConsultation, moment: Moment) -> Iterator[Event]:
    """Take it back; the days up to then stay left out."""
    asked = consultation_of(case, step.consultation)
    _refuse_over(asked)
    withdrawn_on = step.acted_on(moment.today)
    reject_date(withdrawn_on, field="withdrawn_on", moment=moment, not_before=asked.sent_on)
    yield ConsultationWithdrawn(id=asked.id, withdrawn_on=withdrawn_on, reason=step.reason)


def reject_unknown(case: Case, documents: Collection[UUID]) -> None:
    """Every document must be one that was found in this case, and named once."""
    reject_if(len(set(documents)) != len(documents), "document_named_twice", field="documents")
    known = {document.document_id for document in case.documents}
    reject_if(not known.issuperset(documents), "document_not_of_case", field="documents")


def consultation_of(case: Case, consultation: str) -> Consultation:
    """The consultation of this id. Raises ``InvalidInput`` ``no_such_consultation``."""
    found = next((asked for asked in case.consultations if asked.id == consultation), None)
    return present(found, "no_such_consultation", field="consultation")


def takes_delivery(asked: Consultation) -> bool:
    """Whether the receipt of the letter may still be recorded."""
    return _allowed(_refuse_delivery, asked)


def takes_attempt(asked: Consultation) -> bool:
    """Whether an attempt that failed may still be recorded."""
    return _allowed(_refuse_attempt, asked)


def takes_opinion(asked: Consultation) -> bool:
    """Whether an answer may still be recorded."""
    return _allowed(_refuse_opinion, asked)


def takes_withdrawal(asked: Consultation) -> bool:
    """Whether it may still be taken back."""
    return _allowed(_refuse_over, asked)


def _refuse_when_all_refuse(case: Case, refuse: Callable[[Consultation], None]) -> None:
    """Refuse what no consultation allows, in the words for the last one; none is followed once the reply is issued."""
    refuse_unless(case.consultations, "no_consultation", article="32")
    refuse_if(case.state is State.ISSUED, "reply_already_issued", article="32")
    *others, last = case.consultations
    if not any(_allowed(refuse, asked) for asked in others):
        refuse(last)


def _allowed(refuse: Callable[[Consultation], None], asked: Consultation) -> bool:
    try:
        refuse(asked)
    except StepRefused:
        return False
    return True


def _refuse_delivery(asked: Consultation) -> None:
    """Courts want both days proven, so the receipt may be proven after the answer (docs/law.md 6.21)."""
    _refuse_attempt(asked)
    refuse_if(asked.withdrawn or asked.lapsed, "consultation_over", article=ARTICLES[asked.kind])


def _refuse_attempt(asked: Consultation) -> None:
    refuse_if(asked.delivered_on, "consultation_delivery_on_record", article=ARTICLES[asked.kind])


def _refuse_opinion(asked: Consultation) -> None:
    refuse_if(asked.answered_on or asked.withdrawn, "consultation_over", article=ARTICLES[asked.kind])


def _refuse_over(asked: Consultation) -> None:
    refuse_unless(asked.open, "consultation_over", article=ARTICLES[asked.kind])


def _next_id(case: Case) -> str:
    return f"c{len(case.consultations) + 1}"
