"""Which articles a letter cites. They stand in ``schemas.law``, version by version; here they are put together."""

from schemas.decisions import findings
from schemas.law.statute import Receipt, Rule
from schemas.law.versions import statute_for, statute_of
from schemas.letters import LetterOrder
from schemas.vocabulary import Channel, Ground, Outcome, StatuteId

_NO_RULE = Receipt("")

GROUND_NAMES = {
    Ground.STATE_SECRET: "依法确定为国家秘密的政府信息",
    Ground.FORBIDDEN_BY_LAW: "法律、行政法规禁止公开的政府信息",
    Ground.SECURITY_AND_STABILITY: "公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息",
    Ground.BUSINESS_SECRET: "公开会对第三方合法权益造成损害的商业秘密",
    Ground.PRIVACY: "公开会对第三方合法权益造成损害的个人隐私",
    Ground.INTERNAL_AFFAIRS: "行政机关的内部事务信息",
    Ground.PROCESS_INFORMATION: "行政机关在履行行政管理职能过程中形成的过程性信息",
    Ground.ENFORCEMENT_FILE: "行政执法案卷信息",
}


def version_of(order: LetterOrder) -> StatuteId:
    """The version a letter cites; before the day of receipt is fixed, the one in force when the application arrived.

    A reply whose kind of outcome that version does not know cites the one of the day it bears (docs/law.md 6.17).
    """
    own = order.statute or statute_for(order.arrived_on).id
    decided = {finding.outcome for finding in findings(order.decision)} if order.decision else set()
    unknown = any(not outcome_article(own, outcome) for outcome in decided)
    return statute_for(order.dated).id if unknown else own


def article(statute: StatuteId, rule: Rule) -> str:
    """Where a rule stands: ``third_party`` in 第三十二条; empty where the version has none."""
    return statute_of(statute).article(rule).cited


def outcome_article(statute: StatuteId, outcome: Outcome) -> str:
    """The article and item a decision rests on: ``第三十六条第（一）项``.

    An unpaid fee rests on the fee measures (国办函〔2020〕109号 art. 6), named in full; a confirmation sought on
    art. 38, for it would have to be made. Empty where the version has none, and for withdrawal and joinder.
    """
    known = statute_of(statute).outcomes.get(outcome)
    return known.cited if known else ""


def receipt_rule(statute: StatuteId, channel: Channel) -> tuple[str, str]:
    """What day counts as the day of receipt, and where that stands (art. 31); no article under the 2007 text."""
    receipt = statute_of(statute).receipt.get(channel, _NO_RULE)
    return receipt.rule, receipt.article.cited


def moved_by(statute: StatuteId) -> str:
    """What may move the last day to answer, as the first half of a sentence (arts. 30, 33; 2007: art. 24)."""
    return statute_of(statute).moved_by


def ground_articles(statute: StatuteId, grounds: tuple[Ground, ...]) -> tuple[str, ...]:
    """The articles the grounds rest on, each once. The 2007 text has none for a provision outside it: it is named
    in the reasons; nor for the grounds that the opinion of 2010 developed (see :func:`opinion`)."""
    known = statute_of(statute).grounds
    found = (known[ground] for ground in grounds if ground in known)
    return tuple(dict.fromkeys(place.chinese for place in found if not place.document))


def opinion(statute: StatuteId, grounds: tuple[Ground, ...]) -> tuple[str, ...]:
    """The document that stands in where the text itself knows no such ground (2007: 国办发〔2010〕5号)."""
    known = statute_of(statute).grounds
    found = (known[ground] for ground in grounds if ground in known)
    return tuple(dict.fromkeys(place.cited for place in found if place.document))


def cite(statute: StatuteId, *articles: str) -> str:
    """``《中华人民共和国政府信息公开条例》第三十六条第（三）项、第十四条``.

    An article that names its own document (``《…》第六条``) stands beside the Regulation, not within it.
    """
    own = "、".join(place for place in articles if place and not place.startswith("《"))
    others = tuple(place for place in articles if place.startswith("《"))
    within = (statute_of(statute).name + own,) if own or not others else ()
    return "、".join((*within, *others))


def refusal_basis(statute: StatuteId, grounds: tuple[Ground, ...]) -> str:
    """All that a refusal rests on: art. 36(3) with arts. 14-16 (2007: art. 21(2) with arts. 8, 14)."""
    articles = ground_articles(statute, grounds)
    return cite(statute, outcome_article(statute, Outcome.REFUSED), *articles, *opinion(statute, grounds))
