"""What python-docx has no words for: East Asian fonts, indents in characters, tracking, a rule, a page number."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.font import CT_RPr
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_AFTER_BORDER = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
_AFTER_TRACKING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")


def set_fonts(styled: Run | ParagraphStyle, name: str) -> None:
    """One font for Western and Chinese text (w:rFonts)."""
    properties = styled.element.get_or_add_rPr()
    assert isinstance(properties, CT_RPr)  # noqa: S101 - the only element of this name
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def indent_two_characters(style: ParagraphStyle) -> None:
    """First line set in by two characters, whatever their size (w:firstLineChars, in hundredths)."""
    style.paragraph_format.first_line_indent = Pt(32)
    style.element.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200")


def rule_below(paragraph: Paragraph, colour: str) -> None:
    """A line of 1.5 pt under the paragraph (w:pBdr); ``colour`` as six hexadecimal digits."""
    border = OxmlElement("w:pBdr")
    line = OxmlElement(
        "w:bottom",
        {qn("w:val"): "single", qn("w:sz"): "12", qn("w:space"): "6", qn("w:color"): colour},
    )
    border.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(border, *_AFTER_BORDER)


def set_tracking(style: ParagraphStyle, twips: int) -> None:
    """Space added to each character (w:spacing), in twips."""
    spacing = OxmlElement("w:spacing", {qn("w:val"): str(twips)})
    style.element.get_or_add_rPr().insert_element_before(spacing, *_AFTER_TRACKING)


def keep_row_together(row: _Row) -> None:
    """The row is not parted by the end of a page (w:cantSplit)."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def add_page_number(paragraph: Paragraph) -> Run:
    """A PAGE field (w:fldSimple), so that the number stays right when the text is edited."""
    run = paragraph.add_run("1")
    field = OxmlElement("w:fldSimple", {qn("w:instr"): "PAGE"})
    field.append(run._r)
    paragraph._p.append(field)
    return run
