"""The letter activity: number, text, PDF and DOCX twin, stored as documents of the case."""

import asyncio
from collections.abc import Callable
from uuid import uuid5

from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio import activity

from activities.db.applications import application_view, find_application
from activities.db.database import Database
from activities.db.documents import documents_of, put_documents
from activities.db.letters import LetterRow, attach_forms, enter_letter, find_letter, take_number
from activities.db.people import find_agency
from activities.letters.compose import compose, letter_number
from activities.letters.docx import render_docx
from activities.letters.pdf import render_pdf
from activities.store import DocumentStore
from activities.vault import Vault
from schemas.applications import WantedForm
from schemas.documents import DocumentRow, StoredBlob
from schemas.events import CLOCK
from schemas.letters import LetterContent, LetterOrder, LetterParties, LetterRef
from schemas.vocabulary import ApplicantKind

_FORMS = {WantedForm.PAPER: "纸质", WantedForm.ELECTRONIC: "电子", WantedForm.INSPECTION: "查阅、抄录"}


class LetterMaker:
    """Makes a letter once per business key: a crash at any line and a retry give the same number and one letter.

    The number is taken in a transaction of its own, because it is printed; then the two forms are stored under their
    hash, and last the rows that name them. Text and forms are pure functions, so a retry stores the same bytes.
    """

    def __init__(self, database: Database, store: DocumentStore, vault: Vault) -> None:
        self._database = database
        self._store = store
        self._vault = vault

    @activity.defn(name="make_letter")
    async def make_letter(self, order: LetterOrder) -> LetterRef:
        """The finished letter. Permanent failure ``letter_incomplete``: the law wants more said than the case holds."""
        async with self._database.transaction() as connection:
            parties = await self._parties(connection, order)
            compose(
                order, parties, letter_number(parties.code, order.kind, order.dated.year, 0)
            )  # or no number is used
            letter = await _numbered(connection, order, parties)
            if letter.pdf_id and letter.docx_id:
                return await _finished(connection, order, letter)
        content = compose(order, parties, letter.number)
        pdf, docx = await asyncio.gather(self._stored(render_pdf, content), self._stored(render_docx, content))
        async with self._database.transaction() as connection:
            forms = [_form(order, letter, pdf, "pdf"), _form(order, letter, docx, "docx")]
            await put_documents(connection, forms)
            ids = {"pdf_id": forms[0].id, "docx_id": forms[1].id}
            await attach_forms(connection, letter.id, **ids)
            return await _finished(connection, order, letter.model_copy(update=ids))

    async def _stored(self, render: Callable[[LetterContent], bytes], content: LetterContent) -> StoredBlob:
        return await self._store.put_bytes(await asyncio.to_thread(render, content))

    async def _parties(self, connection: AsyncConnection, order: LetterOrder) -> LetterParties:
        """Who the letter is from and to; personal data, so it is read here and goes nowhere else."""
        agency = await find_agency(connection, order.agency_id)
        row = await find_application(connection, order.case_id)
        if agency is None or row is None:
            raise LookupError("the agency or the application of a letter is not there")
        application = await application_view(connection, order.case_id, self._vault)
        documents = await documents_of(connection, order.agency_id, order.case_id)
        person = application.applicant.kind is ApplicantKind.NATURAL_PERSON
        return LetterParties(
            agency=agency.name,
            code=agency.code,
            contact=agency.contact,
            reconsideration_body=agency.reconsideration_body,
            court=agency.court,
            applicant=application.applicant.name,
            form_of_address="您" if person else "贵单位",
            description=application.corrections[-1] if application.corrections else application.description,
            reference=row.reference,
            delivery_form=_FORMS[application.wanted_form],
            titles={document.id: document.label for document in documents},
        )


async def _numbered(connection: AsyncConnection, order: LetterOrder, parties: LetterParties) -> LetterRow:
    """The letter of this key with its number, taken now if it has none."""
    if standing := await find_letter(connection, order.key):
        return standing
    n = await take_number(connection, order)
    return await enter_letter(connection, order, n, letter_number(parties.code, order.kind, order.dated.year, n))


def _form(order: LetterOrder, letter: LetterRow, blob: StoredBlob, form: str) -> DocumentRow:
    """One form of the letter as a document of the case."""
    return DocumentRow(
        id=uuid5(letter.id, form),
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
    forms = {row.id: row.ref for row in await documents_of(connection, order.agency_id, order.case_id)}
    pdf, docx = (forms[form] for form in (letter.pdf_id, letter.docx_id) if form)
    return LetterRef(letter_id=letter.id, kind=order.kind, number=letter.number, dated=order.dated, pdf=pdf, docx=docx)
