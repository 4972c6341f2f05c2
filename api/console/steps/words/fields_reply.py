"""What the fields are called in the steps of review, reply, delivery."""

from api.console.forms.texts import Said, Texts
from api.console.steps.words.fields_decision import DECISION

FIELDS: dict[str, Texts] = {
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
    "draft_reply": DECISION,
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
}
