"""Taking in what is uploaded: stored, and shown to the virus scanner where one is configured."""

from activities.db.destruction import nobody_needs
from api.desk import Desk
from api.uploads import FileUpload
from schemas.documents import StoredBlob
from schemas.errors import InvalidInput


async def received(desk: Desk, upload: FileUpload) -> tuple[str, StoredBlob]:
    """The label of an upload and its bytes at rest. What the scanner refuses is removed again.

    Raises what ``FileUpload``, ``DocumentStore.put`` and ``Scanner.refuse_infected`` raise.
    """
    label = await upload.open()
    blob = await desk.store.put(upload.chunks())
    if desk.scanner:
        try:
            await desk.scanner.refuse_infected(desk.store, blob.sha256)
        except InvalidInput:
            async with desk.database.transaction() as connection:
                if await nobody_needs(connection, blob.sha256):
                    await desk.store.delete(blob.sha256)
            raise
    return label, blob
