"""The letter activity: number, text, PDF and DOCX twin, stored as documents of the case."""

import asyncio
from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.db.database import Database
from activities.db.documents import documents_named, put_documents
from activities.db.letters import LetterRow, attach_forms, enter_letter, find_letter, form_id, hash_of, take_number
from activities.db.templates import own_templates
from activities.letters.compose import filled_in, letter_number
from activities.letters.docx import render_docx
from activities.letters.final_text import content_from
from activities.letters.mandatory import missing_content, refuse_incomplete
from activities.letters.parties import parties_of
from activities.letters.pdf import render_pdf
from activities.letters.sheet import DRAFT_NUMBER
from activities.letters.wording import wording_of
from activities.store import DocumentStore
from activities.vault import Vault
from schemas.documents import DocumentRef, DocumentRow, StoredBlob
from schemas.errors import InvalidInput
from schemas.events import CLOCK
from schemas.letters import LetterContent, LetterOrder, LetterParties, LetterRef, about, visible


class LetterMaker:
    """Makes a letter once per business key: a crash at any line and a retry give the same number and one letter.

    The number is taken in a transaction of its own, because it is printed; then the two forms are stored under their
    hash, and last the rows that name them. Text and forms are pure functions, so a retry stores the same bytes.
    The letter of a step that was refused afterwards is made anew, under its number, by the order of the next step.
    """

    def __init__(self, database: Database, store: DocumentStore, vault: Vault, status_page: str | None = None) -> None:
        self._database = database
        self._status_page = status_page
        self._store = store
        self._vault = vault

    @activity.defn(name="make_letter")
    async def make_letter(self, order: LetterOrder) -> LetterRef:
        """The finished letter. Permanent failures: ``letter_incomplete``, the law wants more said than the letter
        does; the code of the agency's template or edited text when that fails."""
        async with self._database.transaction() as connection:
            parties, content = await self._checked(connection, order)  # before a number is used
            letter = await _numbered(connection, order, parties)
            if letter.is_made_by(hash_of(order)):
                return await _finished(connection, order, letter)
        content = content.model_copy(update={"number": visible(letter.number)})
        pdf, docx = await asyncio.gather(self._stored(render_pdf, content), self._stored(render_docx, content))
        async with self._database.transaction() as connection:
            forms = [_form(order, letter, pdf, "pdf"), _form(order, letter, docx, "docx")]
            await put_documents(connection, forms)
            ids = {"pdf_id": forms[0].id, "docx_id": forms[1].id}
            await attach_forms(connection, letter.id, **ids, order_hash=hash_of(order), dated=order.dated)
            return await _finished(connection, order, letter.model_copy(update=ids))

    async def content_of(self, order: LetterOrder, number: str = DRAFT_NUMBER) -> LetterContent:
        """The letter as it would be issued now, complete or not: a preview. Raises ``InvalidInput`` when the agency's
        template or the edited text fails."""
        async with self._database.transaction() as connection:
            _, content = await self._written(connection, order)
        return content.model_copy(update={"number": visible(number)})

    async def missing_from(self, order: LetterOrder, content: LetterContent) -> tuple[str, ...]:
        """Codes of the mandatory contents that this text of the letter lacks."""
        async with self._database.transaction() as connection:
            return missing_content(content, order, await self._parties(connection, order))

    async def _checked(self, connection: AsyncConnection, order: LetterOrder) -> tuple[LetterParties, LetterContent]:
        try:
            parties, content = await self._written(connection, order)
        except InvalidInput as fails:
            raise ApplicationError("the wording of the letter fails", type=fails.code, non_retryable=True) from None
        return parties, refuse_incomplete(content, order, parties)

    async def _written(self, connection: AsyncConnection, order: LetterOrder) -> tuple[LetterParties, LetterContent]:
        """By the agency's own template or the standard one, and as a clerk edited it, if one did."""
        parties = await self._parties(connection, order)
        wording = wording_of(order, parties, await own_templates(connection, order.agency_id))
        content = filled_in(order, parties, DRAFT_NUMBER, wording)
        return parties, await self._edited(content, order.final_text) if order.final_text else content

    async def _parties(self, connection: AsyncConnection, order: LetterOrder) -> LetterParties:
        return await parties_of(connection, order, self._vault, self._status_page)

    async def _edited(self, standard: LetterContent, final_text: DocumentRef) -> LetterContent:
        edited = b"".join([chunk async for chunk in self._store.read(final_text.sha256)])
        return await asyncio.to_thread(content_from, edited, standard)

    async def _stored(self, render: Callable[[LetterContent], bytes], content: LetterContent) -> StoredBlob:
        return await self._store.put_bytes(await asyncio.to_thread(render, content))


async def _numbered(connection: AsyncConnection, order: LetterOrder, parties: LetterParties) -> LetterRow:
    """The letter of this key with its number, taken now if it has none."""
    if standing := await find_letter(connection, order.key):
        return standing
    n = await take_number(connection, order)
    return await enter_letter(connection, order, n, letter_number(parties.code, order.kind, order.dated.year, n))


def _form(order: LetterOrder, letter: LetterRow, blob: StoredBlob, form: str) -> DocumentRow:
    """One form of the letter as a document of the case."""
    return DocumentRow(
        id=form_id(letter.id, form, hash_of(order)),
        agency_id=order.agency_id,
        case_id=order.case_id,
        label=f"{letter.number}.{form}",
        sha256=blob.sha256,
        size=blob.size,
        media_type=blob.media_type,
        origin="letter",
        stored_by=CLOCK.staff_id,
    )


async def _finished(connection: AsyncConnection, order: LetterOrder, letter: LetterRow) -> LetterRef:
    """The reference that the event carries, from the rows that stand."""
    named = [form for form in (letter.pdf_id, letter.docx_id) if form]
    forms = {row.id: row.ref for row in await documents_named(connection, order.case_id, named)}
    pdf, docx = (forms[form] for form in named)
    return LetterRef(
        letter_id=letter.id,
        kind=order.kind,
        number=letter.number,
        dated=order.dated,
        pdf=pdf,
        docx=docx,
        about=about(order),
    )
