"""What has come by of a whole record and is written last: kept in a temporary file, for it grows with the record."""

import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from activities.keeping.export import CaseFile
from activities.keeping.export_documents import Lost
from activities.keeping.whole_table import plain

_TABLES = """
PRAGMA journal_mode = OFF;
CREATE TABLE uses (sha256 TEXT, size INTEGER, reference TEXT, document_id TEXT, label TEXT);
CREATE INDEX uses_by_content ON uses (sha256);
CREATE TABLE sheets (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""
HEADINGS = (("哈希", "原因", "办件编号", "文件标识", "文件名称"), ("sha256", "why", "reference", "document", "label"))
WHY = {"absent": "缺失 absent", "damaged": "损坏 damaged"}


class Ledger:
    """Documents by content, and sheets that were sent. Its file has no name and goes with the process."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect("")  # SQLite's own temporary file, in memory while it is small
        self._kept.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept.close()

    def note(self, file: CaseFile) -> None:
        """Remember the documents of a case whose bytes are to be sent."""
        living = (one for one in file.documents if not one.destroyed_at)
        rows = [(one.sha256, one.size, file.reference, str(one.id), one.label) for one in living]
        self._kept.executemany("INSERT INTO uses VALUES (?, ?, ?, ?, ?)", rows)

    def fresh(self, sheets: Iterable[str]) -> list[str]:
        """Those of these sheets that no case had before, in order; from now on they were sent."""
        insert = "INSERT OR IGNORE INTO sheets VALUES (?)"
        return [name for name in sorted(sheets) if self._kept.execute(insert, (name,)).rowcount]

    def contents(self) -> Iterator[tuple[str, int]]:
        """SHA-256 and size, each content once, in order."""
        yield from self._kept.execute("SELECT sha256, max(size) FROM uses GROUP BY sha256 ORDER BY sha256")

    def errors(self, lost: Lost) -> bytes | None:
        """``errors.csv``: which documents of which cases are not in the archive, and why; None if all are."""
        found = [(sha256, why) for why in WHY for sha256 in getattr(lost, why)]
        if not found:
            return None
        out = io.StringIO()
        written = csv.writer(out)
        written.writerows(HEADINGS)
        for sha256, why in found:
            query = "SELECT reference, document_id, label FROM uses WHERE sha256 = ? ORDER BY reference, document_id"
            for row in self._kept.execute(query, (sha256,)):
                written.writerow([sha256, WHY[why], *map(plain, row)])
        return out.getvalue().encode("utf-8-sig")
