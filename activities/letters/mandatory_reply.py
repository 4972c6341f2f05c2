"""What replies must say: D13-D24 of docs/law.md section 4, and the reply to several items."""

from activities.letters.articles import ground_articles, opinion, outcome_article
from activities.letters.context_reply import of_item
from activities.letters.findings import withheld_grounds
from activities.letters.phrases import chinese_date
from activities.letters.remedial import contestable, reconsideration_first
from activities.letters.said import Needs, Said
from schemas.decisions import (
    AlreadyPublic,
    ConfirmationSought,
    Disclosed,
    Excessive,
    NeedsMaking,
    NotFound,
    NotThisAgency,
    PartlyDisclosed,
    Petition,
    Publication,
    Refused,
    Repeated,
    Several,
    Single,
    SpecialRegister,
    StillUnclear,
)
from schemas.vocabulary import ReviewResult


def reply(said: Said) -> Needs:
    """Every reply: date of receipt, what was asked, decision, basis, reasons, remedies."""
    decision = said.order.decision
    yield "date_of_receipt", said.says(chinese_date(said.order.received_on))
    yield "request", said.says(said.parties.description)
    yield "decision", decision is not None
    yield from contestable(said)
    if isinstance(decision, Several):
        yield from _several(decision, said)
    elif decision:
        yield from _single(decision, said)


def _several(decision: Several, said: Said) -> Needs:
    """Each item its own finding, basis and reasons; a code names the item: ``item_2_reasons``."""
    for n, item in enumerate(decision.items, 1):
        own = Said(said.content, of_item(item, said.order), said.parties)
        yield f"item_{n}", said.says(item.asked)
        yield from ((f"item_{n}_{code}", met) for code, met in _single(item.decision, own))


def _single(decision: Single, said: Said) -> Needs:
    yield "legal_basis", said.has(outcome_article(said.statute, decision.outcome))
    match decision:
        case AlreadyPublic() | Publication():
            yield "where", said.says_if_any(decision.where)
        case Disclosed():
            yield "information", bool(said.content.enclosures) or said.says(decision.note)
            yield "form_of_delivery", said.says_if_any(said.parties.delivery_form)
        case PartlyDisclosed():
            yield "information", bool(said.content.enclosures)
            yield "form_of_delivery", said.says_if_any(said.parties.delivery_form)
            yield from _withheld(decision.reasons, said)
        case Refused():
            yield from _withheld(decision.reasons, said)
        case _:
            yield from _reasoned(decision, said)


def _reasoned(decision: Single, said: Said) -> Needs:
    """Outcomes that give nothing, and rest on no ground of arts. 14 to 16."""
    match decision:
        case SpecialRegister():
            yield "law", said.says(decision.law)
            yield "where", said.says(decision.where)
        case NotFound():
            yield "search", said.has("经检索") and said.says(said.order.search)
            yield "reasons", said.says_if_any(decision.reasons)
        case NotThisAgency():
            yield "reasons", said.says(decision.reasons)
            yield "right_agency", said.says_if_any(decision.right_agency)
            yield "contact", not decision.right_agency or said.says_if_any(decision.contact)
        case StillUnclear():
            yield "reasons", said.says(decision.reasons)
            dates = (said.order.notified_on, said.order.corrected_on)
            yield "correction_history", said.says(*map(chinese_date, dates))
        case Petition():
            yield "reasons", said.says(decision.reasons)
            yield "not_handled", said.has("不作为政府信息公开申请处理")
            yield "channel", said.says_if_any(decision.right_channel)
        case Repeated():
            earlier = said.order.earlier
            yield "earlier_reply", earlier is not None and said.says(earlier.number, chinese_date(earlier.dated))
            yield "reasons", said.says_if_any(decision.reasons)
        case NeedsMaking() | Excessive() | ConfirmationSought():
            yield "reasons", said.says(decision.reasons)


def _withheld(reasons: str, said: Said) -> Needs:
    """Ground, article and reasons, for each document of which something is withheld; reconsideration comes first."""
    grounds = withheld_grounds(said.order)
    withheld = [finding for finding in said.order.findings if finding.result is not ReviewResult.DISCLOSE]
    yield "grounds", bool(withheld) and all(finding.grounds for finding in withheld)
    yield "ground_articles", said.has(*ground_articles(said.statute, grounds), *opinion(said.statute, grounds))
    yield "reasons", said.says(reasons)
    yield from reconsideration_first(said)
