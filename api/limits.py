"""A limit on request bodies that are not uploads: an ordinary form has no reason to be large."""

import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem_response
from schemas.errors import TooLarge

MOST_BYTES = 1024 * 1024
UPLOADS = re.compile(r"/(api/applications|api/own-records|cases)/[^/]+(/reply)?/documents")
"""Where files are taken in, as they come and with a limit of their own."""


class BodyLimit:
    """Answers 413 ``body_too_large`` past 1 MiB, whatever the declared length; uploads have their own limit."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or UPLOADS.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        pieces: list[Message] = []
        size = 0
        while True:
            message = await receive()
            pieces.append(message)
            size += len(message.get("body", b""))
            if size > MOST_BYTES:
                await problem_response(TooLarge("body_too_large", field="body"))(scope, receive, send)
                return
            if message["type"] != "http.request" or not message.get("more_body"):
                break

        async def replay() -> Message:
            return pieces.pop(0) if pieces else await receive()

        await self._app(scope, replay, send)
