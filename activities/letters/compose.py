"""From an order and the parties to a letter that may be issued. Pure: the same in, the same out."""

from activities.letters.findings import enclosed
from activities.letters.mandatory import refuse_incomplete
from activities.letters.notices import (
    abandonment_paragraphs,
    correction_paragraphs,
    receipt_closing,
    receipt_paragraphs,
    receipt_table,
    withdrawal_paragraphs,
)
from activities.letters.phrases import TITLES, chinese_date
from activities.letters.remedies import remedy_notice
from activities.letters.reply import reply_paragraphs
from schemas.decisions import Disclosed, PartlyDisclosed
from schemas.letters import LetterContent, LetterOrder, LetterParties
from schemas.vocabulary import LetterKind, StatuteId

_PARAGRAPHS = {
    LetterKind.RECEIPT: receipt_paragraphs,
    LetterKind.CORRECTION_NOTICE: correction_paragraphs,
    LetterKind.REPLY: reply_paragraphs,
    LetterKind.WITHDRAWAL: withdrawal_paragraphs,
    LetterKind.ABANDONMENT: abandonment_paragraphs,
}
_ACTS = {LetterKind.REPLY: "答复", LetterKind.ABANDONMENT: "决定"}
_MARKS = {
    LetterKind.RECEIPT: "回",
    LetterKind.CORRECTION_NOTICE: "补",
    LetterKind.REPLY: "复",
    LetterKind.WITHDRAWAL: "撤",
    LetterKind.ABANDONMENT: "弃",
}


def letter_number(code: str, kind: LetterKind, year: int, n: int) -> str:
    """``京示公复〔2026〕12号``: the agency's code, a mark for the kind, year, serial (GB/T 9704-2012, 7.2.5).

    Each kind counts by itself, so the mark keeps the numbers of an agency apart.
    """
    return f"{code}{_MARKS[kind]}〔{year}〕{n}号"


def compose(order: LetterOrder, parties: LetterParties, number: str) -> LetterContent:
    """The letter's text. Raises ``ApplicationError`` ``letter_incomplete``, permanent, if it lacks what the law wants.

    A reply to a withheld request, dated 2026-06-08, names art. 36(3), the articles of the grounds, the reasons, and
    the 60 days for reconsideration, which comes first (行政复议法 art. 23).
    """
    statute = order.statute or StatuteId.CN_OGI_2019
    content = LetterContent(
        agency=parties.agency,
        title=TITLES[order.kind],
        number=number,
        addressee=parties.applicant,
        paragraphs=_PARAGRAPHS[order.kind](order, parties, statute),
        table=receipt_table(order, parties, statute) if order.kind is LetterKind.RECEIPT else (),
        closing=receipt_closing(statute) if order.kind is LetterKind.RECEIPT else (),
        enclosures=_enclosures(order, parties),
        remedy=_remedy(order, parties),
        contact=parties.contact,
        signed_by=parties.agency,
        dated=order.dated,
        footnote=_footnote(order),
    )
    return refuse_incomplete(content, order)


def _enclosures(order: LetterOrder, parties: LetterParties) -> tuple[str, ...]:
    gives = order.kind is LetterKind.REPLY and isinstance(order.decision, Disclosed | PartlyDisclosed)
    return enclosed(order, parties) if gives else ()


def _remedy(order: LetterOrder, parties: LetterParties) -> tuple[str, ...]:
    """Intermediate notices and the applicant's own acts carry no remedy notice (国办函〔2021〕132号)."""
    if order.kind not in _ACTS:
        return ()
    return remedy_notice(_ACTS[order.kind], order.remedy, order.dated, parties.reconsideration_body, parties.court)


def _footnote(order: LetterOrder) -> str | None:
    if order.recorded_on == order.dated:
        return None
    acted, entered = chinese_date(order.dated), chinese_date(order.recorded_on)
    return f"补录：本文书所载行为于{acted}以纸质方式作出，于{entered}补录。"
