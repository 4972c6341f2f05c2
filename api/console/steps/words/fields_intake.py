"""What the fields are called in the steps of taking in: receipt, correction, withdrawal, division."""

from api.console.forms.texts import Said, Texts
from api.console.steps.words.fields_common import TODAY
from api.console.steps.words.fields_decision import DECISION

FIELDS: dict[str, Texts] = {
    "confirm_receipt": {
        "confirmed_on": Said(("双方确认日期", "Confirmed on"), TODAY),
        "how": Said(
            ("确认方式", "How it was confirmed"), ("如电话确认，写明通话时间。", "Such as by telephone, when.")
        ),
    },
    "record_contact_attempt": {
        "how": Said(
            ("联系方式和经过", "How it was tried"),
            ("如上午、下午各电话联系一次，均无人接听。", "Such as twice by telephone, not answered."),
        )
    },
    "answer_on_the_spot": {
        **DECISION,
        "decision": Said(("答复结论", "Outcome"), ("本机关规定可以当场答复的情形。", "As the agency's policy allows.")),
        "proof": Said(("交付凭证", "Proof"), ("如申请人在送达回证上签字。", "Such as the applicant's signature.")),
    },
    "assign": {"handler": Said(("承办人", "Handler"))},
    "request_correction": {
        "items": Said(
            ("需要补正的事项", "What must be corrected"),
            ("每行一项；须一次性告知全部事项。", "One a line; everything at once."),
        ),
        "guidance": Said(("指导和释明", "Guidance"), ("说明如何补正，可以举例。", "How to correct it, with examples.")),
        "notified_on": Said(("告知日期", "Notified on"), TODAY),
        "served_on": Said(
            ("申请人收到日期", "Received by the applicant"),
            ("已知的填写，补正期限自其次日起算。", "If known; the period runs from the day after."),
        ),
        "respond_by": Said(
            ("补正截止日", "To be corrected by"),
            ("不填按本机关规定的合理期限。", "By the agency's policy unless given."),
        ),
    },
    "receive_correction": {
        "received_on": Said(("收到补正日期", "Received on"), TODAY),
        "content": Said(
            ("补正后的申请内容", "The corrected request"),
            ("照录申请人原文，与申请人信息一同保管。", "In the applicant's words; kept with his data."),
            required=True,
        ),
        "late_reason": Said(
            ("逾期补正的正当理由", "Good reason for a late correction"),
            ("未逾期的不填。", "Only when the period has passed."),
        ),
    },
    "confirm_abandonment": {
        "finding": Said(
            ("核实情况", "What was looked at"),
            ("写明如何确认申请人没有正当理由。", "How it was found that there is no good reason."),
        )
    },
    "withdraw": {
        "withdrawn_on": Said(("申请人撤回日期", "Withdrawn on"), TODAY),
        "joined": Said(
            ("并入本办件的申请", "Applications joined into this case"),
            (
                "以申请人的意思为准：并入的每件申请都应当答复，未一并撤回的，本办件为其继续办理。",
                "As the applicant says: each is owed an answer; the case goes on for those not taken back.",
            ),
        ),
        "joined_count": Said(
            ("征求申请人意见时并入的件数", "How many were joined when the applicant was asked"),
            ("此后又有并入的，不能提交，须再请申请人确认。", "If others were joined since, he must be asked again."),
        ),
    },
    "split_application": {
        "parts": Said(
            ("分拆后的申请内容", "What is asked in each part"),
            ("照录申请人原文，每项单独成件；第一项留在本件。", "In the applicant's words; the first stays here."),
            required=True,
        )
    },
    "join_application": {
        "into": Said(
            ("并入的办件", "The case that goes on"),
            ("同一申请人的未办结申请，且期限不晚于本件。", "Open, of the same applicant, and due no later."),
        )
    },
}
