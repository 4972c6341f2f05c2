"""The whole file of a case, gathered at one moment and sent as one signed archive."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from uuid import UUID

from pydantic import TypeAdapter

from activities.db.applications import application_view, find_application
from activities.db.database import AsyncConnection
from activities.db.destruction import is_personal_data_destroyed
from activities.db.documents import documents_of
from activities.db.events import read_rows
from activities.db.exporting import letters_kept, sources_kept
from activities.db.people import members
from activities.db.sheets import sheets_of
from activities.keeping.archive_events import line_of
from activities.keeping.export_documents import Lost, send_documents
from activities.keeping.export_end import ended
from activities.keeping.export_key import SigningKey
from activities.keeping.export_readme import readme
from activities.keeping.export_zip import ArchiveWriter
from activities.store import DocumentStore
from activities.vault import Vault
from schemas.chain import GENESIS
from schemas.errors import NotFound
from schemas.export import (
    APPLICATION,
    DOCUMENTS,
    EVENTS,
    LETTERS,
    PEOPLE,
    README,
    SHEET_FOLDER,
    ExportedApplication,
    ExportedDocument,
    ExportedLetter,
    ExportedPerson,
    ExportManifest,
    Member,
    documents_listed,
)
from schemas.people import Agency

_PEOPLE = TypeAdapter(tuple[ExportedPerson, ...])
_LETTERS = TypeAdapter(tuple[ExportedLetter, ...])


@dataclass(frozen=True)
class CaseFile:
    """What was on record at one moment; the bytes of documents are still in the store."""

    case_id: UUID
    reference: str
    agency: str
    events: int
    head: str
    parts: Sequence[tuple[str, bytes]] = field(repr=False)
    documents: tuple[ExportedDocument, ...] = field(repr=False)

    @property
    def contents(self) -> list[tuple[str, int]]:
        """SHA-256 and size of what is to be sent; two documents of the same bytes are one."""
        return sorted({(document.sha256, document.size) for document in self.documents if not document.destroyed_at})


async def gather(connection: AsyncConnection, vault: Vault, agency: Agency, case_id: UUID) -> CaseFile:
    """Read the case whole; ``connection`` must see one moment. Raises ``NotFound``."""
    links = [row.record for row in await read_rows(connection, case_id)]
    application = await _application(connection, vault, agency, case_id)
    documents = await _documents(connection, agency.id, case_id)
    sheets = sorted((await sheets_of(connection, case_id)).items())
    chain = b"".join(line_of(link) for link in links)
    listed = documents_listed.dump_json(documents, indent=2)
    parts = [
        (EVENTS, chain),
        (APPLICATION, application.model_dump_json(indent=2).encode()),
        (PEOPLE, _PEOPLE.dump_json(await _people(connection, agency.id, chain + listed), indent=2)),
        (LETTERS, _LETTERS.dump_json(await letters_kept(connection, case_id), indent=2)),
        (DOCUMENTS, listed),
        *((f"{SHEET_FOLDER}{sha256}.json", content.encode()) for sha256, content in sheets),
    ]
    head = str(links[-1].get("hash")) if links else GENESIS
    return CaseFile(case_id, application.reference, agency.name, len(links), head, parts, documents)


async def archive(
    file: CaseFile, store: DocumentStore, key: SigningKey, by: UUID, at: datetime
) -> AsyncIterator[bytes]:
    """The archive, piece by piece. A document the store has lost or damaged is left out and named in the manifest.

    Raises in the middle ``Unavailable``: what was sent so far has no directory, so nobody takes it for an archive.
    """
    writer, lost = ArchiveWriter(), Lost()
    for name, content in ((README, readme(file.reference)), *file.parts):
        yield writer.add(name, content)
    async for piece in send_documents(store, writer, file.contents, lost):
        yield piece
    for piece in ended(writer, key, lambda members: _manifest(file, members, lost, by, at)):
        yield piece


def _manifest(file: CaseFile, members: Sequence[Member], lost: Lost, by: UUID, at: datetime) -> str:
    manifest = ExportManifest(
        version=version("daylight"),
        case_id=file.case_id,
        reference=file.reference,
        agency=file.agency,
        events=file.events,
        head=file.head,
        exported_at=at,
        exported_by=by,
        absent=tuple(lost.absent),
        damaged=tuple(lost.damaged),
        members=tuple(members),
    )
    return manifest.model_dump_json(indent=2)


async def _application(connection: AsyncConnection, vault: Vault, agency: Agency, case_id: UUID) -> ExportedApplication:
    row = await find_application(connection, case_id)
    if row is None or row.agency_id != agency.id:
        raise NotFound("not_found")
    cleared = await is_personal_data_destroyed(connection, case_id)
    content = None if cleared else await application_view(connection, case_id, vault)
    entered = row.model_dump(include=set(ExportedApplication.model_fields))
    return ExportedApplication(**entered, agency=agency.name, content=content)


async def _documents(connection: AsyncConnection, agency_id: UUID, case_id: UUID) -> tuple[ExportedDocument, ...]:
    sources = await sources_kept(connection, case_id)
    return tuple(
        ExportedDocument(
            **row.model_dump(include=set(ExportedDocument.model_fields)),
            made_from=sources.get(row.id, ()),
        )
        for row in await documents_of(connection, agency_id, case_id)
    )


async def _people(connection: AsyncConnection, agency_id: UUID, told: bytes) -> tuple[ExportedPerson, ...]:
    """Whom the events and documents name: the others of the agency are nobody's business."""
    return tuple(
        ExportedPerson(id=member.id, name=member.name, roles=member.roles)
        for member in await members(connection, agency_id)
        if str(member.id).encode() in told
    )
