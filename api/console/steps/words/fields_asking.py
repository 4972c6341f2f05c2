"""What the fields are called in the steps of search, consultation, referral."""

from api.console.forms.texts import Said, Texts
from api.console.steps.words.fields_common import PRINTED, TODAY

FIELDS: dict[str, Texts] = {
    "record_search": {
        "description": Said(
            ("检索情况", "The search"),
            (
                "检索范围、方法和关键词；答复信息不存在的，将印入答复。",
                "Where, how and by which terms; a reply that finds nothing says so.",
            ),
        ),
        "documents": Said(
            ("查到的文件", "Documents found"),
            ("先上传，再在此勾选；未查到的不选。", "Upload them first; none is a finding too."),
        ),
    },
    "request_search": {
        "departments": Said(
            ("检索部门", "Who looks"),
            ("每行一个；各为一项检索任务。", "One a line; each is a round of its own."),
        ),
        "sought": Said(("检索内容", "What to look for"), ("名称、时间、可能的所在。", "Names, times, likely places.")),
        "due_on": Said(
            ("回复期限", "Answer by"),
            ("须为工作日，且不晚于本件答复期限。", "A working day, not after the case's own last day."),
        ),
    },
    "answer_search": {
        "answered_on": Said(("部门答复日期", "Answered on"), TODAY),
        "searched_by": Said(("检索人", "Who looked"), ("姓名或者岗位。", "A name or a post.")),
        "how": Said(("检索情况", "The search"), ("检索范围、方法和关键词。", "Where, how and by which terms.")),
        "documents": Said(("查到的文件", "Documents found"), ("先上传，再在此勾选。", "Upload them first.")),
        "none_because": Said(
            ("未查到的原因", "Why there is nothing"),
            ("未查到文件的必填；查到的不填。", "Needed when nothing was found, and only then."),
        ),
        "final": Said(("是否已答复完毕", "Is this all"), ("还将补充的，选“否”。", "No while more is to come.")),
    },
    "withdraw_search": {"reason": Said(("撤回理由", "Reason"))},
    "consult_third_party": {
        "party": Said(
            ("第三方", "Third party"),
            ("与申请人信息同等保管。", "Kept like the applicant's data."),
            required=True,
        ),
        "party.name": Said(("姓名或者名称", "Name")),
        "party.address": Said(("通信地址", "Address")),
        "party.phone": Said(("联系电话", "Telephone")),
        "concerns": Said(
            ("涉及第三方的内容", "What touches the third party"),
            ("将印入征询书；不写申请人信息。", "Printed in the letter; nothing about the applicant."),
        ),
        "sent_on": Said(
            ("征询书发出日期", "Letter sent on"),
            ("自发出次日起不计入答复期限；不填即为今日。", "Later days are not counted; today unless given."),
        ),
    },
    "consult_agency": {
        "kind": Said(("征求意见的对象", "Whom")),
        "agency": Said(("机关名称", "Agency")),
        "concerns": Said(("征求意见的事项", "What is asked"), PRINTED),
        "sent_on": Said(
            ("函件发出日期", "Letter sent on"),
            ("自发出次日起不计入答复期限；不填即为今日。", "Later days are not counted; today unless given."),
        ),
    },
    "record_consultation_delivery": {
        "delivered_on": Said(
            ("对方收到日期", "Received on"),
            (
                "十五个工作日自其次日起算；不填即为今日。",
                "Fifteen working days from the day after; today unless given.",
            ),
        ),
    },
    "record_failed_delivery": {
        "attempted_on": Said(("送达日期", "Tried on"), TODAY),
        "how": Said(("未能送达的情形", "How it failed"), ("如邮件因地址不详退回。", "Such as returned by the post.")),
    },
    "record_opinion": {
        "received_on": Said(("收到意见日期", "Came on"), TODAY),
        "positions": Said(
            ("对各份文件的意见", "Position on each document"),
            ("未表示意见的文件留空，期限继续计算。", "Leave empty what is not answered yet; the period goes on."),
        ),
        "positions.document": Said(("文件", "Document")),
        "positions.position": Said(("意见", "Position")),
        "content": Said(
            ("意见原文", "The opinion"),
            ("照录意见和理由，另行保管，不进入流程记录。", "With its reasons, in their words; kept apart."),
        ),
    },
    "weigh_objection": {
        "documents": Said(("不同意公开的文件", "Documents objected to")),
        "weight": Said(("审查结论", "Finding")),
        "reason": Said(
            ("理由", "Reason"),
            ("决定公开的，将书面告知第三方。", "Told to the third party where it is disclosed all the same."),
        ),
    },
    "withdraw_consultation": {
        "withdrawn_on": Said(("撤回日期", "Taken back on"), TODAY),
        "reason": Said(("撤回理由", "Reason")),
    },
    "refer_for_determination": {
        "to": Said(("报请对象", "To whom")),
        "department": Said(("部门名称", "Name of the department")),
        "doubt": Said(("不能确定的事项", "What cannot be determined"), PRINTED),
        "own_view": Said(("本机关意见", "The agency's own view"), PRINTED),
    },
    "record_determination": {
        "referral": Said(("报请事项", "Referral")),
        "received_on": Said(("收到答复日期", "Came on"), TODAY),
        "result": Said(("确定结果", "Determined")),
        "text": Said(("答复内容", "What was said")),
    },
}
