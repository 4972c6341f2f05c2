"""What the fields are called in the steps of what follows the reply: remedies, re-assessment, publication, filing."""

from api.console.forms.texts import Said, Texts
from api.console.steps.words.fields_common import TODAY

FIELDS: dict[str, Texts] = {
    "record_remedy": {
        "instance": Said(("救济途径", "Instance")),
        "body": Said(("受理机关、法院", "Who decides"), ("全称。", "Its full name.")),
        "file_number": Said(("案号", "Its file number")),
        "filed_on": Said(("本机关获知日期", "The agency was told on"), TODAY),
    },
    "set_remedy_date": {
        "what": Said(("期日", "What is due")),
        "due_on": Said(
            ("日期", "Day"),
            (
                "据通知书填写：期限末日，或者开庭、听证之日。",
                "From the papers: last day of the period, or the hearing.",
            ),
        ),
        "note": Said(("事项", "Note"), ("地点、承办人、需要提交的材料。", "Where, before whom, what is wanted.")),
    },
    "keep_remedy_date": {
        "which": Said(("期日", "Which day")),
        "kept_on": Said(("办理日期", "Done on"), TODAY),
    },
    "record_remedy_result": {
        "result": Said(("结果", "Result")),
        "served_on": Said(("本机关收到日期", "Served on the agency"), TODAY),
        "summary": Said(("决定、判决要旨", "Summary")),
        "new_reply": Said(
            ("责令重新答复", "New reply ordered"),
            ("二者填一：自收到之日起的工作日数，或者截止日。", "One of the two."),
        ),
        "new_reply.working_days": Said(("重新答复工作日数", "Working days")),
        "new_reply.by": Said(("重新答复截止日", "By")),
    },
    "reassess_document": {
        "disclose": Said(("现在是否可以公开", "May it be disclosed now")),
        "finding": Said(("审查意见", "Finding")),
    },
    "convert_to_proactive": {
        "documents": Said(("主动公开的文件", "Documents")),
        "proposed_by_applicant": Said(
            ("是否申请人建议", "Proposed by the applicant"),
            ("选“否”，即因多个申请人提出相同申请。", "No: several applicants asked for it."),
        ),
        "published_on": Said(("公开日期", "Published on"), TODAY),
        "where": Said(("公开渠道", "Where"), ("如网址、栏目。", "Address, column.")),
    },
    "file_refusal": {
        "authority": Said(("备案机关", "Filed with")),
        "filed_on": Said(("备案日期", "Filed on"), TODAY),
        "number": Said(("备案号", "Number")),
    },
}
