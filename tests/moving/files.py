"""Files of another register, written for tests. All persons are invented."""

import csv
import io
from datetime import date, timedelta

from openpyxl import Workbook

from schemas.imports import COLUMNS

HEADINGS = {column.key: column.heading for column in COLUMNS}
Row = dict[str, str]
PLAIN: Row = {
    "channel": "当面提交",
    "applicant_name": "王小明",
    "identity_number": "110101199003070011",
    "phone": "010-55550123",
    "description": "城东片区改造项目招标文件",
}


def row(number: int, arrived_on: date, **more: object) -> Row:
    """A row under its own number. Tests that look at workflows need numbers of their own: all share one Temporal."""
    own = {"own_number": f"旧〔2026〕{number}", "arrived_on": arrived_on.isoformat()}
    return {**PLAIN, **own, **{key: str(value) for key, value in more.items()}}


def closed(number: int, arrived_on: date) -> Row:
    """A case that was disclosed in ten days."""
    ended = arrived_on + timedelta(days=10)
    return row(number, arrived_on, outcome="予以公开", delivered_on=ended, delivery_method="邮寄送达")


def csv_of(*rows: Row) -> bytes:
    """A CSV with the Chinese headings of the columns that are used."""
    keys = [key for key in HEADINGS if any(key in one for one in rows)]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([HEADINGS[key] for key in keys])
    writer.writerows([one.get(key, "") for key in keys] for one in rows)
    return out.getvalue().encode()


def xlsx_of(*rows: Row) -> bytes:
    """The same as a workbook, days as days."""
    keys = [key for key in HEADINGS if any(key in one for one in rows)]
    book = Workbook()
    book.active.append([HEADINGS[key] for key in keys])
    for one in rows:
        cells = [one.get(key, "") for key in keys]
        book.active.append(
            [date.fromisoformat(cell) if cell[4:5] == "-" and cell[:4].isdigit() else cell for cell in cells]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(cell: str) -> date | str:
    """A day as a spreadsheet program keeps it."""
    return date.fromisoformat(cell) if cell[4:5] == "-" and cell[:4].isdigit() else cell
