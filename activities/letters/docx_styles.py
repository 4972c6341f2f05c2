"""The parts of a letter as named paragraph styles, by which an edited letter is read again (``final_text``)."""

from dataclasses import dataclass
from enum import StrEnum

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Pt, RGBColor, Twips
from docx.styles.style import ParagraphStyle

from activities.letters.docx_xml import indent_two_characters, set_fonts

BODY_FONT, _HEAVY, _LABEL = "仿宋", "宋体", "黑体"
RED = RGBColor(0xC8, 0x10, 0x2E)
LINE = Twips(579)
"""22 lines on a page of 225 mm (GB/T 9704-2012, 5.2.3)."""


class Role(StrEnum):
    """What a paragraph is in the letter; the value is the name of its style."""

    AGENCY = "Daylight Agency"
    NUMBER = "Daylight Number"
    TITLE = "Daylight Title"
    ADDRESSEE = "Daylight Addressee"
    BODY = "Daylight Body"
    LABEL = "Daylight Label"
    VALUE = "Daylight Value"
    CLOSING = "Daylight Closing"
    REMEDY = "Daylight Remedy"
    ENCLOSURE = "Daylight Enclosure"
    SIGNATURE = "Daylight Signature"
    DATE = "Daylight Date"
    NOTE = "Daylight Note"


@dataclass(frozen=True, slots=True)
class Look:
    """How a style departs from Normal: sizes, indents and spaces in points, first line indented by two characters."""

    size: int = 16
    font: str = BODY_FONT
    heavy: bool = False
    align: ALIGN | None = None
    indented: bool = False
    left: int = 0
    right: int = 0
    above: int = 0
    pitch: int | None = None
    keep: bool = False
    next: Role | None = None


LOOKS = {
    Role.AGENCY: Look(size=30, font=_HEAVY, heavy=True, align=ALIGN.CENTER, pitch=0, keep=True, next=Role.BODY),
    Role.NUMBER: Look(align=ALIGN.CENTER, keep=True, next=Role.BODY),
    Role.TITLE: Look(size=22, font=_HEAVY, heavy=True, align=ALIGN.CENTER, pitch=0, keep=True, next=Role.BODY),
    Role.ADDRESSEE: Look(next=Role.BODY),
    Role.BODY: Look(align=ALIGN.JUSTIFY, indented=True),
    Role.LABEL: Look(size=12, font=_LABEL, align=ALIGN.CENTER, pitch=19),
    Role.VALUE: Look(size=12, pitch=19),
    Role.CLOSING: Look(align=ALIGN.JUSTIFY, indented=True),
    Role.REMEDY: Look(align=ALIGN.JUSTIFY, indented=True),
    Role.ENCLOSURE: Look(left=80, keep=True),
    Role.SIGNATURE: Look(align=ALIGN.RIGHT, right=32, above=58, keep=True, next=Role.DATE),
    Role.DATE: Look(align=ALIGN.RIGHT, right=64),
    Role.NOTE: Look(size=12, indented=True, above=6, pitch=19),
}


def add_styles(document: Document) -> None:
    """One style for each part, on top of Normal."""
    styles = {role: _added(document, role, look) for role, look in LOOKS.items()}
    for role, look in LOOKS.items():
        styles[role].next_paragraph_style = styles[look.next or role]


def _added(document: Document, role: Role, look: Look) -> ParagraphStyle:
    style = document.styles.add_style(role, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - asked for as one
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.size, style.font.bold = Pt(look.size), look.heavy
    set_fonts(style, look.font)
    _shape(style, look)
    return style


def _shape(style: ParagraphStyle, look: Look) -> None:
    form = style.paragraph_format
    form.alignment, form.keep_with_next = look.align, look.keep
    form.left_indent, form.right_indent, form.space_before = Pt(look.left), Pt(look.right), Pt(look.above)
    if look.pitch is not None:
        form.line_spacing_rule, form.line_spacing = _pitch(look.pitch)
    if look.indented:
        indent_two_characters(style)


def _pitch(points: int) -> tuple[WD_LINE_SPACING, Pt | float]:
    """As given, and the height of the type itself for 0."""
    return (WD_LINE_SPACING.EXACTLY, Pt(points)) if points else (WD_LINE_SPACING.SINGLE, 1.0)
