"""Uploads shown to a virus scanner, clamd, where one is configured (clamd(8), INSTREAM)."""

import asyncio
from collections.abc import AsyncIterator
from typing import BinaryIO, cast

from aioclamd import BufferTooLongError, ClamdAsyncClient, ClamdError

from activities.store import DocumentStore
from schemas.errors import InvalidInput, Unavailable
from schemas.settings import Settings


class Scanner:
    """Fails closed: what has not been found clean is not taken."""

    def __init__(self, host: str, port: int, seconds: float) -> None:
        self._client = ClamdAsyncClient(host, port, timeout=seconds)
        self._seconds = seconds

    @classmethod
    def open(cls, settings: Settings) -> "Scanner | None":
        """None where the settings name no scanner."""
        if settings.clamd_address is None:
            return None
        host, _, port = settings.clamd_address.rpartition(":")
        return cls(host, int(port), settings.clamd_seconds)

    async def refuse_infected(self, store: DocumentStore, sha256: str) -> None:
        """Return if the scanner finds the stored document clean.

        Raises ``InvalidInput``: ``document_infected``, ``document_too_large_to_scan``;
        ``Unavailable("scanner_unavailable")``; and what ``DocumentStore.read`` raises.
        """
        content = _Content(store.read(sha256), self._seconds)
        try:
            answer = await self._client.instream(cast("BinaryIO", content))
        except BufferTooLongError:
            raise InvalidInput("document_too_large_to_scan", field="file") from None
        except (ClamdError, OSError, EOFError, UnicodeDecodeError) as error:
            raise Unavailable("scanner_unavailable") from error
        states = {state for state, _ in (answer or {}).values()}
        if states == {"FOUND"}:
            raise InvalidInput("document_infected", field="file")
        if states != {"OK"}:
            raise Unavailable("scanner_unavailable")


class _Content:
    """Chunks of the store as the file that the client reads in a thread; they come as long as they are."""

    def __init__(self, chunks: AsyncIterator[bytes], seconds: float) -> None:
        self._chunks = chunks
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()

    def read(self, _size: int = -1) -> bytes:
        """The next chunk, however many bytes are asked for: a gigabyte in pieces of 1 KiB takes minutes."""
        return asyncio.run_coroutine_threadsafe(self._next(), self._loop).result(self._seconds)

    async def _next(self) -> bytes:
        return await anext(self._chunks, b"")
