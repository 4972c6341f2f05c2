"""Facts about review and release, fetched before a step is decided: sheets, copies, the package."""

from collections.abc import Sequence
from uuid import UUID

from activities.db.case_documents import CaseDocumentRow
from activities.db.database import AsyncConnection
from activities.db.documents import find_document
from activities.db.events import read_chain
from activities.db.found import found_rows, released_rows, states_of
from activities.db.jobs import copy_key, failed_among, package_key
from activities.db.readings import copies_of, newest_release
from activities.db.sheets import keep_sheet, sheets_named
from api.answers import folded
from schemas.case import Case
from schemas.commands import ReleaseFact, SheetFact
from schemas.documents import DocumentRef
from schemas.events import event_record
from schemas.events_review import Release
from schemas.release import Manifest, ManifestItem
from schemas.steps_review import ConfirmReview, ProposeReview
from workflows.releasing import given_out, withheld_by
from workflows.sheets import changed_since, sheet_of


async def sheet_facts(connection: AsyncConnection, case_id: UUID, step: ProposeReview) -> tuple[SheetFact, ...]:
    """What the pages of the documents come to; each sheet is kept before a step can name it."""
    facts = list[SheetFact]()
    for state in await states_of(connection, case_id, step.documents):
        fact, sheet = sheet_of(state, step)
        if sheet:
            await keep_sheet(connection, case_id, state.document_id, sheet.content())
        facts.append(fact)
    return tuple(facts)


async def proposed_facts(connection: AsyncConnection, case_id: UUID, step: ConfirmReview) -> tuple[SheetFact, ...]:
    """What lies for confirmation, and whether people have said more about its pages since it was proposed."""
    states = {state.document_id: state for state in await states_of(connection, case_id, step.documents)}
    rows = [row for row in await found_rows(connection, case_id, step.documents) if row.proposed]
    sheets = await sheets_named(connection, case_id, [row.proposed_sheet for row in rows if row.proposed_sheet])
    facts = list[SheetFact]()
    for row in rows:
        sheet = sheets.get(row.proposed_sheet or "")
        page = changed_since(sheet, states[row.document_id]) if sheet else None
        told = {"fault": "pages_changed", "page": page} if page else {}
        facts.append(SheetFact(document_id=row.document_id, result=row.proposed, sheet=row.proposed_sheet, **told))
    return tuple(facts)


async def _changed(connection: AsyncConnection, case_id: UUID, rows: Sequence[CaseDocumentRow]) -> UUID | None:
    """A document to be given out of which people have said more since it was proposed."""
    states = await states_of(connection, case_id, [row.document_id for row in rows])
    sheets = await sheets_named(connection, case_id, [row.sheet for row in rows if row.sheet])
    named = {row.document_id: sheets[row.sheet] for row in rows if row.sheet in sheets}
    changed = (state.document_id for state in states if changed_since(named[state.document_id], state))
    return next(changed, None)


async def draft_fact(connection: AsyncConnection, case_id: UUID) -> ReleaseFact:
    """Whether people have said more about pages that the confirmed review gives out."""
    return ReleaseFact(missing=0, changed=await _changed(connection, case_id, await released_rows(connection, case_id)))


async def release_fact(connection: AsyncConnection, agency_id: UUID, case_id: UUID, version: int) -> ReleaseFact:
    """The copies that would go with the reply drafted by ``version``, in a manifest kept before a step can name it."""
    case = await _drafted(connection, agency_id, case_id, version)
    given = {document.document_id for document in given_out(case)}
    rows = [row for row in await released_rows(connection, case_id) if row.document_id in given]
    copies = await copies_of(connection, {(row.document_id, row.sheet or "") for row in rows})
    missing = sum(row.document_id not in copies for row in rows)
    if missing or not rows:
        keys = [copy_key(row.document_id, row.sheet or "") for row in rows if row.document_id not in copies]
        return ReleaseFact(missing=missing, failed=await failed_among(connection, keys))
    if changed := await _changed(connection, case_id, rows):
        return ReleaseFact(missing=0, changed=changed)
    items = tuple(
        ManifestItem(document_id=copy.document_id, sheet=copy.sheet, sha256=copy.sha256, pages=copy.pages)
        for copy in (copies[row.document_id] for row in rows)
    )
    manifest = Manifest(case_id=case_id, version=version, items=items, withheld=withheld_by(case))
    sha256 = await keep_sheet(connection, case_id, case_id, manifest.content())
    pages = sum(item.pages for item in items)
    return ReleaseFact(missing=0, release=Release(documents=len(items), pages=pages, manifest=sha256))


async def _drafted(connection: AsyncConnection, agency_id: UUID, case_id: UUID, version: int) -> Case:
    """The case as it was when the draft was made, by the events alone."""
    records = [event_record.validate_python(link) for link in await read_chain(connection, case_id)]
    return folded(case_id, agency_id, [record for record in records if record.seq <= version])


async def package_facts(
    connection: AsyncConnection, agency_id: UUID, case_id: UUID
) -> tuple[tuple[DocumentRef, ...], bool]:
    """The files in which the release of the standing reply is bound, none until they are; and whether that failed."""
    release = await newest_release(connection, case_id)
    if release is None:
        return (), False
    wanted = [form for form in (release.pdf_id, release.zip_id) if form]
    rows = [await find_document(connection, agency_id, form) for form in wanted]
    failed = await failed_among(connection, [package_key(release.manifest)])
    return tuple(row.ref for row in rows if row), bool(failed)
