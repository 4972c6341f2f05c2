"""An archive made while it is sent: nothing of it is kept on a disk, and no document is held in memory whole."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from tempfile import SpooledTemporaryFile
from typing import IO, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from schemas.export import Member

PIECE_BYTES = 1024 * 1024
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP can name; when the archive was made stands in its manifest."""


class ArchiveWriter:
    """Takes members, gives back the bytes to send. ``members`` tells what is in it so far.

    Nothing is compressed: what is not can never unpack into more than one sees, and rots one file at a time.
    """

    def __init__(self) -> None:
        self.members: list[Member] = []
        self._out = _Outgoing()
        self._zip = ZipFile(cast(IO[bytes], self._out), "w", ZIP_STORED)

    def add(self, name: str, content: bytes) -> bytes:
        """A member that is in memory anyway."""
        self._zip.writestr(_entry(name), content)
        self.members.append(Member(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest()))
        return self._out.taken()

    async def stream(self, name: str, sha256: str, size: int, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """A member that comes in pieces, proven to have this hash. If the first piece fails nothing was begun."""
        piece = await anext(chunks, b"")
        entry = _entry(name)
        entry.file_size = size
        with self._zip.open(entry, "w") as member:
            while piece:
                member.write(piece)
                yield self._out.taken()
                piece = await anext(chunks, b"")
        self.members.append(Member(name=name, size=size, sha256=sha256))
        yield self._out.taken()

    async def send(self, name: str, kept: SpooledTemporaryFile[bytes]) -> AsyncIterator[bytes]:
        """A member that was kept aside in a file, which is read twice: once for its hash."""
        kept.seek(0)
        digest = await asyncio.to_thread(hashlib.file_digest, kept, "sha256")
        size = kept.tell()
        async for piece in self.stream(name, digest.hexdigest(), size, pieces_of(kept)):
            yield piece

    def end(self) -> bytes:
        """The directory of the archive; nothing comes after it."""
        self._zip.close()
        return self._out.taken()


async def pieces_of(kept: IO[bytes]) -> AsyncIterator[bytes]:
    """What was kept aside, from its beginning."""
    kept.seek(0)
    while piece := await asyncio.to_thread(kept.read, PIECE_BYTES):
        yield piece


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _LONG_AGO)
    entry.create_system, entry.external_attr = 3, 0o100600 << 16
    return entry


class _Outgoing:
    """Where the archive is written to. It cannot seek, so sizes and sums follow each member (APPNOTE 4.3.9).

    Never closed: an archive that is given up half-way is closed by the library whenever it is collected.
    """

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes, /) -> int:
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        held, self._held = bytes(self._held), bytearray()
        return held
