"""``/api/status``: where an application stands, for its applicant. No token: reference and code, in the body only."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, Response

from api.access import Person
from api.problems import problem_response
from api.status_page import StatusPage
from schemas.errors import DaylightError
from schemas.status import StatusCode, StatusQuery, StatusView

router = APIRouter(tags=["status"])
QUIET = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing of an answer stays in a cache, an index or another site's log."""


async def the_page(request: Request) -> StatusPage:
    """The page of this process."""
    page: StatusPage = request.app.state.status_page
    return page


PageDep = Annotated[StatusPage, Depends(the_page)]


@router.post("/api/status", response_model=StatusView)
async def look_by_program(
    request: Request, response: Response, page: PageDep, query: StatusQuery
) -> Response | StatusView:
    """Where it stands, for a portal of one's own. After too many tries ``Retry-After`` says when to ask again."""
    try:
        view = await page.view(query, _client(request))
    except DaylightError as refused:
        answer: JSONResponse = problem_response(refused)
        answer.headers.update(QUIET)
        return answer
    response.headers.update(QUIET)
    return view


@router.get("/api/applications/{case_id}/status-code")
async def code(response: Response, person: Person, page: PageDep, case_id: UUID) -> StatusCode:
    """The code of a case, for an applicant who has lost his receipt; for those who handle cases."""
    response.headers.update(QUIET)
    return await page.code_for(person, case_id)


def _client(request: Request) -> str | None:
    return request.client.host if request.client else None
