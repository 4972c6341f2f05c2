"""A letter as PDF/A-2a and PDF/UA-1 (ISO 19005-2, ISO 14289-1): for the archive and for screen readers (art. 43)."""

from pathlib import Path

from activities.letters.sheet import sheet_of
from activities.letters.typesetting import printed
from schemas.letters import LetterContent

_TEMPLATE = Path(__file__).with_name("letter.typ")


def render_pdf(content: LetterContent, fonts: Path | None = None) -> bytes:
    """The letter on A4 after GB/T 9704-2012: the same content and fonts give the same bytes, on any machine.

    ``fonts`` is a folder with fonts for still rarer characters. A character that no font has is printed as 〓 and
    named by code point below the date.
    Raises ``ApplicationError`` ``letter_failed``, permanent, without quoting the letter.
    """
    return printed(_TEMPLATE, sheet_of(content), {"dated": content.dated.isoformat()}, fonts)
