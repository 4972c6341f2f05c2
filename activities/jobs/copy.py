"""Job: make the copy of a document that is given out, by the sheet that two persons agreed on (区分处理, art. 37)."""

from uuid import uuid5

from activities.db.cases import find_case
from activities.db.documents import find_document
from activities.db.jobs import Job
from activities.db.readings import Copy, copies_of, put_copy, put_made
from activities.db.sheets import sheet_kept
from activities.jobs.place import Place, made
from activities.workshop.verbs import REDACT
from schemas.documents import StoredBlob
from schemas.errors import DaylightError
from schemas.pages import ReviewSheet
from schemas.vocabulary import StatuteId
from schemas.workshop import PageToRelease, Redacted, RedactOrder

SOURCE = "source.pdf"


async def copy(place: Place, job: Job) -> None:
    """Make it once: the same document by the same sheet is the same copy.

    Raises ``DaylightError("copies_differ")`` if the copy has not exactly the pages that the sheet gives out.
    """
    assert job.document_id is not None  # noqa: S101 - every copy names its document and its sheet
    assert job.sheet is not None  # noqa: S101
    async with place.database.reading() as connection:
        row = await find_document(connection, job.agency_id, job.document_id)
        sheet = await sheet_kept(connection, job.case_id, job.sheet)
        standing = await copies_of(connection, {(job.document_id, job.sheet)})
        case = await find_case(connection, job.agency_id, job.case_id)
    if standing:
        return
    if row is None or sheet is None or case is None or case.statute is None:
        raise LookupError("a copy without its document, sheet or case")
    redacted, blob = await _redacted(place, sheet, case.statute)
    if redacted.pages != len(sheet.released):
        raise DaylightError("copies_differ")
    document = made(uuid5(row.id, f"released/{job.sheet}"), row.agency_id, row.case_id, row.label, blob, as_="released")
    async with place.database.transaction() as connection:
        await put_made(connection, document, [row.id])
        found = Copy(document_id=row.id, sheet=job.sheet, copy_id=document.id, pages=redacted.pages)
        await put_copy(connection, found)
        await place.store.must_have(document.sha256)


async def _redacted(place: Place, sheet: ReviewSheet, statute: StatuteId) -> tuple[Redacted, StoredBlob]:
    """From the very bytes that were reviewed: the sheet names them by hash, and the store checks it."""
    pages = tuple(PageToRelease(number=page.number, marks=page.marks) for page in sheet.released)
    order = RedactOrder(source=SOURCE, pages=pages, statute=statute)
    async with place.workshop.bench() as bench:
        await bench.take(place.store, sheet.copy_sha256, SOURCE)
        redacted = await bench.work(REDACT, order)
        return redacted, await bench.keep(place.store, order.target)
