"""What belongs to no part of the console: the first page and the language."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from api.console.language import COOKIE, Language
from api.console.typed import typed
from api.console.visit import GuestDep, VisitDep
from api.encryption import is_encrypted

router = APIRouter(include_in_schema=False)
A_YEAR = 365 * 24 * 3600


@router.get("/")
async def first_page(visit: VisitDep) -> Response:
    """Everybody begins with what waits for him."""
    return RedirectResponse("/work", 303)


@router.post("/language")
async def change_language(request: Request, guest: GuestDep) -> Response:
    """Go on in the other language, where one was."""
    sent = await typed(request, guest)
    answer = RedirectResponse(own_path(sent.first("back")), 303)
    chosen = Language.ENGLISH if sent.first("to") == Language.ENGLISH else Language.CHINESE
    answer.set_cookie(COOKIE, chosen, max_age=A_YEAR, httponly=True, samesite="lax", secure=is_encrypted(request))
    return answer


def own_path(given: str) -> str:
    """A path of this console to go back to; anything else leads to the first page, never to another site."""
    own = given.startswith("/") and not given.startswith("//") and "\\" not in given and given.isprintable()
    return given if own else "/"
