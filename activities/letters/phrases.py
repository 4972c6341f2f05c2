"""Wording that several letters share."""

from datetime import date

from schemas.letters import LetterOrder, LetterParties
from schemas.vocabulary import Channel

REQUEST = "申请公开的内容"
_INLINE_LIMIT = 120

CHANNELS = {
    Channel.IN_PERSON: "当面提交",
    Channel.ORAL: "口头提出，由本机关代为填写申请",
    Channel.POST_SIGNED: "邮寄（经签收）",
    Channel.POST_ORDINARY: "邮寄（平常信函）",
    Channel.POST_MISDIRECTED: "邮寄（寄至本机关其他机构或者个人）",
    Channel.ONLINE: "互联网渠道",
    Channel.FAX: "传真",
}


def chinese_date(day: date | None) -> str:
    """``2026-06-08`` as ``2026年6月8日`` (GB/T 9704-2012, 7.3.5.4: no leading zeros); nothing for no date."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def lines(text: str | None) -> tuple[str, ...]:
    """The lines of a text that say something, each to be a paragraph of its own."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def ending(text: str) -> str:
    """The text with a full stop, unless it ends with a mark of its own."""
    return text if text.endswith(("。", "！", "？", "；", ".", "!", "?", "”", "）")) else f"{text}。"


def received(order: LetterOrder, parties: LetterParties) -> str:
    """The opening of a letter to the applicant: when the application, and its correction, came in; the day it arrived
    while the day of receipt is not fixed yet."""
    you, when = parties.form_of_address, chinese_date(order.received_on)
    if not when:
        arrived = chinese_date(order.arrived_on)
        return f"{you}提交的政府信息公开申请（登记编号：{parties.reference}）于{arrived}到达本机关。"
    corrected = f"，并于{chinese_date(order.corrected_on)}收到补正后的申请" if order.corrected_on else ""
    came = f"本机关于{when}收到{you}提交的政府信息公开申请（登记编号：{parties.reference}）{corrected}。"
    return came + _ordered(order)


def _ordered(order: LetterOrder) -> str:
    """Who ordered a new reply, and which one it replaces: the applicant holds both."""
    if not order.ordered_by:
        return ""
    replaced = f"，本答复取代{order.replaces}答复" if order.replaces else ""
    return f"根据{chinese_date(order.ordered_on)}收到的{order.ordered_by}的决定，现重新作出答复{replaced}。"


def request(parties: LetterParties) -> tuple[str, ...]:
    """What was asked, in the applicant's own words and in full.

    A longer text opens every paragraph with a quotation mark, so that nothing in it passes for the agency's words.
    """
    asked = lines(parties.description)
    if len(asked) == 1 and len(asked[0]) <= _INLINE_LIMIT:
        stop = "" if asked[0].endswith("。") else "。"
        return (f"{parties.form_of_address}{REQUEST}为：“{asked[0]}”{stop}",)
    quoted = "\n".join(f"“{line}" for line in asked) + "”"
    return (f"{parties.form_of_address}{REQUEST}如下：", *lines(quoted))
