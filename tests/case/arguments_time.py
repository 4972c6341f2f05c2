"""Arguments for the steps of acceptance, and for those that move the limit."""

from uuid import UUID

from schemas.case import Case
from schemas.law.versions import statute_of
from schemas.vocabulary import (
    FeeBasis,
    Verdict,
)
from tests.case.builders import (
    DECISIONS,
    STILL_OPEN,
)
from tests.case.choosing import DAY, TO_APPLICANTS, Choose, Maker, Said, always, day_between, since
from workflows.acceptance import correction_notice_by
from workflows.drafting import outcomes_open
from workflows.limit import due_of, is_ordered
from workflows.moment import Moment
from workflows.review import released_pages


def _confirmation(case: Case, moment: Moment, choose: Choose) -> Said:
    return {"how": "电话确认", "confirmed_on": since(case.arrived_on, moment, choose)}


def _contact(case: Case, moment: Moment, choose: Choose) -> Said:
    return {"how": "电话无人接听", "attempted_on": since(case.arrived_on, moment, choose)}


def _spot(case: Case, moment: Moment, choose: Choose) -> Said:
    fitting = sorted(outcomes_open(case) & set(case.policy.on_the_spot))
    return {"decision": DECISIONS[choose(fitting)], "proof": "申请人当场签收"}


def _withdrawal(case: Case, moment: Moment, choose: Choose) -> Said:
    return {"withdrawn_on": since(case.arrived_on, moment, choose)}


def _correction_notice(case: Case, moment: Moment, choose: Choose) -> Said:
    notice_by = correction_notice_by(case, moment) or moment.today
    latest = min(notice_by, moment.today) if case.policy.late_correction_notice == "refuse" else moment.today
    notified_on = day_between(case.received_on, latest, moment.today, choose)
    day = notified_on or moment.today
    respond_by = choose([None, day + DAY, day + 15 * DAY, day + 366 * DAY])
    served_on = choose([None, notified_on])
    return {
        "items": ["请写明合同的名称"],
        "notified_on": notified_on,
        "served_on": served_on,
        "respond_by": respond_by,
    }


def _correction(case: Case, moment: Moment, choose: Choose) -> Said:
    assert case.correction
    received_on = since(case.correction.notified_on, moment, choose)
    late = (received_on or moment.today) > case.correction.respond_by
    return {"received_on": received_on, "content": "更正后的申请", "late_reason": "住院" if late else None}


def _reasons_request(case: Case, moment: Moment, choose: Choose) -> Said:
    notified_on = since(case.received_on, moment, choose)
    day = notified_on or moment.today
    respond_by = choose([None, day + DAY, day + 366 * DAY])
    return {"counted": "两个月内提出申请六十件", "notified_on": notified_on, "respond_by": respond_by}


def _reasons(case: Case, moment: Moment, choose: Choose) -> Said:
    assert case.excess
    return {"received_on": since(case.excess.notified_on, moment, choose)}


def _judgement(case: Case, moment: Moment, choose: Choose) -> Said:
    delayed = moment.today <= due_of(case, moment.calendar).due and not is_ordered(case)
    reasonable = choose([False, True])
    days = choose([None, 1, case.policy.longest_delay]) if reasonable and delayed else None
    return {"reasonable": reasonable, "finding": "经核实", "delay_working_days": days}


def _extension(case: Case, moment: Moment, choose: Choose) -> Said:
    assert case.statute
    return {"working_days": choose([1, 10, statute_of(case.statute).longest_extension]), "reason": "需要检索纸质档案"}


def _extension_notice(case: Case, moment: Moment, choose: Choose) -> Said:
    """Between the consent and the end of the limit."""
    consented_on = max(letter.dated for letter in case.letters if letter.kind == "extension_notice")
    latest = max(consented_on, min(moment.today, due_of(case, moment.calendar).due))
    return {
        "sent_on": day_between(consented_on, latest, moment.today, choose),
        "method": choose(TO_APPLICANTS),
        "proof": "1234",
    }


def _fee(case: Case, moment: Moment, choose: Choose) -> Said:
    """Inside the limit; so many items or pages that something is to be charged."""
    latest = min(moment.today, due_of(case, moment.calendar).due)
    notified_on = latest if choose([False, latest != moment.today]) else None
    notified_on = latest if latest != moment.today else notified_on
    served_on = choose([None, moment.today])
    counted = released_pages(case) is not None  # and the few pages of our documents are free of charge
    bases = [FeeBasis.PER_ITEM] if counted else list(FeeBasis)
    said = {"basis": choose(bases), "quantity": choose([31, 60, 250]), "how_to_pay": "缴入财政专户"}
    return {**said, "notified_on": notified_on, "served_on": served_on}


def _fee_delivery(case: Case, moment: Moment, choose: Choose) -> Said:
    assert case.fee
    served_on = since(case.fee.notified_on, moment, choose)
    return {"served_on": served_on, "method": choose(TO_APPLICANTS), "proof": "1234"}


def _payment(case: Case, moment: Moment, choose: Choose) -> Said:
    assert case.fee
    return {"paid_on": since(case.fee.notified_on, moment, choose), "receipt": "票据0001"}


ACCEPTANCE_AND_TIME: dict[str, Maker] = {
    "confirm_receipt": _confirmation,
    "record_contact_attempt": _contact,
    "accept": always(),
    "answer_on_the_spot": _spot,
    "assign": always(handler=UUID(int=77)),
    "request_correction": _correction_notice,
    "receive_correction": _correction,
    "confirm_abandonment": always(finding="经电话联系，未见正当理由"),
    "withdraw": _withdrawal,
    "split_application": always(),
    "join_application": always(into=STILL_OPEN.case_id),
    "ask_for_reasons": _reasons_request,
    "record_reasons": _reasons,
    "judge_reasons": _judgement,
    "propose_extension": _extension,
    "decide_extension": lambda case, moment, choose: {"verdict": choose(list(Verdict)), "comment": "意见"},
    "notify_extension": _extension_notice,
    "notify_fee": _fee,
    "record_fee_delivery": _fee_delivery,
    "record_payment": _payment,
}
