"""Names for replies: one set for every outcome, of which a decision fills what it has to say (arts. 30, 35-39)."""

from activities.letters.articles import article, outcome_article, refusal_basis
from activities.letters.context_notices import basis
from activities.letters.findings import described, enclosed, names_of, withheld_grounds
from activities.letters.language import Names
from activities.letters.phrases import chinese_date
from schemas.decisions import Item, Several
from schemas.letters import LetterOrder, LetterParties
from schemas.vocabulary import StatuteId

_SAID = ("reasons", "where", "note", "law", "right_agency", "right_channel")
_SUBJECT = "申请公开的政府信息"


def reply(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> Names:
    """D13-D24. ``subject`` is what the sentence is about; what the decision does not say is empty."""
    return {
        "subject": f"{parties.form_of_address}{_SUBJECT}",
        "delivery_basis": basis(statute, article(statute, "form_of_delivery")),
        **_decided(order, statute),
        **_reviewed(order, parties, statute),
        **_history(order),
    }


def of_item(item: Item, order: LetterOrder) -> LetterOrder:
    """The order as if the item were the whole of it: its own decision, its own documents."""
    own = tuple(finding for finding in order.findings if finding.document_id in item.documents)
    return order.model_copy(update={"decision": item.decision, "findings": own})


def _decided(order: LetterOrder, statute: StatuteId) -> Names:
    """What the decision itself says, by the names of its fields."""
    decision = order.decision
    if decision is None or isinstance(decision, Several):
        return dict.fromkeys((*_SAID, "right_contact", "outcome", "basis"), "")
    said = decision.model_dump(mode="json")
    return {
        **{name: said.get(name) or "" for name in _SAID},
        "right_contact": said.get("contact") or "",
        "outcome": decision.outcome.value,
        "basis": basis(statute, outcome_article(statute, decision.outcome)),
    }


def _reviewed(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> Names:
    """What the search and the review found."""
    grounds = withheld_grounds(order)
    return {
        "search": order.search or "",
        "grounds": names_of(grounds),
        "refusal_basis": refusal_basis(statute, grounds),
        "documents": described(order, parties),
        "several_documents": len(order.findings) > 1,
        "enclosed": bool(enclosed(order, parties)),
    }


def _history(order: LetterOrder) -> Names:
    """What went before: the correction, the request for reasons, an earlier reply."""
    earlier, excess = order.earlier, order.excess
    return {
        "notified_on": chinese_date(order.notified_on),
        "asked_on": chinese_date(excess.notified_on if excess else None),
        "earlier_number": earlier.number if earlier else "",
        "earlier_dated": chinese_date(earlier.dated if earlier else None),
    }
