"""What the review found of the documents, as a letter may say it."""

from activities.letters.articles import GROUND_NAMES
from activities.letters.phrases import ending, lines
from schemas.letters import Finding, LetterOrder, LetterParties
from schemas.vocabulary import Ground, ReviewResult

TITLE_MAY_GIVE_AWAY = {
    Ground.STATE_SECRET,
    Ground.FORBIDDEN_BY_LAW,
    Ground.SECURITY_AND_STABILITY,
    Ground.BUSINESS_SECRET,
    Ground.PRIVACY,
}


def withheld_grounds(order: LetterOrder) -> tuple[Ground, ...]:
    """The grounds of all that is withheld, each once, in the order of the Regulation."""
    found = {ground for finding in order.findings for ground in finding.grounds}
    return tuple(ground for ground in Ground if ground in found)


def names_of(grounds: tuple[Ground, ...]) -> str:
    names = [GROUND_NAMES[ground] for ground in grounds]
    return "，以及".join(part for part in ("、".join(names[:-1]), *names[-1:]) if part)


def enclosed(order: LetterOrder, parties: LetterParties) -> tuple[str, ...]:
    """Titles of what is given to the applicant, whole or in part."""
    given = (f for f in order.findings if f.result is not ReviewResult.WITHHOLD)
    return tuple(_enclosure(finding, parties) for finding in given)


def described(order: LetterOrder, parties: LetterParties) -> tuple[str, ...]:
    """One sentence a document: what becomes of it, on which ground, why."""
    return tuple(_sentence(finding, parties) for finding in order.findings)


def _enclosure(finding: Finding, parties: LetterParties) -> str:
    title = _title(finding, parties) or _untitled(finding)
    return f"{title}（作区分处理）" if finding.result is ReviewResult.PARTIAL else title


def _sentence(finding: Finding, parties: LetterParties) -> str:
    title = _title(finding, parties)
    name = f"《{title}》" if title else _untitled(finding)
    match finding.result:
        case ReviewResult.DISCLOSE:
            return f"{name}：予以公开。"
        case ReviewResult.PARTIAL:
            return f"{name}：部分公开，其中{names_of(finding.grounds)}不予公开。{_because(finding)}"
        case ReviewResult.WITHHOLD | ReviewResult.UNDETERMINED:
            return f"{name}：属于{names_of(finding.grounds)}，不予公开。{_because(finding)}"


def _title(finding: Finding, parties: LetterParties) -> str:
    """The title; none where it could give away what the law protects (arts. 14, 15), or stands for several."""
    if finding.documents > 1:
        return ""
    if finding.result is not ReviewResult.DISCLOSE and not TITLE_MAY_GIVE_AWAY.isdisjoint(finding.grounds):
        return ""
    return " ".join(lines(parties.titles.get(finding.document_id)))


def _untitled(finding: Finding) -> str:
    return "政府信息一份" if finding.documents == 1 else f"政府信息{finding.documents}份"


def _because(finding: Finding) -> str:
    reason = "".join(lines(finding.reason))
    return f"理由：{ending(reason)}" if reason else ""
