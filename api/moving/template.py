"""The template in which cases of another register are written, as CSV and as a workbook."""

import csv
import io

from openpyxl import Workbook

from schemas.imports import CHOICES, COLUMNS

_ROWS = (
    [column.heading for column in COLUMNS],
    [column.key for column in COLUMNS],
    [column.example for column in COLUMNS],
)


def template_csv() -> bytes:
    """The headings and an example, as a spreadsheet program opens them."""
    out = io.StringIO()
    csv.writer(out).writerows(_ROWS)
    return out.getvalue().encode("utf-8-sig")


def template_xlsx() -> bytes:
    """The same with a second sheet that says what each column is for, and what may stand in it."""
    book = Workbook()
    sheet = book.active
    for row in _ROWS:
        sheet.append(row)
    sheet.title, sheet.freeze_panes = "办件", "B3"
    notes = book.create_sheet("说明 Notes")
    notes.append(["列", "column", "必填 required", "说明", "note", "选项 choices"])
    for column in COLUMNS:
        choices = "、".join(word for word in CHOICES.get(column.key, {}) if not word.isascii())
        notes.append([column.heading, column.key, "是 yes" if column.required else "", *column.note, choices])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
