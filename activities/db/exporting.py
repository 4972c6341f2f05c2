"""What the export of a case needs besides what people see: its letters, and what each document was made from."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import documents, letters
from activities.db.tables_review import document_sources
from schemas.export import ExportedLetter


async def letters_kept(connection: AsyncConnection, case_id: UUID) -> tuple[ExportedLetter, ...]:
    """The letters of a case in the order they were numbered."""
    columns = [letters.c[name] for name in ExportedLetter.model_fields]
    found = await connection.execute(
        select(*columns).where(letters.c.case_id == case_id).order_by(letters.c.numbered_at, letters.c.id)
    )
    return tuple(ExportedLetter.model_validate(dict(row)) for row in found.mappings())


async def sources_kept(connection: AsyncConnection, case_id: UUID) -> Mapping[UUID, tuple[UUID, ...]]:
    """The documents that each document of a case was made from, by its id."""
    found = await connection.execute(
        select(document_sources)
        .join(documents, documents.c.id == document_sources.c.document_id)
        .where(documents.c.case_id == case_id)
        .order_by(document_sources.c.source_id)
    )
    sources: dict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    for row in found:
        sources[row.document_id] += (row.source_id,)
    return sources
