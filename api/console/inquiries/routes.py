"""``/inquiries``: what was asked at the counter or by telephone, noted; and the way from there to an application."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import DeskDep
from api.console.inquiries.filters import Asked, typed_filters
from api.console.pages import page
from api.console.typed import Typed, again, faults_of, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.inquiries import note_inquiry, page_of_inquiries
from schemas.errors import DaylightError
from schemas.inquiries import InquiryChannel, InquiryPage, NewInquiry
from workflows.book import HANDLING

router = APIRouter(prefix="/inquiries", include_in_schema=False)
Refused = DaylightError | ValidationError


@router.get("")
async def listing(request: Request, visit: VisitDep, desk: DeskDep) -> HTMLResponse:
    """The agency's inquiries under the filters in the address, newest first, and the form to note one."""
    typed_in = typed_filters(request.query_params)
    try:
        asked = Asked.model_validate(typed_in)
        found = await page_of_inquiries(desk, visit.person, asked.filter)
    except (ValidationError, DaylightError) as refused:
        return await _page(visit, desk, Asked(), InquiryPage(items=(), next=None), typed_in, refused_filter=refused)
    return await _page(visit, desk, asked, found, typed_in)


@router.post("")
async def note(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Note an inquiry, once for each form; refused, all that was typed stays."""
    sent = await typed(request, visit)
    try:
        await note_inquiry(desk, visit.person, sent.key, NewInquiry.model_validate(sent.nested()))
    except (ValidationError, DaylightError) as refused:
        found = await page_of_inquiries(desk, visit.person, Asked().filter)
        return await _page(visit, desk, Asked(), found, {}, sent=sent, refused=refused)
    return RedirectResponse("/inquiries", 303)


async def _page(
    visit: Visit,
    desk: Desk,
    asked: Asked,
    found: InquiryPage,
    typed_in: Mapping[str, str],
    *,
    sent: Typed | None = None,
    refused: Refused | None = None,
    refused_filter: Refused | None = None,
) -> HTMLResponse:
    wrong = refused or refused_filter
    status = 200 if wrong is None else wrong.status if isinstance(wrong, DaylightError) else 422
    return page(
        visit,
        "inquiries/list.html",
        status,
        asked=asked,
        found=found,
        typed_in=dict.fromkeys(Asked.model_fields, "") | dict(typed_in),
        sent=again(sent or Typed(), refused),
        faults=faults_of(refused) if refused else {},
        filter_faults=faults_of(refused_filter) if refused_filter else {},
        notes=bool(HANDLING & set(visit.person.roles)),
        channels=tuple(InquiryChannel),
        today=await desk.today(visit.person.agency_id),
    )
