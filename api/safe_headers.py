"""What every answer tells a browser not to do with it (OWASP ASVS 5, 3.4; W3C CSP 3, HTML; RFC 9111)."""

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.encryption import StrictTransport
from api.outermost import put_outermost

SAFE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
"""For answers that say nothing else: no part of one runs, is framed, cached, indexed or read by another site. Pages and
downloads say what they need themselves (``api.console.pages``)."""


class SafeHeaders:
    """Adds to every answer what it does not say itself, to errors and redirects too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


def guard_every_answer(app: FastAPI) -> None:
    """Put the headers outside everything else, the handler of unforeseen errors included."""
    put_outermost(app, lambda plain: StrictTransport(SafeHeaders(plain)))
