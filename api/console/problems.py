"""Refusals as pages: a sentence, its code, and for who is not signed in the way to the sign-in."""

from starlette.requests import Request
from starlette.responses import Response

from api.console.language import language_of
from api.console.pages import page
from api.console.unsent.keeping import led_to_sign_in, sent_in_another_session
from api.console.visit import Guest, Visit, Visitor
from schemas.errors import DaylightError, TooLarge, TooManyTries, Unauthorized
from schemas.messages import problem_of

WITHOUT_PAGES = ("/api/", "/static/", "/livez", "/readyz")


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks, outside the API."""
    return not request.url.path.startswith(WITHOUT_PAGES) and "text/html" in request.headers.get("Accept", "")


async def problem_page(request: Request, refused: DaylightError) -> Response:
    """The refusal as a page in the visitor's language; who is not signed in is led to the sign-in, and back again; a
    form of an earlier session of his own is shown to him again as he filled it in."""
    if isinstance(refused, Unauthorized):
        return await led_to_sign_in(request)
    visitor: Visitor = getattr(request.state, "visit", None) or Guest(language_of(request.cookies), request.url.path)
    mine = visitor if refused.code == "csrf_missing" and isinstance(visitor, Visit) else None
    if mine and (led := await sent_in_another_session(request, mine)):
        return led
    most = refused.most if isinstance(refused, TooLarge) else None
    answer = page(visitor, "problem.html", refused.status, problem=problem_of(refused), most=most)
    if isinstance(refused, TooManyTries):
        answer.headers["Retry-After"] = str(refused.retry_after)
    return answer
