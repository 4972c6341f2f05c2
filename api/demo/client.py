"""The demo as a client of the HTTP API: each actor by his own token, every command under its own key."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any, Protocol

import httpx

from api.cli.local import Access

PATIENCE_SECONDS = 30.0
PAUSE_SECONDS = 0.5
ANSWER_SECONDS = 60.0


class Refused(Exception):
    """The API answered otherwise than with success; says who asked for what, and what was answered."""


class Away(Refused):
    """503: a part of the engine is away; the same command may be sent again."""


class Caller(Protocol):
    """What the player needs of an API: the HTTP API in a demo, the pure core in a test."""

    async def get(self, path: str, actor: str = "handler", **params: str) -> Any: ...
    async def content(self, path: str, actor: str = "handler") -> bytes: ...
    async def post(self, actor: str, path: str, body: Mapping[str, object], key: str | None) -> Any: ...
    async def put(self, actor: str, path: str, body: Mapping[str, object]) -> Any: ...
    async def upload(self, actor: str, path: str, name: str, content: bytes) -> Any: ...


class ApiCaller:
    """Requests over HTTP. A 503 is repeated under the same key until patience ends: one key has one effect.

    Once patience has ended for one request, no other waits: the engine is away.
    """

    def __init__(self, http: httpx.AsyncClient, tokens: Mapping[str, str], patience: float = PATIENCE_SECONDS) -> None:
        self._http = http
        self._tokens = tokens
        self._patience = patience

    @staticmethod
    def open(access: Access) -> httpx.AsyncClient:
        """The connection pool of a demo; a proxy of the environment is none of its business."""
        return httpx.AsyncClient(base_url=access.address, timeout=ANSWER_SECONDS, trust_env=False)

    async def get(self, path: str, actor: str = "handler", **params: str) -> Any:
        """The JSON answer."""
        return (await self._send(actor, "GET", path, params=params)).json()

    async def content(self, path: str, actor: str = "handler") -> bytes:
        """The bytes of a download."""
        return (await self._send(actor, "GET", path)).content

    async def post(self, actor: str, path: str, body: Mapping[str, object], key: str | None) -> Any:
        """Send a command; the JSON answer. Work on pages has no key: done again, it comes to the same."""
        headers = {"Idempotency-Key": key} if key else {}
        return (await self._send(actor, "POST", path, json=body, headers=headers)).json()

    async def put(self, actor: str, path: str, body: Mapping[str, object]) -> Any:
        """Put one thing in the place of another; the JSON answer. It names the version it replaces: never repeated."""
        return (await self._once(actor, "PUT", path, json=body)).json()

    async def upload(self, actor: str, path: str, name: str, content: bytes) -> Any:
        """Send a file; the document's row as JSON. An upload has no key, so it is never repeated."""
        return (await self._once(actor, "POST", path, files={"file": (name, content)})).json()

    async def _send(self, actor: str, method: str, path: str, **request: Any) -> httpx.Response:
        began = time.monotonic()
        while True:
            try:
                return await self._once(actor, method, path, **request)
            except Away:
                if time.monotonic() - began > self._patience:
                    self._patience = 0.0
                    raise
            await asyncio.sleep(PAUSE_SECONDS)

    async def _once(self, actor: str, method: str, path: str, **request: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._tokens[actor]}", **request.pop("headers", {})}
        answer = await self._http.request(method, path, headers=headers, **request)
        if answer.is_error:
            asked = request.get("json", {}).get("step", method)
            refusal = Away if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE else Refused
            raise refusal(f"{asked} by {actor}: {answer.status_code} {answer.text} ({path})")
        return answer
