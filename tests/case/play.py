"""What the state machine plays with: starting days, calendars, policies, people, and the steps that belong together."""

from hypothesis import strategies as st

from schemas.events import Actor
from schemas.policy import LADDER, TWO_PERSONS, Policy
from schemas.vocabulary import IMPERSONAL, Late, Outcome, Role, Verdict
from tests.case.builders import (
    CALENDAR,
    CONTRACT,
    DECISIONS,
    HANDLER,
    PEOPLE,
    REVIEWER,
    TENDER,
    calendar_with,
    staff,
)
from tests.case.choosing import Said

CALENDARS = {
    calendar.version: calendar
    for calendar in (
        CALENDAR,
        calendar_with("more work", on_="2026-05-16 2026-05-17 2026-06-06 2026-06-13 2026-07-04 2019-05-25 2019-06-01"),
        calendar_with("less work", off="2026-05-20 2026-06-03 2026-06-05 2026-07-01 2026-12-30 2019-05-20 2019-06-03"),
        calendar_with("next year", off="2027-01-04 2027-02-03", on_="2027-01-03", official=(2027,)),
    )
}
ARRIVALS = [
    "2019-05-10",
    "2019-05-14",
    "2019-05-15",
    "2020-12-21",
    "2023-12-25",
    "2025-09-22",
    "2026-02-05",
    "2026-05-11",
    "2026-05-16",
    "2026-12-10",
]
FULL_CHAIN = (Role.SECTION_HEAD, Role.LEGAL, Role.AGENCY_HEAD)
POLICIES = [
    Policy(),
    Policy(approval=FULL_CHAIN, approval_by_outcome={Outcome.ALREADY_PUBLIC: (Role.OGI_HEAD,)}),
    Policy(remind_working_days_before=(), late_correction_notice=Late.REFUSE, on_the_spot=()),
    Policy(remind_working_days_before=(0, 1, 10), correction_working_days=1, tell_applicant_of_consultation=False),
    Policy(remind_working_days_before=(2, 5, 5), timezone="Asia/Urumqi", referral_stops_clock=True),
    Policy(approval=(Role.APPROVER, Role.APPROVER), reassess_every_months=0, keep_open_months=12),
    Policy(on_the_spot=(Outcome.PETITION, Outcome.DISCLOSED), reassess_every_months=5, reassess_for_years=1),
    Policy(reconsideration_first_for_registers=True, longest_delay=5, reasons_working_days=1, red_head=False),
]
ANYBODY = staff(50, *sorted(set(Role) - IMPERSONAL))
EVERYBODY = (*PEOPLE, ANYBODY)
ONWARD = (
    "confirm_receipt",
    "accept",
    "review_document",
    "propose_review",
    "confirm_review",
    "draft_reply",
    "approve_reply",
    "issue_reply",
    "record_delivery",
)
ASKING = (
    "consult_third_party",
    "consult_agency",
    "record_consultation_delivery",
    "record_failed_delivery",
    "record_opinion",
    "weigh_objection",
    "withdraw_consultation",
    "refer_for_determination",
    "record_determination",
)
SEARCHING = ("record_search", "request_search", "answer_search", "withdraw_search")
MOVING = (
    "request_correction",
    "receive_correction",
    "confirm_abandonment",
    "ask_for_reasons",
    "record_reasons",
    "judge_reasons",
    "propose_extension",
    "decide_extension",
    "notify_extension",
    "notify_fee",
    "record_fee_delivery",
    "record_payment",
)
BESIDES = (
    "record_contact_attempt",
    "split_application",
    "set_final_text",
    "delegate_approval",
    "print_record",
    "record_search",
    "set_aside_document",
    "assign",
)
AFTERWARDS = (
    "record_remedy",
    "set_remedy_date",
    "keep_remedy_date",
    "record_remedy_result",
    "reassess_document",
    "convert_to_proactive",
    "file_refusal",
)
_BEGUN = ("confirm_receipt", "accept", "record_search", "record_search")
_ANSWERED = ("draft_reply", *("approve_reply",) * 4, "issue_reply", "record_delivery")
PATHS = {
    1: (*_BEGUN, *("review_document",) * 4, *_ANSWERED),
    TWO_PERSONS: (*_BEGUN, *("propose_review", "confirm_review") * 2, *_ANSWERED),
    LADDER: (*_BEGUN, *("propose_review", "confirm_review") * 2, *_ANSWERED),
}
"""How a case of each edition comes to its end when nothing happens by the way."""
_TWO_FOUND = [TENDER.document_id, CONTRACT.document_id]
GIVING_OUT: tuple[tuple[str, Actor, Said], ...] = (
    ("record_search", HANDLER, {"description": "检索", "documents": _TWO_FOUND}),
    ("propose_review", HANDLER, {"documents": _TWO_FOUND, "reason": "分项报价属于商业秘密"}),
    ("confirm_review", REVIEWER, {"documents": _TWO_FOUND, "verdict": Verdict.APPROVE}),
    ("draft_reply", HANDLER, {"decision": DECISIONS[Outcome.PARTLY_DISCLOSED]}),
)
"""How a case of the second edition comes to a reply that gives pages out."""
ENDING = {"withdraw", "join_application", "answer_on_the_spot"}
SOON = st.sampled_from([0, 0, 0, 1, 3, 12])
