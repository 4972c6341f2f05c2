"""Sheets and manifests that events name by their hash: kept once, never changed."""

import hashlib
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables_review import review_sheets
from schemas.pages import ReviewSheet


async def keep_sheet(connection: AsyncConnection, case_id: UUID, document_id: UUID, content: bytes) -> str:
    """Keep a sheet, or a manifest under its case's own id; its SHA-256. The same content twice is one row."""
    sha256 = hashlib.sha256(content).hexdigest()
    row = {"sha256": sha256, "case_id": case_id, "document_id": document_id, "content": content.decode()}
    await connection.execute(insert(review_sheets).values(row).on_conflict_do_nothing())
    return sha256


async def sheet_content(connection: AsyncConnection, case_id: UUID, sha256: str) -> str | None:
    """The content of a sheet or manifest of a case."""
    found = await connection.execute(
        select(review_sheets.c.content).where(review_sheets.c.sha256 == sha256, review_sheets.c.case_id == case_id)
    )
    return found.scalar_one_or_none()


async def sheet_kept(connection: AsyncConnection, case_id: UUID, sha256: str) -> ReviewSheet | None:
    """A review sheet."""
    content = await sheet_content(connection, case_id, sha256)
    return ReviewSheet.model_validate_json(content) if content else None


async def sheets_named(connection: AsyncConnection, case_id: UUID, wanted: Collection[str]) -> dict[str, ReviewSheet]:
    """Several review sheets of a case, by hash."""
    found = await connection.execute(
        select(review_sheets.c.sha256, review_sheets.c.content).where(
            review_sheets.c.case_id == case_id, review_sheets.c.sha256.in_(set(wanted))
        )
    )
    return {row.sha256: ReviewSheet.model_validate_json(row.content) for row in found}


async def sheets_of(connection: AsyncConnection, case_id: UUID) -> dict[str, str]:
    """Every sheet and manifest of a case: hash and content, for upkeep and export."""
    found = await connection.execute(
        select(review_sheets.c.sha256, review_sheets.c.content).where(review_sheets.c.case_id == case_id)
    )
    return {row.sha256: row.content for row in found}
