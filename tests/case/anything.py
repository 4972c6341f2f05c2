"""Arguments that may be anything: plausible ones for every step, and changes that may make them senseless."""

from datetime import date, timedelta
from uuid import UUID

from schemas.vocabulary import DisclosureForm, FeeBasis, Position, ReviewResult, Verdict, Weight
from tests.case.builders import DECISIONS, EDITED, LAWFUL
from tests.case.choosing import POOL, Said

STRANGER = UUID(int=4242)

PLAUSIBLE: dict[str, Said] = {
    "confirm_receipt": {"how": "电话"},
    "record_contact_attempt": {"how": "电话"},
    "accept": {},
    "answer_on_the_spot": {"decision": {"outcome": "already_public", "where": "门户网站"}, "proof": "签收"},
    "assign": {"handler": STRANGER},
    "request_correction": {"items": ["补正"]},
    "receive_correction": {},
    "confirm_abandonment": {"finding": "未见理由"},
    "withdraw": {},
    "split_application": {},
    "join_application": {"into": STRANGER},
    "ask_for_reasons": {"counted": "六十件"},
    "record_reasons": {},
    "judge_reasons": {"reasonable": False, "finding": "不合理"},
    "propose_extension": {"working_days": 10, "reason": "需要检索"},
    "decide_extension": {"verdict": "approve"},
    "notify_extension": {"method": "post", "proof": "1234"},
    "notify_fee": {"basis": "per_item", "quantity": 60, "how_to_pay": "财政专户"},
    "record_fee_delivery": {"method": "post", "proof": "1234"},
    "record_payment": {"receipt": "票据0001"},
    "record_search": {"description": "检索"},
    "request_search": {"departments": ["规划科"], "sought": "合同", "due_on": date(2026, 5, 15)},
    "answer_search": {"search": "s1", "searched_by": "科长", "how": "查阅了档案", "none_because": "未经办"},
    "withdraw_search": {"search": "s1", "reason": "不需要"},
    "consult_third_party": {"documents": [STRANGER], "concerns": "报价"},
    "consult_agency": {"kind": "other_agency", "agency": "规划局", "documents": [STRANGER], "concerns": "数据"},
    "record_consultation_delivery": {"consultation": "c1", "method": "post", "proof": "1234"},
    "record_failed_delivery": {"consultation": "c1", "how": "退信"},
    "record_opinion": {"consultation": "c1", "positions": [{"document": STRANGER, "position": "agrees"}]},
    "weigh_objection": {"consultation": "c1", "documents": [STRANGER], "weight": "reasonable", "reason": "合理"},
    "withdraw_consultation": {"consultation": "c1", "reason": "不需要"},
    "refer_for_determination": {
        "to": "secrecy_administration",
        "department": "保密局",
        "documents": [STRANGER],
        "doubt": "密级",
        "own_view": "可以公开",
    },
    "record_determination": {"referral": "r1", "result": "disclose", "text": "复函"},
    "review_document": {"document": STRANGER, "result": "disclose"},
    "propose_review": {"documents": [STRANGER], "result": "disclose"},
    "confirm_review": {"documents": [STRANGER], "verdict": "approve"},
    "set_aside_document": {"document": STRANGER, "reason": "误列"},
    "draft_reply": {"decision": {"outcome": "not_this_agency", "reasons": "非本机关制作"}},
    "set_final_text": {"document": STRANGER},
    "approve_reply": {"verdict": "approve"},
    "delegate_approval": {"to": STRANGER, "reason": "出差"},
    "issue_reply": {},
    "record_delivery": {"method": "post", "proof": "1234"},
    "print_record": {"record": "application_form"},
    "record_remedy": {"instance": "litigation", "body": "法院"},
    "set_remedy_date": {"remedy": "m1", "what": "response", "due_on": date(2026, 6, 20)},
    "keep_remedy_date": {"which": "m1d1"},
    "record_remedy_result": {"remedy": "m1", "result": "upheld", "summary": "判决"},
    "reassess_document": {"document": STRANGER, "disclose": True, "finding": "可以公开"},
    "convert_to_proactive": {"documents": [STRANGER], "proposed_by_applicant": False, "where": "门户网站"},
    "file_refusal": {"authority": "办公室"},
}
"""For every step, arguments of the right shape."""

