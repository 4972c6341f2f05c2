"""The lines of a CSV or XLSX file as texts by column."""

from collections.abc import Sequence
from typing import NamedTuple

from api.moving.bounds import MOST_BYTES, MOST_CELL, MOST_LINES
from api.moving.sheet_csv import csv_lines
from api.moving.sheet_xlsx import xlsx_lines
from schemas.errors import InvalidInput
from schemas.imports import COLUMNS

_NAMES = {name: column.key for column in COLUMNS for name in (column.heading, column.key)}


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
    rows = (row for row in (xlsx_lines if content.startswith(b"PK") else csv_lines)(content) if any(row[1]))
    _, heading = next(rows, (0, None))
    if heading is None:
        raise InvalidInput("import_file_unreadable", field="file")
    keys = _keys_of(heading)
    found = [SheetLine(line, _cells(keys, row, line)) for line, row in rows]
    return [line for line in found if line.cells and not _is_heading(line.cells)]


def _keys_of(heading: Sequence[str]) -> list[str]:
    keys = []
    for name in heading:
        if name and name not in _NAMES:
            raise InvalidInput("import_column_unknown", field=name[:40])
        key = _NAMES.get(name, "")
        if key and key in keys:
            raise InvalidInput("import_column_twice", field=key)
        keys.append(key)
    for column in COLUMNS:
        if column.required and column.key not in keys:
            raise InvalidInput("import_column_missing", field=column.key)
    return keys


def _cells(keys: Sequence[str], row: Sequence[str], line: int) -> dict[str, str]:
    if line > MOST_LINES + 1 or any(len(cell) > MOST_CELL for cell in row):
        raise InvalidInput("import_too_large", field="file")
    return {key: cell for key, cell in zip(keys, row, strict=False) if key and cell}


def _is_heading(cells: dict[str, str]) -> bool:
    return all(_NAMES.get(cell) == key for key, cell in cells.items())
