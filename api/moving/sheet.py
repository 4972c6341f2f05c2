"""The lines of a CSV or XLSX file as texts by column, and the template they are written in."""

import csv
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from schemas.errors import InvalidInput
from schemas.imports import CHOICES, COLUMNS

MOST_BYTES = 20 * 1024 * 1024
MOST_LINES = 50_000
MOST_COLUMNS = 60
MOST_UNPACKED_BYTES = 100 * 1024 * 1024
"""All members of a workbook together: a small file may unpack to gigabytes."""
MOST_TAGS = 4_000_000
"""Of all members together, opening and closing: each costs memory, however short. 50,000 ordinary lines have fewer."""
PIECE_BYTES = 1024 * 1024
MOST_CELL = 30_000
"""Characters of a cell."""
DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What zipfile, zlib and openpyxl raise at a file that broke on its way, is locked, or is no workbook at all."""
_NAMES = {name: column.key for column in COLUMNS for name in (column.heading, column.key)}
_HEADINGS, _KEYS = [column.heading for column in COLUMNS], [column.key for column in COLUMNS]


class SheetLine(NamedTuple):
    """A line: its number in the file, from 1, and what stands in it by the key of the column; nothing empty."""

    line: int
    cells: dict[str, str]


def lines_of(content: bytes) -> list[SheetLine]:
    """The lines below the heading that hold anything.

    CSV is UTF-8 or GB 18030. Headings are the Chinese or the English ones, in any order; a second heading in the other
    language is passed over. Raises ``InvalidInput``: ``import_file_unreadable``, ``import_too_large``, and
    ``import_column_unknown`` or ``import_column_missing`` naming the column.
    """
    if len(content) > MOST_BYTES:
        raise InvalidInput("import_too_large", field="file")
    rows = list(islice(_xlsx(content) if content.startswith(b"PK") else _csv(content), MOST_LINES + 2))
    if len(rows) > MOST_LINES + 1:
        raise InvalidInput("import_too_large", field="file")
    if not rows:
        raise InvalidInput("import_file_unreadable", field="file")
    keys = _keys_of(rows[0])
    found = (SheetLine(n, _cells(keys, row)) for n, row in enumerate(rows[1:], 2))
    return [line for line in found if line.cells and not _is_heading(line.cells)]


def template_csv() -> bytes:
    """The headings and an example, as a spreadsheet program opens them."""
    out = io.StringIO()
    csv.writer(out).writerows([_HEADINGS, _KEYS, [column.example for column in COLUMNS]])
    return out.getvalue().encode("utf-8-sig")


def template_xlsx() -> bytes:
    """The same with a second sheet that says what each column is for, and what may stand in it."""
    book = Workbook()
    sheet = book.active
    for row in (_HEADINGS, _KEYS, [column.example for column in COLUMNS]):
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


def _keys_of(heading: Sequence[str]) -> list[str]:
    keys = []
    for name in heading:
        if name and name not in _NAMES:
            raise InvalidInput("import_column_unknown", field=name[:40])
        keys.append(_NAMES.get(name, ""))
    for column in COLUMNS:
        if column.required and column.key not in keys:
            raise InvalidInput("import_column_missing", field=column.key)
    return keys


def _cells(keys: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {key: cell for key, cell in zip(keys, row, strict=False) if key and cell}


def _is_heading(cells: dict[str, str]) -> bool:
    return all(_NAMES.get(cell) == key for key, cell in cells.items())


def _csv(content: bytes) -> Iterator[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield from _read(text)
        return
    raise InvalidInput("import_file_unreadable", field="file")


def _read(text: str) -> Iterator[list[str]]:
    try:
        for row in csv.reader(io.StringIO(text, newline="")):
            yield [_bounded(cell.strip()) for cell in row[:MOST_COLUMNS]]
    except csv.Error:
        raise InvalidInput("import_file_unreadable", field="file") from None


def _xlsx(content: bytes) -> Iterator[list[str]]:
    """The first sheet, streamed; formulas as the values last worked out, and whatever size it says it has."""
    try:
        _refuse_bomb(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield _texts(row)
    except DAMAGED:
        raise InvalidInput("import_file_unreadable", field="file") from None


def _refuse_bomb(content: bytes) -> None:
    """By the sizes the archive names, for of a member no more than its size is ever unpacked; then by its tags."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if unpacked > MOST_UNPACKED_BYTES or sum(_tags(archive, member) for member in members) > MOST_TAGS:
            raise InvalidInput("import_too_large", field="file")


def _tags(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    with archive.open(member) as stream:
        return sum(piece.count(b"<") for piece in iter(lambda: stream.read(PIECE_BYTES), b""))


def _texts(row: Iterable[object]) -> list[str]:
    return [_bounded(_text(cell)) for cell in row]


def _bounded(cell: str) -> str:
    if len(cell) > MOST_CELL:
        raise InvalidInput("import_too_large", field="file")
    return cell


def _text(cell: object) -> str:
    """A cell as it would be typed."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
