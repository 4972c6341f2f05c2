"""Job: bind what goes with a reply, index first, into the files the applicant gets (arts. 36, 37, 40)."""

import asyncio
from uuid import UUID, uuid5

from activities.db.case_documents import CaseDocumentRow
from activities.db.cases import find_case
from activities.db.database import AsyncConnection
from activities.db.documents import documents_named, find_document
from activities.db.found import reviewed_rows
from activities.db.jobs import Job
from activities.db.letters import letter_of
from activities.db.people import find_agency
from activities.db.readings import put_made, put_package, release_row
from activities.db.sheets import sheet_content, sheets_named
from activities.jobs.place import Place, made
from activities.letters.findings import TITLE_MAY_GIVE_AWAY
from activities.letters.parties import title_of
from activities.release.index import IndexHeading, render_index
from activities.store import DocumentStore
from activities.workshop.bench import Bench
from activities.workshop.verbs import PACKAGE
from schemas.base import Recorded
from schemas.documents import DocumentRow, StoredBlob
from schemas.errors import DaylightError, InvalidInput
from schemas.pages import ReleaseItem, ReviewSheet
from schemas.release import Manifest, ManifestItem
from schemas.vocabulary import ReviewResult
from schemas.workshop import Packaged, PackageOrder


class Contents(Recorded):
    """Everything a package is made of; ``copies``, and the ``pages`` of each, by the document they were made from."""

    heading: IndexHeading
    items: tuple[ReleaseItem, ...]
    reply: DocumentRow
    copies: dict[UUID, DocumentRow]
    pages: dict[UUID, int]
    label: str


async def package(place: Place, job: Job) -> None:
    """Bind it once. What the manifest names goes in, byte for byte, and nothing else.

    Raises ``DaylightError("copies_differ")`` if a file in it has other pages than the manifest says.
    """
    assert job.sheet is not None  # noqa: S101 - every package names its manifest
    contents = await _contents(place, job, job.sheet)
    if contents is None:
        return
    async with place.workshop.bench() as bench:
        order, packaged = await bound(place.store, bench, contents)
        forms = {"zip": order.zip, **({"pdf": order.pdf} if packaged.pdf_size else {})}
        blobs = {form: await bench.keep(place.store, name) for form, name in forms.items()}
    rows = {form: _row(job, f"{contents.label}.{form}", form, blob) for form, blob in blobs.items()}
    sources = [contents.reply.id, *(copy.id for copy in contents.copies.values())]
    async with place.database.transaction() as connection:
        for row in rows.values():
            await put_made(connection, row, sources)
        pdf_id = rows["pdf"].id if "pdf" in rows else None
        await put_package(connection, job.sheet, pdf_id, rows["zip"].id)
        for row in rows.values():
            await place.store.must_have(row.sha256)


def _row(job: Job, label: str, form: str, blob: StoredBlob) -> DocumentRow:
    row_id = uuid5(job.case_id, f"package/{job.sheet}/{form}")
    return made(row_id, job.agency_id, job.case_id, label, blob, as_="package")


async def bound(store: DocumentStore, bench: Bench, contents: Contents) -> tuple[PackageOrder, Packaged]:
    """Index and reply first, then the copies in the order of the index. Raises ``DaylightError("copies_differ")``."""
    index = await asyncio.to_thread(render_index, contents.heading, contents.items)
    (bench.folder / "index.pdf").write_bytes(index)
    await bench.take(store, contents.reply.sha256, "reply.pdf")
    files, pages = list[tuple[str, str]](), list[int]()
    for item in contents.items:
        if copy := contents.copies.get(item.document_id):
            await bench.take(store, copy.sha256, f"{item.number}.pdf")
            files.append((f"{item.number}.pdf", f"{item.number:04d}-{item.title or '政府信息'}.pdf"))
            pages.append(contents.pages[item.document_id])
    first = (("index.pdf", "00-政府信息公开清单.pdf"), ("reply.pdf", "01-答复书.pdf"))
    order = PackageOrder(title=contents.label, first=first, files=tuple(files))
    packaged = await bound_together(bench, order)
    if list(packaged.each[len(first) :]) != pages or packaged.pages != sum(packaged.each):
        raise DaylightError("copies_differ")
    return order, packaged


