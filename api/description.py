"""The OpenAPI description tells what an address may refuse, in the form in which it is sent."""

import json
from typing import Any

from fastapi import FastAPI

from api.description_links import add_links
from api.problems import MEDIA_TYPE, RETRY_AFTER_SECONDS
from schemas.api import ProblemDocument

_REF = "#/components/schemas/"
_READING = (401, 404, 422, 503)
_WRITING = (401, 403, 404, 408, 409, 413, 422, 503)
_FOR_SOME = (
    *("/api/digests", "/api/templates", "/api/retention", "/api/webhooks", "/api/notices/failed"),
    *("/api/administration", "/api/agencies", "/api/staff", "/api/tokens"),
    *(
        "/api/oversight",
        "/api/reports",
        "/api/notices/ledger",
        "/api/notices/gaps",
        "/api/work/overseen",
        "/api/imports",
    ),
)
_FOR_SOME_OF_A_CASE = ("/export", "/status-code", "/forecast")
"""Where reading, too, is for some roles only."""
_ASKING = (404, 408, 413, 422, 429, 503)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA = {
    "csv": "text/csv",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "html": "text/html",
    "pdf": "application/pdf",
    "png": "image/png",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}
_MEANING = {
    401: "没有有效的访问令牌 / no valid bearer token",
    403: "岗位不允许 / the role does not carry it",
    404: "没有此项，或无权查看 / not there, or not yours to see",
    408: "请求内容未及时送达 / the body did not come in time",
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
            _add_files(plain())
            add_links(plain()["paths"])
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
    """Deadline and draft can be refused to a reader: before receipt is fixed, or anything drafted, there is none; some
    lists are for some roles; what can be downloaded may have been destroyed; an applicant asks without a token."""
    if path == "/api/status":
        return _ASKING
    if path.startswith("/api/portal/"):
        return (*_ASKING, 403, 409) if method == "post" else (422, 503)
    if method in {"post", "put", "patch", "delete"}:
        return _WRITING
    if path.startswith(_FOR_SOME) or path.endswith(_FOR_SOME_OF_A_CASE):
        return (*_READING, 403)
    if path.startswith(("/api/documents/", "/api/letters/")):
        return (*_READING, 410)
    return (*_READING, 409) if path.endswith("/deadline") or "/draft" in path else _READING


def _add_files(description: dict[str, Any]) -> None:
    """Name the types in which an answer can be had: asked for by ``format``, or told by the end of the path."""
    for path, operations in description["paths"].items():
        for operation in operations.values():
            asked = [one["schema"] for one in operation.get("parameters", []) if one["name"] == "format"]
            told = _written_out(asked, description["components"]["schemas"])
            wanted = {kind for kind in _MEDIA if f'"{kind}"' in told or path.endswith(f".{kind}")}
            if wanted:
                content = operation["responses"]["200"].setdefault("content", {})
                content.update({_MEDIA[kind]: {} for kind in sorted(wanted)})


def _written_out(asked: list[Any], schemas: dict[str, Any]) -> str:
    """The schemas of a parameter as text, with those they refer to."""
    text = json.dumps(asked)
    return text + "".join(json.dumps(schema) for name, schema in schemas.items() if f'"{_REF}{name}"' in text)


def _response(status: int) -> dict[str, Any]:
    return {
        "description": _MEANING[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"{_REF}ProblemDocument"}}},
    }
