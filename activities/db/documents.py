"""Documents of a case: what is known of each; the bytes are in the document store."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import documents
from schemas.documents import DocumentRef, DocumentRow


async def put_document(connection: AsyncConnection, row: DocumentRow) -> None:
    """Keep a document's row; keeping the same id twice changes nothing."""
    await put_documents(connection, [row])


async def put_documents(connection: AsyncConnection, rows: Sequence[DocumentRow]) -> None:
    """Keep the rows of several documents in one statement."""
    values = [row.model_dump(exclude={"stored_at"}) for row in rows]
    await connection.execute(insert(documents).on_conflict_do_nothing(), values)


async def find_document(connection: AsyncConnection, agency_id: UUID, document_id: UUID) -> DocumentRow | None:
    """One document, if this agency may see it."""
    columns = [documents.c[name] for name in DocumentRow.model_fields]
    statement = select(*columns).where(documents.c.id == document_id, documents.c.agency_id == agency_id)
    found = (await connection.execute(statement)).mappings().first()
    return DocumentRow.model_validate(dict(found)) if found else None


async def documents_of(connection: AsyncConnection, agency_id: UUID, case_id: UUID) -> list[DocumentRow]:
    """All documents of a case, oldest first."""
    columns = [documents.c[name] for name in DocumentRow.model_fields]
    found = await connection.execute(
        select(*columns)
        .where(documents.c.case_id == case_id, documents.c.agency_id == agency_id)
        .order_by(documents.c.stored_at, documents.c.id)
    )
    return [DocumentRow.model_validate(dict(row)) for row in found.mappings()]


async def uploads_named(
    connection: AsyncConnection, agency_id: UUID, case_id: UUID, wanted: Collection[UUID]
) -> tuple[DocumentRef, ...]:
    """References to those of the wanted documents that were uploaded to this case."""
    known = {row.id: row for row in await documents_of(connection, agency_id, case_id) if row.origin == "uploaded"}
    return tuple(known[document_id].ref for document_id in wanted if document_id in known)


async def hashes_of(connection: AsyncConnection, case_id: UUID) -> dict[UUID, str]:
    """The hash of every document of a case, by id, for upkeep."""
    found = await connection.execute(select(documents.c.id, documents.c.sha256).where(documents.c.case_id == case_id))
    return {row.id: row.sha256 for row in found}
