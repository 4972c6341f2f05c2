"""Posting to one address: looked at first, then connected to as it was found; redirects are not followed.

Of the answer only the status and ``Retry-After`` count. Errors are codes: no text, for that may hold an address.
"""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx

from activities.db.deliveries import SERVER_TROUBLE
from activities.db.webhooks import Receiver
from activities.postal import MOST_RETRY_AFTER
from activities.webhook_address import AddressForbidden, addresses_of
from activities.webhook_event import Event, headers_of

SECONDS = 15.0
"""How long a receiver may take for everything: connection, TLS, answer."""
MOST_ANSWER_BYTES = 16 * 1024
"""So much of an answer is read, to use the connection again; a longer one is broken off."""
GONE = 410
_TRY_LATER = frozenset({408, 425, 429})
_PORTS = {"http": 80, "https": 443}


class PostRefused(Exception):
    """Not taken. ``for_good``: not to be tried again. ``server``: nobody is there, or it says when to come again
    (``again_in``): that counts for all that waits for the receiver. ``broke``: it broke down, rather than saying no."""

    def __init__(
        self,
        code: str,
        *,
        status: int | None = None,
        for_good: bool = False,
        server: bool = False,
        broke: bool = False,
        again_in: timedelta | None = None,
    ) -> None:
        super().__init__(code)
        self.code = f"{SERVER_TROUBLE}{code}" if server else code
        self.status, self.for_good, self.server, self.broke = status, for_good, server, broke
        self.again_in = again_in


class Poster:
    """Posts over connections that it keeps while it is open (``async with``)."""

    def __init__(self, *, allow_loopback: bool = False) -> None:
        self._allow_loopback = allow_loopback
        self._client = httpx.AsyncClient(
            verify=ssl.create_default_context(), timeout=SECONDS, follow_redirects=False, trust_env=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def post(self, receiver: Receiver, event: Event, now: datetime) -> int:
        """Post an event; the status, 2xx. Raises ``PostRefused`` with a code that names neither host nor address."""
        try:
            async with asyncio.timeout(SECONDS):
                status, retry_after = await self._answered(receiver, event, now)
        except AddressForbidden:
            raise PostRefused("address_forbidden", for_good=True) from None
        except (TimeoutError, httpx.ReadTimeout, httpx.WriteTimeout):
            raise PostRefused("http_timeout", broke=True) from None
        except httpx.ConnectTimeout:
            raise PostRefused("timeout", server=True) from None
        except (httpx.ConnectError, OSError):
            raise PostRefused("unreachable", server=True) from None
        except httpx.HTTPError:
            raise PostRefused("http_broken", broke=True) from None
        if 200 <= status < 300:
            return status
        raise _refusal(status, _pause(retry_after, now))

    async def _answered(self, receiver: Receiver, event: Event, now: datetime) -> tuple[int, str | None]:
        """Connect to the very address that was looked at, whatever the name resolves to a moment later."""
        url, failed = httpx.URL(receiver.url), list[httpx.TransportError]()
        headers = {**headers_of(receiver.secret, event, now), "Host": url.netloc.decode()}
        for address in await addresses_of(*place_of(receiver.url), allow_loopback=self._allow_loopback):
            try:
                return await self._sent(url, address, event, headers)
            except (httpx.ConnectError, httpx.ConnectTimeout) as unreachable:
                failed.append(unreachable)
        raise failed[0]

    async def _sent(
        self, url: httpx.URL, address: str, event: Event, headers: dict[str, str]
    ) -> tuple[int, str | None]:
        """Post to an address under the name it was found by, which the certificate has to bear."""
        request = self._client.build_request("POST", url.copy_with(host=address), content=event.body, headers=headers)
        request.extensions["sni_hostname"] = url.raw_host.decode()
        answer = await self._client.send(request, stream=True)
        try:
            read = 0
            async for piece in answer.aiter_raw():
                read += len(piece)
                if read > MOST_ANSWER_BYTES:
                    break
            return answer.status_code, answer.headers.get("Retry-After")
        finally:
            await answer.aclose()


def place_of(url: str) -> tuple[str, int]:
    """Host and port an address leads to."""
    parts = httpx.URL(url)
    return parts.raw_host.decode(), parts.port or _PORTS[parts.scheme]


def _refusal(status: int, again_in: timedelta | None) -> PostRefused:
    """410: never again (RFC 9110, 15.5.11). 429 and whoever says when to come again: not before that, with anything."""
    later = status in _TRY_LATER or status >= 500
    server = status == 429 or (later and again_in is not None)
    broke = later and not server
    return PostRefused(
        f"http_{status}", status=status, for_good=status == GONE, server=server, broke=broke, again_in=again_in
    )


def _pause(retry_after: str | None, now: datetime) -> timedelta | None:
    """``Retry-After`` in seconds or as a date (RFC 9110, 10.2.3), a day at most; None for what is neither."""
    if retry_after is None:
        return None
    try:
        pause = timedelta(seconds=int(retry_after)) if retry_after.isdigit() else _at(retry_after) - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(pause, timedelta(0)), MOST_RETRY_AFTER)


def _at(date: str) -> datetime:
    moment = parsedate_to_datetime(date)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
