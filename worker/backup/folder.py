"""A folder of backups: a set for each moment, and the documents of all sets once, under the hash of their content.

    documents/ab/cd/<sha256>
    2026-11-22T19-30-00Z/database.dump  documents.txt  manifest.json

The manifest is written last. A set without one, or with one that does not match its own hash, is a half backup.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from schemas.backup import BackupManifest, Blob, FileSum
from schemas.chain import hash_of
from schemas.errors import DaylightError, InvalidInput
from worker.embedded.secrets import write_private

DUMP, DOCUMENTS, MANIFEST = "database.dump", "documents.txt", "manifest.json"
UNFINISHED = "unfinished"
PIECE = 1024 * 1024


class BackupFolder:
    """The folder; made with mode 0700 if it is missing, for the dumps hold personal data in plain text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """One backup at a time. Raises ``DaylightError("backup_running")``."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError:
            raise DaylightError("backup_running") from None
        finally:
            os.close(lock)

    def sets(self) -> list[str]:
        """Names of the whole backups, oldest first."""
        return [path.name for path in self._sets() if (path / MANIFEST).exists()]

    def remove_halves(self) -> None:
        """Remove the sets and documents that a crash left half-way; whole documents stay and are of use."""
        halves = [path for path in self._sets() if not (path / MANIFEST).exists()]
        for path in (*halves, self.folder / UNFINISHED):
            if path.exists():
                shutil.rmtree(path)

    def begin(self, name: str) -> Path:
        """The folder of a new set. Raises ``DaylightError("backup_running")`` for a second one within a second."""
        path = self.folder / name
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            raise DaylightError("backup_running") from None
        return path

    def finish(self, manifest: BackupManifest) -> None:
        """Say that the set is whole: from now on it is a backup."""
        sealed = manifest.model_copy(update={"hash": hash_of(manifest.model_dump(mode="json"))})
        write_private(self.folder / manifest.name / MANIFEST, sealed.model_dump_json(indent=2))
        _sync(self.folder / manifest.name)
        _sync(self.folder)

    def manifest(self, name: str | None) -> BackupManifest:
        """That of the set, or of the latest one. Raises ``InvalidInput`` where there is none that is whole."""
        whole = self.sets()
        wanted = name or (whole[-1] if whole else None)
        if wanted is None or wanted not in whole:
            raise InvalidInput("backup_incomplete", field=name)
        written = (self.folder / wanted / MANIFEST).read_bytes()
        try:
            read = BackupManifest.model_validate_json(written)
        except ValidationError:
            raise InvalidInput("backup_damaged", field=MANIFEST) from None
        if read.name != wanted or hash_of(json.loads(written)) != read.hash:  # of what stands there: fields are added
            raise InvalidInput("backup_damaged", field=MANIFEST)
        return read

    def keep_list(self, name: str, blobs: list[Blob]) -> FileSum:
        """Write the hashes that are on record at the moment of the set, one a line with its size."""
        listed = "".join(f"{blob.sha256} {blob.size}\n" for blob in blobs)
        write_private(self.folder / name / DOCUMENTS, listed)
        return FileSum(name=DOCUMENTS, sha256=hashlib.sha256(listed.encode()).hexdigest(), size=len(listed))

    def listed(self, manifest: BackupManifest) -> list[Blob]:
        """The hashes of a set, once the list has proved to be what the manifest says."""
        self.check(manifest, manifest.documents)
        lines = (self.folder / manifest.name / DOCUMENTS).read_text().splitlines()
        return [Blob(sha256, int(size)) for sha256, _, size in (line.partition(" ") for line in lines)]

    def check(self, manifest: BackupManifest, part: FileSum) -> Path:
        """The file, once it has proved to be what the manifest says. Raises ``InvalidInput("backup_damaged")``."""
        path = self.folder / manifest.name / part.name
        if not path.is_file() or _hash_of(path) != part.sha256:
            raise InvalidInput("backup_damaged", field=part.name)
        return path

    def has(self, blob: Blob) -> bool:
        """Whether the document is in the backup, by name and size; its content is checked whenever it is copied."""
        path = self._place(blob.sha256)
        return path.is_file() and path.stat().st_size == blob.size

    async def bring(self, sha256: str, content: AsyncIterator[bytes]) -> None:
        """Keep a document; ``content`` proves its own hash by ending. A half one lies apart, for the next to remove."""
        place, unfinished = self._place(sha256), self.folder / UNFINISHED / sha256
        for parent in (place.parent, unfinished.parent):
            parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with unfinished.open("wb") as out:
            async for piece in content:
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(place)
        _sync(place.parent)

    async def content(self, sha256: str) -> AsyncIterator[bytes]:
        """A document's bytes, piece by piece, for a store that hashes what it is given."""
        with self._place(sha256).open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def _sets(self) -> list[Path]:
        return sorted(path for path in self.folder.glob("????-??-??T??-??-??Z") if path.is_dir())

    def _place(self, sha256: str) -> Path:
        return self.folder / "documents" / sha256[:2] / sha256[2:4] / sha256


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
