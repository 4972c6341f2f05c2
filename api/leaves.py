"""Letters page by page: as pictures, rendered as all documents are, and as text beside them."""

import asyncio
import hashlib
import io
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from uuid import UUID

import pikepdf

from activities.db.letters import LetterRow, letter_of
from activities.letters.docx_reading import Block, Line, read_docx
from activities.letters.make import LetterMaker
from activities.letters.pdf import render_pdf
from activities.letters.sheet import Sheet, sheet_of
from activities.store import DocumentStore
from activities.workshop.bench import Bench
from api.desk import Desk
from api.drafts import previewed
from api.files import Files
from api.gallery import Gallery, Paper
from schemas.documents import DocumentRow
from schemas.errors import NotFound
from schemas.leaves import DraftView, IssuedLetter, SentTo
from schemas.letters import LetterContent
from schemas.people import SignedIn
from schemas.vocabulary import LetterKind
from schemas.workshop import PageToDraw, RenderOrder

SOURCE = "letter.pdf"
DPI = 96
COLOURS = 16
"""Black, red and the grey between: a page of text is a third of the size."""
RUN = 4
"""Pages drawn at once."""
KEPT = 64
"""So many drafts are kept in memory; each of them is some tens of kilobytes."""
_SENT_TO = {
    LetterKind.THIRD_PARTY_CONSULTATION: SentTo.THIRD_PARTY,
    LetterKind.THIRD_PARTY_DECISION: SentTo.THIRD_PARTY,
    LetterKind.AGENCY_CONSULTATION: SentTo.AGENCY,
    LetterKind.REFERRAL: SentTo.AGENCY,
    LetterKind.APPLICATION_FORM: SentTo.FILE,
    LetterKind.PROOF_OF_SERVICE: SentTo.FILE,
    LetterKind.SEARCH_RECORD: SentTo.FILE,
}
"""Every other letter goes to the applicant."""


class Leaves:
    """Shows letters to who may see their case. What was set or rendered once is kept for a while, by its content."""

    def __init__(self, desk: Desk, files: Files, store: DocumentStore, gallery: Gallery) -> None:
        self._desk = desk
        self._files = files
        self._store = store
        self._gallery = gallery
        self._drafts = Kept()

    async def draft(self, person: SignedIn, case_id: UUID) -> DraftView:
        """The reply as it would be issued now. Raises ``NotFound`` and ``StepRefused``: ``nothing_to_preview``."""
        order, content = await previewed(self._desk, self._store, person, case_id)
        missing = await LetterMaker(self._desk.database, self._store, self._desk.vault).missing_from(order, content)
        return DraftView(
            pages=_pages_in(await self._set(content)),
            text=_said(sheet_of(content)),
            missing=missing,
            paragraphs=content.paragraphs,
            closing=content.closing,
        )

    async def draft_page(self, person: SignedIn, case_id: UUID, number: int) -> bytes:
        """A page of it as PNG. Raises what ``draft`` raises, and ``NotFound`` ``page_unknown``."""
        _, content = await previewed(self._desk, self._store, person, case_id)
        return await self._picture(await self._set(content), number)

    async def letter(self, person: SignedIn, letter_id: UUID) -> IssuedLetter:
        """An issued letter. Raises ``NotFound``, and ``Destroyed`` for one whose forms are gone."""
        row = await self._row(person, letter_id)
        document, pdf = await self._form(person, letter_id, "pdf")
        _, docx = await self._form(person, letter_id, "docx")
        blocks = await asyncio.to_thread(read_docx, docx)
        return IssuedLetter(
            letter_id=row.id,
            case_id=row.case_id,
            kind=row.kind,
            sent_to=_SENT_TO.get(row.kind, SentTo.APPLICANT),
            number=row.number,
            dated=row.dated,
            sha256=document.sha256,
            pages=_pages_in(pdf),
            text=tuple(line for block in blocks for line in _lines(block)),
        )

    async def letter_page(self, person: SignedIn, letter_id: UUID, number: int) -> bytes:
        """A page of it as PNG. Raises what ``letter`` raises, and ``NotFound`` ``page_unknown``."""
        return await self._picture((await self._form(person, letter_id, "pdf"))[1], number)

    async def page_of(self, pdf: bytes, number: int) -> bytes:
        """A page, as PNG, of a PDF that we have set ourselves. Raises ``NotFound`` ``page_unknown``."""
        return await self._picture(pdf, number)

    async def _row(self, person: SignedIn, letter_id: UUID) -> LetterRow:
        async with self._desk.database.reading() as connection:
            row = await letter_of(connection, person.agency_id, letter_id)
        if row is None:
            raise NotFound("not_found")
        return row

    async def _form(self, person: SignedIn, letter_id: UUID, form: str) -> tuple[DocumentRow, bytes]:
        row, chunks = await self._files.letter(person, letter_id, "pdf" if form == "pdf" else "docx")
        return row, b"".join([chunk async for chunk in chunks])

    async def _set(self, content: LetterContent) -> bytes:
        key = hashlib.sha256(content.model_dump_json().encode()).hexdigest()
        return await self._drafts.get(key, lambda: asyncio.to_thread(render_pdf, content))

    async def _picture(self, pdf: bytes, number: int) -> bytes:
        pages = _pages_in(pdf)
        if not 1 <= number <= pages:
            raise NotFound("page_unknown")

        async def lay(bench: Bench) -> None:
            await asyncio.to_thread((bench.folder / SOURCE).write_bytes, pdf)

        run = tuple(PageToDraw(number=one) for one in range(number, min(number + RUN, pages + 1)))
        order = RenderOrder(source=SOURCE, pages=run, dpi=DPI, colours=COLOURS)
        return await self._gallery.first(Paper("letters", hashlib.sha256(pdf).hexdigest(), lay), order)


class Kept:
    """The last so many things that were made, by a key that tells their content."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._made: OrderedDict[str, bytes] = OrderedDict()

    async def get(self, key: str, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """What is kept under the key, or made now."""
        if key not in self._made:
            self._made[key] = await make()
        made = self._made[key]
        self._made.move_to_end(key)
        while len(self._made) > self._most:
            self._made.popitem(last=False)
        return made


def _pages_in(pdf: bytes) -> int:
    """Of a PDF that we have set ourselves; those of others are opened in the workshop only."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _said(sheet: Sheet) -> tuple[str, ...]:
    head = (sheet.agency, sheet.number, sheet.title, sheet.addressee)
    rows = tuple(f"{label}：{value}" for label, value in sheet.table)
    foot = (sheet.signature, sheet.date, *sheet.notes)
    said = (*head, *sheet.paragraphs, *rows, *sheet.closing, *sheet.remedy, *sheet.enclosures, *foot)
    return tuple(line for line in said if line)


def _lines(block: Block) -> tuple[str, ...]:
    return (block.text,) if isinstance(block, Line) else tuple(f"{label}：{value}" for label, value in block.rows)
