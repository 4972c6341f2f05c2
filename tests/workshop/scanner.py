"""A small clamd on the loopback: INSTREAM as clamd(8) describes it, and ways to fail at it."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

SIGNATURE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner takes for a virus, the test file of the EICAR; in two parts, lest one takes this file for it."""


@dataclass
class Clamd:
    """``most``: bytes after which it says that its limit is exceeded; ``says`` replaces its answer."""

    most: int = 1 << 30
    says: bytes | None = None
    silent: bool = False
    hangs_up: bool = False
    received: list[int] = field(default_factory=list)
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one command."""
        assert await reader.readline() == b"nINSTREAM\n"
        if self.hangs_up:
            writer.transport.abort()
            return
        content = await _content(reader)
        self.received.append(len(content))
        if self.silent:
            await reader.read()
        writer.write(self.says or self._verdict(content))
        writer.close()

    def _verdict(self, content: bytes) -> bytes:
        if len(content) > self.most:
            return b"INSTREAM size limit exceeded. ERROR\n"
        return b"stream: Eicar-Signature FOUND\n" if SIGNATURE in content else b"stream: OK\n"


async def _content(reader: asyncio.StreamReader) -> bytes:
    content = b""
    while length := struct.unpack(">L", await reader.readexactly(4))[0]:
        content += await reader.readexactly(length)
    return content


@asynccontextmanager
async def listening(clamd: Clamd) -> AsyncIterator[Clamd]:
    server = await asyncio.start_server(clamd.serve, "127.0.0.1", 0, limit=1 << 22)
    clamd.port = server.sockets[0].getsockname()[1]
    async with server:
        yield clamd
