"""Documents alone put back, into a store that lost them while the record lived on: people may work meanwhile."""

import asyncio

from activities.db.backup import documents_on_record, is_destroyed_since
from activities.db.database import Database
from activities.db.destruction import nobody_needs
from activities.store import DocumentStore
from schemas.backup import Blob, DocumentsRestored
from schemas.errors import InvalidInput
from worker.backup.folder import BackupFolder
from worker.backup.making import AT_ONCE
from worker.backup.restoring import Told, put_into


async def put_back_documents_on_record(
    database: Database, store: DocumentStore, folder: BackupFolder, told: Told
) -> DocumentsRestored:
    """What is on record now and the store lacks or has damaged, from whichever backup brought it into the folder.

    ``told`` hears how many were looked at. A hash proves its document, so neither manifest nor keys are needed. Raises
    ``Unavailable``; run again it goes on.
    """
    async with database.reading() as connection:
        wanted = await documents_on_record(connection)
    healing, places, seen = _Healing(database, store, folder), asyncio.Semaphore(AT_ONCE), 0

    async def one(blob: Blob) -> None:
        nonlocal seen
        async with places:
            await healing.look_at(blob)
            told(seen := seen + 1)

    await asyncio.gather(*(one(blob) for blob in wanted))
    put_back, lacking = healing.put_back, tuple(sorted(healing.lacking))
    return DocumentsRestored(put_back=put_back, standing=len(wanted) - put_back - len(lacking), lacking=lacking)


class _Healing:
    """Counts what it put back, and names what it could not."""

    def __init__(self, database: Database, store: DocumentStore, folder: BackupFolder) -> None:
        self._database, self._store, self._folder = database, store, folder
        self.put_back, self.lacking = 0, list[str]()

    async def look_at(self, blob: Blob) -> None:
        """Put one document back, if it must be and can be."""
        if await self._store.verify(blob.sha256):
            return
        if not self._folder.has(blob) or not await self._is_put(blob):
            self.lacking.append(blob.sha256)
            return
        self.put_back += 1
        async with self._database.transaction() as connection:
            destroyed = await is_destroyed_since(connection, blob.sha256)  # under a register, while it was being copied
            if destroyed and await nobody_needs(connection, blob.sha256):
                await self._store.delete(blob.sha256)

    async def _is_put(self, blob: Blob) -> bool:
        try:
            await put_into(self._store, self._folder, blob)
        except InvalidInput:  # the backup's own copy has rotted
            return False
        return True
