"""The letters that are no reply: receipt, correction notice, withdrawal confirmation, abandonment notice."""

from activities.letters.articles import cite, outcome_article
from activities.letters.phrases import CHANNELS, CONSEQUENCE, chinese_date, labelled, lines, numbered, received, request
from schemas.letters import LetterOrder, LetterParties
from schemas.vocabulary import Channel, Outcome, StatuteId

_DATE_OF_RECEIPT = {
    Channel.IN_PERSON: ("第三十一条第（一）项", "提交之日为收到之日"),
    Channel.ORAL: ("第三十一条第（一）项", "填写申请之日为收到之日"),
    Channel.POST_SIGNED: ("第三十一条第（二）项", "签收之日为收到之日"),
    Channel.POST_ORDINARY: ("第三十一条第（二）项", "与申请人确认之日为收到之日"),
    Channel.ONLINE: ("第三十一条第（三）项", "双方确认之日为收到之日"),
    Channel.FAX: ("第三十一条第（三）项", "双方确认之日为收到之日"),
}
_LIMIT = {StatuteId.CN_OGI_2019: "第三十三条第二款", StatuteId.CN_OGI_2007: "第二十四条第二款"}
_MOVED_BY = {
    StatuteId.CN_OGI_2019: "需要补正申请、征求第三方或者其他机关意见，或者依法延长答复期限的",
    StatuteId.CN_OGI_2007: "需要补充申请内容、征求第三方意见，或者依法延长答复期限的",
}


def receipt_paragraphs(_order: LetterOrder, parties: LetterParties, _statute: StatuteId) -> tuple[str, ...]:
    """That the application is in the register (art. 45)."""
    return (f"{parties.form_of_address}提交的政府信息公开申请已予登记，登记事项如下：",)


def receipt_table(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> tuple[tuple[str, str], ...]:
    """The entry in the register (登记表): number, channel, date of receipt and how confirmed, last day to answer."""
    return (
        ("登记编号", parties.reference),
        ("提交渠道", CHANNELS[order.channel]),
        ("到达日期", chinese_date(order.arrived_on)),
        ("收到日期", chinese_date(order.received_on)),
        ("确认方式", _how_confirmed(order, statute)),
        ("答复的最后日期", f"{chinese_date(order.due_on)}（{cite(statute, _LIMIT[statute])}）"),
        ("申请内容", "\n".join(lines(parties.description))),
        *((("获取信息的方式", parties.delivery_form),) if parties.delivery_form else ()),
    )


def receipt_closing(statute: StatuteId) -> tuple[str, ...]:
    """What may move the last day to answer (arts. 30, 33; 2007: art. 24)."""
    return (f"{_MOVED_BY[statute]}，答复的最后日期依法相应调整。",)


def _how_confirmed(order: LetterOrder, statute: StatuteId) -> str:
    """How the day of receipt was fixed; the 2007 text has no rule to cite."""
    article, rule = _DATE_OF_RECEIPT[order.channel]
    basis = f"（{cite(statute, article)}）" if statute is StatuteId.CN_OGI_2019 else ""
    how = f"{order.how_confirmed}；" if order.how_confirmed else ""
    return f"{how}{rule}{basis}"


def correction_paragraphs(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> tuple[str, ...]:
    """Everything to correct, once; guidance, last day, consequence (art. 30; 2007: art. 21(4))."""
    you, basis = parties.form_of_address, cite(statute, outcome_article(statute, Outcome.ABANDONED))
    guidance = f"补正时，请围绕上述事项作出具体、明确的说明。如有疑问，可以向本机关咨询（{parties.contact}）。"
    return (
        received(order, parties),
        *request(parties),
        f"经审查，{you}的申请内容不明确。根据{basis}的规定，现一次性告知{you}需要补正的事项：",
        *numbered(order.items),
        *labelled("补正指引", order.guidance),
        guidance,
        f"请{you}在{chinese_date(order.respond_by)}前（含当日）向本机关提交补正后的申请。",
        _consequence(statute),
    )


def _consequence(statute: StatuteId) -> str:
    if statute is StatuteId.CN_OGI_2007:
        return f"{CONSEQUENCE}不补正，申请内容仍不明确的，本机关无法据以查找和提供政府信息。"
    return (
        f"无正当理由{CONSEQUENCE}不补正的，视为放弃申请，本机关不再处理该政府信息公开申请。"
        "按期补正的，答复期限自本机关收到补正的申请之日起计算。"
    )


def abandonment_paragraphs(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> tuple[str, ...]:
    """The notice and the period that lapsed, what was looked at, the end (art. 30)."""
    you, basis = parties.form_of_address, cite(statute, outcome_article(statute, Outcome.ABANDONED))
    notified, by = chinese_date(order.notified_on), chinese_date(order.respond_by)
    return (
        received(order, parties),
        *request(parties),
        f"因申请内容不明确，本机关于{notified}告知{you}补正，补正期限至{by}届满。期限届满后，{you}未予补正。",
        *labelled("本机关核实情况", order.finding),
        f"根据{basis}的规定，{you}无正当理由{CONSEQUENCE}不补正，视为放弃申请，本机关不再处理该政府信息公开申请。",
        f"如仍需获取相关政府信息，{you}可以重新提出申请。",
    )


def withdrawal_paragraphs(order: LetterOrder, parties: LetterParties, _statute: StatuteId) -> tuple[str, ...]:
    """The applicant's own act, and that the handling ends with it."""
    you, when = parties.form_of_address, chinese_date(order.withdrawn_on)
    on = f"{when}，" if when else ""
    return (
        received(order, parties),
        *request(parties),
        f"{on}{you}向本机关提出撤回上述申请。本机关予以确认，自撤回之日起不再办理该申请。",
        f"如仍需获取相关政府信息，{you}可以重新提出申请。",
    )
