"""Proving the record and remaking the read model, case by case, so that any number of cases fits in memory."""

from collections.abc import AsyncIterator, Mapping, Sequence
from uuid import UUID

from pydantic import ValidationError

from activities.db.applications import find_application
from activities.db.calendars import calendar_version
from activities.db.cases import case_ids, remove_row, row_of
from activities.db.database import AsyncConnection, Database
from activities.db.documents import hashes_of
from activities.db.events import EventRow, put_row, read_rows
from activities.store import DocumentStore
from api.answers import folded
from schemas.base import Recorded
from schemas.case import CaseRow
from schemas.chain import GENESIS, hash_of
from schemas.events import EventRecord, event_record
from workflows.project import project
from workflows.rules.calendar import WorkingCalendar


class Fault(Recorded):
    """One thing that is wrong: in which case, at which event, and what."""

    case_id: UUID
    reference: str
    seq: int | None
    code: str
    message: str


async def verify_all(database: Database, store: DocumentStore) -> tuple[int, list[Fault]]:
    """Check every case; how many were checked, and every fault found."""
    checked, faults = 0, list[Fault]()
    async for case_id in _all_cases(database):
        faults += await verify_case(database, store, case_id)
        checked += 1
    return checked, faults


async def verify_case(database: Database, store: DocumentStore, case_id: UUID) -> list[Fault]:
    """The chain link by link, the read model against the fold, every named document against its hash."""
    async with database.snapshot() as connection:
        rows = await read_rows(connection, case_id)
        standing = await row_of(connection, case_id)
        known = await hashes_of(connection, case_id)
        found: list[tuple[int | None, str]] = [*chain_faults(rows)]
        if not found:
            found += await _read_model_faults(connection, rows, standing)
    found += await _document_faults(store, rows, {str(document_id): sha256 for document_id, sha256 in known.items()})
    reference = standing.reference if standing else _reference(rows)
    return [
        Fault(case_id=case_id, reference=reference, seq=seq, code=code, message=FAULTS[code]) for seq, code in found
    ]


def _reference(rows: Sequence[EventRow]) -> str:
    """By which people know a case that is not in the read model."""
    return str(_value(rows[0].record, "event.reference") or "?") if rows else "?"


def chain_faults(rows: Sequence[EventRow]) -> list[tuple[int, str]]:
    """What is wrong with a chain as stored: number of the event, and code."""
    if not rows:
        return [(1, "event_missing")]
    faults: list[tuple[int, str]] = []
    previous = GENESIS
    for expected, row in enumerate(rows, 1):
        link = row.record
        if (row.seq, link.get("seq")) != (expected, expected):
            return [*faults, (expected, "event_missing")]
        if link.get("previous") != previous:
            faults.append((row.seq, "chain_broken"))
        if hash_of(link) != link.get("hash"):
            faults.append((row.seq, "event_changed"))
        if row.kept != {name: _value(link, name) for name in row.kept}:
            faults.append((row.seq, "columns_changed"))
        previous = str(link.get("hash"))
    return faults


def _value(link: Mapping[str, object], name: str) -> object:
    """What a link says under a dotted name."""
    outer, _, inner = name.partition(".")
    found = link.get(outer)
    return found.get(inner) if inner and isinstance(found, Mapping) else found


async def rebuild(database: Database) -> int:
    """Drop and refold the read model, a case a transaction; how many cases. A step taken meanwhile waits its turn.

    The row of a case whose events are gone stays: it is the last trace of them, and ``verify`` names it.
    """
    rebuilt = 0
    async for case_id in _all_cases(database):
        async with database.transaction() as connection:
            await remove_row(connection, case_id, only_if_recorded=True)
            records = [event_record.validate_python(row.record) for row in await read_rows(connection, case_id)]
            if records:
                await put_row(connection, await _projected(connection, records))
                rebuilt += 1
    return rebuilt


async def _projected(connection: AsyncConnection, records: Sequence[EventRecord]) -> CaseRow:
    application = await find_application(connection, records[0].case_id)
    if application is None:
        raise LookupError("events without an application")
    case = folded(application.case_id, application.agency_id, list(records))
    data = await calendar_version(connection, case.calendar_version)
    return project(case, WorkingCalendar.of(data), records[-1].hash)


async def _read_model_faults(
    connection: AsyncConnection, rows: Sequence[EventRow], standing: CaseRow | None
) -> list[tuple[int | None, str]]:
    try:
        records = [event_record.validate_python(row.record) for row in rows]
    except ValidationError:
        return [(None, "event_unreadable")]
    if standing and standing.version > records[-1].seq:
        return [(records[-1].seq + 1, "event_missing")]
    return [] if standing == await _projected(connection, records) else [(None, "read_model_differs")]


async def _document_faults(
    store: DocumentStore, rows: Sequence[EventRow], known: Mapping[str, str]
) -> list[tuple[int | None, str]]:
    """Documents that events name, and documents that were only uploaded."""
    named = [(row.seq, document_id, sha256) for row in rows for document_id, sha256 in _named(row.record)]
    faults: list[tuple[int | None, str]] = [
        (seq, "document_unknown") for seq, document_id, sha256 in named if known.get(document_id) != sha256
    ]
    for sha256 in sorted(set(known.values())):
        if not await store.verify(sha256):
            naming: list[int | None] = [seq for seq, _, hashed in named if hashed == sha256]
            faults += [(seq, "document_damaged") for seq in naming[:1] or [None]]
    return faults


def _named(part: object) -> list[tuple[str, str]]:
    """Every document reference in an event, wherever it stands."""
    if isinstance(part, Mapping):
        own = [(str(part["document_id"]), str(part["sha256"]))] if {"document_id", "sha256"} <= part.keys() else []
        return own + [found for value in part.values() for found in _named(value)]
    if isinstance(part, list):
        return [found for value in part for found in _named(value)]
    return []


FAULTS = {
    "event_missing": "序号不连续，有事件缺失 / an event is missing",
    "chain_broken": "与上一事件的哈希不符 / does not name the hash of the event before",
    "event_changed": "内容与哈希不符 / the content does not match its hash",
    "columns_changed": "列与记录不符 / the columns differ from the record",
    "event_unreadable": "事件无法读取 / an event cannot be read",
    "read_model_differs": "读模型与事件不符 / the read model differs from the fold of the events",
    "document_unknown": "事件所列文件不在登记中 / an event names a document that is not registered so",
    "document_damaged": "所存文件缺失或损坏 / a stored document is missing or damaged",
}


async def _all_cases(database: Database) -> AsyncIterator[UUID]:
    after: UUID | None = None
    while True:
        async with database.transaction() as connection:
            page = await case_ids(connection, after)
        for case_id in page:
            yield case_id
        if not page:
            return
        after = page[-1]
