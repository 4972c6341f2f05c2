"""Every error as ``application/problem+json`` (RFC 9457): code, sentence in Chinese and English, article, field."""

from collections.abc import Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from schemas.errors import DaylightError, InvalidInput, NotFound, Unavailable
from schemas.messages import MESSAGES, problem_of
from schemas.vocabulary import Outcome
from workflows.book import STAFF_RULES

log = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS = 5
MEDIA_TYPE = "application/problem+json"

_TAGS = frozenset(STAFF_RULES) | frozenset(Outcome)
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
        **more,
    }
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if problem.status == Unavailable.status else {}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(body, problem.status, headers, MEDIA_TYPE)


def install_problems(app: FastAPI) -> None:
    """Register the handlers; nothing leaves the API in another form."""

    @app.exception_handler(DaylightError)
    async def _(request: Request, error: DaylightError) -> JSONResponse:
        if error.status >= 500:
            log.warning("request_failed", code=error.code, status=error.status, path=request.url.path)
        key = getattr(request.state, "command_id", None)
        return problem_response(error, **({"idempotency_key": key} if key else {}))

    @app.exception_handler(RequestValidationError)
    async def _(request: Request, invalid: RequestValidationError) -> JSONResponse:
        return problem_response(invalid_input(invalid.errors()))

    @app.exception_handler(HTTPException)
    async def _(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 405:
            refused = DaylightError("method_not_allowed")
            refused.status = 405
            return problem_response(refused)
        return problem_response(NotFound("not_found") if error.status_code == 404 else _plain(error.status_code))

    @app.exception_handler(Exception)
    async def _(request: Request, error: Exception) -> JSONResponse:
        log.error("request_crashed", path=request.url.path, error=type(error).__name__, exc_info=error)
        return problem_response(DaylightError("internal_error"))


def invalid_input(errors: Sequence[Any]) -> InvalidInput:
    """The first of pydantic's complaints, as ours. The value itself is never repeated."""
    first = errors[0]
    place = [str(part) for part in first["loc"] if part not in {"body", "query", "path", "header"}]
    code = _CODES.get(first["type"], "invalid_field")
    if first["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        place.append(str(first.get("ctx", {}).get("discriminator", "'step'")).strip("'"))
        code = code if place[-1] == "step" else "invalid_field"
    complaint = str(first.get("ctx", {}).get("error", ""))
    if complaint in MESSAGES:
        code = complaint
    return InvalidInput(code, field=".".join(_without_tags(place)) or "body")


def _without_tags(place: list[str]) -> list[str]:
    """A path in the body without the names of union members that pydantic puts between."""
    return [part for part in place if part not in _TAGS]


def _plain(status: int) -> DaylightError:
    error = DaylightError("invalid_json" if status < 500 else "internal_error")
    error.status = status
    return error
