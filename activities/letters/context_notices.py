"""Names for register, correction, service, and the applicant's own acts."""

from activities.letters.articles import article, cite, moved_by, outcome_article, receipt_rule
from activities.letters.catalogue import printed_title, recipient, template_of
from activities.letters.language import Names
from activities.letters.phrases import CHANNELS, chinese_date
from schemas.law.versions import statute_of
from schemas.letters import LetterOrder, LetterParties
from schemas.vocabulary import DeliveryMethod, LetterKind, Outcome, StatuteId
from schemas.words_kinds import METHODS

_DATES_THAT_COUNT = {
    DeliveryMethod.DIRECT: "直接送达的，以受送达人签收之日为送达日期",
    DeliveryMethod.ENTRUSTED: "委托送达的，以受送达人签收之日为送达日期",
    DeliveryMethod.POST: "邮寄送达的，以交邮之日为送达日期",
    DeliveryMethod.ELECTRONIC: "电子送达的，以发送之日为送达日期",
    DeliveryMethod.PUBLIC_NOTICE: "公告送达的，以公告载明的送达之日为送达日期",
}
_ON_SERVICE = "（国办公开办函〔2016〕235号）"
_FROM_THEIR_RECEIPT = {
    LetterKind.CORRECTION_NOTICE,
    LetterKind.REASONS_REQUEST,
    LetterKind.FEE_NOTICE,
    LetterKind.THIRD_PARTY_CONSULTATION,
    LetterKind.AGENCY_CONSULTATION,
}


def basis(statute: StatuteId, *articles: str) -> str:
    """The citation of these articles; empty where this version of the law has none of them."""
    return cite(statute, *articles) if any(articles) else ""


def application_form(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> Names:
    """D1: the three contents of art. 29(2)."""
    form = parties.form
    return {
        "basis": basis(statute, article(statute, "application")),
        "channel": CHANNELS[order.channel],
        "identity": form.identity if form else "",
        "applicant_contact": form.contact if form else "",
        "delivery_route": form.route if form else "",
    }


def receipt(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> Names:
    """D2: how the day of receipt was fixed (art. 31; the 2007 text has no rule to cite), and the last day to answer;
    with which code, and where, the applicant can see how it goes on."""
    rule, place = receipt_rule(statute, order.channel)
    return {
        "channel": CHANNELS[order.channel],
        "how_confirmed": order.how_confirmed or "",
        "receipt_rule": rule,
        "receipt_basis": basis(statute, place),
        "limit_basis": basis(statute, article(statute, "answer")),
        "moved_by": moved_by(statute),
        "status_code": parties.status_code or "",
        "status_page": parties.status_page or "",
    }


def correction(order: LetterOrder, _parties: LetterParties, statute: StatuteId) -> Names:
    """D3: everything to correct, once (art. 30; 2007: art. 21(4))."""
    return {
        "basis": basis(statute, article(statute, "correction")),
        "items": order.items,
        "guidance": order.guidance or "",
        "respond_by": chinese_date(order.respond_by),
        "abandonment": statute_of(statute).abandonment,
        "irregular": order.irregular,
    }


def abandonment(order: LetterOrder, _parties: LetterParties, statute: StatuteId) -> Names:
    """D25: the notice and the period that lapsed, and what was looked at (art. 30)."""
    return {
        "basis": basis(statute, outcome_article(statute, Outcome.ABANDONED)),
        "notified_on": chinese_date(order.notified_on),
        "respond_by": chinese_date(order.respond_by),
        "finding": order.finding or "",
    }


def proof_of_service(order: LetterOrder, parties: LetterParties, _statute: StatuteId) -> Names:
    """D28: the letter that was, or will be, served, and which date counts (国办公开办函〔2016〕235号)."""
    served, method = order.served, order.service_method
    title = printed_title(template_of(order.model_copy(update={"kind": served.kind}))) if served else ""
    return {
        "addressee": (recipient(served.kind, order, parties) if served else None) or "",
        "served_title": title,
        "served_number": served.number if served else "",
        "served_dated": chinese_date(served.dated) if served else "",
        "method": METHODS[method][0] if method else "",
        "served_on": chinese_date(order.served_on),
        "proof": order.service_proof or "",
        "date_that_counts": date_that_counts(order),
    }


def date_that_counts(order: LetterOrder) -> str:
    """Which date is that of service, by the method, or for each method that may still be chosen."""
    method, served = order.service_method, order.served
    usual = (DeliveryMethod.DIRECT, DeliveryMethod.ENTRUSTED, DeliveryMethod.POST, DeliveryMethod.ELECTRONIC)
    rules = "；".join(_DATES_THAT_COUNT[one] for one in ((method,) if method else usual))
    receipt_counts = served is not None and served.kind in _FROM_THEIR_RECEIPT
    return f"{rules}{_ON_SERVICE}" + ("；文书所载期限自受送达人收到之日起计算" if receipt_counts else "")


def withdrawal(order: LetterOrder, _parties: LetterParties, _statute: StatuteId) -> Names:
    """D29: the applicant's own act."""
    return {"withdrawn_on": chinese_date(order.withdrawn_on)}


def joinder(order: LetterOrder, _parties: LetterParties, _statute: StatuteId) -> Names:
    """The reference of the application that goes on."""
    return {"joined_into": order.joined_into or ""}
