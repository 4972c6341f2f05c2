"""From an order and the parties to a letter that may be issued. Pure: the same in, the same out."""

from temporalio.exceptions import ApplicationError

from activities.letters.catalogue import addressee_of
from activities.letters.context_reply import of_item
from activities.letters.findings import enclosed
from activities.letters.mandatory import UNSIGNED, refuse_incomplete
from activities.letters.markup import Wording
from activities.letters.phrases import chinese_date
from activities.letters.remedial import remedy_of
from activities.letters.wording import NO_OVERRIDES, Overrides, wording_of
from schemas.decisions import Decision, Disclosed, PartlyDisclosed, Several
from schemas.errors import InvalidInput
from schemas.letters import LetterContent, LetterOrder, LetterParties
from schemas.vocabulary import LetterKind

_MARKS = {
    LetterKind.APPLICATION_FORM: "表",
    LetterKind.RECEIPT: "回",
    LetterKind.CORRECTION_NOTICE: "补",
    LetterKind.REASONS_REQUEST: "理",
    LetterKind.DELAY_NOTICE: "迟",
    LetterKind.EXTENSION_NOTICE: "延",
    LetterKind.THIRD_PARTY_CONSULTATION: "询",
    LetterKind.CONSULTATION_NOTICE: "征",
    LetterKind.AGENCY_CONSULTATION: "函",
    LetterKind.THIRD_PARTY_DECISION: "决",
    LetterKind.REFERRAL: "报",
    LetterKind.FEE_NOTICE: "费",
    LetterKind.REPLY: "复",
    LetterKind.ABANDONMENT: "弃",
    LetterKind.FEE_ABANDONMENT: "欠",
    LetterKind.OWN_RECORD: "更",
    LetterKind.PROOF_OF_SERVICE: "证",
    LetterKind.WITHDRAWAL: "撤",
    LetterKind.JOINDER: "并",
    LetterKind.SEARCH_RECORD: "索",
}


def letter_number(code: str, kind: LetterKind, year: int, n: int) -> str:
    """``京示公复〔2026〕12号``: the agency's code, a mark for the kind, year, serial (GB/T 9704-2012, 7.2.5).

    Each kind counts by itself, so the mark keeps the numbers of an agency apart.
    """
    return f"{code}{_MARKS[kind]}〔{year}〕{n}号"


def compose(
    order: LetterOrder, parties: LetterParties, number: str, overrides: Overrides = NO_OVERRIDES
) -> LetterContent:
    """The letter's text. Raises ``ApplicationError`` ``letter_incomplete``, permanent, if it lacks what the law wants,
    and with the template's own code if the agency's template fails.

    A reply to a withheld request, dated 2026-06-08, names art. 36(3), the articles of the grounds, the reasons, and
    the 60 days for reconsideration, which comes first (行政复议法 art. 23).
    """
    try:
        content = filled_in(order, parties, number, wording_of(order, parties, overrides))
    except InvalidInput as fails:
        raise ApplicationError("the agency's template fails", type=fails.code, non_retryable=True) from None
    return refuse_incomplete(content, order, parties)


def filled_in(order: LetterOrder, parties: LetterParties, number: str, wording: Wording) -> LetterContent:
    """The wording in the frame that no template changes: heading, number, addressee, remedies, seal, date."""
    return LetterContent(
        agency=parties.agency,
        title=wording.title,
        number=number,
        addressee=addressee_of(order, parties),
        paragraphs=wording.paragraphs,
        table=wording.table,
        closing=wording.closing,
        enclosures=_enclosures(order, parties),
        remedy=remedy_of(order, parties),
        contact=parties.contact,
        signed_by="" if order.kind in UNSIGNED else parties.agency,
        dated=order.dated,
        footnote=_footnote(order),
        red_head=order.red_head,
    )


def _enclosures(order: LetterOrder, parties: LetterParties) -> tuple[str, ...]:
    """What a reply gives, of every item that gives."""
    if order.kind is not LetterKind.REPLY:
        return ()
    if isinstance(order.decision, Several):
        giving = (of_item(item, order) for item in order.decision.items if _gives(item.decision))
        titles = tuple(dict.fromkeys(title for one in giving for title in enclosed(one, parties)))
    else:
        titles = enclosed(order, parties) if _gives(order.decision) else ()
    return (*_index(order), *titles) if titles else ()


def _index(order: LetterOrder) -> tuple[str, ...]:
    """The index that goes first with what is given out, and says how much that is."""
    if not order.released_pages:
        return ()
    return (f"政府信息公开清单（公开{order.released_documents}份，共{order.released_pages}页）",)


def _gives(decision: Decision | None) -> bool:
    return isinstance(decision, Disclosed | PartlyDisclosed)


def _footnote(order: LetterOrder) -> str | None:
    if order.recorded_on == order.dated:
        return None
    acted, entered = chinese_date(order.dated), chinese_date(order.recorded_on)
    return f"补录：本文书所载行为于{acted}以纸质方式作出，于{entered}补录。"
