"""The annual report as a workbook (ISO/IEC 29500): the text on one sheet, each table on one of its own."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from activities.reports.grids import Cell, Grid, grids_of
from activities.reports.wording import DRAFT, HEADINGS, texts_of, title_of
from schemas.annual import AnnualContent

_MILLIMETRES_A_CHARACTER = 2.1
_LOWEST, _LINE = 24, 13
"""Height of a row, and of one line of the type, in points."""
_MILLIMETRES_A_HAN = 3.8
_A4 = 9


def workbook_of(content: AnnualContent, *, draft: bool) -> bytes:
    """The same report gives the same bytes. Numbers are numbers, and no text is ever read as a formula."""
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _describe(book, content)
    _text(book, content, draft=draft)
    looks = _looks(book)
    for heading, grid in grids_of(content).items():
        _table(book.add_worksheet(grid.name), heading, grid, looks, title_of(content))
    book.close()
    return saved.getvalue()


def _describe(book: Workbook, content: AnnualContent) -> None:
    """The last day of the year stands for the moment of making, which would differ each time."""
    made = datetime(content.year, 12, 31, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": title_of(content), "author": content.agency, "created": made})


def _looks(book: Workbook) -> dict[bool, Format]:
    """Of heads and of numbers."""
    shared = {"border": 1, "align": "center", "valign": "vcenter", "font_name": "宋体", "font_size": 10}
    head = book.add_format({**shared, "text_wrap": True})
    return {True: head, False: book.add_format(shared)}


def _text(book: Workbook, content: AnnualContent, *, draft: bool) -> None:
    """Title, headings and paragraphs; where a table belongs its sheet is named."""
    sheet = book.add_worksheet("报告正文")
    shared = {"font_name": "宋体", "text_wrap": True, "valign": "top"}
    title = book.add_format({**shared, "font_size": 16, "bold": True, "align": "center"})
    heading = book.add_format({**shared, "font_size": 12, "bold": True})
    body = book.add_format({**shared, "font_size": 11})
    sheet.set_column(0, 0, 90)
    lines = [(title_of(content), title), *([(DRAFT, title)] if draft else [])]
    tables, texts = grids_of(content), texts_of(content)
    for name in HEADINGS:
        lines.append((name, heading))
        lines += [(text, body) for text in texts.get(name, ())]
        lines += [(f"见工作表“{tables[name].name}”。", body)] if name in tables else []
    for at, (text, look) in enumerate(lines):
        sheet.write_string(at, 0, text, look)
    _page(sheet, title_of(content), wide=False)


def _table(sheet: Worksheet, heading: str, grid: Grid, looks: dict[bool, Format], title: str) -> None:
    for column, width in enumerate(grid.widths):
        sheet.set_column(column, column, round(width / _MILLIMETRES_A_CHARACTER, 1))
    for row in range(grid.height):
        sheet.set_row(row, _height(grid, row))
    for cell in grid.cells:
        _write(sheet, cell, looks[cell.head])
    if grid.heads:
        sheet.repeat_rows(0, grid.heads - 1)
    _page(sheet, f"{title}　{heading}", wide=len(grid.widths) > 10)


def _height(grid: Grid, row: int) -> int:
    """Enough for the longest text of the row, in points: merged cells do not make room for themselves."""
    lines = [
        ceil(len(cell.value) * _MILLIMETRES_A_HAN / sum(grid.widths[cell.column : cell.column + cell.columns]))
        for cell in grid.cells
        if cell.row == row and cell.rows == 1 and isinstance(cell.value, str)
    ]
    return max(_LOWEST, max(lines, default=1) * _LINE + 4)


def _page(sheet: Worksheet, header: str, *, wide: bool) -> None:
    """A4, as wide as it needs, the title above: ``&`` begins a code there and is doubled."""
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    if wide:
        sheet.set_landscape()
    doubled = header.replace("&", "&&")
    sheet.set_header(f"&C{doubled}"[:255])
    sheet.set_footer("&C&P / &N")


def _write(sheet: Worksheet, cell: Cell, look: Format) -> None:
    if cell.rows > 1 or cell.columns > 1:
        last = cell.row + cell.rows - 1, cell.column + cell.columns - 1
        sheet.merge_range(cell.row, cell.column, *last, "", look)
    if isinstance(cell.value, str):
        sheet.write_string(cell.row, cell.column, cell.value, look)
        return
    value = float(cell.value) if isinstance(cell.value, Decimal) else cell.value
    sheet.write_number(cell.row, cell.column, value, look)
