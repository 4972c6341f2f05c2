"""Any list as a table to take away: CSV or XLSX, written page by page to a file, so that memory stays bounded."""

import asyncio
import csv
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Generic, Protocol, TypeVar
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import Query
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from api.exports_sheet import SheetFile
from schemas.errors import InvalidInput

Row = TypeVar("Row")
Cell = str | int | date | datetime | None
MOST_ROWS = 100_000
"""Rows of one export; above it the answer is ``too_many_rows``."""
PAGE = 1000
"""Rows read at a time."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_EXPORTS = asyncio.Semaphore(2)
"""More at a time would starve the steps of processor and connections."""


class TableFormat(StrEnum):
    """How a list is taken away; without it, a page as JSON."""

    CSV = "csv"
    XLSX = "xlsx"


WantedFormat = Annotated[
    TableFormat | None,
    Query(alias="format", description=f"the whole list as a file, up to {MOST_ROWS:,} rows, instead of a page as JSON"),
]
_MEDIA = {
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its heading in Chinese and English, what stands in it, and how wide it is, in characters."""

    zh: str
    en: str
    value: Callable[[Row], Cell]
    width: int = 14


@dataclass(frozen=True)
class Table(Generic[Row]):
    """A list as a table; ``title`` in Chinese and English."""

    title: tuple[str, str]
    columns: tuple[Column[Row], ...]


class Writer(Protocol):
    """Takes rows one after another; moments are in the agency's time zone, without the zone."""

    def write(self, cells: Sequence[Cell]) -> None: ...

    def close(self) -> None: ...


class CsvFile:
    """CSV as Excel opens it: UTF-8 with a byte order mark, CRLF. No text can become a formula (CWE-1236)."""

    def __init__(self, path: Path, table: Table[Row]) -> None:
        self._file: TextIOWrapper = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([f"{column.zh} / {column.en}" for column in table.columns])

    def write(self, cells: Sequence[Cell]) -> None:
        """One line."""
        self._writer.writerow([_plain(cell) for cell in cells])

    def close(self) -> None:
        """All of it is in the file."""
        self._file.close()


async def table_response(
    table: Table[Row],
    wanted: TableFormat,
    pages: AsyncIterator[Sequence[Row]],
    *,
    zone: str,
    today: date,
    most: int = MOST_ROWS,
) -> FileResponse:
    """The whole list as a file, which is removed once it is sent. Raises ``InvalidInput("too_many_rows")``.

    It is written before the answer begins, so that whatever breaks off is told as a refusal, never as half a file.
    """
    folder = tempfile.TemporaryDirectory(prefix="daylight-export-")
    try:
        path = Path(folder.name) / f"export.{wanted}"
        async with _EXPORTS:
            await _write(table, wanted, path, pages, ZoneInfo(zone), most)
    except BaseException:
        folder.cleanup()
        raise
    name = quote(f"{table.title[0]}-{today.isoformat()}.{wanted}", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "private, no-store"}
    headers["X-Content-Type-Options"] = "nosniff"
    return FileResponse(path, media_type=_MEDIA[wanted], headers=headers, background=BackgroundTask(folder.cleanup))


async def _write(
    table: Table[Row],
    wanted: TableFormat,
    path: Path,
    pages: AsyncIterator[Sequence[Row]],
    zone: ZoneInfo,
    most: int,
) -> None:
    headings = [(f"{column.zh}\n{column.en}", column.width) for column in table.columns]
    writer: Writer = CsvFile(path, table) if wanted is TableFormat.CSV else SheetFile(path, table.title, headings)
    written = 0
    try:
        async for page in pages:
            written += len(page)
            if written > most:
                raise InvalidInput("too_many_rows", field="format")
            await asyncio.to_thread(_write_page, writer, table, page, zone)
    finally:
        await asyncio.to_thread(writer.close)


def _write_page(writer: Writer, table: Table[Row], page: Sequence[Row], zone: ZoneInfo) -> None:
    for row in page:
        writer.write([_local(column.value(row), zone) for column in table.columns])


def _local(cell: Cell, zone: ZoneInfo) -> Cell:
    return cell.astimezone(zone).replace(tzinfo=None, microsecond=0) if isinstance(cell, datetime) else cell


def _plain(cell: Cell) -> str:
    """The cell as text. What a spreadsheet would take for a formula gets an apostrophe in front, wherever it begins."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.lstrip(" \u3000").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell
    return str(cell)
