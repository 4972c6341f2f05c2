"""The events of an archive: one link a line, in the one form in which a link can be written."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from activities.db.events import EventRow
from activities.keeping.archive_chain import chain_faults, documents_named, sheets_named
from schemas.chain import GENESIS
from schemas.events_keeping import destroyed_in

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of one link; ours stay below a hundred kilobytes."""


def line_of(link: Mapping[str, object]) -> bytes:
    """A link as UTF-8 JSON, keys sorted, no spaces: without its own hash, that is what the hash was made of."""
    plain = json.dumps(link, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return plain.encode() + b"\n"


@dataclass
class EventsRead:
    """``head``: hash of the last link. ``documents``: event, document id and SHA-256; ``sheets``: event and SHA-256.

    ``destroyed``: ids of documents that an event says were destroyed.
    """

    count: int = 0
    head: str = GENESIS
    faults: list[tuple[int, str]] = field(default_factory=list)
    documents: list[tuple[int, str, str]] = field(default_factory=list)
    sheets: list[tuple[int, str]] = field(default_factory=list)
    destroyed: set[str] = field(default_factory=set)


def read_events(lines: Iterable[bytes], case_id: UUID) -> EventsRead:
    """Check the chain link by link, one in memory at a time; after a line that is no link nothing more is read."""
    read = EventsRead()
    found = chain_faults(_links(lines, str(case_id), read))
    read.faults += found
    return read


def _links(lines: Iterable[bytes], case_id: str, read: EventsRead) -> Iterator[EventRow]:
    for n, line in enumerate(lines, 1):
        try:
            link = _link(line)
            read.documents += [(n, *named) for named in documents_named(link)]
            read.sheets += [(n, sha256) for sha256 in sheets_named(link)]
            read.destroyed |= destroyed_in([link])
        except (ValueError, TypeError, KeyError, RecursionError):
            read.faults.append((n, "event_unreadable"))
            return
        if link.get("case_id") != case_id:
            read.faults.append((n, "event_foreign"))
        read.count, read.head = n, str(link.get("hash"))
        yield EventRow(seq=n, record=link, kept={})


def _link(line: bytes) -> dict[str, object]:
    """Raises ``ValueError`` for what no export of ours has written, such as a name given twice."""
    link = json.loads(line) if len(line) <= LONGEST_LINE else None
    if not isinstance(link, dict) or line_of(link) != line:
        raise ValueError("no link in the form of a link")
    return link
