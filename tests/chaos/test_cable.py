"""The cable carries as TCP does and keeps nothing of a connection that is over."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from tests.chaos.cable import Cable
from tests.waiting import until
from worker.embedded.ports import LOOPBACK, free_port


@pytest_asyncio.fixture
async def cable() -> AsyncIterator[tuple[Cable, int]]:
    """A cable before a server that greets, and says what it heard once its client has ended."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"there")
        writer.write(await reader.read())
        writer.close()

    port = free_port()
    async with await asyncio.start_server(echo, LOOPBACK, 0) as server:
        cable = Cable(port, str(server.sockets[0].getsockname()[1]))
        await cable.mend()
        yield cable, port
        cable.cut()


async def test_a_connection_that_both_sides_have_ended_is_closed(cable: tuple[Cable, int]) -> None:
    carrying, port = cable
    for _ in range(20):
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
        assert await reader.readexactly(5) == b"there"
        assert carrying.ends
        writer.write(b"said")
        writer.write_eof()
        assert await reader.read() == b"said"
        writer.close()
        await writer.wait_closed()
    await until(lambda: not carrying.ends)
