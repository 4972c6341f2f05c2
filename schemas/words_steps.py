"""What the steps are called, as on a button: a short verb phrase, Chinese first, English beside."""

from schemas.words import Word

STEP_TITLES: dict[str, Word] = {
    "register": ("登记", "Register"),
    # acceptance
    "confirm_receipt": ("确认收到日期", "Confirm receipt"),
    "record_contact_attempt": ("记录联系未果", "Record a failed contact"),
    "accept": ("受理", "Accept"),
    "answer_on_the_spot": ("当场答复", "Answer on the spot"),
    "assign": ("指定承办人", "Assign"),
    "request_correction": ("告知补正", "Request correction"),
    "receive_correction": ("接收补正", "Receive correction"),
    "confirm_abandonment": ("确认视为放弃", "Confirm abandonment"),
    "withdraw": ("登记撤回申请", "Record withdrawal"),
    "split_application": ("分拆申请", "Split application"),
    "join_application": ("并案办理", "Join with another case"),
    # time
    "ask_for_reasons": ("要求说明理由", "Ask for reasons"),
    "record_reasons": ("登记申请人理由", "Record reasons"),
    "judge_reasons": ("认定理由是否合理", "Judge reasons"),
    "propose_extension": ("提请延期", "Propose extension"),
    "decide_extension": ("审批延期", "Decide extension"),
    "notify_extension": ("登记延期告知", "Record extension notice"),
    "notify_fee": ("收费告知", "Notify fee"),
    "record_fee_delivery": ("登记收费通知送达", "Record delivery of fee notice"),
    "record_payment": ("登记缴费", "Record payment"),
    # search
    "record_search": ("登记检索结果", "Record search"),
    "request_search": ("转部门检索", "Ask departments to search"),
    "answer_search": ("登记部门检索答复", "Record a department's answer"),
    "withdraw_search": ("撤回检索任务", "Withdraw search request"),
    # asking others
    "consult_third_party": ("征求第三方意见", "Consult third party"),
    "consult_agency": ("征求其他机关意见", "Consult another agency"),
    "record_consultation_delivery": ("登记征询书送达", "Record delivery of consultation"),
    "record_failed_delivery": ("登记送达未成", "Record failed delivery"),
    "record_opinion": ("登记反馈意见", "Record opinion"),
    "weigh_objection": ("审查不同意理由", "Weigh objection"),
    "withdraw_consultation": ("撤回征求意见", "Withdraw consultation"),
    "refer_for_determination": ("报请确定", "Refer for determination"),
    "record_determination": ("登记确定结果", "Record determination"),
    # review
    "review_document": ("审查文件", "Review document"),
    "propose_review": ("拟定审查意见", "Propose review"),
    "confirm_review": ("审核审查意见", "Confirm review"),
    "set_aside_document": ("剔除误列文件", "Set aside document"),
    # reply
    "draft_reply": ("拟写答复", "Draft reply"),
    "set_final_text": ("上传答复终稿", "Set final text"),
    "approve_reply": ("审批答复", "Approve reply"),
    "delegate_approval": ("委托审批", "Delegate approval"),
    "issue_reply": ("制发答复", "Issue reply"),
    "record_delivery": ("登记送达", "Record delivery"),
    "print_record": ("打印文书", "Print record"),
    # afterwards
    "record_remedy": ("登记复议、诉讼、投诉", "Record remedy"),
    "set_remedy_date": ("登记复议、诉讼期日", "Set date in a remedy"),
    "keep_remedy_date": ("登记期日已办理", "Record date as kept"),
    "record_remedy_result": ("登记救济结果", "Record remedy result"),
    "reassess_document": ("再次审查不予公开信息", "Reassess withheld document"),
    "convert_to_proactive": ("转为主动公开", "Publish proactively"),
    "file_refusal": ("登记不予公开备案", "Record filing of refusal"),
}
"""By the name of the step."""
