"""Whether people's way here is encrypted, and that browsers are told to keep it so (RFC 6797)."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schemas.settings import Settings

TWO_YEARS = "max-age=63072000; includeSubDomains"


def is_encrypted(connection: HTTPConnection) -> bool:
    """By ``public_url`` where it is known, for a proxy may end TLS before us; otherwise by the request itself."""
    settings: Settings = connection.app.state.settings
    if settings.public_url:
        return settings.public_url.startswith("https://")
    return connection.url.scheme == "https"


class StrictTransport:
    """Adds ``Strict-Transport-Security`` to every answer that goes an encrypted way."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not is_encrypted(HTTPConnection(scope)):
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["Strict-Transport-Security"] = TWO_YEARS
            await send(message)

        await self._app(scope, receive, sending)
