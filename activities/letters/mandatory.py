"""What a letter must say. One that lacks any of it is never issued."""

from collections.abc import Iterator
from datetime import date

from temporalio.exceptions import ApplicationError

from activities.letters.articles import ground_articles, opinion, outcome_article
from activities.letters.findings import withheld_grounds
from activities.letters.phrases import CHANNELS, CONSEQUENCE, REQUEST, SEARCHED, chinese_date, lines
from schemas.decisions import AlreadyPublic, Decision, Disclosed, NotFound, NotThisAgency, PartlyDisclosed, Refused
from schemas.letters import LetterContent, LetterOrder, visible
from schemas.vocabulary import Channel, LetterKind, Outcome, ReviewResult, StatuteId

_CONFIRMED_BY_BOTH = {Channel.POST_ORDINARY, Channel.ONLINE, Channel.FAX}

Need = tuple[str, bool]
"""A code and whether it is met."""


def missing_content(content: LetterContent, order: LetterOrder) -> tuple[str, ...]:
    """Codes of the mandatory contents that a letter lacks; empty for a letter that may be issued."""
    return tuple(code for code, met in _needs(content, order) if not met)


def refuse_incomplete(content: LetterContent, order: LetterOrder) -> LetterContent:
    """The letter itself, or the permanent error ``letter_incomplete`` naming what is missing, nothing personal."""
    missing = missing_content(content, order)
    if missing:
        raise ApplicationError(f"missing: {', '.join(missing)}", *missing, type="letter_incomplete", non_retryable=True)
    return content


def _needs(content: LetterContent, order: LetterOrder) -> Iterator[Need]:
    text = _text(content)
    yield "agency", bool(content.agency.strip())
    yield "number", bool(content.number.strip())
    yield "applicant", bool(content.addressee and content.addressee.strip())
    yield "signature", bool(content.signed_by.strip())
    yield "date_of_receipt", _says(text, chinese_date(_came_in(order)))
    yield "paper_footnote", order.recorded_on == order.dated or bool(content.footnote)
    match order.kind:
        case LetterKind.RECEIPT:
            yield from _receipt(text, order)
        case LetterKind.CORRECTION_NOTICE:
            yield from _correction(text, order)
        case LetterKind.REPLY:
            yield from _reply(text, content, order)
        case LetterKind.ABANDONMENT:
            yield from _abandonment(text, content, order)
        case LetterKind.WITHDRAWAL:
            yield "request", REQUEST in text
            yield "withdrawal", "撤回" in text


def _receipt(text: str, order: LetterOrder) -> Iterator[Need]:
    by_both = order.channel in _CONFIRMED_BY_BOTH and _statute(order) is StatuteId.CN_OGI_2019
    yield "channel", CHANNELS[order.channel] in text
    yield "how_confirmed", _says(text, order.how_confirmed or ("" if by_both else "收到之日"))
    yield "due_date", _says(text, chinese_date(order.due_on))


def _correction(text: str, order: LetterOrder) -> Iterator[Need]:
    yield "request", REQUEST in text
    yield "items", bool(order.items) and all(_says(text, item) for item in order.items)
    yield "guidance", _says(text, order.guidance) if order.guidance else "咨询" in text
    yield "period", _says(text, chinese_date(order.respond_by))
    yield "consequence", CONSEQUENCE in text
    yield "legal_basis", outcome_article(_statute(order), Outcome.ABANDONED) in text


def _abandonment(text: str, content: LetterContent, order: LetterOrder) -> Iterator[Need]:
    yield "notice", _says(text, chinese_date(order.notified_on))
    yield "period", _says(text, chinese_date(order.respond_by))
    yield "legal_basis", outcome_article(_statute(order), Outcome.ABANDONED) in text
    yield "remedy", _tells_remedy(content)


def _reply(text: str, content: LetterContent, order: LetterOrder) -> Iterator[Need]:
    yield "request", REQUEST in text
    yield "decision", order.decision is not None
    yield "remedy", _tells_remedy(content)
    if order.decision:
        yield "legal_basis", outcome_article(_statute(order), order.decision.outcome) in text
        yield from _by_outcome(order.decision, text, content, order)


def _by_outcome(decision: Decision, text: str, content: LetterContent, order: LetterOrder) -> Iterator[Need]:
    match decision:
        case AlreadyPublic():
            yield "where", _says(text, decision.where)
        case Disclosed():
            yield "information", bool(content.enclosures) or _says(text, decision.note)
        case PartlyDisclosed():
            yield "information", bool(content.enclosures)
            yield from _withheld(decision.reasons, text, order)
        case Refused():
            yield from _withheld(decision.reasons, text, order)
        case NotFound():
            yield "search", SEARCHED in text and _says(text, order.search)
        case NotThisAgency():
            yield "reasons", _says(text, decision.reasons)
            yield "right_agency", decision.right_agency is None or _says(text, decision.right_agency)


def _withheld(reasons: str, text: str, order: LetterOrder) -> Iterator[Need]:
    """Ground, article and reasons, for each document of which something is withheld."""
    grounds, statute = withheld_grounds(order), _statute(order)
    articles = (*ground_articles(statute, grounds), *opinion(statute, grounds))
    withheld = [finding for finding in order.findings if finding.result is not ReviewResult.DISCLOSE]
    yield "grounds", bool(withheld) and all(finding.grounds for finding in withheld)
    yield "ground_articles", all(article in text for article in articles)
    yield "reasons", _says(text, reasons)


def _came_in(order: LetterOrder) -> date | None:
    """The day of receipt; an application may be withdrawn before that day is fixed, but not answered."""
    return order.received_on or (order.arrived_on if order.kind is LetterKind.WITHDRAWAL else None)


def _statute(order: LetterOrder) -> StatuteId:
    return order.statute or StatuteId.CN_OGI_2019


def _tells_remedy(content: LetterContent) -> bool:
    told = "".join(content.remedy)
    return "申请行政复议" in told and "提起行政诉讼" in told


def _text(content: LetterContent) -> str:
    cells = (cell for row in content.table for cell in row)
    return "\n".join((*content.paragraphs, *cells, *content.closing, *content.enclosures))


def _says(text: str, expected: str | None) -> bool:
    """Whether every line of what was to be said is there; nothing to be said is not there."""
    wanted = lines(visible(expected or ""))
    return bool(wanted) and all(line in text for line in wanted)
