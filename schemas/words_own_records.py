"""What the steps and events of a request for correction of own records (art. 41) are called. Chinese first."""

from schemas.own_records import OwnRecordOutcome
from schemas.words import Word

OWN_STEP_TITLES: dict[str, Word] = {
    "examine": ("登记核实情况", "Record what was examined"),
    "propose": ("拟定处理意见", "Propose a decision"),
    "approve": ("审批处理意见", "Approve the decision"),
    "carry_out": ("登记处理完成并制发文书", "Record it as carried out, issue the letters"),
    "record_delivery": ("登记送达", "Record delivery"),
    "withdraw": ("登记撤回更正申请", "Record withdrawal of the request"),
}
"""As on a button, by the name of the step, in the order of the work."""

OWN_DECISIONS: dict[OwnRecordOutcome, Word] = {
    OwnRecordOutcome.CORRECTED: ("予以更正", "correct the record"),
    OwnRecordOutcome.FORWARDED: ("转送有权更正的行政机关", "forward it to the competent agency"),
    OwnRecordOutcome.TOLD_WHERE: ("告知向有权更正的行政机关提出", "tell the person which agency is competent"),
    OwnRecordOutcome.NOT_CORRECTED: ("不予更正", "do not correct the record"),
}
"""What can be decided, as it is proposed; how a request has ended is called otherwise (``OWN_RECORD_OUTCOMES``)."""

OWN_EVENT_TITLES: dict[str, Word] = {
    "request_received": ("收到更正申请", "request received"),
    "records_examined": ("核实", "records examined"),
    "decision_proposed": ("拟定处理意见", "decision proposed"),
    "decision_approved": ("处理意见经审批同意", "decision approved"),
    "decision_returned": ("处理意见退回", "decision returned"),
    "decision_carried_out": ("处理完成", "decision carried out"),
    "letter_issued": ("制发文书", "letter issued"),
    "notice_delivered": ("送达告知书", "notice delivered"),
    "request_withdrawn": ("当事人撤回更正申请", "request withdrawn"),
    "request_closed": ("办结", "request closed"),
}
"""What happened, by the kind of the event."""

OWN_EVENT_FACTS: dict[str, dict[str, Word]] = {
    "request_received": {"channel": ("提交方式", "channel"), "arrived_on": ("收到日期", "arrived on")},
    "records_examined": {"found": ("核实情况", "found"), "documents": ("查阅材料", "papers")},
    "decision_proposed": {
        "decision.outcome": ("处理意见", "decision"),
        "decision.reasons": ("理由", "reasons"),
        "decision.agency": ("有权更正的行政机关", "competent agency"),
        "decision.contact": ("联系方式", "contact"),
        "decision.note": ("其他告知事项", "besides"),
    },
    "decision_approved": {"comment": ("意见", "comment")},
    "decision_returned": {"comment": ("意见", "comment")},
    "decision_carried_out": {
        "outcome": ("结果", "result"),
        "carried_out_on": ("完成日期", "carried out on"),
        "issued_on": ("文书日期", "letters dated"),
    },
    "letter_issued": {"letter": ("文书", "letter")},
    "notice_delivered": {
        "method": ("送达方式", "way"),
        "delivered_on": ("送达日期", "delivered on"),
        "proof": ("送达凭证", "proof"),
        "proof_document": ("凭证文件", "paper that proves it"),
    },
    "request_withdrawn": {"withdrawn_on": ("撤回日期", "withdrawn on")},
    "request_closed": {"outcome": ("结果", "result"), "closed_on": ("办结日期", "closed on")},
}
"""What is told of each event: the way to the value, and what it is called."""
