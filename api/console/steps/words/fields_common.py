"""What fields are called that several steps share."""

from api.console.forms.texts import Said, Texts

TODAY = ("不填即为今日。", "Today unless given.")
PRINTED = ("将印入文书。", "Printed in the letter.")
DOCUMENTS = Said(("所涉文件", "Documents concerned"))

COMMON: Texts = {
    "reason": Said(("理由", "Reason")),
    "comment": Said(("意见", "Comment"), ("退回的，必须写明意见。", "Needed to send it back.")),
    "proof": Said(
        ("送达凭证", "Proof"),
        ("如邮政单号、签收回执、邮件发送回执编号。", "Number of the postal slip, signed return, id of the message."),
    ),
    "method": Said(("送达方式", "Way of delivery")),
    "verdict": Said(("审批意见", "Verdict")),
    "documents": DOCUMENTS,
    "document": Said(("文件", "Document")),
    "consultation": Said(("征求意见", "Consultation")),
    "concerns": Said(("涉及内容", "What concerns them"), PRINTED),
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
