"""A mail server and a receiver of webhooks in a bad mood: each answer is drawn, and only what was taken is kept."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes
from random import Random
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.notices.sink import Hooks, hook_server

MOOD = 0.25
"""The share of answers that are a failure of some kind."""
BAD_STATUSES = (500, 503, 429, 302)


@dataclass(frozen=True, slots=True)
class Receivers:
    """Where they are, and the ids of the notices that each has said it took."""

    mail_port: int
    hook_port: int
    mails: set[str]
    posts: set[str]


class MoodyHooks(Hooks):
    """Takes a posting with 204, or refuses it with some bad status."""

    def __init__(self, random: Random, taken: set[str]) -> None:
        super().__init__()
        self._random, self._taken = random, taken

    async def __call__(self, scope: dict[str, Any], receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        """Answer one request."""
        bad = self._random.random() < MOOD
        self.answers[scope["path"]] = self._random.choice(BAD_STATUSES) if bad else 204
        await super().__call__(scope, receive, send)
        if not bad:
            self._taken.add(self.got[-1].headers["webhook-id"])


class MoodyMail:
    """What aiosmtpd calls: refuses a recipient or the data for now, or hangs up with the data in hand."""

    def __init__(self, random: Random, taken: set[str]) -> None:
        self._random, self._taken = random, taken

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, to: str, options: list[str]
    ) -> str:
        """Somebody the mail is to."""
        if self._random.random() < MOOD / 2:
            return "450 mailbox busy"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """The mail itself."""
        if self._random.random() < MOOD / 2:
            return "451 try again later"
        assert isinstance(envelope.content, bytes)
        self._taken.add(str(message_from_bytes(envelope.content)["Message-ID"]))
        if self._random.random() < MOOD / 2 and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()  # taken, but who sent it will not know
        return "250 OK"


@asynccontextmanager
async def receivers(seed: int) -> AsyncIterator[Receivers]:
    """Both, until the block ends."""
    mails, posts = set[str](), set[str]()
    moody = MoodyMail(Random(f"mail/{seed}"), mails)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(moody, hostname="mail.example.com", enable_SMTPUTF8=False), "127.0.0.1"
    )
    try:
        async with hook_server(MoodyHooks(Random(f"posts/{seed}"), posts)) as hook_port:
            yield Receivers(server.sockets[0].getsockname()[1], hook_port, mails, posts)
    finally:
        server.close()
        await server.wait_closed()
