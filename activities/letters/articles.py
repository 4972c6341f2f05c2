"""Which articles a letter cites, by statute: the Regulation of 2019 (Decree 711) and that of 2007 (Decree 492)."""

from schemas.vocabulary import Ground, Outcome, StatuteId

_NAMES = {
    StatuteId.CN_OGI_2007: "《中华人民共和国政府信息公开条例》（国务院令第492号）",
    StatuteId.CN_OGI_2019: "《中华人民共和国政府信息公开条例》",
}

_OUTCOMES = {
    StatuteId.CN_OGI_2019: {
        Outcome.ALREADY_PUBLIC: "第三十六条第（一）项",
        Outcome.DISCLOSED: "第三十六条第（二）项",
        Outcome.PARTLY_DISCLOSED: "第三十七条",
        Outcome.REFUSED: "第三十六条第（三）项",
        Outcome.NOT_FOUND: "第三十六条第（四）项",
        Outcome.NOT_THIS_AGENCY: "第三十六条第（五）项",
        Outcome.ABANDONED: "第三十条",
    },
    StatuteId.CN_OGI_2007: {
        Outcome.ALREADY_PUBLIC: "第二十一条第（一）项",
        Outcome.DISCLOSED: "第二十一条第（一）项",
        Outcome.PARTLY_DISCLOSED: "第二十二条",
        Outcome.REFUSED: "第二十一条第（二）项",
        Outcome.NOT_FOUND: "第二十一条第（三）项",
        Outcome.NOT_THIS_AGENCY: "第二十一条第（三）项",
        Outcome.ABANDONED: "第二十一条第（四）项",
    },
}

_GROUNDS = {
    StatuteId.CN_OGI_2019: {
        Ground.STATE_SECRET: "第十四条",
        Ground.FORBIDDEN_BY_LAW: "第十四条",
        Ground.SECURITY_AND_STABILITY: "第十四条",
        Ground.BUSINESS_SECRET: "第十五条",
        Ground.PRIVACY: "第十五条",
        Ground.INTERNAL_AFFAIRS: "第十六条第一款",
        Ground.PROCESS_INFORMATION: "第十六条第二款",
        Ground.ENFORCEMENT_FILE: "第十六条第二款",
    },
    StatuteId.CN_OGI_2007: {
        Ground.STATE_SECRET: "第十四条第四款",
        Ground.SECURITY_AND_STABILITY: "第八条",
        Ground.BUSINESS_SECRET: "第十四条第四款",
        Ground.PRIVACY: "第十四条第四款",
    },
}

_OPINION_OF_2010 = "《国务院办公厅关于做好政府信息依申请公开工作的意见》（国办发〔2010〕5号）"
_DEVELOPED_IN_2010 = {Ground.INTERNAL_AFFAIRS, Ground.PROCESS_INFORMATION, Ground.ENFORCEMENT_FILE}

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


def outcome_article(statute: StatuteId, outcome: Outcome) -> str:
    """The article and item a decision rests on: ``第三十六条第（一）项``."""
    return _OUTCOMES[statute][outcome]


def ground_articles(statute: StatuteId, grounds: tuple[Ground, ...]) -> tuple[str, ...]:
    """The articles the grounds rest on, each once. The 2007 text has none for a provision outside it: it is named
    in the reasons; nor for the grounds that the opinion of 2010 developed (see :func:`opinion`)."""
    known = _GROUNDS[statute]
    return tuple(dict.fromkeys(known[ground] for ground in grounds if ground in known))


def opinion(statute: StatuteId, grounds: tuple[Ground, ...]) -> tuple[str, ...]:
    """The document that stands in where the 2007 text knows no such ground (国办发〔2010〕5号)."""
    needed = statute is StatuteId.CN_OGI_2007 and not _DEVELOPED_IN_2010.isdisjoint(grounds)
    return (_OPINION_OF_2010,) if needed else ()


def cite(statute: StatuteId, *articles: str) -> str:
    """``《中华人民共和国政府信息公开条例》第三十六条第（三）项、第十四条``."""
    return _NAMES[statute] + "、".join(articles)


def refusal_basis(statute: StatuteId, grounds: tuple[Ground, ...]) -> str:
    """All that a refusal rests on: art. 36(3) with arts. 14-16 (2007: art. 21(2) with arts. 8, 14)."""
    regulation = cite(statute, outcome_article(statute, Outcome.REFUSED), *ground_articles(statute, grounds))
    return "、".join((regulation, *opinion(statute, grounds)))
