"""The index of a release (政府信息公开清单): what the reply speaks of, and what of it is given out (arts. 36, 37)."""

from datetime import date
from pathlib import Path

from activities.letters.articles import GROUND_NAMES
from activities.letters.phrases import chinese_date
from activities.letters.typesetting import Printable, printed
from schemas.base import Recorded
from schemas.law.versions import statute_of
from schemas.pages import ReleaseItem
from schemas.vocabulary import Ground, StatuteId

UNTITLED = "政府信息一份"
"""Printed for a document that is not given out, or whose name could give away what the law protects."""
_TEMPLATE = Path(__file__).with_name("index.typ")
_SHOWN = 8
"""Hexadecimal digits of a hash on each of its two lines; the whole of it stands in SHA256SUMS."""


class IndexHeading(Recorded):
    """Of which release: the agency, the application's reference, and number and date of the reply it goes with."""

    agency: str
    reference: str
    number: str
    dated: date
    statute: StatuteId


class _Row(Recorded):
    """A line of the table, every cell as it is printed."""

    number: str
    title: str
    pages: str
    released: str
    partly: str
    grounds: str
    sha256: str


class _Index(Printable):
    agency: str
    reference: str
    number: str
    date: str
    regulation: str
    rows: tuple[_Row, ...]
    total: _Row


def render_index(heading: IndexHeading, items: tuple[ReleaseItem, ...], fonts: Path | None = None) -> bytes:
    """The index on A4 as PDF/A-2a and PDF/UA-1, the items in the order given: the same input, the same bytes.

    Raises ``ApplicationError`` ``letter_failed``, permanent, without quoting a title.
    """
    index = _Index(
        agency=heading.agency,
        reference=heading.reference,
        number=heading.number,
        date=chinese_date(heading.dated),
        regulation=statute_of(heading.statute).name,
        rows=tuple(_row(item, heading.statute) for item in items),
        total=_total(items),
    )
    return printed(_TEMPLATE, index, {"dated": heading.dated.isoformat()}, fonts)


def _row(item: ReleaseItem, statute: StatuteId) -> _Row:
    return _Row(
        number=str(item.number),
        title=item.title or UNTITLED,
        pages=str(item.pages),
        released=str(item.pages_released),
        partly=str(item.pages_partly),
        grounds="\n".join(_ground(ground, statute) for ground in item.grounds),
        sha256=_shortened(item.sha256),
    )


def _shortened(sha256: str | None) -> str:
    return f"{sha256[:_SHOWN]}\n{sha256[_SHOWN : 2 * _SHOWN]}" if sha256 else ""


def _ground(ground: Ground, statute: StatuteId) -> str:
    """The article and what it protects; the name alone where this version of the Regulation has no article for it."""
    place = statute_of(statute).grounds.get(ground)
    return f"{place.cited if place else ''}：{GROUND_NAMES[ground]}".removeprefix("：")


def _total(items: tuple[ReleaseItem, ...]) -> _Row:
    released = sum(item.sha256 is not None for item in items)
    return _Row(
        number="",
        title=f"共 {len(items)} 份，提供 {released} 份",
        pages=str(sum(item.pages for item in items)),
        released=str(sum(item.pages_released for item in items)),
        partly=str(sum(item.pages_partly for item in items)),
        grounds="",
        sha256="",
    )
