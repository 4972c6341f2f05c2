"""What letters about consultations must say: D7-D11 of docs/law.md section 4."""

from activities.letters.articles import article
from activities.letters.context_consultation import RULES, silence_is_consent, titles
from activities.letters.phrases import chinese_date
from activities.letters.remedial import contestable
from activities.letters.said import Needs, Said
from schemas.law.versions import statute_of
from schemas.vocabulary import ConsultationKind, Consulted

_LATE, _CONSENT = "逾期", "视为同意"


def third_party_consultation(said: Said) -> Needs:
    """D7 (art. 32). Its template knows nothing of the applicant, so it cannot give him away."""
    asked = said.order.consultation
    yield (
        "information",
        said.says(asked.concerns if asked else None, *titles(asked.documents if asked else (), said.parties)),
    )
    yield "period", said.has(f"{statute_of(said.statute).consultation_limit}个工作日")
    yield "reasons_needed", said.has("理由")
    yield "silence", said.has(_LATE)
    yield "no_deemed_consent", not _calls_silence_consent(said)
    yield "reply_slip", bool(said.content.table) and said.has("回执")
    yield "legal_basis", said.has(article(said.statute, "third_party"))


def consultation_notice(said: Said) -> Needs:
    """D8 (art. 33(3)); for whom the law does not exclude the time, nothing of it is said."""
    asked, version = said.order.consultation, statute_of(said.statute)
    third_party = asked is not None and asked.kind is ConsultationKind.THIRD_PARTY
    excluded = (Consulted.THIRD_PARTY if third_party else Consulted.AGENCY) in version.excluded
    yield "consultation", asked is not None and said.has("征求", chinese_date(asked.sent_on))
    yield "time_not_counted", said.words("不计算", said.parties.description) == excluded
    yield "legal_basis", said.has(article(said.statute, "excluded") if excluded else "")


def agency_consultation(said: Said) -> Needs:
    """D9 (arts. 34, 11): silence is consent for a co-producer alone."""
    asked = said.order.consultation
    yield (
        "information",
        said.says(asked.concerns if asked else None, *titles(asked.documents if asked else (), said.parties)),
    )
    yield "period", said.has(f"{statute_of(said.statute).consultation_limit}个工作日")
    if silence_is_consent(said.order):
        yield "silence", said.has(_LATE, _CONSENT)
    else:
        yield "no_deemed_consent", not _calls_silence_consent(said)
    if asked:
        yield "approval", asked.kind is not ConsultationKind.APPROVING_AGENCY or said.has("未经批准")
        yield "legal_basis", said.has(article(said.statute, RULES[asked.kind]))


def _calls_silence_consent(said: Said) -> bool:
    """Looked for in the wording, not in what the staff wrote of the matter."""
    asked = said.order.consultation
    given = (asked.concerns, *titles(asked.documents, said.parties)) if asked else ()
    return said.words(_CONSENT, *given)


def third_party_decision(said: Said) -> Needs:
    """D10 (art. 32)."""
    order = said.order
    yield "information", bool(order.weighed) and said.says(*titles(order.weighed, said.parties))
    yield "reasons", said.says(order.reason)
    yield "legal_basis", said.has(article(said.statute, "third_party"))
    yield from contestable(said)


def referral(said: Said) -> Needs:
    """D11 (art. 17(3))."""
    asked = said.order.referral
    yield "information", asked is not None and said.says(*titles(asked.documents, said.parties))
    yield "doubt", said.says(asked.doubt if asked else None)
    yield "own_view", said.says(asked.own_view if asked else None)
    yield "legal_basis", said.has(article(said.statute, "referral"))
