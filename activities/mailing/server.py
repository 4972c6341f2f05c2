"""One SMTP connection, and what its answers mean: for this mail, or for the server."""

import ssl
from contextlib import suppress
from email.message import EmailMessage
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from activities.db.deliveries import SERVER_TROUBLE
from schemas.base import Recorded

MAIL_SECONDS = 30.0
"""How long the server may take for one command."""
_SCHEMES = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_NOT_THIS_MAIL = frozenset({421, 530, 534, 535, 538})
"""Replies that would meet every mail: about to close (RFC 5321, 3.8), or not signed in as it wants (RFC 4954)."""
_TOO_LARGE = 552


class ServerAway(Exception):
    """It is the server that does not serve, not this mail; ``code`` says how, never with the server's words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = f"{SERVER_TROUBLE}{code}"


class Refused(Exception):
    """This mail was not taken; for good, or for now. ``broke``: the connection ended in the middle of it."""

    def __init__(self, code: str, *, for_good: bool = False, broke: bool = False) -> None:
        super().__init__(code)
        self.code, self.for_good, self.broke = code, for_good, broke


class MailServer(Recorded):
    """Where mail is handed over, read from its address."""

    host: str
    port: int
    scheme: str
    user: str | None = None
    password: str | None = None
    sender: str

    @classmethod
    def at(cls, url: str, sender: str) -> Self:
        """``smtp://``, ``smtp+starttls://``, ``smtps://``. Raises ``ValueError`` that does not show the password."""
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise ValueError("the address of the mail server is not smtp://, smtp+starttls:// or smtps://")
        return cls(
            host=parts.hostname,
            port=parts.port or _SCHEMES[parts.scheme],
            scheme=parts.scheme,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            sender=sender,
        )


class Line:
    """A connection that opens with the first mail, and again after it broke; ``async with`` closes it."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._connection: SMTP | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection and self._connection.is_connected and error is None:
            await _farewell(self._connection)
        self._drop()

    async def send(self, message: EmailMessage, recipient: str) -> None:
        """Hand a mail over; returns when the server has taken it (250). Raises ``Refused`` and ``ServerAway``."""
        connection = self._connection or await self._open()
        options = [] if recipient.isascii() else ["SMTPUTF8"]
        try:
            await connection.sendmail(self._server.sender, [recipient], message.as_bytes(), mail_options=options)
        except (SMTPException, OSError, ValueError) as failed:
            self._drop_if_lost(failed)
            raise _meaning(failed) from None

    async def _open(self) -> SMTP:
        """Connect, agree on TLS, sign in. Raises ``ServerAway``."""
        server = self._server
        connection = SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.scheme == "smtps",
            start_tls=server.scheme == "smtp+starttls",
            tls_context=None if server.scheme == "smtp" else ssl.create_default_context(),
            username=server.user,
            password=server.password,
            timeout=MAIL_SECONDS,
        )
        try:
            await connection.connect()
        except (SMTPException, OSError) as failed:
            connection.close()
            raise ServerAway(_how(failed)) from None
        self._connection = connection
        return connection

    def _drop_if_lost(self, failed: Exception) -> None:
        """After a time-out nobody knows what the next answer would be an answer to."""
        timed_out = isinstance(failed, TimeoutError)
        if self._connection and (timed_out or not self._connection.is_connected):
            self._drop()

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None


def deliverable(address: str) -> str:
    """An address as a server without SMTPUTF8 takes it: the domain in ASCII (IDNA). Raises ``Refused``."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
    except UnicodeError:
        raise Refused("address_invalid", for_good=True) from None


async def _farewell(connection: SMTP) -> None:
    """QUIT; every mail has had its answer, so it is of no account whether this one comes."""
    with suppress(SMTPException, OSError):
        await connection.quit()


def _meaning(failed: Exception) -> Refused | ServerAway:
    """Whether this mail was refused, now or for good, or the server does not serve at all."""
    if isinstance(failed, SMTPRecipientsRefused):
        return _answered(failed.recipients[0].code)
    if isinstance(failed, SMTPSenderRefused) and failed.code != _TOO_LARGE:
        return ServerAway(f"smtp_{failed.code}")
    if isinstance(failed, SMTPResponseException):
        return _answered(failed.code)
    if isinstance(failed, SMTPNotSupported):
        return Refused("smtputf8_unsupported", for_good=True)
    if isinstance(failed, SMTPException | OSError):
        return Refused(f"smtp_{_how(failed)}", broke=True)
    return Refused("address_invalid", for_good=True)


def _answered(code: int) -> Refused | ServerAway:
    """By the reply code: 4xx for now, 5xx for good (RFC 5321, 4.2.1); anything else is no SMTP."""
    if code in _NOT_THIS_MAIL:
        return ServerAway(f"smtp_{code}")
    if not 400 <= code < 600:
        return Refused("smtp_unreachable", broke=True)
    return Refused(f"smtp_{code}", for_good=code >= 500)


def _how(failed: Exception) -> str:
    """Why there was no connection, or no longer one: a code, for the text may name the host or quote an address."""
    if isinstance(failed, SMTPResponseException) and failed.code > 0:
        return f"smtp_{failed.code}"
    if isinstance(failed, TimeoutError):
        return "timeout"
    return "tls" if isinstance(failed, ssl.SSLError) else "unreachable"
