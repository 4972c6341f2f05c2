"""What the store promises when all goes well, and what it finds out about its objects."""

import asyncio
import hashlib
import os
import stat
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from activities.store import PART, DocumentStore
from schemas.documents import StoredBlob
from schemas.errors import DaylightError, NotFound
from tests.documents import samples
from tests.documents.conftest import LIMIT, Folder, Place

NOWHERE = "0" * 64
LARGE = b"The same line, again and again.\n" * (2 * PART // 32 + 1)


def key_of(data: bytes) -> str:
    digest = hashlib.sha256(data).hexdigest()
    return f"sha256/{digest[:2]}/{digest[2:4]}/{digest}"


async def pieces(data: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def collected(store: DocumentStore, sha256: str) -> bytes:
    return b"".join([chunk async for chunk in store.read(sha256)])


@pytest.mark.parametrize("data", [samples.pdf(), samples.word(), samples.TEXT.encode(), LARGE])
async def test_stored_document_comes_back(store: DocumentStore, place: Place, data: bytes) -> None:
    blob = await store.put(pieces(data))
    assert (blob.sha256, blob.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert await collected(store, blob.sha256) == data
    assert await store.verify(blob.sha256)
    assert place.objects() == {key_of(data)}


async def test_type_comes_from_content_in_the_store(store: DocumentStore) -> None:
    for name, data, kind in samples.recognised():
        assert (await store.put_bytes(data)).media_type == kind, name


async def test_same_content_twice_is_one_object(store: DocumentStore, place: Place) -> None:
    first, second = await asyncio.gather(store.put(pieces(LARGE)), store.put(pieces(LARGE, 999_999)))
    assert first == second == await store.put_bytes(LARGE)
    assert place.objects() == {key_of(LARGE)}


async def test_another_process_sees_the_document(store: DocumentStore, place: Place) -> None:
    blob = await store.put_bytes(samples.pdf())
    assert await collected(DocumentStore.open(place.url, LIMIT), blob.sha256) == samples.pdf()


@pytest.mark.parametrize("corrupted", [b"", LARGE[:-1], LARGE[:-1] + b"!", LARGE + b"\n"])
async def test_corrupted_object_never_completes(store: DocumentStore, place: Place, corrupted: bytes) -> None:
    blob = await store.put_bytes(LARGE)
    place.write(key_of(LARGE), corrupted)
    received = 0

    async def receive() -> None:
        nonlocal received
        async for chunk in store.read(blob.sha256):
            received += len(chunk)

    with pytest.raises(DaylightError, match="document_corrupt"):
        await receive()
    assert received < max(1, len(corrupted)), "the last chunk must be held back"
    assert not await store.verify(blob.sha256)


async def test_small_corrupted_object_gives_no_byte_at_all(store: DocumentStore, place: Place) -> None:
    blob = await store.put_bytes(b"Disclosed in full.")
    place.write(key_of(b"Disclosed in full."), b"Nothing disclosed.")
    with pytest.raises(DaylightError, match="document_corrupt"):
        await anext(store.read(blob.sha256))


async def test_storing_again_heals_a_corrupted_object(store: DocumentStore, place: Place) -> None:
    blob = await store.put_bytes(LARGE)
    place.write(key_of(LARGE), b"rotten")
    assert await store.put_bytes(LARGE) == blob
    assert await store.verify(blob.sha256)


@pytest.mark.parametrize("sha256", [NOWHERE, "../../etc/passwd", "A" * 64, "", NOWHERE + "\n"])
async def test_unknown_document_is_not_found(store: DocumentStore, sha256: str) -> None:
    with pytest.raises(NotFound, match="document_not_found"):
        await anext(store.read(sha256))
    assert not await store.verify(sha256)


async def test_deleted_document_is_gone(store: DocumentStore, place: Place) -> None:
    blob = await store.put_bytes(samples.pdf())
    await store.delete(blob.sha256)
    await store.delete(blob.sha256)
    assert not await store.verify(blob.sha256)
    assert place.objects() == set()


async def test_leftovers_of_killed_uploads_are_swept(store: DocumentStore, place: Place) -> None:
    blob = await store.put_bytes(samples.pdf())
    place.write("incoming/5b0d6d27-24f7-4d7c-a42c-2c4a9f1c2d5e", b"half")
    assert await store.sweep_incoming(timedelta(hours=1)) == 0
    assert await store.sweep_incoming(timedelta(seconds=-1)) == 1
    assert await store.sweep_incoming(timedelta(seconds=-1)) == 0
    assert place.objects() == {key_of(samples.pdf())}
    assert await store.verify(blob.sha256)


async def test_ping_answers(store: DocumentStore) -> None:
    await store.ping()
    await store.put_bytes(b"first")
    await store.ping()


def test_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    DocumentStore.open(f"file://{tmp_path}/new/{quote('文书 1')}", LIMIT)
    assert stat.S_IMODE((tmp_path / "new" / "文书 1").stat().st_mode) == 0o700


@pytest.mark.parametrize("url", ["", "/folder", "file://host/folder", "s3://", "http://host/x", "memory:///", "gs://b"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="file:///folder or s3://bucket/prefix"):
        DocumentStore.open(url, LIMIT)


async def test_content_is_synced_before_its_move_and_its_folders_after(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut cannot be had in a test; the order of the calls that outlast one can."""
    store, synced = DocumentStore.open(folder.url, LIMIT), list[Path]()
    real = os.fsync

    def record(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        real(descriptor)

    monkeypatch.setattr("activities.store.os.fsync", record)
    blob = await store.put_bytes(samples.pdf())
    final = folder.path / key_of(samples.pdf())
    assert final.name == blob.sha256
    assert synced[0].parent == folder.path / "incoming"
    assert synced[1:] == [final.parents[0], final.parents[1], final.parents[2], folder.path]


async def test_letter_of_nothing_but_ascii_is_text(store: DocumentStore) -> None:
    assert await store.put_bytes(b"ok") == StoredBlob(
        sha256=hashlib.sha256(b"ok").hexdigest(), size=2, media_type="text/plain; charset=utf-8"
    )
