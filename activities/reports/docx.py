"""The annual report as a document of a word processor (Office Open XML, ISO/IEC 29500), to be published or edited."""

import io
import zipfile
from datetime import datetime

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as UPRIGHT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from activities.letters.docx_xml import add_page_number, keep_row_together, set_fonts
from activities.reports.grids import Cell, Grid, grids_of
from activities.reports.wording import APPENDIX, DRAFT, HEADINGS, texts_of, title_of
from schemas.annual import AnnualContent

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_PAGE = 170
"""Width of the type area in millimetres."""
_TALL = 20
"""A table of more rows begins a page."""
_NARROW = "30"
"""Space beside the text of a cell, in twips: five digits fit in the narrowest column."""
_NARROW_COLUMNS = 10
_BLACK = RGBColor(0, 0, 0)
_BODY, _HEAVY, _LABEL = "仿宋", "宋体", "黑体"


def document_of(content: AnnualContent, *, draft: bool) -> bytes:
    """The same report gives the same bytes."""
    document = docx.Document()
    _lay_out(document)
    _line(document, title_of(content), 20, _HEAVY, ALIGN.CENTER)
    if draft:
        _line(document, DRAFT, 14, _BODY, ALIGN.CENTER)
    _parts(document, content)
    _describe(document, content)
    saved = io.BytesIO()
    document.save(saved)
    return _without_clock(saved.getvalue())


def _lay_out(document: Document) -> None:
    section, style = document.sections[0], document.styles["Normal"]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - _PAGE) / 2)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - "Normal" is one in every template
    style.font.size = Pt(14)
    set_fonts(style, _BODY)
    style.paragraph_format.space_after = Pt(0)
    footer = section.footer.paragraphs[0]
    footer.alignment = ALIGN.CENTER
    add_page_number(footer)


def _parts(document: Document, content: AnnualContent) -> None:
    """Six headings with their texts and tables, and the table of agencies where there is one."""
    tables, texts = grids_of(content), texts_of(content)
    for name in (*HEADINGS, *([APPENDIX] if APPENDIX in tables else [])):
        heading = _line(document, name, 15, _LABEL)
        heading.style = document.styles["Heading 2"]
        heading.runs[0].font.color.rgb, heading.runs[0].font.bold = _BLACK, False
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(8)
        heading.paragraph_format.page_break_before = name in tables and tables[name].height > _TALL
        for text in texts.get(name, ()):
            _line(document, text, 14, _BODY).paragraph_format.first_line_indent = Pt(28)
        if name in tables:
            _table(document, tables[name])


def _table(document: Document, grid: Grid) -> None:
    table = document.add_table(rows=grid.height, cols=len(grid.widths), style="Table Grid")
    table.autofit = False
    _set_margins(table)
    scale = _PAGE / sum(grid.widths)
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Mm(width * scale)
    cells = [[*row.cells] for row in table.rows]
    for n, row in enumerate(table.rows):
        keep_row_together(row)
        if n < grid.heads:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, width in zip(cells[n], grid.widths, strict=True):
            cell.width = Mm(width * scale)
    size = 8 if len(grid.widths) > 10 else 9
    for one in grid.cells:
        _fill(cells, one, size)


def _set_margins(table: Table) -> None:
    """Little room on both sides of every cell (w:tblCellMar)."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margins.append(OxmlElement(side, {qn("w:w"): _NARROW, qn("w:type"): "dxa"}))
    table._tbl.tblPr.append(margins)


def _fill(cells: list[list[_Cell]], one: Cell, size: int) -> None:
    """Merged over its rows and columns."""
    cell = cells[one.row][one.column]
    if one.rows > 1 or one.columns > 1:
        cell = cell.merge(cells[one.row + one.rows - 1][one.column + one.columns - 1])
    cell.vertical_alignment = UPRIGHT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN.CENTER
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(1.5)
    run = paragraph.add_run(_in_two_lines(one) if len(cells[0]) >= _NARROW_COLUMNS else str(one.value))
    run.font.size = Pt(size)
    set_fonts(run, _HEAVY)


def _in_two_lines(one: Cell) -> str:
    """Four characters in a narrow head stand two by two."""
    text = str(one.value)
    return f"{text[:2]}\n{text[2:]}" if one.head and one.columns == 1 and len(text) == 4 else text


def _line(document: Document, text: str, size: int, font: str, align: ALIGN | None = None) -> Paragraph:
    paragraph = document.add_paragraph()
    if align is not None:
        paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    set_fonts(run, font)
    return paragraph


def _describe(document: Document, content: AnnualContent) -> None:
    """The last day of the year stands for the moment of making, which would differ each time."""
    properties, day = document.core_properties, datetime(content.year, 12, 31)  # noqa: DTZ001 - the format has no zone
    properties.title, properties.author = title_of(content), content.agency
    properties.created = properties.modified = day
    properties.last_modified_by, properties.comments, properties.language = content.agency, "", "zh-CN"


def _without_clock(archive: bytes) -> bytes:
    """The same archive with every entry dated 1980-01-01, the first day ZIP knows."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(packed, "w") as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, _LONG_AGO), old.read(entry), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
