"""Where the ids of an answer lead: links between the operations of the description (OpenAPI 3.1, Link Object)."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple


class Source(NamedTuple):
    """An answer that names something: method, path, and where in its body the id stands (RFC 6901)."""

    method: str
    path: str
    pointer: str


_CASES, _DOCUMENTS = "/api/applications", "/api/applications/{case_id}/documents"
SOURCES: dict[str, tuple[Source, ...]] = {
    "case_id": (
        Source("post", _CASES, "/case_id"),
        Source("get", _CASES, "/items/0/case_id"),
        Source("post", "/api/inquiries/{inquiry_id}/application", "/case_id"),
    ),
    "document_id": (Source("post", _DOCUMENTS, "/id"), Source("get", _DOCUMENTS, "/0/id")),
    "letter_id": (Source("get", "/api/applications/{case_id}/letters", "/0/letter_id"),),
    "inquiry_id": (Source("post", "/api/inquiries", "/id"), Source("get", "/api/inquiries", "/items/0/id")),
    "own_record_id": (Source("post", "/api/own-records", "/id"), Source("get", "/api/own-records", "/items/0/id")),
    "webhook_id": (Source("post", "/api/webhooks", "/id"), Source("get", "/api/webhooks", "/items/0/id")),
    "notice_id": (Source("get", "/api/notices", "/items/0/id"),),
    "absence_id": (Source("post", "/api/absences", "/id"), Source("get", "/api/absences", "/items/0/id")),
    "feed_id": (Source("post", "/api/feeds", "/id"), Source("get", "/api/feeds", "/items/0/id")),
    "digest_id": (Source("get", "/api/digests", "/items/0/id"),),
    "version": (Source("post", "/api/calendars", "/version"), Source("get", "/api/calendars", "/items/0/version")),
    "session_id": (Source("get", "/api/account", "/sessions/0/id"),),
    "agency_id": (Source("get", "/api/agencies", "/items/0/id"),),
    "staff_id": (Source("post", "/api/staff", "/id"), Source("get", "/api/staff", "/items/0/id")),
    "token_id": (Source("post", "/api/tokens", "/id"), Source("get", "/api/tokens", "/items/0/id")),
    "plan_id": (Source("post", "/api/retention/plans", "/id"), Source("get", "/api/retention/plans", "/items/0/id")),
    "hold_id": (Source("post", "/api/retention/cases/{case_id}/holds", "/id"),),
    "name": (Source("get", "/api/templates", "/0/name"),),
}
"""By the parameter of a path that takes the id."""
_FIRST = {"number": "1"}
"""What every paged thing has."""


def add_links(paths: dict[str, Any]) -> None:
    """Put beside each answer that names something the operations which take that name."""
    for parameter, sources in SOURCES.items():
        for source in sources:
            responses = paths[source.path][source.method]["responses"]
            good = next(response for status, response in responses.items() if status.startswith("2"))
            known = {name: f"$request.path.{name}" for name in _named_in(source.path)} | _FIRST
            known[parameter] = f"$response.body#{source.pointer}"
            good.setdefault("links", {}).update(_links(paths, parameter, known))


def _links(paths: dict[str, Any], parameter: str, known: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A link to every operation that takes the parameter, and no other that is not known."""
    for path, operations in paths.items():
        wanted = _named_in(path)
        if parameter in wanted and wanted <= known.keys():
            for operation in operations.values():
                given = {name: known[name] for name in sorted(wanted)}
                yield operation["operationId"], {"operationId": operation["operationId"], "parameters": given}


def _named_in(path: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", path))
