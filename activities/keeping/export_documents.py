"""Documents on their way into an archive: each proven before a byte of it is sent, so that one lost stops no other."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO

from activities.keeping.export_zip import ArchiveWriter, pieces_of
from activities.store import DocumentStore
from schemas.errors import DaylightError, NotFound
from schemas.export import DOCUMENT_FOLDER

HELD_BYTES = 4 * 1024 * 1024
"""Larger ones wait in a file of the system's folder for temporary files, without a name: it goes with the process."""


@dataclass
class Lost:
    """Hashes on record whose bytes the store has not, and those whose bytes are no longer what was put there."""

    absent: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


async def send_documents(
    store: DocumentStore, writer: ArchiveWriter, contents: Iterable[tuple[str, int]], lost: Lost
) -> AsyncIterator[bytes]:
    """Members of these hashes and sizes; what is lost is left out and named in ``lost``. Raises ``Unavailable``."""
    for sha256, size in contents:
        try:
            async with _proven(store.read(sha256)) as kept:
                async for piece in writer.stream(f"{DOCUMENT_FOLDER}{sha256}", sha256, size, pieces_of(kept)):
                    yield piece
        except NotFound:
            lost.absent.append(sha256)
        except DaylightError as error:
            if error.code != "document_corrupt":
                raise
            lost.damaged.append(sha256)


@asynccontextmanager
async def _proven(content: AsyncIterator[bytes]) -> AsyncIterator[IO[bytes]]:
    """The whole of it, set aside; raises what reading it to the end raises."""
    with SpooledTemporaryFile(HELD_BYTES) as kept:
        async for piece in content:
            await asyncio.to_thread(kept.write, piece)
        yield kept
