"""The draft of a reply on paper: looked at before it is issued, edited elsewhere, come back as its final text."""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from activities.letters.docx import render_docx
from activities.letters.docx_reading import LARGEST
from activities.letters.final_text import content_from, refuse_changed
from activities.letters.make import LetterMaker
from activities.letters.pdf import render_pdf
from activities.letters.sheet import DRAFT_NUMBER
from activities.store import DocumentStore
from schemas.case import Case
from schemas.documents import DocumentRef
from schemas.errors import InvalidInput, StepRefused
from schemas.events import CLOCK
from schemas.letters import LetterContent, LetterOrder
from schemas.people import SignedIn
from workflows.letters import draft_order
from workflows.moment import moment_of

if TYPE_CHECKING:
    from api.desk import Desk


async def draft_docx(desk: "Desk", store: DocumentStore, person: SignedIn, case_id: UUID) -> bytes:
    """The reply as it is now, to be edited. Raises ``NotFound`` and ``StepRefused``: ``nothing_to_preview``."""
    return await asyncio.to_thread(render_docx, (await previewed(desk, store, person, case_id))[1])


async def draft_pdf(desk: "Desk", store: DocumentStore, person: SignedIn, case_id: UUID) -> bytes:
    """The reply as it is now, to be read. Raises ``NotFound`` and ``StepRefused``: ``nothing_to_preview``."""
    return await asyncio.to_thread(render_pdf, (await previewed(desk, store, person, case_id))[1])


async def check_final_text(desk: "Desk", store: DocumentStore, case: Case, document: DocumentRef) -> None:
    """Whether the uploaded DOCX could go out as the reply of this case; the versions before it stay documents.

    Without a draft there is nothing to check: the step itself is refused. Raises ``InvalidInput`` on ``document``:
    ``final_text_incomplete`` with the codes of what is ``missing``, or why the DOCX cannot be taken over.
    """
    order = await _order(desk, case)
    if order is None:
        return
    if document.size > LARGEST:
        raise InvalidInput("final_text_unreadable", field="document")
    order, maker = order.model_copy(update={"final_text": None}), LetterMaker(desk.database, store, desk.vault)
    standard = await maker.content_of(order, DRAFT_NUMBER)
    docx = b"".join([chunk async for chunk in store.read(document.sha256)])
    if missing := await maker.missing_from(order, await asyncio.to_thread(_edited, docx, standard)):
        raise InvalidInput("final_text_incomplete", field="document", missing=missing)


def _edited(docx: bytes, standard: LetterContent) -> LetterContent:
    refuse_changed(docx, standard)
    return content_from(docx, standard)


async def previewed(
    desk: "Desk", store: DocumentStore, person: SignedIn, case_id: UUID
) -> tuple[LetterOrder, LetterContent]:
    """The reply as it would be issued now, and what it was ordered to say.

    Raises ``NotFound`` and ``StepRefused``: ``nothing_to_preview``.
    """
    order = await _order(desk, await desk.case(await desk.row(person, case_id)))
    if order is None:
        raise StepRefused("nothing_to_preview")
    return order, await LetterMaker(desk.database, store, desk.vault).content_of(order, DRAFT_NUMBER)


async def _order(desk: "Desk", case: Case) -> LetterOrder | None:
    """The order for the reply as of today; numbers are given when it is issued, and who looks changes nothing."""
    calendar = await desk.calendar(case.calendar_version)
    return draft_order(case, moment_of(datetime.now(UTC), case.policy.timezone, CLOCK, calendar))
