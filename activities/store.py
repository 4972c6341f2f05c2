"""Documents at rest: a local folder or an S3 bucket, every object under the SHA-256 of its content."""

import asyncio
import hashlib
import io
import os
import re
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from activities.sniff import media_type
from schemas.documents import StoredBlob
from schemas.errors import DaylightError, InvalidInput, NotFound, TooLarge, Unavailable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from obstore import AsyncWritableFile

PART = 5 * 1024 * 1024
PARTS_AT_ONCE = 2
READ_CHUNK = 2 * 1024 * 1024
INCOMING = "incoming"
PING_SECONDS = 5

T = TypeVar("T")


class DocumentStore:
    """Content-addressed bytes. What ``put`` has returned is on disk, and ``read`` never completes a changed object.

    An object is received under ``incoming/`` and moved to ``sha256/ab/cd/…`` when it is whole. Every method raises
    ``Unavailable("documents_unavailable")`` when the store does not answer. An upload to S3 that a killed process left
    half-way is invisible to ``sweep_incoming``: give the bucket a lifecycle rule for incomplete multipart uploads.
    """

    def __init__(self, store: ObjectStore, folder: Path | None, max_bytes: int) -> None:
        self._store = store
        self._folder = folder
        self._max_bytes = max_bytes

    @classmethod
    def open(cls, url: str, max_bytes: int) -> "DocumentStore":
        """``file:///folder``, made with mode 0700 if missing, or ``s3://bucket/prefix`` with the usual ``AWS_*``.

        Plain HTTP needs ``AWS_ALLOW_HTTP=true`` in the environment. ``max_bytes`` is the limit of one document.
        Raises ``ValueError`` for any other address.
        """
        parts = urlsplit(url)
        if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/"):
            folder = Path(unquote(parts.path))
            if not folder.is_dir():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _sync([folder.parent])
            return cls(LocalStore(folder), folder, max_bytes)
        if parts.scheme == "s3" and parts.netloc:
            return cls(_bucket(url), None, max_bytes)
        raise ValueError("the document store is file:///folder or s3://bucket/prefix")

    async def put(self, chunks: AsyncIterator[bytes], most: int | None = None) -> StoredBlob:
        """Store a stream; the same content twice is one object. An upload broken off leaves nothing behind.

        ``most`` bytes, by default what an upload may have: what the engine makes of many uploads is larger.

        Raises ``TooLarge("document_too_large")`` and ``InvalidInput``: ``document_empty``, ``document_broken``,
        ``document_type_unknown``. Whatever ``chunks`` raises passes through.
        """
        incoming = f"{INCOMING}/{uuid4()}"
        try:
            sha256, size = await self._receive(incoming, chunks, most or self._max_bytes)
            kind = await _answer(asyncio.to_thread(self._recognise, incoming, size))
            await _answer(_to_the_end(self._settle(incoming, sha256)))
        except BaseException:
            with suppress(DaylightError):
                await _answer(_to_the_end(self._remove(incoming)))
            raise
        return StoredBlob(sha256=sha256, size=size, media_type=kind)

    async def put_bytes(self, data: bytes) -> StoredBlob:
        """Store what is in memory anyway, such as a letter."""
        return await self.put(_once(data))

    async def read(self, sha256: str) -> AsyncIterator[bytes]:
        """The content in chunks of 2 MiB; the last one comes only after the whole has proved to match its hash.

        Raises, at the first chunk, ``NotFound("document_not_found")``, and instead of the last one
        ``DaylightError("document_corrupt")``.
        """
        digest, held = hashlib.sha256(), b""
        async for chunk in self._chunks(_key(sha256)):
            await asyncio.to_thread(digest.update, chunk)
            if held:
                yield held
            held = chunk
        if digest.hexdigest() != sha256:
            raise DaylightError("document_corrupt")
        yield held

    async def verify(self, sha256: str) -> bool:
        """Whether the object is there and unchanged."""
        try:
            async for _ in self.read(sha256):
                pass
        except Unavailable:
            raise
        except DaylightError:
            return False
        return True

    async def must_have(self, sha256: str) -> None:
        """Return if the object is there. Raises ``Unavailable``: put again, it stays.

        A destruction in another case may have removed the same bytes after they were put and before a row named them.
        """
        try:
            await _answer(_found(obstore.head_async(self._store, _key(sha256))))
        except NotFound:
            raise Unavailable("documents_unavailable") from None

    async def delete(self, sha256: str) -> None:
        """Remove the object for good; one that is gone already is no error. The caller knows that nobody needs it."""
        with suppress(NotFound):
            await _answer(_found(_to_the_end(self._remove(_key(sha256)))))

    async def ping(self) -> None:
        """Return if the store can be reached and, for a folder, written to."""
        if self._folder and not os.access(self._folder, os.W_OK):
            raise Unavailable("documents_unavailable")
        await _answer(asyncio.wait_for(self._first_page(), PING_SECONDS))

    async def sweep_incoming(self, older_than: timedelta) -> int:
        """Delete what killed uploads left under ``incoming/`` longer ago than this; the number of deleted objects."""
        moment = datetime.now(UTC) - older_than
        if self._folder:
            return await _answer(asyncio.to_thread(_sweep_folder, self._folder / INCOMING, moment))
        return await _answer(self._sweep_bucket(moment))

    async def _receive(self, key: str, chunks: AsyncIterator[bytes], most: int) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        async with self._writer(key) as writer:
            async for chunk in chunks:
                size += len(chunk)
                if size > most:
                    raise TooLarge("document_too_large", field="file", most=most)
                digest.update(chunk)
                await _answer(_to_the_end(writer.write(chunk)))
            if not size:
                raise InvalidInput("document_empty", field="file")
        return digest.hexdigest(), size

    @asynccontextmanager
    async def _writer(self, key: str) -> AsyncIterator["AsyncWritableFile"]:
        """Closed when all went well, else aborted: leaving the writer with an exception aborts a multipart upload."""
        writer = obstore.open_writer_async(self._store, key, buffer_size=PART, max_concurrency=PARTS_AT_ONCE)
        try:
            yield writer
        except BaseException as error:
            with suppress(DaylightError):
                await _answer(_to_the_end(writer.__aexit__(type(error), error, error.__traceback__)))
            raise
        await _answer(_to_the_end(writer.close()))

    def _recognise(self, key: str, size: int) -> str:
        raw = _StoredObject(self._store, key, size)
        return media_type(io.BufferedReader(raw, 64 * 1024))

    async def _settle(self, incoming: str, sha256: str) -> None:
        """Move the whole object to its place. An object already there is replaced, which heals one that has rotted."""
        key = _key(sha256)
        if self._folder:
            await asyncio.to_thread(_sync, [self._folder / incoming])
        await obstore.rename_async(self._store, incoming, key)
        await self._sync_folders(key)

    async def _remove(self, key: str) -> None:
        await obstore.delete_async(self._store, key)
        await self._sync_folders(key)

    async def _sync_folders(self, key: str) -> None:
        """LocalStore never calls fsync: without it a power cut may take back a rename that was acknowledged."""
        if self._folder:
            await asyncio.to_thread(_sync, (self._folder / folder for folder in Path(key).parents))

    async def _chunks(self, key: str) -> AsyncIterator[bytes]:
        """Ranges, not one long answer: a slow reader holds no connection open and meets no time-out."""
        size = (await _answer(_found(obstore.head_async(self._store, key))))["size"]
        for start in range(0, size, READ_CHUNK):
            length = min(READ_CHUNK, size - start)
            yield bytes(await _answer(obstore.get_range_async(self._store, key, start=start, length=length)))

    async def _first_page(self) -> None:
        async for _ in obstore.list(self._store, INCOMING, chunk_size=1):
            return

    async def _sweep_bucket(self, moment: datetime) -> int:
        objects = await obstore.list(self._store, INCOMING).collect_async()
        stale = [found["path"] for found in objects if found["last_modified"] <= moment]
        if stale:
            await obstore.delete_async(self._store, stale)
        return len(stale)


