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
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from activities.letters.docx_styles import BODY_FONT, LINE, RED, Role, add_styles
from activities.letters.docx_xml import add_page_number, keep_row_together, rule_below, set_fonts, set_tracking
from activities.letters.sheet import ENCLOSED, Sheet, sheet_of
from schemas.letters import LetterContent

_ZIP_EPOCH = struct.pack("<HH", 0, 1 << 5 | 1)
_STYLES = {"Normal", "Footer", "Footer Char", "Table Grid", "Normal Table", "Default Paragraph Font", "No List"}
_PARTS = {"styles", "settings", "fontTable", "theme"}
_WIDTHS = (Mm(44), Mm(112))
_TRACKING = -5
"""28 characters on a line of 156 mm (GB/T 9704-2012, 5.2.3); in twips."""


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
    add_styles(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _keep_only(relations: Relationships, kinds: set[str]) -> None:
    for name in [name for name, relation in relations.items() if relation.reltype.rsplit("/", 1)[-1] not in kinds]:
        del relations[name]


def _lay_out(document: Document) -> None:
    """A4, type area, 22 lines of 28 characters after GB/T 9704-2012."""
    section, style = document.sections[0], document.styles["Normal"]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - "Normal" is one in every template
    style.font.size = Pt(16)
    set_fonts(style, BODY_FONT)
    set_tracking(style, _TRACKING)
    form = style.paragraph_format
    form.space_after, form.line_spacing_rule, form.line_spacing = Pt(0), WD_LINE_SPACING.EXACTLY, LINE
    _number_pages(document, section)


def _number_pages(document: Document, section: Section) -> None:
    """``— 1 —``, on odd pages to the right and on even ones to the left, one character in (GB/T 9704-2012, 7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section.footer_distance = Mm(26)
    for footer, side in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        line = footer.paragraphs[0]
        line.alignment = side
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
        for piece in ("— ", None, " —"):
            run = add_page_number(line) if piece is None else line.add_run(piece)
            run.font.size = Pt(14)
            set_fonts(run, "宋体")


def _head(document: Document, sheet: Sheet) -> None:
    """In red over number and rule, then the title; without the red head agency, title and number, all plain."""
    agency = _line(document, Role.AGENCY, sheet.agency)
    number = _line(document, Role.NUMBER, sheet.number)
    title = _line(document, Role.TITLE, sheet.title)
    if sheet.red_head:
        agency.runs[0].font.color.rgb = RED
        rule_below(number, str(RED))
        title.paragraph_format.space_before = Pt(29)
    else:
        agency.runs[0].font.size, title.paragraph_format.space_before = Pt(22), Pt(6)
        title._p.addnext(number._p)
    last = title if sheet.red_head else number
    last.paragraph_format.space_after = Pt(16)
    if sheet.addressee:
        _line(document, Role.ADDRESSEE, sheet.addressee)


def _body(document: Document, sheet: Sheet) -> None:
    for text in sheet.paragraphs:
        _line(document, Role.BODY, text)
    if sheet.table:
        _table(document, sheet)
    for text in sheet.closing:
        _line(document, Role.CLOSING, text)
    for text in sheet.remedy:
        _line(document, Role.REMEDY, text)
    _keep_last(document)
    for n, enclosure in enumerate(sheet.enclosures):
        line = _line(document, Role.ENCLOSURE, enclosure if n else ENCLOSED + enclosure)
        if n == 0:
            line.paragraph_format.space_before, line.paragraph_format.first_line_indent = Pt(29), Pt(-48)


def _keep_last(document: Document) -> None:
    """The last paragraph stays with what follows it: the signature never stands alone on a page."""
    if document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True


def _sign(document: Document, sheet: Sheet) -> None:
    """Signature with the place for the seal, date, notes."""
    for role, text in ((Role.SIGNATURE, sheet.signature), (Role.DATE, sheet.date)):
        if text:
            _line(document, role, text)
    for note in sheet.notes:
        _line(document, Role.NOTE, note)


def _table(document: Document, sheet: Sheet) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
    for texts in sheet.table:
        row = table.add_row()
        keep_row_together(row)
        for cell, text, role, width in zip(row.cells, texts, (Role.LABEL, Role.VALUE), _WIDTHS, strict=True):
            cell.width = width
            cell.paragraphs[0].style = role
            cell.paragraphs[0].add_run(text)


def _line(document: Document, role: Role, text: str) -> Paragraph:
    return document.add_paragraph(text, style=role)


def _describe(document: Document, content: LetterContent) -> None:
    """Core properties: nothing of the applicant, of the machine, of the hour."""
    properties = document.core_properties
    day = datetime(content.dated.year, content.dated.month, content.dated.day)  # noqa: DTZ001 - the format has no zone
    properties.title, properties.author = f"{content.title} {content.number}", content.agency
    properties.created = properties.modified = day
    properties.last_modified_by, properties.comments, properties.language = content.agency, "", "zh-CN"


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
