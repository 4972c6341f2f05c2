"""Removing the bytes of destroyed documents, after their destruction is on record."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from activities.db.database import Database
from activities.db.destruction import mark_gone, not_needed
from activities.store import DocumentStore

AT_ONCE = 20
"""Objects removed in one transaction: so long nobody can enter a document."""


async def remove_bytes(database: Database, store: DocumentStore, hashes: Sequence[str], until: float) -> None:
    """Remove each object that no living document has. No more are begun once the monotonic clock has passed ``until``.

    Broken off, it leaves rows that say so (``bytes_gone_at`` is null), and the next call goes on with them: removing
    what is gone already is no error.
    """
    for start in range(0, len(hashes), AT_ONCE):
        if time.monotonic() >= until:
            break
        async with database.transaction() as connection:
            free = await not_needed(connection, hashes[start : start + AT_ONCE])
            await _remove(store, free)
            await mark_gone(connection, free, datetime.now(UTC))


async def _remove(store: DocumentStore, hashes: Sequence[str]) -> None:
    """All of them have ended when this does, also where one fails: the caller's lock covers every removal."""
    ended = await asyncio.gather(*(store.delete(one) for one in hashes), return_exceptions=True)
    for failed in ended:
        if failed is not None:
            raise failed
