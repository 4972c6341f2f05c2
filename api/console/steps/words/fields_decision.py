"""What the fields of a decision are called, by outcome."""

from api.console.forms.texts import Said, Texts
from api.console.steps.words.fields_common import PRINTED

DECISION: Texts = {
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
    "reasons": Said(("理由", "Reasons"), PRINTED),
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
