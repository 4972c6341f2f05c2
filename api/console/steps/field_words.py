"""What the fields of the steps are called, and what is said beside them, as on an official form. Chinese first."""

from api.console.forms.texts import Said, Texts

TODAY = ("不填即为今日。", "Today unless given.")
_PRINTED = ("将印入文书。", "Printed in the letter.")
_DOCUMENTS = Said(("所涉文件", "Documents concerned"))

COMMON: Texts = {
    "reason": Said(("理由", "Reason")),
    "comment": Said(("意见", "Comment"), ("退回的，必须写明意见。", "Needed to send it back.")),
    "proof": Said(
        ("送达凭证", "Proof"),
        ("如邮政单号、签收回执、邮件发送回执编号。", "Number of the postal slip, signed return, id of the message."),
    ),
    "method": Said(("送达方式", "Way of delivery")),
    "verdict": Said(("审批意见", "Verdict")),
    "documents": _DOCUMENTS,
    "document": Said(("文件", "Document")),
    "consultation": Said(("征求意见", "Consultation")),
    "concerns": Said(("涉及内容", "What concerns them"), _PRINTED),
    "delivered_on": Said(("送达日期", "Delivered on"), TODAY),
    "served_on": Said(("收到日期", "Received on"), TODAY),
    "received_on": Said(("收到日期", "Received on"), TODAY),
    "sent_on": Said(("发出日期", "Sent on"), TODAY),
    "notified_on": Said(("告知日期", "Notified on"), TODAY),
    "attempted_on": Said(("联系日期", "Tried on"), TODAY),
    "finding": Said(("认定意见", "Finding")),
    "grounds": Said(("不予公开的依据", "Grounds"), ("部分公开、不予公开的必选。", "Needed to withhold.")),
    "result": Said(("审查结论", "Result")),
    "how": Said(("方式", "How")),
    "remedy": Said(("所涉程序", "Proceeding")),
    "search": Said(("检索任务", "Search round")),
    "unfiled": Said(
        ("查到但不上传的材料", "Found, but not uploaded"),
        (
            "如国家秘密载体。只记编号和页数，不得上传；此类材料不予公开。",
            "Such as state secrets: number and pages only. Never given out.",
        ),
    ),
    "unfiled.note": Said(
        ("编号或者可以载明的事项", "Number, or what may be said of it"),
        ("不得写入秘密内容。", "Nothing secret."),
    ),
    "unfiled.pages": Said(("页数", "Pages")),
}
_DECISION: Texts = {
    "decision": Said(
        ("答复结论", "Outcome"),
        (
            "只列出与检索、审查结果相符的结论；申请多项内容、结论不一的，选“分项答复”。",
            "Only outcomes that agree with search and review; “several” where parts are answered differently.",
        ),
    ),
    "decision.several": Said(("分项答复（多项内容）", "several items, each with its own finding")),
    "already_public.where": Said(
        ("获取该信息的方式、途径", "Way and route to get it"),
        ("如网址、栏目名称、发文日期。", "Such as address, column, date."),
    ),
    "disclosed.note": Said(
        ("提供方式说明", "Note"),
        ("获取信息的方式、途径和时间；随答复提供的，可以不填。", "Way, route and time, unless sent with the reply."),
    ),
    "reasons": Said(("理由", "Reasons"), _PRINTED),
    "partly_disclosed.reasons": Said(
        ("不予公开部分的理由", "Reasons for what is withheld"),
        ("说明哪些内容不予公开及其理由。", "What is withheld, and why."),
    ),
    "refused.reasons": Said(
        ("不予公开的理由", "Reasons"),
        (
            "结合具体内容说明，不能只引条文；依据由审查结论带入。",
            "About this information, not the article alone; the grounds come from the review.",
        ),
    ),
    "special_register.law": Said(
        ("特别规定", "The special law"), ("法律、行政法规名称，加书名号。", "Its title between 《》.")
    ),
    "special_register.where": Said(("查询的方式、途径", "Where and how to apply under it")),
    "not_found.reasons": Said(
        ("补充说明", "Further explanation"), ("检索情况由检索记录带入。", "The search is quoted from its record.")
    ),
    "right_agency": Said(("负责公开的机关", "The right agency"), ("能够确定的，告知名称。", "If it is known.")),
    "contact": Said(("该机关联系方式", "How to reach it")),
    "right_channel": Said(("应当通过的渠道", "The right channel"), ("可以告知。", "May be told.")),
    "earlier_case": Said(
        ("已作答复的办件", "The case that was answered"),
        ("同一申请人的、已经答复的申请。", "Of the same applicant, and answered."),
    ),
    "repeated.reasons": Said(("补充说明", "Further explanation")),
    "publication.where": Said(("获取途径", "How to get it"), ("可以告知。", "May be told.")),
    "items": Said(("分项", "Items"), ("每份文件须归入且只归入一项。", "Every document belongs to one item.")),
    "items.asked": Said(
        ("申请的内容", "What is asked for"),
        ("用本机关的语言概括，不写个人信息。", "In the agency's words; nothing personal."),
    ),
    "items.decision": Said(("该项结论", "Finding on this item")),
    "items.documents": Said(("该项涉及的文件", "Its documents")),
    "main": Said(
        ("计入年报的主项", "The item that counts"),
        ("各项均未公开的，按此项计入年度报告，填序号。", "Its number; counts where nothing is disclosed."),
    ),
    "main_ground": Said(
        ("计入年报的主要依据", "Main ground"),
        ("有多项依据的，按此项计入年度报告；不填按第一项。", "Counts in the annual report; the first unless given."),
    ),
}
STEP_FIELDS: dict[str, Texts] = {
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
        **_DECISION,
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
    "withdraw": {"withdrawn_on": Said(("申请人撤回日期", "Withdrawn on"), TODAY)},
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
    "ask_for_reasons": {
        "counted": Said(
            ("申请数量、频次", "Number and frequency"),
            ("写明统计期间和件数；将印入文书。", "How many, in what time; printed in the letter."),
        ),
        "respond_by": Said(
            ("说明理由截止日", "Reasons due by"),
            ("不填按本机关规定的期限。", "By the agency's policy unless given."),
        ),
    },
    "record_reasons": {
        "content": Said(
            ("申请人说明的理由", "The reasons"),
            ("照录原文，与申请人信息一同保管。", "In the applicant's words; kept with his data."),
            required=True,
        )
    },
    "judge_reasons": {
        "reasonable": Said(("理由是否合理", "Are they reasonable")),
        "finding": Said(
            ("认定意见", "Finding"),
            ("逾期未说明理由的，也须写明认定。", "Also when none came in the period given."),
        ),
        "delay_working_days": Said(
            ("延迟答复工作日数", "Working days of delay"),
            ("理由合理、需要延迟答复的填写。", "Where good reasons still need more time."),
        ),
    },
    "propose_extension": {
        "working_days": Said(("延长工作日数", "Working days")),
        "reason": Said(("延期理由", "Why"), ("将告知申请人。", "Told to the applicant.")),
    },
    "decide_extension": {"verdict": Said(("是否同意延期", "Verdict"))},
    "notify_extension": {
        "sent_on": Said(
            ("告知书发出日期", "Notice sent on"),
            ("延期自告知申请人时生效；不填即为今日。", "It counts from then; today unless given."),
        )
    },
    "notify_fee": {
        "basis": Said(
            ("计收方式", "How it is counted"),
            ("同一申请只能择一。", "One of the two for one application."),
        ),
        "quantity": Said(
            ("件数或者页数", "Items or pages"),
            (
                "按量计收的，不填按审查后提供的页数。",
                "Pages unless given: as many as the review releases.",
            ),
        ),
        "how_to_pay": Said(("缴费方式", "How to pay"), _PRINTED),
        "notified_on": Said(("收费通知发出日期", "Notice sent on"), TODAY),
        "served_on": Said(
            ("申请人收到日期", "Received by the applicant"),
            ("已知的填写，缴费期限自其次日起算。", "If known; the period runs from the day after."),
        ),
    },
    "record_fee_delivery": {"served_on": Said(("申请人收到日期", "Received by the applicant"), TODAY)},
    "record_payment": {
        "paid_on": Said(("缴费日期", "Paid on"), TODAY),
        "receipt": Said(("财政票据号码", "Number of the fiscal receipt")),
    },
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
        "concerns": Said(("征求意见的事项", "What is asked"), _PRINTED),
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
        "doubt": Said(("不能确定的事项", "What cannot be determined"), _PRINTED),
        "own_view": Said(("本机关意见", "The agency's own view"), _PRINTED),
    },
    "record_determination": {
        "referral": Said(("报请事项", "Referral")),
        "received_on": Said(("收到答复日期", "Came on"), TODAY),
        "result": Said(("确定结果", "Determined")),
        "text": Said(("答复内容", "What was said")),
    },
    "review_document": {"reason": Said(("审查意见", "Reason"), ("不予公开的必填。", "Needed to withhold."))},
    "propose_review": {
        "documents": Said(("提交审核的文件", "Documents")),
        "result": Said(
            ("整件结论", "Result for all pages"),
            (
                "不选，按各页已作的处理；选定，则适用于所选文件的每一页。",
                "As their pages say unless given; given, it is said of every page.",
            ),
        ),
        "reason": Said(
            ("审查意见", "Reason"),
            ("不予公开或者不能确定的，写明理由。", "Why something is withheld, or cannot be determined."),
        ),
    },
    "confirm_review": {
        "documents": Said(("审核的文件", "Documents")),
        "verdict": Said(("审核意见", "Verdict")),
    },
    "set_aside_document": {
        "document": Said(("剔除的文件", "Document")),
        "reason": Said(("剔除理由", "Reason"), ("记入办件记录。", "Kept on record.")),
    },
    "draft_reply": _DECISION,
    "set_final_text": {
        "document": Said(
            ("终稿", "Final text"),
            (
                "由答复预览稿修改而成的 DOCX 文件，先上传；已作的审批须重新进行。",
                "A DOCX edited from the preview and uploaded; all sign again.",
            ),
        )
    },
    "approve_reply": {
        "legality": Said(("合法性审查", "Legality review"), required=True),
        "legality.facts_and_evidence": Said(("事实是否清楚、证据是否充分", "Facts clear, evidence sufficient")),
        "legality.legal_basis": Said(("适用依据是否正确", "Right basis, rightly applied")),
        "legality.procedure": Said(("程序是否合法", "Procedure lawful")),
        "legality.opinion": Said(("审查意见", "Opinion")),
    },
    "delegate_approval": {
        "to": Said(("受委托人", "To whom"), ("拟稿人和已签署的人不能受委托。", "Neither a drafter nor a signatory.")),
        "reason": Said(("委托事由", "Reason")),
    },
    "record_delivery": {
        "delivered_on": Said(
            ("送达日期", "Delivered on"),
            (
                "直接送达、委托送达为签收之日，邮寄为交邮之日，电子送达为发送之日；不填即为今日。",
                "Signature, hand-over to the post, or sending; today unless given.",
            ),
        ),
        "proof_document": Said(("凭证扫描件", "Scan of the proof"), ("先上传。", "Upload it first.")),
        "form": Said(("提供信息的形式", "Form of the information"), ("提供了信息的填写。", "Where it was given.")),
    },
    "print_record": {
        "record": Said(("文书", "What")),
        "letter": Said(("所送达的文书", "Letter served"), ("打印送达回证的必选。", "Needed for a proof of service.")),
    },
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
"""By step; what stands here goes before ``COMMON``."""


def texts_of(step: str) -> Texts:
    """The words of a step's fields."""
    return {**COMMON, **STEP_FIELDS.get(step, {})}