class _StoredObject(io.RawIOBase):
    """A stored object as a file for code that needs to seek, read by ranges; used in a thread."""

    def __init__(self, store: ObjectStore, key: str, size: int) -> None:
        super().__init__()
        self._store, self._key, self._size, self._here = store, key, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        here = offset + (0, self._here, self._size)[whence]
        if here < 0:
            raise ValueError("before the start of the object")
        self._here = here
        return here

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer)
        length = min(len(view), self._size - self._here)
        if length <= 0:
            return 0
        view[:length] = obstore.get_range(self._store, self._key, start=self._here, length=length)
        self._here += length
        return length


def _bucket(url: str) -> S3Store:
    """Client options given here hide ``AWS_ALLOW_HTTP`` from obstore, so it is handed on."""
    plain_http = os.environ.get("AWS_ALLOW_HTTP", "").lower() in {"1", "true", "yes", "on"}
    return S3Store.from_url(
        url,
        client_options={"connect_timeout": "3s", "timeout": "60s", "allow_http": plain_http},
        retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=30)},
    )


def _key(sha256: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise NotFound("document_not_found")
    return f"sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}"


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data


async def _answer(work: Awaitable[T]) -> T:
    """What the store answers; its errors in our words."""
    try:
        return await work
    except (BaseError, OSError) as error:
        raise Unavailable("documents_unavailable") from error


async def _found(work: Awaitable[T]) -> T:
    try:
        return await work
    except FileNotFoundError as error:
        raise NotFound("document_not_found") from error


async def _to_the_end(work: Awaitable[T]) -> T:
    """Finish one call to the store even when cancelled: half of it would leave a temporary object nobody knows."""
    task, cancelled = asyncio.ensure_future(work), None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled:
        task.exception()
        raise cancelled
    return task.result()


def _sync(paths: Iterable[Path]) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep_folder(incoming: Path, moment: datetime) -> int:
    """By the file system itself, for the store does not list its own unfinished files (``<uuid>#1``)."""
    if not incoming.is_dir():
        return 0
    return sum(_swept(path, moment.timestamp()) for path in list(incoming.iterdir()))


def _swept(path: Path, moment: float) -> bool:
    """False also for a file that another worker swept, or that its upload moved away, in the meantime."""
    with suppress(FileNotFoundError):
        if path.stat().st_mtime <= moment:
            path.unlink()
            return True
    return False
