"""Refusals as pages: a sentence, its code, and for who is not signed in the way to the sign-in."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.console.language import language_of
from api.console.pages import page
from api.console.visit import Guest
from schemas.errors import DaylightError, TooManyTries, Unauthorized
from schemas.messages import problem_of

WITHOUT_PAGES = ("/api/", "/static/", "/livez", "/readyz")


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks, outside the API."""
    return not request.url.path.startswith(WITHOUT_PAGES) and "text/html" in request.headers.get("Accept", "")


def problem_page(request: Request, refused: DaylightError) -> Response:
    """The refusal as a page in the visitor's language; who is not signed in is led to the sign-in, and back again."""
    if isinstance(refused, Unauthorized):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        back = f"?{urlencode({'next': asked})}" if request.method == "GET" and asked != "/" else ""
        return RedirectResponse(f"/sign-in{back}", 303)
    visitor = getattr(request.state, "visit", None) or Guest(language_of(request.cookies), request.url.path)
    answer = page(visitor, "problem.html", refused.status, problem=problem_of(refused))
    if isinstance(refused, TooManyTries):
        answer.headers["Retry-After"] = str(refused.retry_after)
    return answer
