"""Proving the record and remaking the read model, case by case, so that any number of cases fits in memory."""

from collections.abc import AsyncIterator, Mapping, Sequence
from uuid import UUID

from pydantic import ValidationError

from activities.db.applications import find_application
from activities.db.calendars import calendar_version
from activities.db.case_documents import documents_after, remake_documents, rows_of
from activities.db.cases import case_ids, remove_row, row_of
from activities.db.database import AsyncConnection, Database
from activities.db.destruction import bytes_left
from activities.db.documents import hashes_of
from activities.db.events import EventRow, put_row, read_rows
from activities.db.search_terms import remake_terms, terms_differ
from activities.db.sheets import sheets_of
from activities.db.stage_course import stages_after
from activities.db.stages import remake_stages, stages_of
from activities.keeping.archive_chain import CHAIN_FAULTS, chain_faults, documents_named, sheet_faults, value_in
from activities.store import DocumentStore
from api.annual_upkeep import annual_differs, remake_annual
from api.answers import folded
from schemas.base import Recorded
from schemas.case import CaseRow
from schemas.events import EventRecord, event_record
from schemas.events_keeping import destroyed_in
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
        left = await bytes_left(connection, case_id=case_id)
        found: list[tuple[int | None, str]] = [*chain_faults(rows)]
        if not found:
            found += await _read_model_faults(connection, rows, standing)
        found += sheet_faults(rows, await sheets_of(connection, case_id))
    found += await _document_faults(store, rows, {str(document_id): sha256 for document_id, sha256 in known.items()})
    found += [(None, "destroyed_bytes_left") for _ in left[:1]]
    reference = standing.reference if standing else _reference(rows)
    return [
        Fault(case_id=case_id, reference=reference, seq=seq, code=code, message=FAULTS[code]) for seq, code in found
    ]


def _reference(rows: Sequence[EventRow]) -> str:
    """By which people know a case that is not in the read model."""
    return str(value_in(rows[0].record, "event.reference") or "?") if rows else "?"


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
                row = await _projected(connection, records)
                await put_row(connection, row)
                await remake_documents(connection, records)
                await remake_annual(connection, records)
                await remake_stages(connection, row.agency_id, records)
                await remake_terms(connection, case_id)
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
    projected = await _projected(connection, records)
    same = standing == projected
    same = same and await stages_of(connection, projected.case_id) == stages_after(projected.agency_id, records)
    same = same and await rows_of(connection, records[0].case_id) == documents_after(records, {})
    same = same and not await annual_differs(connection, records)
    same = same and not await terms_differ(connection, records[0].case_id)
    return [] if same else [(None, "read_model_differs")]


async def _document_faults(
    store: DocumentStore, rows: Sequence[EventRow], known: Mapping[str, str]
) -> list[tuple[int | None, str]]:
    """Documents that events name, and documents that were only uploaded; of those destroyed only the row is there."""
    named = [(row.seq, document_id, sha256) for row in rows for document_id, sha256 in documents_named(row.record)]
    faults: list[tuple[int | None, str]] = [
        (seq, "document_unknown") for seq, document_id, sha256 in named if known.get(document_id) != sha256
    ]
    destroyed = destroyed_in(row.record for row in rows)
    for sha256 in sorted({sha256 for document_id, sha256 in known.items() if document_id not in destroyed}):
        if not await store.verify(sha256):
            naming: list[int | None] = [seq for seq, _, hashed in named if hashed == sha256]
            faults += [(seq, "document_damaged") for seq in naming[:1] or [None]]
    return faults


FAULTS = {
    **CHAIN_FAULTS,
    "read_model_differs": "读模型与事件不符 / the read model differs from the fold of the events",
    "document_damaged": "所存文件缺失或损坏 / a stored document is missing or damaged",
    "destroyed_bytes_left": "已销毁文件的内容尚在 / bytes of a destroyed document are there: approve again",
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
