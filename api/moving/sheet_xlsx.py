"""The first sheet of a workbook (ECMA-376), read while it is unpacked: nothing of it is held whole.

A library that makes objects of a workbook needs gigabytes for a hostile one of 20 KB (one row of millions of cells, a
style sheet of millions of fonts). Here an element is gone once it was seen, and only texts that are wanted are kept.
"""

import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from openpyxl.utils.exceptions import CellCoordinatesException

from api.moving.bounds import MOST_UNPACKED_BYTES
from api.moving.sheet_parts import MOST_PARTS, Formats, Relations, Strings, Workbook
from api.moving.sheet_rows import Rows
from api.moving.sheet_xml import Budget, Unreadable, parsed, read_whole
from schemas.errors import InvalidInput

DAMAGED = (
    Unreadable,
    CellCoordinatesException,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
)
"""What is raised at a file that broke on its way, is locked, or is no workbook at all."""
ENTRY = b"PK\x01\x02"
"""How each entry of an archive's directory begins (APPNOTE 4.3.12)."""


def xlsx_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Number, from 1, and texts of each line that holds anything; formulas as the values last worked out.

    Raises ``InvalidInput``: ``import_file_unreadable``, ``import_too_large``.
    """
    if content.count(ENTRY) > MOST_PARTS:  # zipfile makes an object of each before anybody can count them
        raise InvalidInput("import_too_large", field="file")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise InvalidInput("import_too_large", field="file")
            yield from _Opened(archive).lines()
    except DAMAGED:
        raise InvalidInput("import_file_unreadable", field="file") from None


class _Opened:
    """Its members share one budget; of a member no more than its size is ever unpacked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._budget = Budget()

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Those of the first sheet."""
        path = self._relations("").first("officeDocument")
        if path is None:
            raise Unreadable
        read_whole(self._archive, path, book := Workbook(), self._budget)
        related = self._relations(path)
        rows = self._rows(book, related)
        sheets = [one.target for one in map(related.by_id.__getitem__, book.sheets) if one.kind == "worksheet"]
        for _ in parsed(self._archive, sheets[0], rows, self._budget):
            yield from rows.taken()

    def _rows(self, book: Workbook, related: Relations) -> Rows:
        strings, formats = Strings(), Formats()
        for kind, part in (("sharedStrings", strings), ("styles", formats)):
            if path := related.first(kind):
                read_whole(self._archive, path, part, self._budget)
        epoch = CALENDAR_MAC_1904 if book.counts_from_1904 else CALENDAR_WINDOWS_1900
        return Rows(strings.texts, formats.days, epoch)

    def _relations(self, path: str) -> Relations:
        """Those of a member, or of the whole; targets as paths in the archive."""
        folder, name = posixpath.split(path)
        found = Relations()
        read_whole(self._archive, posixpath.join(folder, "_rels", f"{name}.rels"), found, self._budget)
        found.by_id = {
            key: one._replace(target=posixpath.normpath(posixpath.join("/", folder, one.target)).lstrip("/"))
            for key, one in found.by_id.items()
        }
        return found
