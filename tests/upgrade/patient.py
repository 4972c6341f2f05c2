"""A client as one should be: what was not answered it sends again, under the same key, to the next address."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

GIVEN_UP_SECONDS = 60.0
PAUSE_SECONDS = 0.05
NOT_NOW = frozenset({httpx.codes.BAD_GATEWAY, httpx.codes.SERVICE_UNAVAILABLE})


@dataclass
class PatientClient:
    """Sends commands to one of several APIs, or to the one that ``http`` leads to.

    ``repeated`` counts what had to be sent again, by why; ``waited``: seconds until each request had its answer.
    """

    http: httpx.AsyncClient
    tokens: Mapping[str, str]
    addresses: Sequence[str] = ("",)
    repeated: dict[str, int] = field(default_factory=dict)
    waited: list[float] = field(default_factory=list)
    _turn: int = 0

    async def get(self, path: str, by: str = "handler") -> Any:
        """What is read there, as JSON."""
        return (await self._sent("GET", path, by)).json()

    async def post(self, path: str, body: Mapping[str, object], by: str = "handler") -> Any:
        """One command under one key, however often it is sent; its one answer."""
        return (await self._sent("POST", path, by, json=body, key=str(uuid4()))).json()

    async def upload(self, path: str, name: str, content: bytes) -> str:
        """A file of a case; the id of the document."""
        document: str = (await self._sent("POST", path, "handler", files={"file": (name, content)})).json()["id"]
        return document

    def headers(self, by: str = "handler") -> dict[str, str]:
        """Who asks."""
        return {"Authorization": f"Bearer {self.tokens[by]}"}

    async def _sent(self, method: str, path: str, by: str, key: str | None = None, **request: Any) -> httpx.Response:
        headers = self.headers(by) | ({"Idempotency-Key": key} if key else {})
        began = time.perf_counter()
        async with asyncio.timeout(GIVEN_UP_SECONDS):
            while True:
                answer = await self._once(method, self._address() + path, headers=headers, **request)
                if answer is not None:
                    self.waited.append(time.perf_counter() - began)
                    return answer
                await asyncio.sleep(PAUSE_SECONDS)

    async def _once(self, method: str, url: str, **request: Any) -> httpx.Response | None:
        """The answer, or None if it is to be asked for again. Raises ``RuntimeError`` for what no repetition mends."""
        try:
            answer = await self.http.request(method, url, **request)
        except httpx.TransportError as broken:
            self._count(type(broken).__name__)
            return None
        if answer.status_code in NOT_NOW:
            self._count(str(answer.status_code))
            return None
        if answer.is_error:
            raise RuntimeError(f"{method} {url}: {answer.status_code} {answer.text}")
        return answer

    def _address(self) -> str:
        """In turn: a balancer of the simplest kind."""
        self._turn += 1
        return self.addresses[self._turn % len(self.addresses)]

    def _count(self, why: str) -> None:
        self.repeated[why] = self.repeated.get(why, 0) + 1


def connection() -> httpx.AsyncClient:
    """To servers on this machine, past any proxy."""
    return httpx.AsyncClient(timeout=30, trust_env=False)
