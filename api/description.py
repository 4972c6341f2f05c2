"""The OpenAPI description tells what an address may refuse, in the form in which it is sent."""

from typing import Any

from fastapi import FastAPI

from api.problems import MEDIA_TYPE, RETRY_AFTER_SECONDS
from schemas.api import ProblemDocument

_REF = "#/components/schemas/"
_READING = (401, 404, 422, 503)
_WRITING = (401, 403, 404, 409, 413, 422, 503)
_FOR_SOME = (
    *("/api/digests", "/api/templates", "/api/retention", "/api/webhooks", "/api/notices/failed"),
    *("/api/administration", "/api/agencies", "/api/staff", "/api/tokens"),
)
"""Where reading, too, is for some roles only."""
_ASKING = (404, 413, 422, 429, 503)
_MEANING = {
    401: "没有有效的访问令牌 / no valid bearer token",
    403: "岗位不允许 / the role does not carry it",
    404: "没有此项，或无权查看 / not there, or not yours to see",
    409: "法律或办件状态不允许 / the law or the state of the case forbids it",
    410: "已销毁 / destroyed when its period of retention had ended",
    413: "过大 / too large",
    422: "输入无效 / the request makes no sense",
    429: "尝试次数过多，请稍后再试 / too many tries; Retry-After says when to ask again",
    503: f"暂不可用，请重试 / a part is away; try again after {RETRY_AFTER_SECONDS} s with the same Idempotency-Key",
}


def describe_problems(app: FastAPI) -> None:
    """Put the problems beside the good answers of every address under ``/api``."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            _add_problems(plain())
        return plain()

    app.openapi = described  # type: ignore[method-assign]


def _add_problems(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    problem = ProblemDocument.model_json_schema(ref_template=_REF + "{model}")
    schemas.update(problem.pop("$defs"))
    schemas["ProblemDocument"] = problem
    for path, operations in description["paths"].items():
        if path.startswith("/api/"):
            for method, operation in operations.items():
                operation["responses"] |= {str(status): _response(status) for status in _refusals(method, path)}


def _refusals(method: str, path: str) -> tuple[int, ...]:
    """The deadline is the one thing that can be refused to a reader: before receipt is fixed there is none;
    some lists are for some roles; what can be downloaded may have been destroyed; an applicant asks
    without a token."""
    if path == "/api/status":
        return _ASKING
    if method in {"post", "put", "patch", "delete"}:
        return _WRITING
    if path.startswith(_FOR_SOME):
        return (*_READING, 403)
    if path.startswith(("/api/documents/", "/api/letters/")):
        return (*_READING, 410)
    return (*_READING, 409) if path.endswith("/deadline") else _READING


def _response(status: int) -> dict[str, Any]:
    return {
        "description": _MEANING[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"{_REF}ProblemDocument"}}},
    }
