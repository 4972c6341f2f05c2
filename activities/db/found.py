"""What a case found, with everything the lists and the steps need to know of it, a page of documents at a time."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.case_documents import CaseDocumentRow
from activities.db.findings import accepted_boxes, counts_of, undecided_pages
from activities.db.page_reviews import reviewed_counts, reviewed_pages
from activities.db.readings import Reading, copies_of, readings_of
from activities.db.tables import cases, documents
from activities.db.tables_review import case_documents
from schemas.base import Recorded
from schemas.pages import Box
from schemas.review import DocumentState, FoundDocument
from schemas.vocabulary import ReviewResult

_COLUMNS = [case_documents.c[name] for name in CaseDocumentRow.model_fields]
_GONE = documents.c.destroyed_at.is_not(None).label("destroyed")
_FILE = [documents.c.label, documents.c.media_type, documents.c.size, _GONE]


class FoundFilter(Recorded):
    """What to list. ``awaiting``: ``proposal`` or ``confirmation``; ``result``: as confirmed; ``after``: an ``n``."""

    awaiting: str | None = None
    result: ReviewResult | None = None
    after: int = 0
    limit: int = 50


async def list_found(connection: AsyncConnection, case_id: UUID, wanted: FoundFilter) -> list[FoundDocument]:
    """A page of what was found and not set aside, in order; one more than ``limit``, to show whether more follow."""
    statement = (
        select(*_COLUMNS, *_FILE)
        .select_from(case_documents.outerjoin(documents, documents.c.id == case_documents.c.document_id))
        .where(case_documents.c.case_id == case_id, case_documents.c.n > wanted.after, *_conditions(wanted))
        .where(~case_documents.c.set_aside)
        .order_by(case_documents.c.n)
        .limit(wanted.limit + 1)
    )
    rows = [dict(row) for row in (await connection.execute(statement)).mappings()]
    return await _told(connection, rows)


def _conditions(wanted: FoundFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.awaiting == "proposal":
        conditions += [case_documents.c.result.is_(None), case_documents.c.proposed.is_(None)]
    if wanted.awaiting == "confirmation":
        conditions.append(case_documents.c.proposed.is_not(None))
    if wanted.result:
        conditions.append(case_documents.c.result == wanted.result)
    return conditions


async def _told(connection: AsyncConnection, rows: Sequence[dict[str, object]]) -> list[FoundDocument]:
    ids = [UUID(str(row["document_id"])) for row in rows]
    readings = await readings_of(connection, ids)
    reviewed = await reviewed_counts(connection, ids)
    counts = await counts_of(connection, ids)
    pairs = {(UUID(str(row["document_id"])), str(row["sheet"])) for row in rows if row["sheet"]}
    copies = await copies_of(connection, pairs)
    return [
        FoundDocument.model_validate(
            {
                **row,
                **_read(readings.get(document_id), row["pages"], filed=bool(row["filed"])),
                "pages_reviewed": reviewed.get(document_id, 0),
                "findings": counts.get(document_id, (0, 0))[0],
                "findings_undecided": counts.get(document_id, (0, 0))[1],
                "copy_ready": document_id in copies,
            }
        )
        for document_id, row in zip(ids, rows, strict=True)
    ]


def _read(reading: Reading | None, pages: object, *, filed: bool) -> dict[str, object]:
    if reading is None:
        return {"reading": "waiting" if filed else "not_filed", "pages": pages}
    unread = sum(not page.readable for page in reading.pages)
    told = {"reading": reading.code or "read", "pages_unread": unread, "hidden": reading.hidden}
    return {**told, "pages": len(reading.pages) or None}


async def found_row(connection: AsyncConnection, agency_id: UUID, document_id: UUID) -> CaseDocumentRow | None:
    """A document that a case of this agency found, and that was not set aside."""
    statement = (
        select(*_COLUMNS)
        .join(cases, cases.c.case_id == case_documents.c.case_id)
        .where(case_documents.c.document_id == document_id, cases.c.agency_id == agency_id)
        .where(~case_documents.c.set_aside)
    )
    row = (await connection.execute(statement)).mappings().first()
    return CaseDocumentRow.model_validate(dict(row)) if row else None


async def found_rows(connection: AsyncConnection, case_id: UUID, wanted: Collection[UUID]) -> list[CaseDocumentRow]:
    """These documents of a case, in order."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(case_documents.c.case_id == case_id, case_documents.c.document_id.in_(set(wanted)))
        .order_by(case_documents.c.n)
    )
    return [CaseDocumentRow.model_validate(dict(row)) for row in rows.mappings()]


async def states_of(connection: AsyncConnection, case_id: UUID, wanted: Collection[UUID]) -> list[DocumentState]:
    """What stands of documents when a proposal is made; only those the case found."""
    found = await connection.execute(
        select(case_documents.c.document_id, case_documents.c.filed).where(
            case_documents.c.case_id == case_id, case_documents.c.document_id.in_(set(wanted))
        )
    )
    filed = {row.document_id: row.filed for row in found}
    readings = await readings_of(connection, filed)
    pages = await reviewed_pages(connection, filed)
    undecided = await undecided_pages(connection, filed)
    accepted = await accepted_boxes(connection, filed)
    return [
        DocumentState(
            document_id=document_id,
            filed=filed[document_id],
            **_seen(readings.get(document_id)),
            pages=pages.get(document_id, {}),
            undecided=undecided.get(document_id, frozenset()),
            accepted=_shown(accepted.get(document_id, {}), readings.get(document_id)),
        )
        for document_id in filed
    ]


def _seen(reading: Reading | None) -> dict[str, Any]:
    """What reading tells of a document's state; nothing while nobody has read it."""
    if reading is None:
        return {}
    unread = frozenset(page.number for page in reading.pages if not page.readable)
    told = {"working_sha256": reading.working_sha256, "page_count": len(reading.pages)}
    return {"read": True, **told, "unread": unread}


def _shown(lying: Mapping[int, Sequence[Box]], reading: Reading | None) -> dict[int, tuple[Box, ...]]:
    """What of these boxes can be seen: what lies beside its page is on no picture of it."""
    sizes = {page.number: page for page in reading.pages} if reading else {}
    pairs = ((number, [box.on(sizes[number]) for box in boxes]) for number, boxes in lying.items() if number in sizes)
    shown = {number: tuple(box for box in boxes if box) for number, boxes in pairs}
    return {number: boxes for number, boxes in shown.items() if boxes}


async def released_rows(connection: AsyncConnection, case_id: UUID) -> list[CaseDocumentRow]:
    """The documents of which the confirmed review gives something out, in order."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(case_documents.c.case_id == case_id, case_documents.c.released > 0)
        .where(case_documents.c.result.is_not(None), ~case_documents.c.set_aside)
        .order_by(case_documents.c.n)
    )
    return [CaseDocumentRow.model_validate(dict(row)) for row in rows.mappings()]


async def reviewed_rows(connection: AsyncConnection, case_id: UUID) -> list[CaseDocumentRow]:
    """Every reviewed document of a case, in order, for the index of its release."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(case_documents.c.case_id == case_id, case_documents.c.result.is_not(None))
        .where(~case_documents.c.set_aside)
        .order_by(case_documents.c.n)
    )
    return [CaseDocumentRow.model_validate(dict(row)) for row in rows.mappings()]
