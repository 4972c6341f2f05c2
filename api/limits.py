"""Limits on request bodies that are not uploads: an ordinary form has no reason to be large, or to take long."""

import asyncio
import re

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import patience
from api.moving.bounds import MOST_BYTES as MOST_IMPORTED
from api.problems import Pages, refusal
from schemas.errors import DaylightError, TooLarge, TooSlow

MOST_BYTES = 1024 * 1024
UPLOADS = re.compile(r"/(api/applications|(api/)?own-records|cases)/[^/]+(/reply)?/documents|/api/imports")
"""Where files are taken in, as they come and with a limit of their own."""
LARGE_FORMS = {"/admin/imports": MOST_IMPORTED + MOST_BYTES}
"""Forms with a large file, by address: read as they come into a file of the form's own, so many bytes at most."""


class BodyLimit:
    """Answers 413 ``body_too_large`` past 1 MiB, whatever the declared length, and 408 ``body_too_slow`` to a body that
    is not there in time, to a browser with a page; uploads have limits of their own."""

    def __init__(self, app: ASGIApp, pages: Pages) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or UPLOADS.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        if most := LARGE_FORMS.get(scope["path"]):
            await self._app(scope, _counted(receive, most), send)
            return
        try:
            pieces = await _whole_body(receive)
        except DaylightError as refused:
            answer = await refusal(Request(scope), self._pages, refused)
            await answer(scope, receive, send)
            return

        async def replay() -> Message:
            return pieces.pop(0) if pieces else await receive()

        await self._app(scope, replay, send)


def _counted(receive: Receive, most: int) -> Receive:
    """The same messages as they come. Raises ``TooLarge`` and ``TooSlow``."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        try:
            async with asyncio.timeout(patience.PIECE_SECONDS):
                piece = await receive()
        except TimeoutError:
            raise TooSlow("body_too_slow", field="body") from None
        size += len(piece.get("body", b""))
        if size > most:
            raise TooLarge("body_too_large", field="body", most=most)
        return piece

    return counted


async def _whole_body(receive: Receive) -> list[Message]:
    """The messages of a body. Raises ``TooLarge`` and ``TooSlow``."""
    pieces: list[Message] = []
    size = 0
    try:
        async with asyncio.timeout(patience.BODY_SECONDS):
            while not pieces or pieces[-1].get("more_body"):
                pieces.append(await receive())
                size += len(pieces[-1].get("body", b""))
                if size > MOST_BYTES:
                    raise TooLarge("body_too_large", field="body", most=MOST_BYTES)
    except TimeoutError:
        raise TooSlow("body_too_slow", field="body") from None
    return pieces
