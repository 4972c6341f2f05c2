"""The virus scanner: clean is taken, infected refused, and no answer is no leave."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from activities.store import DocumentStore
from activities.workshop.viruses import Scanner
from schemas.errors import InvalidInput, NotFound, Unavailable
from schemas.settings import Settings
from tests.workshop.scanner import SIGNATURE, Clamd, listening

MEBIBYTE = 1 << 20
REQUIRED = {name: "x" for name, field in Settings.model_fields.items() if field.is_required()}


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore.open(f"file://{tmp_path}/documents", 200 * MEBIBYTE)


async def verdict(store: DocumentStore, clamd: Clamd, data: bytes, seconds: float = 20.0) -> str:
    """The code of the refusal, "" for none."""
    blob = await store.put_bytes(data)
    async with listening(clamd):
        try:
            await Scanner("127.0.0.1", clamd.port, seconds).refuse_infected(store, blob.sha256)
        except InvalidInput as error:
            return error.code
        except Unavailable as error:
            return f"{error.code}, try again"
    return ""


@pytest.mark.parametrize(
    ("clamd", "data", "code"),
    [
        (Clamd(), "答复".encode(), ""),
        (Clamd(), SIGNATURE, "document_infected"),
        (Clamd(), b"x" * 3 * MEBIBYTE + SIGNATURE, "document_infected"),
        (Clamd(most=100), b"x" * 101, "document_too_large_to_scan"),
        (Clamd(says=b"stream: Out of memory ERROR\n"), b"x", "scanner_unavailable, try again"),
        (Clamd(says=b"\n"), b"x", "scanner_unavailable, try again"),
        (Clamd(says=b"garbage\n"), b"x", "scanner_unavailable, try again"),
        (Clamd(says=b"\xff\xfe\n"), b"x", "scanner_unavailable, try again"),
        (Clamd(says=b"y" * 100_000), b"x", "scanner_unavailable, try again"),
    ],
)
async def test_only_what_is_found_clean_is_taken(store: DocumentStore, clamd: Clamd, data: bytes, code: str) -> None:
    assert await verdict(store, clamd, data) == code
    assert clamd.received == [len(data)]


async def test_a_scanner_that_hangs_up_is_away(store: DocumentStore) -> None:
    """As clamd does in the middle of what is larger than it takes."""
    assert await verdict(store, Clamd(hangs_up=True), b"x" * 40 * MEBIBYTE) == "scanner_unavailable, try again"


async def test_a_scanner_that_does_not_answer_is_away(store: DocumentStore) -> None:
    assert await verdict(store, Clamd(silent=True), b"x", seconds=0.3) == "scanner_unavailable, try again"


async def test_a_scanner_that_is_not_there_is_away(store: DocumentStore) -> None:
    blob = await store.put_bytes(b"x")
    async with listening(Clamd()) as gone:
        pass
    with pytest.raises(Unavailable, match="scanner_unavailable"):
        await Scanner("127.0.0.1", gone.port, 5).refuse_infected(store, blob.sha256)


async def test_a_document_that_is_not_in_the_store_is_not_found(store: DocumentStore) -> None:
    async with listening(Clamd()) as clamd:
        with pytest.raises(NotFound, match="document_not_found"):
            await Scanner("127.0.0.1", clamd.port, 5).refuse_infected(store, "0" * 64)


async def test_a_hundred_mebibytes_are_scanned_whole(store: DocumentStore) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"0123456789abcde\n" * 65_536

    blob = await store.put(chunks())
    async with listening(Clamd()) as clamd:
        await Scanner("127.0.0.1", clamd.port, 60).refuse_infected(store, blob.sha256)
    assert clamd.received == [100 * MEBIBYTE]


def test_no_scanner_unless_the_settings_name_one() -> None:
    assert Scanner.open(Settings.model_validate(REQUIRED)) is None
    assert Scanner.open(Settings.model_validate(REQUIRED | {"clamd_address": "scanner:3310"})) is not None
    with pytest.raises(ValueError, match="clamd_address"):
        Settings.model_validate(REQUIRED | {"clamd_address": "/run/clamd.sock"})
