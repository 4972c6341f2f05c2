"""``/inquiries``: what was asked at the counter or by telephone, noted; and the way from there to an application."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from activities.db.inquiries import InquiryFilter
from api.access import DeskDep
from api.console.pages import page
from api.console.typed import Typed, again, faults_of, typed
from api.console.visit import Visit, VisitDep
from api.cursors import moment_in, place_of
from api.desk import Desk
from api.inquiries import note_inquiry, page_of_inquiries
from schemas.errors import DaylightError
from schemas.inquiries import InquiryChannel, NewInquiry
from workflows.book import HANDLING

router = APIRouter(prefix="/inquiries", include_in_schema=False)
SHOWN = 30


@router.get("")
async def listing(
    visit: VisitDep, desk: DeskDep, after: Annotated[str | None, Query(max_length=300)] = None
) -> HTMLResponse:
    """The agency's inquiries, newest first, and the form to note one."""
    return await _page(visit, desk, Typed(), after=after)


@router.post("")
async def note(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Note an inquiry, once for each form; refused, all that was typed stays."""
    sent = await typed(request, visit)
    try:
        await note_inquiry(desk, visit.person, sent.key, NewInquiry.model_validate(sent.nested()))
    except (ValidationError, DaylightError) as refused:
        return await _page(visit, desk, sent, refused=refused)
    return RedirectResponse("/inquiries", 303)


async def _page(
    visit: Visit,
    desk: Desk,
    sent: Typed,
    *,
    after: str | None = None,
    refused: DaylightError | ValidationError | None = None,
) -> HTMLResponse:
    wanted = InquiryFilter(after=place_of(after, moment_in), limit=SHOWN)
    status = refused.status if isinstance(refused, DaylightError) else 422
    return page(
        visit,
        "inquiries/list.html",
        status if refused else 200,
        found=await page_of_inquiries(desk, visit.person, wanted),
        sent=again(sent, refused),
        faults=faults_of(refused) if refused else {},
        notes=bool(HANDLING & set(visit.person.roles)),
        channels=tuple(InquiryChannel),
        today=await desk.today(visit.person.agency_id),
    )
