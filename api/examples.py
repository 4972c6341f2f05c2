"""An example for every step and for a submission, shown in the OpenAPI description; a test sends each of them."""

from typing import Any

APPLICATION: dict[str, Any] = {
    "channel": "in_person",
    "applicant": {
        "kind": "natural_person",
        "name": "王小明",
        "identity_kind": "resident_id",
        "identity_number": "11010119900307001X",
        "contact": {"phone": "010-55550123", "email": "wang@example.com"},
    },
    "description": "申请公开2025年度城东片区老旧小区改造项目的招标文件和中标通知书。",
    "wanted_form": "electronic",
    "wanted_route": "email",
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
    "review_document": {
        "expected_version": 5,
        "document": _DOCUMENT,
        "result": "partial",
        "grounds": ["privacy"],
        "reason": "附件载有评标专家的住址和电话。",
    },
    "draft_reply": {
        "expected_version": 6,
        "decision": {"outcome": "partly_disclosed", "reasons": "文件主体可以公开，附件中的个人信息不予公开。"},
    },
    "approve_reply": {"expected_version": 7, "verdict": "approve"},
    "issue_reply": {"expected_version": 8},
    "record_delivery": {"expected_version": 10, "method": "electronic", "proof": "电子邮件发送回执"},
}


def step_examples() -> dict[str, Any]:
    """OpenAPI examples, one per step."""
    return {name: {"summary": name, "value": {"step": name, **body}} for name, body in STEPS.items()}
