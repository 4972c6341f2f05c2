"""A letter line by line, as both of its forms print it, so that the PDF and its editable twin say the same."""

from collections.abc import Iterator

from activities.letters.phrases import chinese_date
from activities.letters.typesetting import Printable
from schemas.letters import LetterContent

SEAL = "（印章）"
ENCLOSED = "附件："
DRAFT_NUMBER = "〔编号待定〕"
"""The number of a letter that has none yet: the preview of a draft."""
DRAFT_DATE = "〔成文日期待定〕"


class Sheet(Printable):
    """What is on the paper from top to bottom; ``signature`` is followed by the place for the seal.

    A form that the agency does not sign has neither signature nor date.

    With ``red_head`` the agency stands in red over number and rule (GB/T 9704-2012, 7.2), without it plainly over the
    title, and the number below the title.
    """

    agency: str
    title: str
    number: str
    addressee: str | None
    paragraphs: tuple[str, ...]
    table: tuple[tuple[str, str], ...]
    closing: tuple[str, ...]
    remedy: tuple[str, ...] = ()
    enclosures: tuple[str, ...]
    signature: str | None
    date: str | None
    red_head: bool = True


def sheet_of(content: LetterContent) -> Sheet:
    return Sheet(
        agency=content.agency,
        title=content.title,
        number=content.number,
        addressee=f"{content.addressee}：" if content.addressee else None,
        paragraphs=content.paragraphs,
        table=content.table,
        closing=content.closing,
        remedy=content.remedy,
        enclosures=_enclosures(content.enclosures),
        signature=content.signed_by and content.signed_by + SEAL,
        date=DRAFT_DATE if content.number == DRAFT_NUMBER else chinese_date(content.dated),
        notes=tuple(_notes(content)),
        red_head=content.red_head,
    )


def _date(content: LetterContent) -> str:
    return DRAFT_DATE if content.number == DRAFT_NUMBER else chinese_date(content.dated)


def _enclosures(titles: tuple[str, ...]) -> tuple[str, ...]:
    """A single enclosure carries no number (GB/T 9704-2012, 7.3.4)."""
    return titles if len(titles) == 1 else tuple(f"{n}. {title}" for n, title in enumerate(titles, 1))


def _notes(content: LetterContent) -> Iterator[str]:
    if content.contact:
        yield f"（联系方式：{content.contact}）"
    if content.footnote:
        yield f"（{content.footnote.removesuffix('。')}）"
