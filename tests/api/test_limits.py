"""Which bodies may be large: files, at the addresses that take them in as they come."""

from collections.abc import Iterator

import pytest
from starlette.types import Message, Receive, Scope, Send

from api.console import problems
from api.limits import LARGE_FORMS, MOST_BYTES, UPLOADS, BodyLimit
from schemas.errors import TooLarge

CASE = "0191e7a4-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    "address",
    [
        f"/api/applications/{CASE}/documents",
        f"/api/applications/{CASE}/reply/documents",
        f"/api/own-records/{CASE}/documents",
        f"/cases/{CASE}/documents",
        f"/own-records/{CASE}/documents",
        "/api/imports",
    ],
)
def test_where_files_are_taken_in_forms_set_no_limit(address: str) -> None:
    assert UPLOADS.fullmatch(address)


@pytest.mark.parametrize("address", ["/own-records", f"/own-records/{CASE}", f"/own-records/{CASE}/steps/x", "/admin"])
def test_an_ordinary_form_stays_small(address: str) -> None:
    assert not UPLOADS.fullmatch(address)


def pieces_of(size: int) -> Iterator[Message]:
    for _ in range(0, size, MOST_BYTES):
        yield {"type": "http.request", "body": bytes(MOST_BYTES), "more_body": True}
    yield {"type": "http.request", "body": b"", "more_body": False}


async def taken_in(size: int) -> int:
    """How much of a body of the import form reaches the form, which reads it piece by piece."""
    pieces, seen = pieces_of(size), 0

    async def receive() -> Message:
        return next(pieces)

    async def send(message: Message) -> None:
        raise AssertionError(message)

    async def form(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal seen
        while (piece := await receive())["more_body"]:
            seen += len(piece["body"])

    await BodyLimit(form, problems)({"type": "http", "path": "/admin/imports"}, receive, send)
    return seen


async def test_the_import_form_takes_as_much_as_the_api_and_no_more() -> None:
    most = LARGE_FORMS["/admin/imports"]
    assert await taken_in(most) == most > 20 * MOST_BYTES
    with pytest.raises(TooLarge):
        await taken_in(most + 1)
