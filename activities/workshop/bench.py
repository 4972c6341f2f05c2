"""One working folder: documents are taken from the store, worked on, and what was made is kept in the store."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from activities.store import READ_CHUNK, DocumentStore
from activities.workshop.verbs import OrderT, ResultT, Verb
from schemas.documents import StoredBlob
from schemas.errors import InvalidInput

if TYPE_CHECKING:
    from activities.workshop.runner import Workshop


class Bench:
    """``folder`` is the caller's and the jobs' own; nobody else can look into it."""

    def __init__(self, folder: Path, workshop: "Workshop") -> None:
        self.folder = folder
        self._workshop = workshop

    async def take(self, store: DocumentStore, sha256: str, name: str) -> None:
        """Lay a document of the store into the folder. Raises what ``DocumentStore.read`` raises."""
        with (self.folder / name).open("xb") as out:
            async for chunk in store.read(sha256):
                await asyncio.to_thread(out.write, chunk)

    async def work(self, verb: Verb[OrderT, ResultT], order: OrderT) -> ResultT:
        """Do the verb in a process of its own. Raises what ``Workshop.run`` raises."""
        return await self._workshop.run(self.folder, verb, order)

    def size(self, name: str) -> int:
        """Bytes of a file that a job has made. Raises ``InvalidInput("document_broken")`` where it made none."""
        with _made():
            return (self.folder / name).lstat().st_size

    async def read(self, name: str) -> bytes:
        """A file that a job has made, into memory. Raises what ``size`` raises."""
        with _made():
            return await asyncio.to_thread(_content, self.folder / name)

    async def keep(self, store: DocumentStore, name: str) -> StoredBlob:
        """Put a file that a job has made into the store, whatever its size: the job was held to its own limits.

        Raises what ``DocumentStore.put`` raises.
        """
        made = self.folder / name
        return await store.put(_chunks(made), most=made.lstat().st_size)


@contextmanager
def _made() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise InvalidInput("document_broken", field="file") from None


def _plain_file(path: Path) -> BinaryIO:
    """A link that a broken job left would lead out of the folder."""
    return os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb")


def _content(path: Path) -> bytes:
    with _plain_file(path) as file:
        return file.read()


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    with _plain_file(path) as file:
        while chunk := await asyncio.to_thread(file.read, READ_CHUNK):
            yield chunk
