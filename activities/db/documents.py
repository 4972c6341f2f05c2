"""Documents of a case: what is known of each; the bytes are in the document store."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.search_terms import remake_terms
from activities.db.tables import documents
from activities.db.tables_review import document_sources
from schemas.documents import DocumentRef, DocumentRow


async def put_document(connection: AsyncConnection, row: DocumentRow) -> None:
    """Keep a document's row; keeping the same id twice changes nothing."""
    await put_documents(connection, [row])


async def put_documents(connection: AsyncConnection, rows: Sequence[DocumentRow]) -> None:
    """Keep the rows of several documents in one statement."""
    values = [row.model_dump(exclude={"stored_at"}) for row in rows]
    await connection.execute(insert(documents).on_conflict_do_nothing(), values)
    for case_id in sorted({row.case_id for row in rows if row.origin == "uploaded"}):
        await remake_terms(connection, case_id)


async def find_document(connection: AsyncConnection, agency_id: UUID, document_id: UUID) -> DocumentRow | None:
    """One document, if this agency may see it."""
    columns = [documents.c[name] for name in DocumentRow.model_fields]
    statement = select(*columns).where(documents.c.id == document_id, documents.c.agency_id == agency_id)
    found = (await connection.execute(statement)).mappings().first()
    return DocumentRow.model_validate(dict(found)) if found else None


async def page_of_documents(
    connection: AsyncConnection, agency_id: UUID, case_id: UUID, after: UUID | None, limit: int
) -> list[DocumentRow]:
    """A page of a case's documents, oldest first, from the one after ``after``; one more than ``limit``."""
    columns = [documents.c[name] for name in DocumentRow.model_fields]
    statement = select(*columns).where(documents.c.case_id == case_id, documents.c.agency_id == agency_id)
    if after:
        last = select(documents.c.stored_at).where(documents.c.id == after).scalar_subquery()
        statement = statement.where(tuple_(documents.c.stored_at, documents.c.id) > tuple_(last, after))
    found = await connection.execute(statement.order_by(documents.c.stored_at, documents.c.id).limit(limit + 1))
    return [DocumentRow.model_validate(dict(row)) for row in found.mappings()]


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
    columns = [documents.c[name] for name in DocumentRow.model_fields]
    found = await connection.execute(
        select(*columns).where(
            documents.c.id.in_(set(wanted)),
            documents.c.case_id == case_id,
            documents.c.agency_id == agency_id,
            documents.c.origin == "uploaded",
        )
    )
    known = {row["id"]: DocumentRow.model_validate(dict(row)) for row in found.mappings()}
    return tuple(known[document_id].ref for document_id in wanted if document_id in known)


async def documents_named(connection: AsyncConnection, case_id: UUID, wanted: Collection[UUID]) -> list[DocumentRow]:
    """Those of the wanted documents that belong to this case, whatever they are."""
    columns = [documents.c[name] for name in DocumentRow.model_fields]
    found = await connection.execute(
        select(*columns).where(documents.c.id.in_(set(wanted)), documents.c.case_id == case_id)
    )
    return [DocumentRow.model_validate(dict(row)) for row in found.mappings()]


async def provenance_of(
    connection: AsyncConnection, agency_id: UUID, document_id: UUID
) -> tuple[list[DocumentRow], list[DocumentRow]]:
    """What a document was made from, or replaces; and what was made from it, or replaces it: one step each way."""
    columns = [documents.c[name] for name in DocumentRow.model_fields]
    sources = document_sources.c
    before = select(sources.source_id).where(sources.document_id == document_id)
    after = select(sources.document_id).where(sources.source_id == document_id)
    rows = list[list[DocumentRow]]()
    for related in (before, after):
        statement = select(*columns).where(documents.c.id.in_(related), documents.c.agency_id == agency_id)
        found = await connection.execute(statement.order_by(documents.c.stored_at, documents.c.id))
        rows.append([DocumentRow.model_validate(dict(row)) for row in found.mappings()])
    return rows[0], rows[1]


async def hashes_of(connection: AsyncConnection, case_id: UUID) -> dict[UUID, str]:
    """The hash of every document of a case, by id, for upkeep."""
    found = await connection.execute(select(documents.c.id, documents.c.sha256).where(documents.c.case_id == case_id))
    return {row.id: row.sha256 for row in found}
