"""The lines of a CSV file (RFC 4180) in UTF-8 or GB 18030."""

import csv
import io
from collections.abc import Iterator

from api.moving.bounds import MOST_CELL, MOST_COLUMNS
from schemas.errors import InvalidInput

MOST_IN_A_LINE = MOST_CELL * MOST_COLUMNS
"""Characters, breaks in quotation marks included: the reader keeps a line whole."""


def csv_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Number of each line, from 1, and its texts. Raises ``InvalidInput``: unreadable, or too large."""
    read = csv.reader(lines := _Lines(_text(content)))
    try:
        for number, row in enumerate(read, 1):
            lines.begin()
            yield number, [cell.strip() for cell in row[:MOST_COLUMNS]]
    except csv.Error:
        raise InvalidInput("import_file_unreadable", field="file") from None


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput("import_file_unreadable", field="file")


class _Lines:
    """Lines of the text for the reader, until it has taken more for one of its own than one may have."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self._taken = 0

    def begin(self) -> None:
        """The reader has finished a line."""
        self._taken = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._lines.readline(MOST_IN_A_LINE - self._taken + 1)
        if not line:
            raise StopIteration
        self._taken += len(line)
        if self._taken > MOST_IN_A_LINE:
            raise InvalidInput("import_too_large", field="file")
        return line
