"""What is wrong with a chain of events as it is kept, in PostgreSQL or in an archive."""

import hashlib
from collections.abc import Iterable, Mapping

from activities.db.events import EventRow
from schemas.chain import GENESIS, hash_of

CHAIN_FAULTS = {
    "event_missing": "序号不连续，有事件缺失 / an event is missing",
    "chain_broken": "与上一事件的哈希不符 / does not name the hash of the event before",
    "event_changed": "内容与哈希不符 / the content does not match its hash",
    "columns_changed": "列与记录不符 / the columns differ from the record",
    "event_unreadable": "事件无法读取 / an event cannot be read",
    "document_unknown": "事件所列文件不在登记中 / an event names a document that is not registered so",
    "sheet_damaged": "事件所列审查表或者清单缺失或损坏 / a review sheet or manifest is missing or damaged",
}


def chain_faults(rows: Iterable[EventRow]) -> list[tuple[int, str]]:
    """What is wrong with a chain as stored: number of the event, and code."""
    faults: list[tuple[int, str]] = []
    previous, expected = GENESIS, 0
    for expected, row in enumerate(rows, 1):
        link = row.record
        if (row.seq, link.get("seq")) != (expected, expected):
            return [*faults, (expected, "event_missing")]
        if link.get("previous") != previous:
            faults.append((row.seq, "chain_broken"))
        if hash_of(link) != link.get("hash"):
            faults.append((row.seq, "event_changed"))
        if row.kept != {name: value_in(link, name) for name in row.kept}:
            faults.append((row.seq, "columns_changed"))
        previous = str(link.get("hash"))
    return faults if expected else [(1, "event_missing")]


def value_in(link: Mapping[str, object], name: str) -> object:
    """What a link says under a dotted name."""
    outer, _, inner = name.partition(".")
    found = link.get(outer)
    return found.get(inner) if inner and isinstance(found, Mapping) else found


def sheets_named(part: object) -> list[str]:
    """Every review sheet and manifest that an event names, wherever it stands, by SHA-256."""
    if isinstance(part, Mapping):
        own = [str(part[name]) for name in ("sheet", "manifest") if isinstance(part.get(name), str)]
        return own + [found for value in part.values() for found in sheets_named(value)]
    if isinstance(part, list):
        return [found for value in part for found in sheets_named(value)]
    return []


def sheet_faults(rows: Iterable[EventRow], kept: Mapping[str, str]) -> list[tuple[int, str]]:
    """Sheets and manifests that events name and that are not kept, or not as they were: number of the event, code."""
    sound = {sha256 for sha256, content in kept.items() if hashlib.sha256(content.encode()).hexdigest() == sha256}
    return [(row.seq, "sheet_damaged") for row in rows if not sound.issuperset(sheets_named(row.record))]


def documents_named(part: object) -> list[tuple[str, str]]:
    """Every document reference in an event, wherever it stands: id and SHA-256."""
    if isinstance(part, Mapping):
        own = [(str(part["document_id"]), str(part["sha256"]))] if {"document_id", "sha256"} <= part.keys() else []
        return own + [found for value in part.values() for found in documents_named(value)]
    if isinstance(part, list):
        return [found for value in part for found in documents_named(value)]
    return []