async def bound_together(bench: Bench, order: PackageOrder) -> Packaged:
    """Where the one PDF is too much for the workshop, the ZIP alone: a large release can be delivered too."""
    try:
        return await bench.work(PACKAGE, order)
    except InvalidInput as failed:
        if failed.code != "document_too_heavy":
            raise
    return await bench.work(PACKAGE, order.model_copy(update={"one_pdf": False}))


async def _contents(place: Place, job: Job, manifest_sha256: str) -> Contents | None:
    """What the manifest, the reply and the review say; None if the package is bound already."""
    async with place.database.snapshot() as connection:
        release = await release_row(connection, manifest_sha256)
        content = await sheet_content(connection, job.case_id, manifest_sha256)
        if release is None or content is None:
            raise LookupError("a package without its release or manifest")
        if release.zip_id:
            return None
        letter = await letter_of(connection, job.agency_id, release.letter_id)
        agency = await find_agency(connection, job.agency_id)
        case = await find_case(connection, job.agency_id, job.case_id)
        if letter is None or letter.pdf_id is None or agency is None or case is None or case.statute is None:
            raise LookupError("a release without its letter, agency or case")
        reply = await find_document(connection, job.agency_id, letter.pdf_id)
        if reply is None:
            raise LookupError("a reply without its document")
        manifest = Manifest.model_validate_json(content)
        heading = IndexHeading(
            agency=agency.name, reference=case.reference, number=letter.number, dated=letter.dated, statute=case.statute
        )
        copies = await _copies(connection, job.case_id, manifest)
        items = await _items(connection, job.case_id, manifest, copies)
    pages, label = {item.document_id: item.pages for item in manifest.items}, f"{case.reference}公开材料"
    return Contents(heading=heading, items=items, reply=reply, copies=copies, pages=pages, label=label)


async def _copies(connection: AsyncConnection, case_id: UUID, manifest: Manifest) -> dict[UUID, DocumentRow]:
    """The rows of the copies that the manifest names, each with the hash the manifest gives."""
    ids = {uuid5(item.document_id, f"released/{item.sheet}"): item for item in manifest.items}
    rows = await documents_named(connection, case_id, ids)
    if any(row.sha256 != ids[row.id].sha256 for row in rows) or len(rows) != len(ids):
        raise LookupError("a manifest that names other copies than stand")
    return {ids[row.id].document_id: row for row in rows}


async def _items(
    connection: AsyncConnection, case_id: UUID, manifest: Manifest, copies: dict[UUID, DocumentRow]
) -> tuple[ReleaseItem, ...]:
    """A line for everything the reply speaks of, given out or not, in the order it was found."""
    given = {item.document_id: item for item in manifest.items}
    listed = given.keys() | set(manifest.withheld)
    rows = [row for row in await reviewed_rows(connection, case_id) if row.document_id in listed]
    labels = {row.id: row.label for row in await documents_named(connection, case_id, [r.document_id for r in rows])}
    sheets = await sheets_named(connection, case_id, [row.sheet for row in rows if row.sheet])
    return tuple(
        _item(n, row, labels.get(row.document_id), sheets.get(row.sheet or ""), given.get(row.document_id), copies)
        for n, row in enumerate(rows, 1)
    )


def _item(
    n: int,
    row: CaseDocumentRow,
    label: str | None,
    sheet: ReviewSheet | None,
    given: ManifestItem | None,
    copies: dict[UUID, DocumentRow],
) -> ReleaseItem:
    """What is not given out is not named, nor is what a name could give away."""
    named = given is not None and TITLE_MAY_GIVE_AWAY.isdisjoint(row.grounds)
    partly = [page for page in sheet.pages if page.result is ReviewResult.PARTIAL] if sheet and given else []
    return ReleaseItem(
        document_id=row.document_id,
        number=n,
        title=title_of(label) if named and label else None,
        pages=row.pages or 0,
        pages_released=given.pages if given else 0,
        pages_partly=len(partly),
        grounds=row.grounds,
        sha256=given.sha256 if given else None,
        size=copies[row.document_id].size if given else 0,
    )
