"""Job: look a document through, so that people see its pages and what the machine found on them (arts. 15, 17)."""

from uuid import uuid5

from activities.db.database import AsyncConnection
from activities.db.documents import find_document
from activities.db.findings import put_findings
from activities.db.jobs import Job
from activities.db.readings import Reading, put_made, put_reading, reading_of
from activities.jobs.place import Place, made
from activities.workshop.verbs import READ
from schemas.documents import DocumentRow, StoredBlob
from schemas.workshop import DocumentRead, ReadOrder

SOURCE = "source"
PDF = "application/pdf"


async def read(place: Place, job: Job) -> None:
    """Read once: a document that was read stays as it was read. Raises ``InvalidInput`` if it cannot be read."""
    assert job.document_id is not None  # noqa: S101 - every reading names its document
    async with place.database.reading() as connection:
        row = await find_document(connection, job.agency_id, job.document_id)
        standing = await reading_of(connection, job.document_id)
    if row is None:
        raise LookupError("a document to read that is not there")
    if standing is None:
        await _keep(place, row, *await _looked_through(place, row))


async def leave_code(connection: AsyncConnection, job: Job, code: str) -> None:
    """Say, where the pages would be, why there are none; a reading that stands stays."""
    assert job.document_id is not None  # noqa: S101
    if await find_document(connection, job.agency_id, job.document_id):
        await put_reading(connection, Reading(document_id=job.document_id, code=code))


async def _looked_through(place: Place, row: DocumentRow) -> tuple[DocumentRead, StoredBlob | None]:
    """What was found, and the PDF to look at where the document is none itself."""
    order = ReadOrder(source=SOURCE, media_type=row.media_type)
    async with place.workshop.bench() as bench:
        await bench.take(place.store, row.sha256, SOURCE)
        found = await bench.work(READ, order)
        return found, await bench.keep(place.store, order.working_copy) if found.converted else None


async def _keep(place: Place, row: DocumentRow, found: DocumentRead, blob: StoredBlob | None) -> None:
    """Working copy, pages and findings in one transaction; of two readings at once the first stands."""
    working = row
    async with place.database.transaction() as connection:
        if blob:
            working_id = uuid5(row.id, "working")
            working = made(working_id, row.agency_id, row.case_id, row.label, blob, as_="working")
            await put_made(connection, working, [row.id])
        reading = Reading(document_id=row.id, working_id=working.id, pages=found.pages, hidden=found.hidden)
        if await put_reading(connection, reading):
            await put_findings(connection, place.vault, row.case_id, row.id, found.found)
        await place.store.must_have(working.sha256)
