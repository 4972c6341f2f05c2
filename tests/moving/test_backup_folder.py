"""A folder of backups: half ones, damaged ones and wrong keys are refused before anything is touched."""

import asyncio
import base64
import hashlib
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from activities.db.migrate import is_known_revision
from activities.vault import Vault
from api.cli.main import run
from schemas.backup import BackupManifest, Blob, FileSum
from schemas.chain import hash_of
from schemas.errors import DaylightError, InvalidInput
from tests.harness import TEST_KEYS
from worker.backup.folder import DUMP, MANIFEST, BackupFolder
from worker.backup.making import key_check
from worker.backup.restoring import check_backup
from worker.embedded.secrets import SECRETS, read_or_create_secrets

VAULT = Vault(TEST_KEYS["personal_data_keys"], TEST_KEYS["lookup_key"])
OTHER = base64.b64encode(bytes(32)).decode()
NAME = "2026-11-22T19-30-00Z"
CONTENT = "招标文件正文".encode()


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def a_backup(folder: BackupFolder, revision: str = "0001") -> BackupManifest:
    """A whole set with one document; the dump is a few bytes, for nothing here opens it."""
    blob = Blob(hashed(CONTENT), len(CONTENT))
    path = folder.begin(NAME)
    (path / DUMP).write_bytes(b"dump")
    await folder.bring(blob.sha256, pieces(CONTENT))
    manifest = BackupManifest(
        name=NAME,
        made_at=datetime(2026, 11, 22, 19, 30, tzinfo=UTC),
        daylight="0.1.0",
        revision=revision,
        dump=FileSum(name=DUMP, sha256=hashed(b"dump"), size=4),
        documents=folder.keep_list(NAME, [blob]),
        document_count=1,
        counts={},
        keys=key_check(VAULT),
    )
    folder.finish(manifest)
    return manifest


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> BackupFolder:
    made = BackupFolder(tmp_path / "backups")
    made.folder.mkdir()
    return made


async def test_a_whole_backup_is_taken_and_a_half_one_is_not(folder: BackupFolder) -> None:
    await a_backup(folder)
    assert check_backup(folder, None, VAULT)[1] == [Blob(hashed(CONTENT), len(CONTENT))]
    later = folder.begin("2026-11-23T19-30-00Z")
    (later / DUMP).write_bytes(b"half a du")
    assert folder.sets() == [NAME]
    assert check_backup(folder, None, VAULT)[0].name == NAME
    with pytest.raises(InvalidInput, match="backup_incomplete"):
        check_backup(folder, later.name, VAULT)
    folder.remove_halves()
    assert not later.exists()


@pytest.mark.parametrize("damaged", [DUMP, "documents.txt", MANIFEST, "document"])
async def test_a_damaged_backup_is_refused(folder: BackupFolder, damaged: str) -> None:
    await a_backup(folder)
    path = folder.folder / NAME / damaged
    if damaged == "document":
        (path,) = (folder.folder / "documents").rglob(hashed(CONTENT))
    path.write_bytes(path.read_bytes().replace(b"0", b"1", 1) + b" ")
    with pytest.raises(InvalidInput, match="backup_damaged"):
        check_backup(folder, None, VAULT)


async def test_other_keys_and_newer_tables_are_refused(folder: BackupFolder) -> None:
    await a_backup(folder)
    for keys, lookup in ((f"test:{OTHER}", TEST_KEYS["lookup_key"]), (TEST_KEYS["personal_data_keys"], OTHER)):
        with pytest.raises(InvalidInput, match="backup_keys_differ"):
            check_backup(folder, None, Vault(keys, lookup))
    assert not is_known_revision("9999")


async def test_tables_of_a_newer_release_are_refused(folder: BackupFolder) -> None:
    await a_backup(folder, revision="9999")
    with pytest.raises(InvalidInput, match="backup_of_newer_release"):
        check_backup(folder, None, VAULT)


def test_a_restore_that_is_refused_leaves_nothing_behind(
    folder: BackupFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(a_backup(folder))
    for name in [name for name in os.environ if name.startswith("DAYLIGHT_")]:
        monkeypatch.delenv(name)
    place = tmp_path / "new"
    words = ["restore", str(folder.folder), "--data", str(place)]
    assert run(words) == 1
    assert "secrets_missing" in capsys.readouterr().err
    assert not place.exists()
    place.mkdir()
    read_or_create_secrets(place / SECRETS, may_create=True)
    assert run(words) == 1
    assert "backup_keys_differ" in capsys.readouterr().err
    assert [path.name for path in place.iterdir()] == [SECRETS]


def test_one_backup_at_a_time(folder: BackupFolder) -> None:
    with folder.claimed(), pytest.raises(DaylightError, match="backup_running"), BackupFolder(folder.folder).claimed():
        pass


async def test_a_manifest_of_a_release_that_knew_fewer_fields_is_still_whole(folder: BackupFolder) -> None:
    manifest = await a_backup(folder)
    path = folder.folder / NAME / MANIFEST
    older = manifest.model_dump(mode="json", exclude={"absent", "damaged", "hash"})
    path.write_text(json.dumps({**older, "hash": hash_of(older)}))
    assert check_backup(folder, None, VAULT)[0].lost == frozenset()
