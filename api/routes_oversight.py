"""``/api/oversight/cases``: the cases of the agencies one oversees, as list, table and one by one; and a search."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response

from api.access import DeskDep, Person
from api.exports_table import WantedFormat
from api.overseen import Overseen, overseen_by
from api.oversight_lists import CaseListing, cases_of_applicant, overseen_case, page_of_overseen, table_of_overseen
from schemas.oversight_lists import ApplicantSearch, OverseenDetail, OverseenPage

router = APIRouter(prefix="/api/oversight", tags=["oversight"])

_NUMBER = {"an applicant": {"value": {"identity_number": "110101199003070011"}}}


@router.get("/choices")
async def choices(desk: DeskDep, person: Person) -> Overseen:
    """The agencies you oversee, and the handlers and departments of your own."""
    return await overseen_by(desk, person)


@router.get("/cases", response_model=OverseenPage)
async def cases(
    desk: DeskDep,
    person: Person,
    request: Request,
    response: Response,
    listing: Annotated[CaseListing, Query()],
    wanted: WantedFormat = None,
) -> OverseenPage | Response:
    """Cases of the agencies you oversee, newest first or by due date. Every condition given must hold.

    Your own agency's, and those of the agencies below it if your role reaches there; any other agency is not there. If
    more follow, a `Link` header names the next page (RFC 8288).
    """
    if wanted:
        return await table_of_overseen(desk, person, listing, wanted)
    page = await page_of_overseen(desk, person, listing)
    if page.next:
        following = urlencode({**request.query_params, "after": page.next})
        response.headers["Link"] = f'<{request.url.path}?{following}>; rel="next"'
    return page


@router.get("/cases/{case_id}")
async def one(desk: DeskDep, person: Person, case_id: UUID) -> OverseenDetail:
    """One case in summary, with its limit counted day by day."""
    return await overseen_case(desk, person, case_id)


@router.post("/search")
async def search(
    desk: DeskDep, person: Person, wanted: Annotated[ApplicantSearch, Body(openapi_examples=_NUMBER)]
) -> OverseenPage:
    """Your own agency's cases of one applicant, by the number of the proof of identity; it stands in no address."""
    return await cases_of_applicant(desk, person, wanted)
