"""Names for consultations. Third parties and other agencies are told nothing of who applied and in which words."""

from collections.abc import Iterable
from uuid import UUID

from activities.letters.articles import article, version_of
from activities.letters.context_notices import basis
from activities.letters.language import Names
from activities.letters.phrases import chinese_date, lines
from schemas.law.statute import Rule
from schemas.law.versions import statute_of
from schemas.letters import LetterOrder, LetterParties
from schemas.vocabulary import ConsultationKind, Consulted, StatuteId

RULES: dict[ConsultationKind, Rule] = {
    ConsultationKind.THIRD_PARTY: "third_party",
    ConsultationKind.CO_PRODUCER: "co_producer",
    ConsultationKind.OTHER_AGENCY: "other_agency",
    ConsultationKind.APPROVING_AGENCY: "approving_agency",
}
"""By which rule each is asked."""


def consultation_notice(order: LetterOrder, _parties: LetterParties, statute: StatuteId) -> Names:
    """D8: that others are asked, and that the time is not counted where the law says so (art. 33(3)); not who."""
    asked = order.consultation
    third_party = asked is not None and asked.kind is ConsultationKind.THIRD_PARTY
    consulted = Consulted.THIRD_PARTY if third_party else Consulted.AGENCY
    excluded = article(statute, "excluded") if consulted in statute_of(statute).excluded else ""
    return {
        "basis": basis(statute, article(statute, RULES[asked.kind])) if asked else "",
        "excluded_basis": basis(statute, excluded),
        "asks_third_party": third_party,
        "sent_on": chinese_date(asked.sent_on if asked else None),
    }


def third_party_consultation(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> Names:
    """D7: what is asked for, the period, what silence means (art. 32; 2007: art. 23)."""
    asked, version = order.consultation, statute_of(statute)
    return {
        "basis": basis(statute, article(statute, "third_party")),
        "third_party": parties.third_party or "",
        "concerns": asked.concerns if asked else "",
        "documents": titles(asked.documents if asked else (), parties),
        "days": version.consultation_limit,
        "objection_binds": version.objection_binds,
        "override_is_duty": version.override_is_duty,
    }


def agency_consultation(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> Names:
    """D9: ``kind`` is that of the consultation; silence is consent for a co-producer alone (arts. 34, 11)."""
    asked = order.consultation
    return {
        "basis": basis(statute, article(statute, RULES[asked.kind])) if asked else "",
        "kind": asked.kind.value if asked else "",
        "silence_is_consent": silence_is_consent(order),
        "concerns": asked.concerns if asked else "",
        "documents": titles(asked.documents if asked else (), parties),
        "days": statute_of(statute).consultation_limit,
    }


def silence_is_consent(order: LetterOrder) -> bool:
    """Only a co-producer's, and only where the law has that rule (art. 34)."""
    asked, statute = order.consultation, statute_of(version_of(order))
    return statute.joint and asked is not None and asked.kind is ConsultationKind.CO_PRODUCER


def third_party_decision(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> Names:
    """D10: what will be disclosed all the same, and why (art. 32)."""
    asked = order.consultation
    return {
        "basis": basis(statute, article(statute, "third_party")),
        "third_party": parties.third_party or "",
        "concerns": asked.concerns if asked else "",
        "sent_on": chinese_date(asked.sent_on if asked else None),
        "answered_on": chinese_date(asked.answered_on if asked else None),
        "weight": order.weight.value if order.weight else "",
        "documents": titles(order.weighed, parties),
        "reason": order.reason or "",
    }


def referral(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> Names:
    """D11: information, doubt, own view (art. 17(3))."""
    asked = order.referral
    return {
        "basis": basis(statute, article(statute, "referral")),
        "documents": titles(asked.documents if asked else (), parties),
        "doubt": asked.doubt if asked else "",
        "own_view": asked.own_view if asked else "",
    }


def titles(documents: Iterable[UUID], parties: LetterParties) -> tuple[str, ...]:
    """``《招标文件》``: the documents by title, as those may know them who are asked about them."""
    named = (" ".join(lines(parties.titles.get(document))) for document in documents)
    return tuple(f"《{title}》" if title else "政府信息一份" for title in named)
