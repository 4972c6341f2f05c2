"""Help from the law beside the steps of the limit: reasons, extension, fee."""

from api.console.steps.words.help_entry import FEE_MEASURES, Help
from schemas.words import Word

HELP: dict[str, Help] = {
    "ask_for_reasons": Help(
        (
            "申请数量、频次明显超过合理范围的，可以要求申请人说明理由。期限照常计算。",
            "Where number or frequency are clearly beyond reason, the reasons may be asked for. The limit runs on.",
        ),
        ("excess",),
    ),
    "record_reasons": Help(
        ("申请人说明理由后，由本机关认定是否合理。", "The agency then judges whether they are reasonable."),
        ("excess",),
    ),
    "judge_reasons": Help(
        (
            "理由不合理的，告知不予处理；理由合理但无法在期限内答复的，可以确定延迟答复的合理期限并告知申请人。",
            (
                "Not reasonable: the application may be not processed. Reasonable, but more than the limit allows: a "
                "reasonable delay may be set and told to the applicant."
            ),
        ),
        ("excess",),
    ),
    "propose_extension": Help(
        (
            (
                "不能当场答复的，自收到申请之日起{answer}个工作日内答复；需要延长的，经公开工作机构负责人同意"
                "并告知申请人，最长延长{extension}个工作日，以一次为限，须在期限届满前提请。"
            ),
            (
                "A reply is due within {answer} working days of receipt. With the consent of the "
                "head of the OGI office, and told to the applicant, by {extension} working days "
                "at most, once, proposed before the limit ends."
            ),
        ),
        ("extension",),
    ),
    "decide_extension": Help(
        (
            "延期须经政府信息公开工作机构负责人同意；提请人不得审批自己提出的延期。",
            "The head of the OGI office must consent; nobody decides what he proposed himself.",
        ),
        ("extension",),
    ),
    "notify_extension": Help(
        (
            "延期须告知申请人；自告知之日起，延期方产生效力。",
            "The applicant must be told; only from then on does the extension count.",
        ),
        ("extension",),
    ),
    "notify_fee": Help(
        (
            (
                "申请数量、频次明显超过合理范围的，可以收取信息处理费：按件、按量择一计收，在答复期限内发出收费通知。"
                "缴费后答复期限重新计算。"
            ),
            (
                "For clearly excessive applications a fee may be charged, per item or per page, never both; the notice "
                "goes out within the limit. Payment starts a full new one."
            ),
        ),
        ("fee",),
        FEE_MEASURES,
    ),
    "record_fee_delivery": Help(
        (
            "申请人自收到收费通知次日起二十个工作日内缴费。",
            "The applicant pays within twenty working days from the day after receiving the notice.",
        ),
        ("fee",),
        FEE_MEASURES,
    ),
    "record_payment": Help(
        (
            "自申请人足额缴费次日起，答复期限重新计算。确认视为放弃之前缴费的，仍应接收。",
            "A full new limit starts the day after payment. A late payment is taken until abandonment is confirmed.",
        ),
        ("fee",),
        FEE_MEASURES,
    ),
}
FINALLY: dict[str, Word] = {
    "decide_extension": (
        "同意后，应当将延期告知申请人；告知之前，期限仍按原日期计算。不同意的，本件不再延期办理。",
        "With your consent the applicant is to be told; until then the old date stands.",
    ),
}
"""What taking the step brings about for good."""
