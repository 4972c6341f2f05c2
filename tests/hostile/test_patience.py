"""Clients that send a byte now and then, to hold what others need: they are left, and others are answered meanwhile."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from api import patience
from api.serving import ApiServer
from schemas.settings import Settings
from tests.api.server import listening

SOON = 0.3
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture
async def port(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    """The API on a socket, of little patience."""
    monkeypatch.setattr(patience, "HEAD_SECONDS", SOON)
    monkeypatch.setattr(patience, "BODY_SECONDS", SOON)
    async with listening(settings) as found:
        yield found


async def opened(port: int, begin: bytes) -> Connection:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(begin)
    return reader, writer


async def left(connection: Connection) -> bytes:
    """What was answered until the server closed the connection."""
    reader, writer = connection
    async with asyncio.timeout(30):
        said = await reader.read()
    writer.close()
    return said


async def trickle(connection: Connection) -> bytes:
    """A byte again and again, as often as the server looks, until it has had enough."""
    reader, writer = connection
    said = b""
    async with asyncio.timeout(30):
        while not reader.at_eof():
            try:
                writer.write(b"x")
                said += await asyncio.wait_for(reader.read(4096), SOON / 10)
            except (TimeoutError, ConnectionError):
                continue
    writer.close()
    return said


HEAD = b"POST /api/status HTTP/1.1\r\nHost: daylight\r\nContent-Type: application/json\r\n"


async def test_a_head_that_does_not_come_is_not_waited_for(port: int) -> None:
    silent, half = await opened(port, b""), await opened(port, b"GET /healthz HTTP/1.1\r\nX: ")
    other = await opened(port, b"GET /healthz HTTP/1.1\r\nHost: daylight\r\nConnection: close\r\n\r\n")
    assert (await left(other)).startswith(b"HTTP/1.1 200")
    assert await left(silent) == b""
    assert await trickle(half) == b""


async def test_a_body_that_does_not_come_is_told_so(port: int) -> None:
    said = await left(await opened(port, HEAD + b"Content-Length: 100\r\n\r\n{"))
    assert said.startswith(b"HTTP/1.1 408")
    assert b'"code":"body_too_slow"' in said
    assert b"x-content-type-options: nosniff" in said.lower()


async def test_a_body_nobody_reads_is_not_waited_for(port: int) -> None:
    """The answer is there before the body: who has no token need not send his file."""
    path = b"POST /api/applications/00000000-0000-4000-8000-000000000000/documents HTTP/1.1\r\n"
    head = (
        path + b"Host: daylight\r\nContent-Type: multipart/form-data; boundary=cut\r\nContent-Length: 1000000\r\n\r\n"
    )
    assert (await trickle(await opened(port, head))).startswith(b"HTTP/1.1 401")


def test_a_client_gives_up_an_idle_connection_before_the_server_does() -> None:
    """Were it the other way, a request would now and then meet the end of its connection."""
    app = FastAPI()
    theirs = httpx.Limits().keepalive_expiry
    assert theirs is not None
    assert ApiServer(uvicorn.Config(app), app).config.timeout_keep_alive > theirs
