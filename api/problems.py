"""Every error as ``application/problem+json`` (RFC 9457): code, sentence in Chinese and English, article, field."""

from collections.abc import Sequence
from typing import Any, Protocol

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

from api.metrics import REFUSALS
from schemas.errors import DaylightError, InvalidInput, MethodNotAllowed, NotFound, TooManyTries, Unavailable
from schemas.messages import MESSAGES, problem_of
from schemas.own_records import OwnRecordOutcome
from schemas.vocabulary import Outcome
from workflows.book import STAFF_RULES
from workflows.own_records_rules import OWN_STEPS

log = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS = 5
MEDIA_TYPE = "application/problem+json"

LONGEST_FIELD = 200
METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")
_STEPS = {*STAFF_RULES, *OWN_STEPS}
_OUTCOMES = {*Outcome, *OwnRecordOutcome}
_PLACES = frozenset({"body", "query", "path", "header"})
_CODES = {
    "missing": "missing_field",
    "extra_forbidden": "foreign_field",
    "union_tag_invalid": "unknown_step",
    "union_tag_not_found": "missing_field",
    "json_invalid": "invalid_json",
}


def problem_response(error: DaylightError, **more: Any) -> JSONResponse:
    """The answer to a refused request; ``more`` are extension members."""
    problem = problem_of(error)
    body = {
        "type": f"urn:daylight:problem:{problem.code}",
        "title": problem.message,
        "detail": problem.message_en,
        "status": problem.status,
        "code": problem.code,
        "article": problem.article,
        "field": problem.field,
        **({"missing": problem.missing} if problem.missing else {}),
        **more,
    }
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if problem.status == Unavailable.status else {}
    if isinstance(error, TooManyTries):
        headers["Retry-After"] = str(error.retry_after)
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.status == 408:
        headers["Connection"] = "close"
    return JSONResponse(body, problem.status, headers, MEDIA_TYPE)


class Pages(Protocol):
    """How refusals are shown to people: whether a browser asks for a page, and the page."""

    def wants_page(self, request: Request) -> bool: ...

    async def problem_page(self, request: Request, refused: DaylightError) -> Response: ...


async def refusal(request: Request, pages: Pages, refused: DaylightError, **more: Any) -> Response:
    """The answer to a refused request, counted: a page for a browser that asks for one, else a problem document."""
    REFUSALS.labels(refused.code).inc()
    if pages.wants_page(request):
        return await pages.problem_page(request, refused)
    return problem_response(refused, **more)


def install_problems(app: FastAPI, pages: Pages) -> None:
    """Register the handlers: a page for a browser that asks for one, a problem document for everybody else."""

    async def told(request: Request, refused: DaylightError, **more: Any) -> Response:
        return await refusal(request, pages, refused, **more)

    @app.exception_handler(DaylightError)
    async def _(request: Request, error: DaylightError) -> Response:
        if error.status >= 500:
            log.warning("request_failed", code=error.code, status=error.status, path=_address(request))
        key = getattr(request.state, "command_id", None)
        return await told(request, error, **({"idempotency_key": key} if key else {}))

    @app.exception_handler(RequestValidationError)
    async def _(request: Request, invalid: RequestValidationError) -> Response:
        return await told(request, invalid_input(invalid.errors()))

    @app.exception_handler(HTTPException)
    async def _(request: Request, error: HTTPException) -> Response:
        answer = await told(request, _of_the_framework(error.status_code))
        answer.headers.update(error.headers or {})
        if error.status_code == MethodNotAllowed.status:
            answer.headers["Allow"] = ", ".join(allowed(request))
        return answer

    @app.exception_handler(Exception)
    async def _(request: Request, error: Exception) -> Response:
        log.error("request_crashed", path=_address(request), error=type(error).__name__, exc_info=error)
        return await told(request, DaylightError("internal_error"))


def allowed(request: Request) -> list[str]:
    """Every method of the address (RFC 9110, 10.2.1); the framework names those of one of its routes only."""
    scopes = [{**request.scope, "method": method} for method in METHODS]
    routes = request.app.router.routes
    return [scope["method"] for scope in scopes if any(route.matches(scope)[0] is Match.FULL for route in routes)]


def _address(request: Request) -> str:
    """The path for the log: a secret in it, of which whoever has it may read, stays out."""
    secret = request.path_params.get("secret")
    return request.url.path.replace(str(secret), "{secret}") if secret else request.url.path


def invalid_input(errors: Sequence[Any]) -> InvalidInput:
    """The first of pydantic's complaints, as ours. The value itself is never repeated."""
    first = errors[0]
    code = _CODES.get(first["type"], "invalid_field")
    if code == "invalid_json":
        return InvalidInput(code, field="body")
    place = _place(first["loc"])
    if first["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        place.append(str(first["ctx"]["discriminator"]).strip("'"))
        code = code if place[-1] == "step" or code == "missing_field" else "invalid_field"
    complaint = str(first.get("ctx", {}).get("error", ""))
    if complaint in MESSAGES:
        code = complaint
    return InvalidInput(code, field=fit_to_show(".".join(place)) or "body")


def _place(loc: Sequence[str | int]) -> list[str]:
    """Where in the request: without the part of it, and without the names of union members pydantic puts between."""
    place = [str(part) for part in loc]
    place = place[1:] if place[:1] and place[0] in _PLACES else place
    if len(place) > 1 and place[0] in _STEPS:
        place = place[1:]
    if len(place) > 2 and place[0] == "decision" and place[1] in _OUTCOMES:
        place = [place[0], *place[2:]]
    return place


def fit_to_show(name: str) -> str:
    """A field's name as the client wrote it, fit to be shown: of sensible length, every character printable."""
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name[:LONGEST_FIELD])
    return shown if len(name) <= LONGEST_FIELD else shown[:-1] + "…"


def _of_the_framework(status: int) -> DaylightError:
    """What the framework itself refuses: an unknown address or method, or a body that is no JSON at all."""
    if status == 404:
        return NotFound("not_found")
    if status == 405:
        return MethodNotAllowed("method_not_allowed")
    return InvalidInput("invalid_json", field="body") if status < 500 else DaylightError("internal_error")
