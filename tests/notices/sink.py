"""A mail server and a receiver of webhooks on free ports: real sockets, with the answers a test wants."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.waiting import until

Scope = dict[str, Any]


@dataclass
class Mailbox:
    """What the mail server took. ``refuse``: reply to a recipient instead of 250; ``hang_up``: after the data."""

    refuse: dict[str, str] = field(default_factory=dict)
    hang_up: int = 0
    got: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    connections: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def server(self) -> SMTP:
        """One connection; the server does not offer SMTPUTF8."""
        self.connections += 1
        return SMTP(_Hands(self), hostname="mail.example.com", enable_SMTPUTF8=False)

    @property
    def mails(self) -> list[EmailMessage]:
        """The mails, in the order in which they came."""
        read = [message_from_bytes(raw, policy=default) for raw in self.got]
        return [mail for mail in read if isinstance(mail, EmailMessage)]


def _bytes(envelope: Envelope) -> bytes:
    content = envelope.content
    assert isinstance(content, bytes)
    return content


class _Hands:
    """What aiosmtpd calls. It looks at every attribute of it at each connection, so it has no others."""

    def __init__(self, box: Mailbox) -> None:
        self._box = box

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list[str]
    ) -> str:
        if to in self._box.refuse:
            return self._box.refuse[to]
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self._box.got.append(_bytes(envelope))
        self._box.recipients += envelope.rcpt_tos
        self._box.arrived.set()
        if self._box.hang_up:
            self._box.hang_up -= 1
            transport = server.transport
            assert isinstance(transport, asyncio.Transport)
            transport.abort()
        return "250 OK"


@asynccontextmanager
async def mail_server(mailbox: Mailbox, port: int = 0) -> AsyncIterator[int]:
    """The server at a port, free if 0, until the block ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(mailbox.server, "127.0.0.1", port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@dataclass
class Posting:
    """One request that came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        parsed: dict[str, Any] = json.loads(self.body)
        return parsed


@dataclass
class Hooks:
    """A receiver of webhooks. ``answers``: status by path; ``more``: headers of every answer; ``waits`` by path."""

    answers: dict[str, int] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)
    waits: dict[str, Callable[[], Awaitable[object]]] = field(default_factory=dict)
    got: list[Posting] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Scope, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        body, message = b"", {"more_body": True}
        while message.get("more_body"):
            message = await receive()
            body += message.get("body", b"")
        path = scope["path"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.got.append(Posting(path, headers, body))
        self.arrived.set()
        if path in self.waits:
            await self.waits[path]()
        answer = [(name.encode(), value.encode()) for name, value in self.more.items()]
        await send({"type": "http.response.start", "status": self.answers.get(path, 204), "headers": answer})
        await send({"type": "http.response.body", "body": b""})

    def paths(self) -> list[str]:
        return [posting.path for posting in self.got]


@asynccontextmanager
async def hook_server(hooks: Hooks) -> AsyncIterator[int]:
    """The receiver on a free port until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(hooks, log_config=None, access_log=False, lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await until(lambda: server.started or serving.done())
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await serving
