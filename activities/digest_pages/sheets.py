"""A digest as an XLSX workbook: a sheet for each table, numbers and dates as such."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from activities.digest_pages.sections import Cell, Section, Words, headline, sections_of
from activities.digest_pages.words import remarks_on, title_of
from schemas.digests import Digest

_WIDEST = 60


def workbook_of(digest: Digest) -> bytes:
    """The bytes of the workbook; texts are never read as formulas or links."""
    into = BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(into, {"in_memory": True, **plain}) as book:
        book.set_properties({"title": title_of(digest)[0], "company": digest.agency_name})
        bold, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        _cover(book.add_worksheet("概况"), digest, bold, day)
        for section in sections_of(digest):
            _fill(book.add_worksheet(section.name), section, bold, day)
    return into.getvalue()


def _cover(sheet: Worksheet, digest: Digest, bold: Format, day: Format) -> None:
    title, title_en = title_of(digest)
    rows: list[tuple[Cell, ...]] = [(digest.agency_name,), (title,), (title_en,)]
    rows += [(Words(zh="统计期间", en="period"), digest.first, digest.span.last)]
    rows += [(f"{zh} {en}",) for zh, en in remarks_on(digest)]
    rows += [*headline(digest.figures)]
    _write(sheet, rows, 0, day)
    sheet.set_row(1, None, bold)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 2, 14)


def _fill(sheet: Worksheet, section: Section, bold: Format, day: Format) -> None:
    sheet.write_string(0, 0, str(section.title), bold)
    for column, name in enumerate(section.columns):
        sheet.write_string(1, column, str(name), bold)
    _write(sheet, section.rows, 2, day)
    if section.note:
        sheet.write_string(len(section.rows) + 3, 0, str(section.note))
    sheet.freeze_panes(2, 0)
    for column, name in enumerate(section.columns):
        cells = [str(row[column]) for row in section.rows]
        sheet.set_column(column, column, min(_WIDEST, 3 + max(_width(text) for text in [str(name), *cells])))


def _write(sheet: Worksheet, rows: Sequence[tuple[Cell, ...]], top: int, day: Format) -> None:
    for n, row in enumerate(rows, top):
        for column, cell in enumerate(row):
            match cell:
                case None:
                    sheet.write_blank(n, column, None)
                case int() | Decimal():
                    sheet.write_number(n, column, float(cell))
                case date():
                    sheet.write_datetime(n, column, cell, day)
                case _:
                    sheet.write_string(n, column, str(cell))


def _width(text: str) -> int:
    """In columns of a terminal: a Chinese character takes two."""
    return sum(1 + (ord(character) > 0x2E7F) for character in text)
