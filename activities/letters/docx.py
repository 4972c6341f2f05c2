"""The editable twin of a letter (Office Open XML, ISO/IEC 29500): the same text, for an agency's own word processor."""

import io
import struct
import zipfile
from datetime import datetime
from functools import cache

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.opc.rel import Relationships
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from activities.letters.docx_xml import add_page_number, indent_two_characters, rule_below, set_fonts
from activities.letters.sheet import Sheet, sheet_of
from schemas.letters import LetterContent

_BODY, _HEAVY, _LABEL = "仿宋", "宋体", "黑体"
_INK = RGBColor(0xC8, 0x10, 0x2E)
_ZIP_EPOCH = struct.pack("<HH", 0, 1 << 5 | 1)
_STYLES = {"Normal", "Footer", "Footer Char", "Table Grid", "Normal Table", "Default Paragraph Font", "No List"}
_PARTS = {"styles", "settings", "fontTable", "theme"}


def render_docx(content: LetterContent) -> bytes:
    """The letter as a document of a word processor, laid out like the PDF; the same content gives the same bytes."""
    sheet, document = sheet_of(content), docx.Document(io.BytesIO(_blank()))
    _head(document, sheet)
    _body(document, sheet)
    _sign(document, sheet)
    _describe(document, content)
    saved = io.BytesIO()
    document.save(saved)
    return _without_clock(saved.getvalue())


@cache
def _blank() -> bytes:
    """The empty letter. Of python-docx's template, 0.8 MB of styles, only what a letter uses is kept."""
    document = docx.Document()
    for style in [style for style in document.styles if style.name not in _STYLES]:
        style.delete()
    package = document.part.package
    _keep_only(document.part.rels, _PARTS)
    _keep_only(package.rels, {"officeDocument", "core-properties"})
    _lay_out(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _keep_only(relations: Relationships, kinds: set[str]) -> None:
    for name in [name for name, relation in relations.items() if relation.reltype.rsplit("/", 1)[-1] not in kinds]:
        del relations[name]


def _lay_out(document: Document) -> None:
    """A4, type area and line pitch after GB/T 9704-2012."""
    section, style = document.sections[0], document.styles["Normal"]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - "Normal" is one in every template
    style.font.size = Pt(16)
    set_fonts(style, _BODY)
    form = style.paragraph_format
    form.space_after, form.line_spacing_rule, form.line_spacing = Pt(0), WD_LINE_SPACING.EXACTLY, Pt(29)
    _page_number(section.footer.paragraphs[0])


def _head(document: Document, sheet: Sheet) -> None:
    agency = _centred(document, sheet.agency, size=30, font=_HEAVY, bold=True)
    agency.runs[0].font.color.rgb = _INK
    rule_below(agency, str(_INK))
    title = _centred(document, sheet.title, size=22, font=_HEAVY, bold=True)
    title.paragraph_format.space_before = Pt(16)
    _centred(document, sheet.number).paragraph_format.space_after = Pt(16)
    if sheet.addressee:
        document.add_paragraph(sheet.addressee)


def _body(document: Document, sheet: Sheet) -> None:
    for paragraph in sheet.paragraphs:
        _indented(document, paragraph)
    if sheet.table:
        _table(document, sheet)
    for paragraph in sheet.closing:
        _indented(document, paragraph)
    for n, enclosure in enumerate(sheet.enclosures):
        line = _indented(document, f"附件：{enclosure}" if n == 0 else enclosure)
        line.paragraph_format.space_before = Pt(29 if n == 0 else 0)


def _sign(document: Document, sheet: Sheet) -> None:
    """Signature with the place for the seal, date, notes."""
    signature = document.add_paragraph(sheet.signature)
    signature.paragraph_format.space_before = Pt(58)
    signature.paragraph_format.keep_with_next = True
    date = document.add_paragraph(sheet.date)
    for line, indent in ((signature, 32), (date, 64)):
        line.alignment, line.paragraph_format.right_indent = ALIGN.RIGHT, Pt(indent)
    for note in sheet.notes:
        _indented(document, note)


def _table(document: Document, sheet: Sheet) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for label, value in sheet.table:
        left, right = table.add_row().cells
        left.width, right.width = Mm(44), Mm(112)
        _style_run(left.paragraphs[0].add_run(label), size=14, font=_LABEL)
        _style_run(right.paragraphs[0].add_run(value), size=14)


def _describe(document: Document, content: LetterContent) -> None:
    """Core properties: nothing of the applicant, of the machine, of the hour."""
    properties = document.core_properties
    day = datetime(content.dated.year, content.dated.month, content.dated.day)  # noqa: DTZ001 - the format has no zone
    properties.title, properties.author = f"{content.title} {content.number}", content.agency
    properties.created = properties.modified = day
    properties.last_modified_by, properties.comments, properties.language = content.agency, "", "zh-CN"


def _centred(document: Document, text: str, *, size: int = 16, font: str = _BODY, bold: bool = False) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    _style_run(paragraph.add_run(text), size=size, font=font).font.bold = bold
    return paragraph


def _indented(document: Document, text: str) -> Paragraph:
    paragraph = document.add_paragraph(text)
    indent_two_characters(paragraph)
    return paragraph


def _style_run(run: Run, *, size: int, font: str = _BODY) -> Run:
    run.font.size = Pt(size)
    set_fonts(run, font)
    return run


def _page_number(paragraph: Paragraph) -> None:
    """``— 1 —`` (GB/T 9704-2012, 7.5)."""
    paragraph.alignment = ALIGN.CENTER
    paragraph.add_run("— ")
    add_page_number(paragraph)
    paragraph.add_run(" —")


def _without_clock(archive: bytes) -> bytes:
    """The same archive with every entry dated 1980-01-01, the first day ZIP knows.

    Written over in both headers of each entry (APPNOTE 4.3.7, 4.3.12): packing it anew would double the work.
    """
    dated = bytearray(archive)
    with zipfile.ZipFile(io.BytesIO(archive)) as entries:
        central = entries.start_dir
        for entry in entries.infolist():
            dated[entry.header_offset + 10 : entry.header_offset + 14] = _ZIP_EPOCH
            dated[central + 12 : central + 16] = _ZIP_EPOCH
            dated[central + 5] = 0
            central += 46 + len(entry.filename.encode()) + len(entry.extra) + len(entry.comment)
    return bytes(dated)
