"""Wording the text of a drafted reply in the browser: it becomes a DOCX of the case, like one edited elsewhere."""

import asyncio
from uuid import UUID, uuid5

from pydantic import Field

from activities.db.documents import find_document
from activities.db.readings import put_made
from activities.letters.docx import render_docx
from activities.letters.make import LetterMaker
from api.desk import Desk
from api.drafts import previewed
from schemas.base import Text
from schemas.commands import StepTaken
from schemas.documents import DocumentRow
from schemas.errors import InvalidInput, NotAllowed, StepRefused
from schemas.letters import LetterContent
from schemas.people import SignedIn
from schemas.steps import SetFinalText
from schemas.steps_base import StepBase
from workflows.approval import DOCX
from workflows.book import HANDLING

LABEL = "答复书定稿.docx"
MOST_PARAGRAPHS = 200


class Wording(StepBase):
    """The running text of a reply, paragraph by paragraph, before and after its table.

    Head, addressee, table, remedies, enclosures and signature stay as they are drafted.
    """

    paragraphs: tuple[Text, ...] = Field(min_length=1, max_length=MOST_PARAGRAPHS)
    closing: tuple[Text, ...] = Field((), max_length=MOST_PARAGRAPHS)


async def reword(desk: Desk, person: SignedIn, case_id: UUID, key: str, wording: Wording) -> StepTaken:
    """Set the draft with this wording as the final text; everybody signs again. The same key has one effect.

    Raises what ``previewed`` and the step ``set_final_text`` raise: a text that lacks what the law wants said is
    refused with the codes of what is missing.
    """
    if not HANDLING & set(person.roles):
        raise NotAllowed("role_not_permitted")
    document_id = uuid5(case_id, f"wording/{key}")
    async with desk.database.reading() as connection:
        standing = await find_document(connection, person.agency_id, document_id)
    if standing is None:
        await _keep(desk, person, case_id, document_id, wording)
    step = SetFinalText(expected_version=wording.expected_version, document=document_id)
    return await desk.take_step(person, case_id, key, step)


async def _keep(desk: Desk, person: SignedIn, case_id: UUID, document_id: UUID, wording: Wording) -> None:
    """What cannot be set is not kept either."""
    row = await desk.row(person, case_id)
    if row.version != wording.expected_version:
        raise StepRefused("stale_version")
    order, content = await previewed(desk, desk.store, person, case_id)
    said = {"paragraphs": wording.paragraphs, "closing": wording.closing}
    worded = LetterContent.model_validate({**content.model_dump(), **said})
    if missing := await LetterMaker(desk.database, desk.store, desk.vault).missing_from(order, worded):
        raise InvalidInput("final_text_incomplete", field="paragraphs", missing=missing)
    await _store(desk, person, case_id, document_id, worded)


async def _store(desk: Desk, person: SignedIn, case_id: UUID, document_id: UUID, worded: LetterContent) -> None:
    blob = await desk.store.put_bytes(await asyncio.to_thread(render_docx, worded))
    row = DocumentRow(
        id=document_id,
        agency_id=person.agency_id,
        case_id=case_id,
        label=LABEL,
        sha256=blob.sha256,
        size=blob.size,
        media_type=DOCX,
        origin="uploaded",
        stored_by=person.staff_id,
    )
    async with desk.database.transaction() as connection:
        await put_made(connection, row, [])
        await desk.store.must_have(row.sha256)