DATES = (
    "confirmed_on",
    "attempted_on",
    "notified_on",
    "served_on",
    "received_on",
    "withdrawn_on",
    "respond_by",
    "sent_on",
    "paid_on",
    "delivered_on",
    "filed_on",
    "published_on",
    "answered_on",
    "due_on",
    "kept_on",
)


def senseless_changes(today: date) -> list[Said]:
    """One or the other thing that may make an argument senseless or too early or too late."""
    days: list[date | None] = [today + timedelta(days=n) for n in (-400, -40, -20, -8, -1, 0, 1, 30)]
    dates: list[Said] = [{field: day} for field in DATES for day in [*days, None, date.min, date.max]]
    found, other = POOL[0].document_id, POOL[1].document_id
    orders: tuple[Said, ...] = (
        {},
        {"working_days": 15},
        {"by": today},
        {"by": date.max},
        {"by": date.min},
        {"working_days": 3, "by": today},
    )
    return [
        *dates,
        *({"decision": decision} for decision in DECISIONS.values()),
        *({"decision": _several(*ids)} for ids in ([], [found], [STRANGER], [found, found])),
        *({"result": result} for result in (*ReviewResult, None)),
        *({"result": result} for result in ("upheld", "corrected")),
        *({"new_reply": order} for order in orders),
        *({"documents": ids} for ids in ([], [found] * 2, [STRANGER], [found], [found, other])),
        *({"document": one} for one in (STRANGER, found, EDITED.document_id)),
        *({"grounds": grounds} for grounds in ([], ["privacy"], ["privacy"] * 2)),
        *({"main_ground": ground} for ground in ("privacy", "state_secret")),
        *({"consultation": one} for one in ("c1", "c2", "c9", "r1")),
        *({"referral": one} for one in ("r1", "r2", "c1")),
        *({"remedy": one} for one in ("m1", "m2")),
        *({"which": one} for one in ("m1d1", "m2d1", "m1", "")),
        *({"search": one} for one in ("s1", "s2", "s9")),
        *({"departments": named} for named in ([], ["规划科", "规划科"], ["规划科", "档案室"])),
        *({"unfiled": kept} for kept in ([], [{"note": "密件"}])),
        *({"none_because": why} for why in (None, "未经办")),
        *({"positions": [{"document": one, "position": said}]} for one in (found, STRANGER) for said in Position),
        {"positions": [{"document": found, "position": "agrees"}] * 2},
        *({"weight": weight} for weight in Weight),
        *({"basis": basis} for basis in FeeBasis),
        *({"quantity": quantity} for quantity in (0, 1, 100_000)),
        *({"working_days": days} for days in (0, 1, 15, 16, 20, 21, 1_000)),
        *({"delay_working_days": days} for days in (0, 1, 60, 61, 10**9)),
        *({"verdict": verdict} for verdict in Verdict),
        *({"legality": legality} for legality in (None, LAWFUL, {**LAWFUL, "procedure": False})),
        *({"method": method} for method in ("direct", "public_notice")),
        *({"kind": kind} for kind in ("co_producer", "other_agency", "approving_agency")),
        *({"form": form} for form in DisclosureForm),
        *({"record": record} for record in ("application_form", "proof_of_service", "search_record")),
        *({name: None} for name in ("reason", "comment", "late_reason", "content", "letter")),
        *({name: STRANGER} for name in ("letter", "to", "into", "handler", "proof_document")),
        {"to": UUID(int=101)},
        {"late_reason": "住院"},
        {"items": []},
    ]


def _several(*ids: UUID) -> Said:
    items = [
        {"asked": "合同", "decision": {"outcome": "disclosed"}, "documents": list(ids)},
        {"asked": "年报", "decision": {"outcome": "refused", "reasons": "不予公开"}},
    ]
    return {"outcome": "several", "items": items, "main": 2 + len(ids)}
