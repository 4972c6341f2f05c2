"""Proving the record of requests for correction of own records, and remaking their read model."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import ValidationError

from activities.db.database import Database
from activities.db.documents import hashes_of
from activities.db.events import EventRow
from activities.db.own_records import (
    find_entry,
    own_record_ids,
    own_row_of,
    put_own_row,
    read_own_links,
    remove_own_row,
)
from activities.keeping.archive_chain import chain_faults
from activities.store import DocumentStore
from api.upkeep import FAULTS, Fault, _document_faults
from schemas.own_records import OwnRecordEntry, OwnRecordRow
from schemas.own_records_events import OwnRecord, own_event_record
from workflows.own_records_fold import fold, project


async def verify_own_records(database: Database, store: DocumentStore) -> tuple[int, list[Fault]]:
    """Check every request; how many were checked, and every fault found."""
    async with database.reading() as connection:
        checked = await own_record_ids(connection)
    return len(checked), [fault for one in checked for fault in await verify_own_record(database, store, one)]


async def verify_own_record(database: Database, store: DocumentStore, own_record_id: UUID) -> list[Fault]:
    """The chain link by link, the read model against the fold, every named document against its hash."""
    async with database.snapshot() as connection:
        entry = await find_entry(connection, own_record_id)
        rows = await read_own_links(connection, own_record_id)
        standing = await own_row_of(connection, own_record_id)
        known = await hashes_of(connection, own_record_id)
    if entry is None:
        raise LookupError("events without a request")
    found: list[tuple[int | None, str]] = [*chain_faults(rows)]
    if not found:
        found += _read_model_faults(entry, rows, standing)
    found += await _document_faults(store, rows, {str(document_id): sha256 for document_id, sha256 in known.items()})
    return [
        Fault(case_id=own_record_id, reference=entry.reference, seq=seq, code=code, message=FAULTS[code])
        for seq, code in found
    ]


async def rebuild_own_records(database: Database) -> int:
    """Drop and refold the read model, a request a transaction; how many. Where the events are gone the row stays."""
    async with database.reading() as connection:
        wanted, rebuilt = await own_record_ids(connection), 0
    for own_record_id in wanted:
        async with database.transaction() as connection:
            await remove_own_row(connection, own_record_id)
            entry = await find_entry(connection, own_record_id)
            rows = await read_own_links(connection, own_record_id)
            if entry and rows:
                await put_own_row(connection, _projected(entry, rows))
                rebuilt += 1
    return rebuilt


def _read_model_faults(
    entry: OwnRecordEntry, rows: Sequence[EventRow], standing: OwnRecordRow | None
) -> list[tuple[int | None, str]]:
    try:
        projected = _projected(entry, rows)
    except ValidationError:
        return [(None, "event_unreadable")]
    if standing and standing.version > projected.version:
        return [(projected.version + 1, "event_missing")]
    return [] if standing == projected else [(None, "read_model_differs")]


def _projected(entry: OwnRecordEntry, rows: Sequence[EventRow]) -> OwnRecordRow:
    links = [own_event_record.validate_python(row.record) for row in rows]
    record = fold(OwnRecord(id=entry.id, agency_id=entry.agency_id), (link.event for link in links))
    return project(record, links[-1].hash)
