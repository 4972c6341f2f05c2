"""Uploads that end badly leave nothing behind, at whatever point they end."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from activities.store import PART, DocumentStore
from schemas.errors import DaylightError, InvalidInput, TooLarge, Unavailable
from tests.documents import samples
from tests.documents.conftest import LIMIT, Bucket, Folder, Place

MEBIBYTE = b"0123456789abcde\n" * 65_536
GROWTH_LIMIT = 60 * 1024 * 1024
KILLED_UPLOAD = """
import asyncio, os, sys
from activities.store import DocumentStore
async def chunks():
    for _ in range(20):
        yield bytes(1 << 20)
    print("half-way", flush=True)
    await asyncio.sleep(3600)
asyncio.run(DocumentStore.open(sys.argv[1], 1 << 30).put(chunks()))
"""
MEASURED_UPLOAD = """
import asyncio, psutil, sys, threading, time
from activities.store import DocumentStore
line = b"0123456789abcde\\n" * 4096
seen = []
resident = lambda: psutil.Process().memory_info().rss
def watch():
    while True:
        seen.append(resident())
        time.sleep(0.002)
async def chunks(count):
    for _ in range(count):
        yield line
async def main():
    store = DocumentStore.open(sys.argv[1], 1 << 30)
    await store.read((await store.put(chunks(1))).sha256).__anext__()
    before = resident()
    threading.Thread(target=watch, daemon=True).start()
    blob = await store.put(chunks(150 * 16))
    assert blob.size == 150 << 20 and await store.verify(blob.sha256)
    print(max(seen) - before)
asyncio.run(main())
"""


async def repeated(count: int, then: BaseException | None = None) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield MEBIBYTE
    if then:
        raise then


async def failure(store: DocumentStore, chunks: AsyncIterator[bytes]) -> str:
    with pytest.raises(DaylightError) as refused:
        await store.put(chunks)
    return refused.value.code


@pytest.mark.parametrize("mebibytes", [0, 1, 20])
async def test_upload_whose_sender_fails_leaves_nothing(store: DocumentStore, place: Place, mebibytes: int) -> None:
    with pytest.raises(ConnectionResetError):
        await store.put(repeated(mebibytes, ConnectionResetError()))
    assert place.objects() == set()


@pytest.mark.parametrize("delay", [0.0, 0.001, 0.005, 0.02, 0.05, 0.1, 0.2])
async def test_cancelled_upload_leaves_nothing_unfinished(store: DocumentStore, place: Place, delay: float) -> None:
    """Cancelled anywhere: while receiving, closing, recognising, moving. A whole object may be there, no half one."""
    upload = asyncio.create_task(store.put(repeated(20)))
    await asyncio.sleep(delay)
    upload.cancel()
    await asyncio.wait([upload])
    assert not [key for key in place.objects() if key.startswith("incoming/")]


async def test_upload_cancelled_between_chunks_stays_cancelled(store: DocumentStore, place: Place) -> None:
    waiting = asyncio.Event()

    async def stalled() -> AsyncIterator[bytes]:
        yield MEBIBYTE * 20
        waiting.set()
        await asyncio.Event().wait()

    upload = asyncio.create_task(store.put(stalled()))
    await waiting.wait()
    upload.cancel()
    upload.cancel()
    with pytest.raises(asyncio.CancelledError):
        await upload
    assert place.objects() == set()


async def test_empty_upload_is_refused(store: DocumentStore, place: Place) -> None:
    with pytest.raises(InvalidInput, match="document_empty") as refused:
        await store.put(repeated(0))
    assert refused.value.field == "file"
    assert await failure(store, _only(b"")) == "document_empty"
    assert place.objects() == set()


@pytest.mark.parametrize(
    "data", [samples.pdf()[:-40], samples.png()[:-1], samples.word()[:-30], b"PK\3\4", b"\xff\xd8\xff"]
)
async def test_truncated_upload_is_refused(store: DocumentStore, place: Place, data: bytes) -> None:
    assert await failure(store, _only(data)) in {"document_broken", "document_type_unknown"}
    assert place.objects() == set()


async def test_program_is_refused(store: DocumentStore, place: Place) -> None:
    assert await failure(store, _only(b"MZ\x90\0" + bytes(PART))) == "document_type_unknown"
    assert place.objects() == set()


async def test_one_byte_over_the_limit_is_refused(store: DocumentStore, place: Place) -> None:
    async def too_much() -> AsyncIterator[bytes]:
        async for chunk in repeated(200):
            yield chunk
        yield b"!"

    with pytest.raises(TooLarge, match="document_too_large"):
        await store.put(too_much())
    assert place.objects() == set()


async def test_limit_itself_is_allowed(place: Place) -> None:
    store = DocumentStore.open(place.url, 1000)
    assert (await store.put_bytes(b"x" * 1000)).size == 1000
    assert await failure(store, _only(b"x" * 1001)) == "document_too_large"


async def test_sender_that_never_ends_is_cut_off_at_the_limit(store: DocumentStore) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += len(MEBIBYTE)
            yield MEBIBYTE

    assert await failure(store, endless()) == "document_too_large"
    assert sent == LIMIT + len(MEBIBYTE)


async def test_upload_of_a_killed_process_is_swept(folder: Folder) -> None:
    store = DocumentStore.open(folder.url, LIMIT)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED_UPLOAD, folder.url, stdout=subprocess.PIPE
    )
    assert process.stdout
    await process.stdout.readline()
    process.kill()
    await process.wait()
    assert [key.partition("/")[0] for key in folder.objects()] == ["incoming"]
    assert await store.sweep_incoming(timedelta(0)) == 1
    assert folder.objects() == set()


async def test_large_upload_takes_little_memory(place: Place) -> None:
    measured = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MEASURED_UPLOAD, place.url, stdout=subprocess.PIPE
    )
    growth, _ = await measured.communicate()
    assert 0 < int(growth) < GROWTH_LIMIT


async def test_missing_bucket_is_unavailable(bucket: Bucket) -> None:
    store = DocumentStore.open("s3://no-such-bucket", LIMIT)
    with pytest.raises(Unavailable, match="documents_unavailable"):
        await store.ping()
    assert await failure(store, repeated(1)) == "documents_unavailable"


async def test_silent_store_is_unavailable(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    store = DocumentStore.open(bucket.url, LIMIT)
    for refused in (store.ping(), store.verify("0" * 64), store.delete("0" * 64), store.put(repeated(1))):
        with pytest.raises(Unavailable, match="documents_unavailable"):
            await refused
    with pytest.raises(Unavailable, match="documents_unavailable"):
        await store.sweep_incoming(timedelta(0))


async def test_plain_http_needs_leave(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ALLOW_HTTP")
    with pytest.raises(Unavailable, match="documents_unavailable"):
        await DocumentStore.open(bucket.url, LIMIT).ping()


async def test_vanished_folder_is_unavailable(folder: Folder) -> None:
    store = DocumentStore.open(folder.url, LIMIT)
    folder.path.rename(folder.path.with_name("elsewhere"))
    with pytest.raises(Unavailable, match="documents_unavailable"):
        await store.ping()


async def _only(data: bytes) -> AsyncIterator[bytes]:
    yield data
