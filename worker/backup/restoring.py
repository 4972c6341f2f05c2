"""Putting a backup back: everything is checked before anything is touched, then documents, database, workflows.

The documents come first: a database that is there names nothing that is not. The database comes in one transaction, so
a restore that is broken off leaves either an empty one or a whole one, and may be run again.
"""

import asyncio
import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass

from activities.db.backup import counts_of, empty_schema, is_in_use, others_connected
from activities.db.database import Database
from activities.db.migrate import is_known_revision, upgrade
from activities.store import DocumentStore
from activities.vault import Vault
from schemas.backup import BackupManifest, Blob, Restored
from schemas.errors import DaylightError, InvalidInput
from worker.backup.dumping import undump
from worker.backup.folder import BackupFolder
from worker.backup.making import AT_ONCE, CHECKED_AS, CHECKED_TEXT, key_check

Told = Callable[[int], None]


@dataclass(frozen=True)
class Target:
    """What is restored into: stores that may be empty or damaged, and the keys that were saved elsewhere."""

    database: Database
    url: str
    store: DocumentStore
    vault: Vault


def check_backup(folder: BackupFolder, name: str | None, vault: Vault) -> tuple[BackupManifest, list[Blob]]:
    """The manifest and the documents of a set that is whole, and readable with these keys.

    What was lost when it was made is not among them, unless a later backup brought it.

    Raises ``InvalidInput``: ``backup_incomplete``, ``backup_damaged``, ``backup_of_newer_release``, and
    ``backup_keys_differ``.
    """
    manifest = folder.manifest(name)
    if not is_known_revision(manifest.revision):
        raise InvalidInput("backup_of_newer_release", field=manifest.revision)
    if not _are_the_keys(manifest, vault):
        raise InvalidInput("backup_keys_differ")
    folder.check(manifest, manifest.dump)
    wanted = [blob for blob in folder.listed(manifest) if blob.sha256 not in manifest.destroyed]
    there = [blob for blob in wanted if folder.has(blob)]
    if any(blob.sha256 not in manifest.lost for blob in set(wanted).difference(there)):
        raise InvalidInput("backup_damaged", field="documents")
    return manifest, there


async def restore(target: Target, folder: BackupFolder, name: str | None, *, replace: bool, told: Told) -> Restored:
    """Bring database and documents to the state of a set; ``told`` hears how many documents stand.

    Raises what ``check_backup`` does, and ``InvalidInput``: ``restore_target_connected`` while somebody works on the
    database, ``restore_target_in_use`` where cases are on record, unless ``replace``; ``restore_failed``.
    """
    manifest, wanted = check_backup(folder, name, target.vault)
    await _refuse_a_living_target(target.database, replace=replace)
    put_back = await put_back_documents(target.store, folder, wanted, told)
    async with target.database.transaction() as connection:
        await empty_schema(connection)
    await target.database.close()  # its statements were prepared for tables that are gone
    await undump(target.url, folder.check(manifest, manifest.dump))
    await upgrade(target.url)
    async with target.database.reading() as connection:
        counts = await counts_of(connection)
    if any(counts[table] < manifest.counts[table] for table in counts.keys() & manifest.counts.keys()):
        raise DaylightError("restore_failed")
    return Restored(
        name=manifest.name,
        put_back=put_back,
        standing=len(wanted) - put_back,
        counts=counts,
        lacking=tuple(sorted(manifest.lost.difference(blob.sha256 for blob in wanted))),
    )


async def put_back_documents(store: DocumentStore, folder: BackupFolder, wanted: list[Blob], told: Told) -> int:
    """Put into the store what it lacks or has damaged; how many that were."""
    places, seen, put = asyncio.Semaphore(AT_ONCE), 0, 0

    async def one(blob: Blob) -> None:
        nonlocal seen, put
        async with places:
            if not await store.verify(blob.sha256):
                await put_into(store, folder, blob)
                put += 1
            seen += 1
            told(seen)

    await asyncio.gather(*(one(blob) for blob in wanted))
    return put


async def put_into(store: DocumentStore, folder: BackupFolder, blob: Blob) -> None:
    """Put one document into the store. Raises ``InvalidInput("backup_damaged")`` if the backup's copy is another."""
    stored = await store.put(folder.content(blob.sha256), most=blob.size)
    if stored.sha256 != blob.sha256:
        await store.delete(stored.sha256)
        raise InvalidInput("backup_damaged", field=blob.sha256)


async def _refuse_a_living_target(database: Database, *, replace: bool) -> None:
    async with database.reading() as connection:
        if await others_connected(connection):
            raise InvalidInput("restore_target_connected")
        if not replace and await is_in_use(connection):
            raise InvalidInput("restore_target_in_use")


def _are_the_keys(manifest: BackupManifest, vault: Vault) -> bool:
    try:
        opened = vault.unseal(base64.b64decode(manifest.keys.sealed), CHECKED_AS)
    except (DaylightError, binascii.Error):
        return False
    return opened == CHECKED_TEXT and key_check(vault).looked_up == manifest.keys.looked_up
