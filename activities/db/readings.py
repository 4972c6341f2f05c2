"""What reading a document brought: its pages, what hides in it, the PDF to look at; and what was made from what."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.documents import put_document
from activities.db.tables import documents
from activities.db.tables_review import document_readings, document_sources, release_copies, releases
from schemas.base import Recorded
from schemas.documents import DocumentRow
from schemas.pages import PageSize


class Reading(Recorded):
    """``working_id`` and its hash: the PDF people look at. ``code``: why there is none."""

    document_id: UUID
    working_id: UUID | None = None
    working_sha256: str | None = None
    code: str | None = None
    pages: tuple[PageSize, ...] = ()
    hidden: tuple[str, ...] = ()


class Copy(Recorded):
    """A copy given out: of which document, by which sheet, and the document it is itself."""

    document_id: UUID
    sheet: str
    copy_id: UUID
    pages: int
    sha256: str = ""
    size: int = 0


_READING = select(
    document_readings.c.document_id,
    document_readings.c.working_id,
    documents.c.sha256.label("working_sha256"),
    document_readings.c.code,
    document_readings.c.pages,
    document_readings.c.hidden,
).select_from(document_readings.outerjoin(documents, documents.c.id == document_readings.c.working_id))


async def put_reading(connection: AsyncConnection, reading: Reading) -> bool:
    """Keep what a reading brought; the first one stands. Whether it is this one."""
    values = reading.model_dump(mode="json", exclude={"working_sha256"})
    put = insert(document_readings).values(values).on_conflict_do_nothing()
    return (await connection.execute(put.returning(document_readings.c.document_id))).first() is not None


async def reading_of(connection: AsyncConnection, document_id: UUID) -> Reading | None:
    """What is known of a document's pages; None while nobody has read it."""
    found = await readings_of(connection, [document_id])
    return found.get(document_id)


async def readings_of(connection: AsyncConnection, wanted: Collection[UUID]) -> dict[UUID, Reading]:
    """The readings of several documents, by id."""
    found = await connection.execute(_READING.where(document_readings.c.document_id.in_(set(wanted))))
    return {row["document_id"]: Reading.model_validate(dict(row)) for row in found.mappings()}


async def put_made(connection: AsyncConnection, row: DocumentRow, sources: Collection[UUID]) -> None:
    """Keep a document that was made from others, and from which (来源)."""
    await put_document(connection, row)
    values = [{"document_id": row.id, "source_id": source} for source in sorted(set(sources), key=str)]
    if values:
        await connection.execute(insert(document_sources).on_conflict_do_nothing(), values)


async def put_copy(connection: AsyncConnection, copy: Copy) -> None:
    """Keep which document is the copy of another by a sheet."""
    values = copy.model_dump(include={"document_id", "sheet", "copy_id", "pages"})
    await connection.execute(insert(release_copies).values(values).on_conflict_do_nothing())


async def copies_of(connection: AsyncConnection, wanted: Collection[tuple[UUID, str]]) -> dict[UUID, Copy]:
    """The copies of these documents by these sheets, by document."""
    found = await connection.execute(
        select(release_copies, documents.c.sha256, documents.c.size)
        .join(documents, documents.c.id == release_copies.c.copy_id)
        .where(release_copies.c.document_id.in_({document_id for document_id, _ in wanted}))
    )
    pairs = set(wanted)
    copies = [Copy.model_validate(dict(row)) for row in found.mappings()]
    return {copy.document_id: copy for copy in copies if (copy.document_id, copy.sheet) in pairs}


class ReleaseRow(Recorded):
    """A release as it stands: the reply it goes with, and the package once it is bound (``pdf_id`` only if it fits)."""

    manifest: str
    case_id: UUID
    letter_id: UUID
    pdf_id: UUID | None = None
    zip_id: UUID | None = None


async def release_row(connection: AsyncConnection, manifest: str) -> ReleaseRow | None:
    """The release of a manifest."""
    columns = [releases.c[name] for name in ReleaseRow.model_fields]
    found = (await connection.execute(select(*columns).where(releases.c.manifest == manifest))).mappings().first()
    return ReleaseRow.model_validate(dict(found)) if found else None


async def newest_release(connection: AsyncConnection, case_id: UUID) -> ReleaseRow | None:
    """The release that goes with the reply that stands."""
    columns = [releases.c[name] for name in ReleaseRow.model_fields]
    statement = select(*columns).where(releases.c.case_id == case_id).order_by(releases.c.issued_at.desc()).limit(1)
    found = (await connection.execute(statement)).mappings().first()
    return ReleaseRow.model_validate(dict(found)) if found else None


async def put_package(connection: AsyncConnection, manifest: str, pdf_id: UUID | None, zip_id: UUID) -> None:
    """Say in which files a release is."""
    await connection.execute(
        releases.update().where(releases.c.manifest == manifest).values(pdf_id=pdf_id, zip_id=zip_id)
    )
