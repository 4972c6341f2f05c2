"""What a letter must say, by the code that is told when it does not: as a clerk would say what is missing."""

import re

from schemas.words import Word

CONTENTS: dict[str, Word] = {
    "addressee": ("受文单位或者受送达人", "the addressee"),
    "agency": ("机关名称", "the agency"),
    "amount": ("收费金额", "the amount"),
    "applicant": ("申请人姓名或者名称", "the applicant"),
    "approval": ("未经批准不得公开的说明", "that nothing is disclosed without approval"),
    "channel": ("提交方式或者应当循的渠道", "the way it came, or the right way"),
    "consent": ("负责人同意延期", "the consent to the extension"),
    "consequence": ("逾期的法律后果", "what follows if the time passes"),
    "consultation": ("征求意见及其日期", "the consultation and its day"),
    "contact": ("联系方式", "how to make contact"),
    "correction_history": ("补正告知和收到补正的日期", "the days of the correction notice and of the correction"),
    "counts": ("申请的数量、频次", "how many applications there were"),
    "date_of_receipt": ("收到申请的日期", "the day of receipt"),
    "date_that_counts": ("送达日期的确定方法", "which day counts as that of service"),
    "day_of_service": ("送达日期", "the day of service"),
    "decision": ("答复决定", "the decision"),
    "description": ("申请内容", "what is asked for"),
    "doubt": ("不能确定的事项", "what is in doubt"),
    "due_date": ("答复期限届满日", "the last day to answer"),
    "earlier_reply": ("此前答复的文号和日期", "number and date of the earlier reply"),
    "form": ("获取信息的形式", "the form wanted"),
    "form_of_delivery": ("提供信息的形式", "the form in which the information is given"),
    "ground_articles": ("不予公开所依据的条款", "the articles of the grounds"),
    "grounds": ("不予公开的理由类别", "the grounds"),
    "guidance": ("指导和释明", "guidance"),
    "how_confirmed": ("确认收到的方式", "how the receipt was confirmed"),
    "how_to_pay": ("缴费方式", "how to pay"),
    "identity": ("身份证明", "the proof of identity"),
    "information": ("所涉政府信息的名称", "the information it is about"),
    "items": ("需要补正的事项", "what must be corrected"),
    "joined_into": ("并入的办件", "the case that goes on"),
    "law": ("有关法律、行政法规的规定", "the law that has rules of its own"),
    "legal_basis": ("法律依据", "the legal basis"),
    "letter": ("所送达文书的文号", "the letter that is served"),
    "name": ("姓名或者名称", "the name"),
    "new_limit": ("延长后的期限", "the new last day"),
    "no_deemed_consent": ("不得载明“逾期视为同意”", "silence must not be called consent"),
    "not_handled": ("不作为政府信息公开申请处理的说明", "that it is not handled as an application"),
    "notice": ("告知的日期", "the day of the notice"),
    "number": ("文号", "the number"),
    "own_view": ("本机关意见", "the agency's own view"),
    "paper_footnote": ("补录说明", "the note that it was entered later"),
    "period": ("期限", "the period"),
    "place_to_sign": ("签名处", "a place to sign"),
    "reason": ("延期理由", "the reason"),
    "reasons": ("理由", "the reasons"),
    "reasons_accepted": ("对理由的认定", "that the reasons are accepted"),
    "reasons_needed": ("不同意公开须说明理由", "that a no needs reasons"),
    "reconsideration_first": ("行政复议前置的告知及其条款", "that reconsideration comes first, with its article"),
    "reference": ("登记编号", "the reference"),
    "remedy": ("行政复议机关、人民法院和期限的告知", "the remedies: body, court and time"),
    "reply_slip": ("回执", "the reply slip"),
    "request": ("申请公开的内容", "what was asked for"),
    "right_agency": ("负责公开的机关的名称", "the competent agency"),
    "route": ("获取信息的途径", "the route wanted"),
    "search": ("检索过程", "how it was searched"),
    "searches": ("各次检索的情况", "each search"),
    "signature": ("落款", "the signature"),
    "silence": ("逾期不反馈的后果", "what silence means"),
    "standard": ("收费标准", "the tariff"),
    "time_not_counted": ("征求意见所需时间不计入期限的说明", "whether the time of the consultation counts"),
    "way_to_pay": ("缴费方式", "the way to pay"),
    "where": ("获取信息的方式和途径", "where the information is found"),
    "withdrawal": ("撤回申请的意思", "that it was withdrawn"),
}
"""By code; the codes of a reply to several items name the item besides."""
_ITEM = re.compile(r"item_(\d+)(?:_(\w+))?")


def missing_word(code: str) -> Word:
    """What is missing, in words: ``item_2_reasons`` is 第2项：理由. An unknown code is told as it is."""
    if found := _ITEM.fullmatch(code):
        n, what = found.groups()
        zh, en = missing_word(what) if what else ("申请内容", "what was asked for")
        return f"第{n}项：{zh}", f"item {n}: {en}"
    return CONTENTS.get(code, (code, code))
