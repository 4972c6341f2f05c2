"""Role × route × agency: each is allowed, refused or not there exactly as the table of docs/api-access.md says."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.safe_headers import SAFE_HEADERS
from tests.api.office import Json, Office, headers_for
from tests.hostile.people import BESIDE, COLUMNS, UNKNOWN, everybody
from tests.hostile.things import ANEW, QUERIES, Body, bodies, example_of, named

DOCUMENT = Path(__file__).parents[2] / "docs" / "api-access.md"
CELLS = {401: "token", 403: "no", 404: "none"}
SHAPE = ("missing_field", "invalid_field", "foreign_field", "invalid_json", "unknown_step")
"""A request that was not understood: it says nothing about who may make it."""
ENDLESS = {"GET /api/notices/stream"}
"""An answer without an end; its tests are in tests/api/test_notices_stream.py."""
OF_ALL = {"/api/portal/", "/api/status", "/healthz", "/readyz"}
"""Where nobody is asked who he is."""


@dataclass(frozen=True)
class Route:
    """One operation of the API, and what it is asked with."""

    method: str
    path: str
    operation: Json

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


def routes_of(description: Json) -> Iterator[Route]:
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if f"{method.upper()} {path}" not in ENDLESS:
                yield Route(method.upper(), path, operation)


def the_table() -> dict[str, dict[str, str]]:
    """Route to the cells of its row, by the name of their column."""
    lines = DOCUMENT.read_text(encoding="utf-8").partition("## By route")[2].splitlines()
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    head, _, *body = rows
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in body}


def cell_of(answer: httpx.Response) -> str:
    """The answer in the word of the table: what the law, the case or the record refuses was let through to that."""
    understood = answer.status_code < 500 and not any(f'"code":"{code}"' in answer.text for code in SHAPE)
    return CELLS.get(answer.status_code, "yes" if understood else answer.text[:200])


@dataclass(frozen=True)
class Asking:
    """Asks a route as somebody, with things of the sample agency."""

    office: Office
    known: dict[str, str]
    bodies: dict[str, Body]

    async def cell(self, route: Route, who: str, token: str | None) -> str:
        """How it went, as the table has it; what it took away is made again."""
        address = route.path.format_map(self.known)
        told = self._told(route, f"{route.name} {who}", token)
        answer = await self.office.http.request(route.method, address, **told)
        if answer.is_success and route.name in ANEW:
            self.known.update(await ANEW[route.name](self.office, self.known))
        if not all(name in answer.headers for name in SAFE_HEADERS):
            return "without the headers of safety"
        described = str(answer.status_code) in route.operation["responses"]
        return cell_of(answer) if described else f"{answer.status_code} is not described"

    def _told(self, route: Route, key: str, token: str | None) -> dict[str, Any]:
        headers = headers_for(token, key) if token else {"Idempotency-Key": key}
        told: dict[str, Any] = {"headers": headers, "params": QUERIES.get(route.name, {})}
        if "multipart/form-data" in route.operation.get("requestBody", {}).get("content", {}):
            return told | {"files": {"file": ("来文.txt", "来文正文".encode())}}
        body = self.bodies.get(route.name, example_of(route.operation))
        return told if body is None else told | {"json": body}


def as_rows(found: dict[str, dict[str, str]]) -> str:
    """Rows as the document has them."""
    return "\n".join(f"| `{name}` | {' | '.join(cells[who] for who in COLUMNS)} |" for name, cells in found.items())


@pytest.fixture
async def description(office: Office) -> Json:
    found: Json = await office.read("/openapi.json")
    return found


async def test_each_route_answers_each_person_as_the_table_says(office: Office, description: Json) -> None:
    known = await named(office)
    asking, tokens = Asking(office, known, bodies(known)), await everybody(office.database, office.tokens)
    found = {
        route.name: {who: await asking.cell(route, who, tokens[who]) for who in reversed(COLUMNS)}
        for route in routes_of(description)
    }
    table = the_table()
    other = {name: cells for name, cells in found.items() if table.get(name) != cells}
    assert not other, f"if this is how it should be, it belongs into {DOCUMENT.name}:\n{as_rows(other)}"
    assert table.keys() == found.keys()


def test_an_agency_that_has_nothing_to_do_with_it_sees_nothing() -> None:
    """Whatever names a case, a document or anything else of another agency is not there for it."""
    for name, cells in the_table().items():
        path = name.partition(" ")[2]
        about_things = "{" in path and not path.startswith(("/api/templates", "/api/digests/schedules", "/api/reports"))
        if about_things:
            assert cells[BESIDE] == "none", name


def test_nobody_gets_in_without_a_token() -> None:
    for name, cells in the_table().items():
        of_all = name.partition(" ")[2].startswith(tuple(OF_ALL))
        assert (cells[UNKNOWN] == "token") is not of_all, name
