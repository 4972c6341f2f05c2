"""A cable to a server, as a process of its own: it can be killed, stopped, or cut while the server behind it lives on.

``python -m tests.chaos.cable PORT TARGET``; the target is a port of the loopback or the path of a unix socket. SIGUSR1
cuts it: every connection is reset and no new one is taken. SIGUSR2 mends it.
"""

import argparse
import asyncio
import os
import signal
import socket
import struct

from worker.embedded.ports import LOOPBACK

RESET = struct.pack("ii", 1, 0)
"""SO_LINGER with no time to linger: closing sends RST (RFC 9293, 3.10.4), as a line that breaks, not an orderly end."""


class End(asyncio.Protocol):
    """One end of a connection: what comes in here goes out at the other end."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._ended = False
        self.other: End | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self.other is None:  # nothing is read before the other end stands
            transport.pause_reading()

    def joined(self, other: "End") -> None:
        """Both ends stand: let it flow."""
        self.other = other
        if self._transport:
            self._transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        if self.other and self.other._transport:
            self.other._transport.write(data)

    def eof_received(self) -> bool:
        """Hand the end on and stay open, for the other side may go on sending; when both have, it closes."""
        self._ended = True
        if self.other and self.other._ended:
            self.other.close()
            return False
        if self.other and self.other._transport and self.other._transport.can_write_eof():
            self.other._transport.write_eof()
        return True

    def pause_writing(self) -> None:
        if self.other and self.other._transport:
            self.other._transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other and self.other._transport and not self.other._transport.is_closing():
            self.other._transport.resume_reading()

    def connection_lost(self, error: Exception | None) -> None:
        if self.other:
            self.other.close()

    def close(self) -> None:
        """End this side too."""
        if self._transport and not self._transport.is_closing():
            self._transport.close()

    def reset(self) -> None:
        """Break it."""
        if self._transport and not self._transport.is_closing():
            found = self._transport.get_extra_info("socket")
            if found.family != socket.AF_UNIX:
                found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self._transport.abort()


class NearEnd(End):
    """The end a client holds; the far one is connected when it comes."""

    def __init__(self, cable: "Cable") -> None:
        super().__init__()
        self._cable = cable

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._cable.plug(self)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._cable.ends.discard(self)


class Cable:
    """From a port to a target."""

    def __init__(self, port: int, target: str) -> None:
        self._port, self._target = port, target
        self._server: asyncio.Server | None = None
        self._plugging: set[asyncio.Task[None]] = set()
        self.ends: set[End] = set()

    def plug(self, near: End) -> None:
        """Connect a new client with the server."""
        self.ends.add(near)
        task = asyncio.get_running_loop().create_task(self._join(near))
        self._plugging.add(task)
        task.add_done_callback(self._plugging.discard)

    async def mend(self) -> None:
        """Take connections."""
        if self._server is None:
            loop = asyncio.get_running_loop()
            self._server = await loop.create_server(lambda: NearEnd(self), LOOPBACK, self._port)

    def cut(self) -> None:
        """Break every connection and take no new one."""
        if self._server:
            self._server.close()
            self._server = None
        for end in [*self.ends]:
            end.reset()
            if end.other:
                end.other.reset()

    async def _join(self, near: End) -> None:
        far = End()
        far.other = near
        try:
            await self._connected(far)
        except OSError:
            near.reset()
        else:
            near.joined(far)

    async def _connected(self, far: End) -> None:
        loop = asyncio.get_running_loop()
        if self._target.isdecimal():
            await loop.create_connection(lambda: far, LOOPBACK, int(self._target))
        else:
            await loop.create_unix_connection(lambda: far, self._target)


async def carry(cable: Cable) -> None:
    """Carry until SIGTERM or SIGINT."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    mending: set[asyncio.Task[None]] = set()
    loop.add_signal_handler(signal.SIGUSR1, cable.cut)
    loop.add_signal_handler(signal.SIGUSR2, lambda: mending.add(loop.create_task(cable.mend())))
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, ended.set)
    await cable.mend()
    await ended.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("target")
    asked = parser.parse_args()
    asyncio.run(carry(Cable(asked.port, asked.target)))
    os._exit(0)
