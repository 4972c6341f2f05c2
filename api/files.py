"""Documents and letters of a case: taken in, listed, given out."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID, uuid5

from activities.db.cases import find_case
from activities.db.documents import find_document, page_of_documents, provenance_of, uploads_named
from activities.db.letters import letter_of
from activities.db.readings import put_made
from activities.store import DocumentStore
from api.desk import Desk
from api.receiving import received
from api.uploads import FileUpload
from schemas.api import LetterView
from schemas.case import Case, CaseRow
from schemas.documents import DocumentRow, Provenance
from schemas.errors import Destroyed, InvalidInput, NotAllowed, NotFound, StepRefused
from schemas.people import SignedIn
from schemas.vocabulary import State
from workflows.book import HANDLING


class Files:
    """The document side of the desk."""

    def __init__(self, desk: Desk, store: DocumentStore) -> None:
        self._desk = desk
        self.store = store

    async def upload(
        self, person: SignedIn, case_id: UUID, key: str, upload: FileUpload, replaces: UUID | None = None
    ) -> DocumentRow:
        """Store an upload and enter it as a document of a case not archived yet; the same key gives the same document.

        ``replaces``: an earlier upload of the case of which this is a newer version; both are kept.
        The bytes come first, the row after; a crash between leaves bytes that no row names and nobody can see.
        """
        if not HANDLING & set(person.roles):
            raise NotAllowed("role_not_permitted")
        await self._open_case(person, case_id)
        label, blob = await received(self._desk, upload)
        row = DocumentRow(
            id=uuid5(case_id, f"upload/{key}"),
            agency_id=person.agency_id,
            case_id=case_id,
            label=label,
            sha256=blob.sha256,
            size=blob.size,
            media_type=blob.media_type,
            origin="uploaded",
            stored_by=person.staff_id,
            stored_at=datetime.now(UTC),
        )
        async with self._desk.database.transaction() as connection:
            _refuse_closed(await find_case(connection, person.agency_id, case_id))
            if replaces and not await uploads_named(connection, person.agency_id, case_id, [replaces]):
                raise InvalidInput("document_not_of_case", field="replaces")
            await put_made(connection, row, [replaces] if replaces else [])
            standing = await find_document(connection, person.agency_id, row.id)
            if standing is None or standing.sha256 != row.sha256:
                raise InvalidInput("idempotency_key_reused", field="Idempotency-Key")
            await self.store.must_have(row.sha256)
        return standing

    async def of_case(
        self, person: SignedIn, case_id: UUID, after: UUID | None, limit: int
    ) -> tuple[list[DocumentRow], UUID | None]:
        """A page of a case's documents, letters included, and the last one if more follow. Raises ``NotFound``."""
        await self._desk.row(person, case_id)
        async with self._desk.database.reading() as connection:
            found = await page_of_documents(connection, person.agency_id, case_id, after, limit)
        return found[:limit], found[limit - 1].id if len(found) > limit else None

    async def provenance(self, person: SignedIn, document_id: UUID) -> Provenance:
        """What a document was made from and what was made from it. Raises ``NotFound``."""
        async with self._desk.database.reading() as connection:
            row = await find_document(connection, person.agency_id, document_id)
            before, after = await provenance_of(connection, person.agency_id, document_id)
        if row is None:
            raise NotFound("not_found")
        return Provenance(document=row, made_from=tuple(before), made_into=tuple(after))

    async def content(self, person: SignedIn, document_id: UUID) -> tuple[DocumentRow, AsyncIterator[bytes]]:
        """A document and its bytes, checked against its hash while they flow. Raises ``NotFound``."""
        async with self._desk.database.transaction() as connection:
            row = await find_document(connection, person.agency_id, document_id)
        if row is None:
            raise NotFound("not_found")
        if row.destroyed_at:
            raise Destroyed("document_destroyed")
        return row, self.store.read(row.sha256)

    async def letters(self, person: SignedIn, case_id: UUID) -> list[LetterView]:
        """The letters of a case in the order they were issued. Raises ``NotFound``."""
        return letters_of(await self._desk.case(await self._desk.row(person, case_id)))

    async def letter(
        self, person: SignedIn, letter_id: UUID, form: Literal["pdf", "docx"]
    ) -> tuple[DocumentRow, AsyncIterator[bytes]]:
        """One form of a letter. Raises ``NotFound``."""
        async with self._desk.database.transaction() as connection:
            letter = await letter_of(connection, person.agency_id, letter_id)
        document_id = (letter.pdf_id if form == "pdf" else letter.docx_id) if letter else None
        if document_id is None:
            raise NotFound("not_found")
        return await self.content(person, document_id)

    async def _open_case(self, person: SignedIn, case_id: UUID) -> None:
        _refuse_closed(await self._desk.row(person, case_id))


def letters_of(case: Case) -> list[LetterView]:
    """The letters of a case in the order they were issued."""
    return [
        LetterView(
            letter_id=letter.letter_id,
            kind=letter.kind,
            number=letter.number,
            dated=letter.dated,
            pdf=f"/api/letters/{letter.letter_id}.pdf",
            docx=f"/api/letters/{letter.letter_id}.docx",
        )
        for letter in case.letters
    ]


def _refuse_closed(row: CaseRow | None) -> None:
    if row is None or row.state is State.ARCHIVED:
        raise StepRefused("case_closed")
