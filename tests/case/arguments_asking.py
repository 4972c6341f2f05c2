"""Arguments for the steps that ask others."""

from collections.abc import Callable
from uuid import UUID

from schemas.case import Case
from schemas.case_parts import Consultation
from schemas.law.versions import statute_of
from schemas.vocabulary import (
    ConsultationKind,
    DeliveryMethod,
    Position,
    ReferredTo,
    ReviewResult,
    Weight,
)
from tests.case.choosing import TO_APPLICANTS, Choose, Maker, Said, day_between, since
from workflows.moment import Moment


def _some(case: Case, choose: Choose) -> list[UUID]:
    found = [document.document_id for document in case.documents]
    return choose([found, found[:1], found[-1:]])


def _third_party(case: Case, moment: Moment, choose: Choose) -> Said:
    asked = {"documents": _some(case, choose), "concerns": "分项报价"}
    return {**asked, "sent_on": since(case.received_on, moment, choose)}


def _agency(case: Case, moment: Moment, choose: Choose) -> Said:
    assert case.statute
    kinds = [ConsultationKind.OTHER_AGENCY, ConsultationKind.APPROVING_AGENCY]
    joint = [ConsultationKind.CO_PRODUCER] if statute_of(case.statute).joint else []
    return {"kind": choose([*joint, *kinds]), "agency": "示例市规划局", **_third_party(case, moment, choose)}


def _of(case: Case, choose: Choose, fits: Callable[[Consultation], bool]) -> Consultation:
    return choose([asked for asked in case.consultations if fits(asked)])


def _letter_delivery(case: Case, moment: Moment, choose: Choose) -> Said:
    asked = _of(case, choose, lambda one: not (one.delivered_on or one.withdrawn or one.lapsed))
    methods = list(DeliveryMethod) if asked.attempts else TO_APPLICANTS
    latest = min(moment.today, asked.answered_on or moment.today)
    delivered_on = day_between(asked.sent_on, latest, moment.today, choose)
    return {"consultation": asked.id, "delivered_on": delivered_on, "method": choose(methods), "proof": "1234"}


def _failed_delivery(case: Case, moment: Moment, choose: Choose) -> Said:
    asked = _of(case, choose, lambda one: not one.delivered_on)
    return {"consultation": asked.id, "attempted_on": since(asked.sent_on, moment, choose), "how": "退信"}


def _opinion(case: Case, moment: Moment, choose: Choose) -> Said:
    asked = _of(case, choose, lambda one: not (one.answered_on or one.withdrawn))
    left = [document for document in asked.documents if document not in asked.objections]
    about = choose([left, left[:1]])
    positions = [{"document": document, "position": choose(list(Position))} for document in about]
    received_on = since(asked.delivered_on or asked.sent_on, moment, choose)
    return {"consultation": asked.id, "received_on": received_on, "positions": positions}


def _objected(asked: Consultation) -> list[UUID]:
    return [document for document, said in asked.objections.items() if said.position is not Position.AGREES]


def _weighing(case: Case, moment: Moment, choose: Choose) -> Said:
    assert case.statute
    asked = _of(case, choose, lambda one: bool(_objected(one)))
    binds = asked.kind is ConsultationKind.THIRD_PARTY and statute_of(case.statute).objection_binds
    weights = [weight for weight in Weight if not (binds and weight is Weight.NOT_REASONABLE)]
    approving = asked.kind is ConsultationKind.APPROVING_AGENCY
    weight = choose([Weight.REASONABLE] if approving else weights)
    return {"consultation": asked.id, "documents": _objected(asked), "weight": weight, "reason": "涉及公共利益"}


def _taking_back(case: Case, moment: Moment, choose: Choose) -> Said:
    asked = _of(case, choose, lambda one: one.open)
    return {"consultation": asked.id, "withdrawn_on": since(asked.sent_on, moment, choose), "reason": "不再需要"}


def _referral(case: Case, moment: Moment, choose: Choose) -> Said:
    asked = {"to": choose(list(ReferredTo)), "department": "示例市保密局", "doubt": "密级不明", "own_view": "可以公开"}
    return {**asked, "documents": _some(case, choose), "sent_on": since(case.received_on, moment, choose)}


def _determination(case: Case, moment: Moment, choose: Choose) -> Said:
    asked = choose([one for one in case.referrals if one.result is None])
    received_on = since(asked.sent_on, moment, choose)
    result = choose([ReviewResult.DISCLOSE, ReviewResult.PARTIAL, ReviewResult.WITHHOLD])
    return {"referral": asked.id, "received_on": received_on, "result": result, "text": "复函"}


ASKING: dict[str, Maker] = {
    "consult_third_party": _third_party,
    "consult_agency": _agency,
    "record_consultation_delivery": _letter_delivery,
    "record_failed_delivery": _failed_delivery,
    "record_opinion": _opinion,
    "weigh_objection": _weighing,
    "withdraw_consultation": _taking_back,
    "refer_for_determination": _referral,
    "record_determination": _determination,
}
