"""What a backup says of itself: enough to know that it is whole, and that the keys at hand are the ones it needs."""

from datetime import datetime
from typing import Annotated, NamedTuple

from pydantic import StringConstraints

from schemas.base import Recorded
from schemas.documents import Sha256
from schemas.restarting import Restarted

FORMAT = 1
SetName = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z$")]
"""The moment of a backup (UTC), as a folder can be called."""


class Blob(NamedTuple):
    """Bytes in the document store: hash, and how many."""

    sha256: str
    size: int


class FileSum(Recorded):
    """A file of the backup: name, SHA-256 of its content, bytes."""

    name: str
    sha256: Sha256
    size: int


class KeyCheck(Recorded):
    """By which wrong keys are known before anything is read with them; nothing of a key can be worked out from it.

    ``sealed``: a known text under the current key of personal data (base64). ``looked_up``: its keyed hash.
    """

    sealed: str
    looked_up: str


class BackupManifest(Recorded):
    """Written last, so that a backup without one is a half one. ``hash``: SHA-256 of all the rest, canonical JSON.

    ``counts``: rows of some tables at the moment of the backup. ``revision``: of the database's tables. ``documents``:
    hashes that were on record; ``destroyed``: those of them whose bytes were destroyed while they were being copied;
    ``absent`` and ``damaged``: those the store had lost, or whose bytes were no longer what was put there.
    """

    format: int = FORMAT
    name: SetName
    made_at: datetime
    daylight: str
    revision: str
    dump: FileSum
    documents: FileSum
    document_count: int
    destroyed: tuple[Sha256, ...] = ()
    absent: tuple[Sha256, ...] = ()
    damaged: tuple[Sha256, ...] = ()
    counts: dict[str, int]
    keys: KeyCheck
    hash: str = ""

    @property
    def lost(self) -> frozenset[Sha256]:
        """What could not be copied although it is on record."""
        return frozenset(self.absent + self.damaged)


class BackedUp(Recorded):
    """What a backup did: ``copied`` documents, ``standing`` ones that earlier backups had brought.

    ``absent`` and ``damaged``: documents on record that are in no backup of the folder, for the store had lost them.
    """

    name: SetName
    folder: str
    copied: int
    standing: int
    dump_bytes: int
    counts: dict[str, int]
    absent: tuple[Sha256, ...] = ()
    damaged: tuple[Sha256, ...] = ()


class Restored(Recorded):
    """What a restore did: documents put back, those that were there, rows counted, and cases begun again.

    ``lacking``: documents on record that the store had lost when the backup was made, and that no later one brought.
    ``cases`` is null when Temporal did not answer: then ``daylight restart-cases --replace`` is still to be run.
    """

    name: SetName
    put_back: int
    standing: int
    counts: dict[str, int]
    lacking: tuple[Sha256, ...] = ()
    cases: Restarted | None = None


class DocumentsRestored(Recorded):
    """What became of the documents on record: put back, sound in the store, ``lacking`` there and in the backups."""

    put_back: int
    standing: int
    lacking: tuple[Sha256, ...] = ()
