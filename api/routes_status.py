"""``/status``: the applicant's page, and the same as JSON. No token: reference and code, and both in the body only."""

from typing import Annotated
from urllib.parse import parse_qs
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, JSONResponse, Response

from api.access import Person
from api.problems import invalid_input, problem_response
from api.status_html import STYLE, form_page, status_page
from api.status_page import StatusPage
from schemas.errors import DaylightError, TooManyTries
from schemas.status import StatusCode, StatusQuery, StatusView

router = APIRouter(tags=["status"])
QUIET = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing of an answer stays in a cache, an index or another site's log."""
PAGE = {
    **QUIET,
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""The page runs no script, loads nothing but its style, and stands in nobody's frame."""
PATH = "/status"
MOST_FIELDS = 10


async def the_page(request: Request) -> StatusPage:
    """The page of this process."""
    page: StatusPage = request.app.state.status_page
    return page


PageDep = Annotated[StatusPage, Depends(the_page)]


@router.get(PATH, include_in_schema=False)
async def form() -> HTMLResponse:
    """The empty form. What stands in the address is not read."""
    return HTMLResponse(form_page(), headers=PAGE)


@router.get(f"{PATH}/style.css", include_in_schema=False)
async def style() -> Response:
    """The style of the page; it may be kept, for it is the same for everybody."""
    kept = {**QUIET, "Cache-Control": "public, max-age=3600"}
    return Response(STYLE, headers=kept, media_type="text/css")


@router.post(PATH, include_in_schema=False)
async def look(request: Request, page: PageDep) -> HTMLResponse:
    """Where the application stands, or the form again with what was wrong; the code is never shown again."""
    typed = _typed(await request.body())
    try:
        view = await page.view(StatusQuery.model_validate(typed), _client(request))
    except ValidationError as invalid:
        return _again(typed, invalid_input(invalid.errors()))
    except DaylightError as refused:
        return _again(typed, refused)
    return HTMLResponse(status_page(view), headers=PAGE)


@router.post("/api/status", response_model=StatusView)
async def look_by_program(
    request: Request, response: Response, page: PageDep, query: StatusQuery
) -> Response | StatusView:
    """The same as JSON, for a portal of one's own. After too many tries ``Retry-After`` says when to ask again."""
    try:
        view = await page.view(query, _client(request))
    except DaylightError as refused:
        answer: JSONResponse = problem_response(refused)
        answer.headers.update({**QUIET, **_later(refused)})
        return answer
    response.headers.update(QUIET)
    return view


@router.get("/api/applications/{case_id}/status-code")
async def code(response: Response, person: Person, page: PageDep, case_id: UUID) -> StatusCode:
    """The code of a case, for an applicant who has lost his receipt; for those who handle cases."""
    response.headers.update(QUIET)
    return await page.code_for(person, case_id)


def _typed(body: bytes) -> dict[str, str]:
    """The fields of the form; none if it is no form. A field sent twice counts as last sent."""
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return {name: fields[name][-1] for name in StatusQuery.model_fields if fields.get(name)}


def _client(request: Request) -> str | None:
    return request.client.host if request.client else None


def _again(typed: dict[str, str], refused: DaylightError) -> HTMLResponse:
    return HTMLResponse(form_page(typed.get("reference", ""), refused), refused.status, {**PAGE, **_later(refused)})


def _later(refused: DaylightError) -> dict[str, str]:
    return {"Retry-After": str(refused.retry_after)} if isinstance(refused, TooManyTries) else {}
