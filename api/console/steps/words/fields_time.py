"""What the fields are called in the steps of the limit: reasons, extension, fee."""

from api.console.forms.texts import Said, Texts
from api.console.steps.words.fields_common import PRINTED, TODAY

FIELDS: dict[str, Texts] = {
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
        "how_to_pay": Said(("缴费方式", "How to pay"), PRINTED),
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
}
