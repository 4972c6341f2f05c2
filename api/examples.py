"""An example for every step and for a submission, shown in the OpenAPI description; a test sends each of them."""

from typing import Any

APPLICATION: dict[str, Any] = {
    "channel": "in_person",
    "applicant": {
        "kind": "natural_person",
        "name": "王小明",
        "identity_kind": "resident_id",
        "identity_number": "110101199003070011",
        "contact": {"phone": "010-55550123", "email": "wang@example.com"},
    },
    "description": "申请公开2025年度城东片区老旧小区改造项目的招标文件和中标通知书。",
    "wanted_form": "electronic",
    "wanted_route": "email",
}

ONLINE_APPLICATION: dict[str, Any] = {
    "agency": "示建公",
    **{name: value for name, value in APPLICATION.items() if name != "channel"},
}

_DOCUMENT = "11111111-1111-4111-8111-111111111111"
_STAFF = "22222222-2222-4222-8222-222222222222"

STEPS: dict[str, dict[str, Any]] = {
    "confirm_receipt": {"expected_version": 1, "how": "电话确认"},
    "accept": {"expected_version": 3},
    "assign": {"expected_version": 4, "handler": _STAFF},
    "request_correction": {
        "expected_version": 3,
        "items": ["请说明所需招标文件的项目名称或者文号。"],
        "guidance": "您可以列明小区名称和招标年份。",
    },
    "receive_correction": {"expected_version": 5, "content": "申请公开城东片区幸福里小区2025年改造项目的招标文件。"},
    "confirm_abandonment": {"expected_version": 6, "finding": "经两次电话联系，申请人未说明正当理由。"},
    "withdraw": {"expected_version": 4},
    "record_search": {
        "expected_version": 4,
        "description": "在档案管理系统中以“老旧小区改造”“招标”检索2025年度文件。",
        "documents": [_DOCUMENT],
    },
    "request_search": {
        "expected_version": 4,
        "departments": ["规划科", "示例市城建档案馆"],
        "sought": "幸福里小区2025年改造项目的招标文件、中标通知书。",
        "due_on": "2026-05-20",
    },
    "answer_search": {
        "expected_version": 6,
        "search": "s1",
        "searched_by": "规划科档案管理员",
        "how": "以项目名称检索了2025年度项目台账，并查阅了第3至7盒纸质档案。",
        "documents": [_DOCUMENT],
        "unfiled": [{"note": "密件登记2025-007号", "pages": 12}],
    },
    "withdraw_search": {"expected_version": 7, "search": "s2", "reason": "规划科已经提供全部文件"},
    "review_document": {
        "expected_version": 5,
        "document": _DOCUMENT,
        "result": "partial",
        "grounds": ["privacy"],
        "reason": "附件载有评标专家的住址和电话。",
    },
    "propose_review": {
        "expected_version": 5,
        "documents": [_DOCUMENT],
        "reason": "第3页载有评标专家的住址和电话，已遮盖；其余页面可以公开。",
    },
    "confirm_review": {"expected_version": 6, "documents": [_DOCUMENT], "verdict": "approve", "comment": "同意"},
    "set_aside_document": {"expected_version": 5, "document": _DOCUMENT, "reason": "属于另一项目的文件，检索时误列"},
    "draft_reply": {
        "expected_version": 6,
        "decision": {"outcome": "partly_disclosed", "reasons": "文件主体可以公开，附件中的个人信息不予公开。"},
    },
    "approve_reply": {"expected_version": 7, "verdict": "approve"},
    "issue_reply": {"expected_version": 8},
    "record_delivery": {"expected_version": 10, "method": "electronic", "proof": "电子邮件发送回执"},
    "record_contact_attempt": {"expected_version": 1, "how": "上午、下午各电话联系一次，均无人接听"},
    "answer_on_the_spot": {
        "expected_version": 3,
        "decision": {"outcome": "already_public", "where": "本机关网站“政府信息公开”专栏“规划计划”栏目"},
        "proof": "申请人在送达回证上签字",
    },
    "split_application": {
        "expected_version": 4,
        "parts": ["申请公开幸福里小区改造项目的招标文件。", "申请公开幸福里小区改造项目的中标通知书。"],
    },
    "join_application": {"expected_version": 4, "into": _DOCUMENT},
    "ask_for_reasons": {"expected_version": 4, "counted": "申请人2026年1月至5月共提出申请86件，其中4月提出32件。"},
    "record_reasons": {"expected_version": 6, "content": "申请人系受改造影响的业主，逐栋申请相关材料。"},
    "judge_reasons": {
        "expected_version": 7,
        "reasonable": True,
        "finding": "申请人确与各栋改造有利害关系，理由合理，材料较多。",
        "delay_working_days": 15,
    },
    "propose_extension": {"expected_version": 5, "working_days": 10, "reason": "需要从城建档案馆调取材料。"},
    "decide_extension": {"expected_version": 6, "verdict": "approve"},
    "notify_extension": {"expected_version": 8, "method": "post", "proof": "EMS 1234567890123"},
    "notify_fee": {
        "expected_version": 5,
        "basis": "per_item",
        "quantity": 12,
        "how_to_pay": "凭本通知书到市政务服务中心非税窗口缴纳，或者扫描通知书所附缴款码缴纳。",
    },
    "record_fee_delivery": {"expected_version": 7, "method": "post", "proof": "EMS 1234567890123 已签收"},
    "record_payment": {"expected_version": 8, "receipt": "财政票据 0012345"},
    "consult_third_party": {
        "expected_version": 5,
        "party": {"name": "示例建设有限公司", "address": "示例市工业路8号", "phone": "010-55550199"},
        "documents": [_DOCUMENT],
        "concerns": "投标文件第三章的分项报价和施工工法。",
    },
    "consult_agency": {
        "expected_version": 5,
        "kind": "co_producer",
        "agency": "示例市发展和改革委员会",
        "documents": [_DOCUMENT],
        "concerns": "联合印发的实施方案可否公开。",
    },
    "record_consultation_delivery": {
        "expected_version": 8,
        "consultation": "c1",
        "method": "post",
        "proof": "EMS 1234567890123 已签收",
    },
    "record_failed_delivery": {"expected_version": 8, "consultation": "c1", "how": "邮件因地址不详退回"},
    "record_opinion": {
        "expected_version": 9,
        "consultation": "c1",
        "positions": [{"document": _DOCUMENT, "position": "objects_in_part"}],
        "content": "分项报价系我公司商业秘密，不同意公开，其余可以公开。",
    },
    "weigh_objection": {
        "expected_version": 10,
        "consultation": "c1",
        "documents": [_DOCUMENT],
        "weight": "reasonable",
        "reason": "分项报价未公开过，且采取了保密措施，理由成立。",
    },
    "withdraw_consultation": {"expected_version": 8, "consultation": "c1", "reason": "申请人缩小了申请范围"},
    "refer_for_determination": {
        "expected_version": 5,
        "to": "secrecy_administration",
        "department": "示例市国家保密局",
        "documents": [_DOCUMENT],
        "doubt": "附图的坐标精度是否涉密。",
        "own_view": "拟隐去坐标后公开。",
    },
    "record_determination": {
        "expected_version": 7,
        "referral": "r1",
        "result": "partial",
        "text": "经审查，隐去坐标后可以公开。",
    },
    "set_final_text": {"expected_version": 7, "document": _DOCUMENT},
    "delegate_approval": {"expected_version": 7, "to": _STAFF, "reason": "外出开会"},
    "print_record": {"expected_version": 3, "record": "application_form"},
    "record_remedy": {
        "expected_version": 13,
        "instance": "reconsideration",
        "body": "示例市人民政府",
        "file_number": "示政复〔2026〕15号",
    },
    "set_remedy_date": {
        "expected_version": 14,
        "remedy": "m1",
        "what": "response",
        "due_on": "2026-07-06",
        "note": "向示例市人民政府行政复议机构提出书面答复，并提交证据、依据。",
    },
    "keep_remedy_date": {"expected_version": 15, "which": "m1d1", "kept_on": "2026-07-03"},
    "record_remedy_result": {
        "expected_version": 14,
        "remedy": "m1",
        "result": "corrected",
        "summary": "撤销答复，责令在二十个工作日内重新答复。",
        "new_reply": {"working_days": 20},
    },
    "reassess_document": {
        "expected_version": 13,
        "document": _DOCUMENT,
        "disclose": True,
        "finding": "项目已经竣工，公开不再造成损害。",
    },
    "convert_to_proactive": {
        "expected_version": 13,
        "documents": [_DOCUMENT],
        "proposed_by_applicant": False,
        "where": "本机关网站“政府信息公开”专栏",
    },
    "file_refusal": {"expected_version": 13, "authority": "示例市人民政府办公室", "number": "备〔2026〕8号"},
}


def step_examples() -> dict[str, Any]:
    """OpenAPI examples, one per step."""
    return {name: {"summary": name, "value": {"step": name, **body}} for name, body in STEPS.items()}
