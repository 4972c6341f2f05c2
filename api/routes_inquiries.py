"""``/api/inquiries``: the log of inquiries at the counter and by telephone."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Query
from starlette.responses import Response

from activities.db.inquiries import InquiryFilter
from api.access import DeskDep, Person, RequiredKey
from api.cursors import moment_in, place_of
from api.examples import APPLICATION
from api.exports_list import whole_list
from api.exports_table import PAGE, WantedFormat
from api.inquiries import apply_for, note_inquiry, one_inquiry, page_of_inquiries
from api.oversight_tables import INQUIRIES
from api.routes_status import PageDep
from schemas.api import Receipt
from schemas.applications import NewApplication
from schemas.base import Line
from schemas.clock import Day
from schemas.inquiries import Inquiry, InquiryChannel, InquiryPage, NewInquiry

router = APIRouter(prefix="/api/inquiries", tags=["inquiries"])

INQUIRY: dict[str, Any] = {
    "channel": "telephone",
    "asked": "询问老旧小区改造项目招标文件是否公开、到哪里查。",
    "answered": "告知中标公告在本机关网站“政府采购”专栏，招标文件可以书面申请公开。",
}


@router.post("", status_code=201)
async def note(
    desk: DeskDep,
    person: Person,
    key: RequiredKey,
    inquiry: Annotated[NewInquiry, Body(openapi_examples={"telephone": {"value": INQUIRY}})],
) -> Inquiry:
    """Note an inquiry in the staff's own words, nothing personal. The same key again gives the same note."""
    return await note_inquiry(desk, person, key, inquiry)


@router.get("", response_model=InquiryPage)
async def listing(
    desk: DeskDep,
    person: Person,
    channel: InquiryChannel | None = None,
    asked_from: Day | None = None,
    asked_until: Day | None = None,
    applied: Annotated[bool | None, Query(description="whether it has become an application")] = None,
    text: Annotated[Line | None, Query(description="looked for in reference, question and answer")] = None,
    after: Annotated[str | None, Query(max_length=300, description="cursor: `next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    as_table: WantedFormat = None,
) -> InquiryPage | Response:
    """The agency's inquiries, newest first."""
    wanted = InquiryFilter(
        channel=channel,
        asked_from=asked_from,
        asked_until=asked_until,
        applied=applied,
        text=text,
        after=place_of(after, moment_in),
        limit=limit,
    )
    if as_table:

        async def read(start: str | None) -> InquiryPage:
            page = {"after": place_of(start or after, moment_in), "limit": PAGE}
            return await page_of_inquiries(desk, person, wanted.model_copy(update=page))

        return await whole_list(desk, person, INQUIRIES, as_table, read)
    return await page_of_inquiries(desk, person, wanted)


@router.get("/{inquiry_id}")
async def one(desk: DeskDep, person: Person, inquiry_id: UUID) -> Inquiry:
    """One inquiry, with the case it became."""
    return await one_inquiry(desk, person, inquiry_id)


@router.post("/{inquiry_id}/application", status_code=201)
async def to_application(
    desk: DeskDep,
    page: PageDep,
    person: Person,
    inquiry_id: UUID,
    application: Annotated[NewApplication, Body(openapi_examples={"counter": {"value": APPLICATION}})],
) -> Receipt:
    """Enter the application this inquiry has become and start its case. The same again gives the same answer."""
    taken = await apply_for(desk, person, inquiry_id, application)
    return Receipt.model_validate({**taken.model_dump(), "status_code": page.code_of(taken.case_id)})
