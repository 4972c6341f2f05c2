"""Making a backup: the database at one moment first, then the documents on record at it, the manifest last.

Documents only ever arrive, so whatever the database names at its moment is in the store when it is copied, unless it
was lawfully destroyed in between, which the manifest then says. What the store has lost or damaged is named there too:
one such document must not keep all the rest from being saved. The keys are no part of it.
"""

import asyncio
import base64
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version

from activities.db.backup import held_moment, is_destroyed_since
from activities.db.database import Database
from activities.store import DocumentStore
from activities.vault import Vault
from schemas.backup import BackedUp, BackupManifest, Blob, KeyCheck
from schemas.errors import DaylightError, NotFound
from worker.backup.dumping import dump
from worker.backup.folder import DUMP, BackupFolder

AT_ONCE = 4
"""Documents copied side by side."""


class Left(StrEnum):
    """Why a document on record is not in the backup."""

    DESTROYED = "destroyed"
    ABSENT = "absent"
    DAMAGED = "damaged"


CHECKED_TEXT, CHECKED_AS = "daylight", "backup/keys"


def key_check(vault: Vault) -> KeyCheck:
    """By which a restore knows these keys again."""
    sealed = base64.b64encode(vault.seal(CHECKED_TEXT, CHECKED_AS)).decode()
    return KeyCheck(sealed=sealed, looked_up=vault.derived(CHECKED_AS, CHECKED_TEXT.encode()).hex())


async def back_up(
    database: Database,
    url: str,
    store: DocumentStore,
    vault: Vault,
    folder: BackupFolder,
    told: Callable[[int], None],
) -> BackedUp:
    """A new set in the folder; ``told`` hears how many documents are in it. Only documents it lacks are copied.

    Raises ``backup_running``, ``backup_failed`` and ``Unavailable`` when the document store is away. Whatever breaks it
    off, run again it goes on with the documents that are left.
    """
    with folder.claimed():
        folder.remove_halves()
        at = datetime.now(UTC)
        name = at.strftime("%Y-%m-%dT%H-%M-%SZ")
        path = folder.begin(name)
        async with held_moment(database) as moment:
            dumped = await dump(url, moment.snapshot, path / DUMP)
        missing = [blob for blob in moment.documents if not folder.has(blob)]
        told(standing := len(moment.documents) - len(missing))
        left = await _copied(database, store, folder, missing, lambda done: told(standing + done))
        manifest = BackupManifest(
            name=name,
            made_at=at,
            daylight=version("daylight"),
            revision=moment.revision,
            dump=dumped,
            documents=folder.keep_list(name, moment.documents),
            document_count=len(moment.documents),
            destroyed=_those(left, Left.DESTROYED),
            absent=_those(left, Left.ABSENT),
            damaged=_those(left, Left.DAMAGED),
            counts=moment.counts,
            keys=key_check(vault),
        )
        folder.finish(manifest)
    return BackedUp(
        name=name,
        folder=str(folder.folder),
        copied=len(missing) - len(left),
        standing=standing,
        dump_bytes=dumped.size,
        counts=moment.counts,
        absent=manifest.absent,
        damaged=manifest.damaged,
    )


def _those(left: Mapping[str, Left], why: Left) -> tuple[str, ...]:
    return tuple(sorted(sha256 for sha256, reason in left.items() if reason is why))


async def _copied(
    database: Database, store: DocumentStore, folder: BackupFolder, missing: list[Blob], told: Callable[[int], None]
) -> dict[str, Left]:
    """Copy these; the hashes of those that could not be, and why."""
    places, done, left = asyncio.Semaphore(AT_ONCE), 0, dict[str, Left]()

    async def one(blob: Blob) -> None:
        nonlocal done
        async with places:
            if why := await _left_out(database, store, folder, blob):
                left[blob.sha256] = why
            done += 1
            told(done)

    await asyncio.gather(*(one(blob) for blob in missing))
    return left


async def _left_out(database: Database, store: DocumentStore, folder: BackupFolder, blob: Blob) -> Left | None:
    """Copy a document; why it could not be."""
    try:
        await folder.bring(blob.sha256, store.read(blob.sha256))
    except NotFound:
        async with database.reading() as connection:
            return Left.DESTROYED if await is_destroyed_since(connection, blob.sha256) else Left.ABSENT
    except DaylightError as error:
        if error.code != "document_corrupt":
            raise
        return Left.DAMAGED
    return None
