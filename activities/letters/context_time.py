"""Names for what moves the limit: reasons under art. 35, extension, fee."""

from activities.letters.articles import article, outcome_article, version_of
from activities.letters.context_notices import basis
from activities.letters.language import Names
from activities.letters.phrases import chinese_date
from schemas.law.fees import Tariff
from schemas.law.versions import statute_of
from schemas.letters import LetterOrder, LetterParties
from schemas.vocabulary import FeeBasis, Outcome, StatuteId


def reasons_request(order: LetterOrder, _parties: LetterParties, statute: StatuteId) -> Names:
    """D4: number and frequency found, the period to give reasons (art. 35)."""
    excess = order.excess
    return {
        "basis": basis(statute, article(statute, "excess")),
        "counted": excess.counted if excess else "",
        "respond_by": chinese_date(excess.respond_by if excess else None),
    }


def delay(order: LetterOrder, _parties: LetterParties, statute: StatuteId) -> Names:
    """D5: the reasons are good, the limit is a later one (art. 35)."""
    excess = order.excess
    return {
        "basis": basis(statute, article(statute, "excess")),
        "notified_on": chinese_date(excess.notified_on if excess else None),
        "finding": (excess.finding if excess else None) or "",
        "working_days": order.delay_working_days or 0,
    }


def extension(order: LetterOrder, _parties: LetterParties, statute: StatuteId) -> Names:
    """D6: how long, until when, why (art. 33(2))."""
    extended = order.extension
    return {
        "basis": basis(statute, article(statute, "extension")),
        "working_days": extended.working_days if extended else 0,
        "reason": extended.reason if extended else "",
    }


def fee(order: LetterOrder, _parties: LetterParties, statute: StatuteId) -> Names:
    """D12: basis, standard, amount, way to pay, period (art. 42; 国办函〔2020〕109号 arts. 3-6)."""
    asked, rule = order.fee, statute_of(statute).fee
    return {
        "basis": basis(statute, article(statute, "fee"), article(statute, "fee_notice")),
        "standard": fee_standard(order),
        "per_item": asked is not None and asked.basis is FeeBasis.PER_ITEM,
        "quantity": asked.quantity if asked else 0,
        "before": asked.before if asked else 0,
        "amount": asked.amount if asked else 0,
        "how_to_pay": asked.how_to_pay if asked else "",
        "days": rule.payment_limit if rule else 0,
        "served_on": chinese_date(asked.served_on if asked else None),
        "payable_until": chinese_date(asked.payable_until if asked else None),
    }


def fee_abandonment(order: LetterOrder, _parties: LetterParties, statute: StatuteId) -> Names:
    """D26: the fee notice and the period that lapsed (国办函〔2020〕109号 art. 6)."""
    asked = order.fee
    return {
        "basis": basis(statute, outcome_article(statute, Outcome.FEE_UNPAID)),
        "notified_on": chinese_date(asked.notified_on if asked else None),
        "payable_until": chinese_date(asked.payable_until if asked else None),
        "amount": asked.amount if asked else 0,
        "finding": order.finding or "",
    }


def fee_standard(order: LetterOrder) -> str:
    """The tariff the fee is counted by, in words; empty where the law in force knows no fee."""
    asked, rule = order.fee, statute_of(version_of(order)).fee
    if asked is None or rule is None:
        return ""
    if asked.basis is FeeBasis.PER_ITEM:
        return f"同一申请人一个自然月内的申请累计计算，{_in_words(rule.per_item, '件')}"
    return f"按每件申请提供的信息计算，单面A4及以下幅面为一页，{_in_words(rule.per_page, '页')}"


def _in_words(tariff: Tariff, unit: str) -> str:
    """Progressive on the excess: ``10件以下（含10件）的部分不收费；11至30件的部分每件100元；……``."""
    parts, lowest = [], 1
    for band in tariff.bands:
        span = f"{band.upto}{unit}以下（含{band.upto}{unit}）" if lowest == 1 else f"{lowest}至{band.upto}{unit}"
        parts.append(f"{span}的部分{f'每{unit}{band.rate}元' if band.rate else '不收费'}")
        lowest = band.upto + 1
    last = f"{lowest}{unit}以上的部分"
    if tariff.rise:
        last += f"以{tariff.step}{unit}为一档，第一档每{unit}{tariff.rate}元，每增加一档每{unit}提高{tariff.rise}元"
    else:
        last += f"每{unit}{tariff.rate}元"
    return "；".join((*parts, last)) + f"（该办法{tariff.article}）"
