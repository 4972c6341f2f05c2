"""Every disk is full: PostgreSQL, Temporal and the documents lie in a small file system of their own, which is filled.

Mounting one needs no root where the kernel lets people have user namespaces: ``unshare -Urm`` makes one in which we may
mount, and within it a second one in which we are nobody again, because PostgreSQL refuses to run as root.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.chaos.ledger import Ledger, now
from tests.chaos.plan import Job, commands_in
from tests.chaos.recovery import Befallen

MEGABYTES = 512
FULL_SECONDS = 4.0
LOOK_SECONDS = 0.05
NOBODY = "65534"
_SCRIPT = (
    'mount -t tmpfs -o size={size}m,mode=0711,uid=0 chaos "$0" && '
    'exec unshare --user --map-user={nobody} --map-group={nobody} "$@"'
)


def refusal() -> str | None:
    """Why this machine lets us mount nothing; None if it does."""
    if shutil.which("unshare") is None:
        return "there is no unshare (util-linux)"
    inner = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "true")
    tried = subprocess.run(["unshare", "-Urm", *inner], capture_output=True, text=True, check=False)  # noqa: S607
    return tried.stderr.strip() or "unshare refuses" if tried.returncode else None


def within(folder: Path, *arguments: str) -> list[str]:
    """The command line that runs ``python -m tests.chaos`` with a small file system of its own mounted on a folder."""
    script = _SCRIPT.format(size=MEGABYTES, nobody=NOBODY)
    return ["unshare", "-Urm", "sh", "-c", script, str(folder), sys.executable, "-m", "tests.chaos", *arguments]


async def fill_once(folder: Path, planned: Sequence[Job], ledger: Ledger, done: Callable[[Befallen], None]) -> None:
    """Fill the disk when half of the commands are acknowledged, and make room again after a while.

    The ballast is written to the last byte, so nothing can grow any more. Raises ``OSError`` on any other file system
    than the small one: nobody else's disk is filled.
    """
    if shutil.disk_usage(folder).total > MEGABYTES << 20:
        raise OSError(f"{folder} does not lie in a small file system of its own")
    while len(ledger.acknowledged) < commands_in(planned) // 2:  # noqa: ASYNC110 - it looks on from outside
        await asyncio.sleep(LOOK_SECONDS)
    ballast, began = folder / "ballast", now()
    try:
        await asyncio.to_thread(_fill, ballast)
        await asyncio.sleep(FULL_SECONDS)
    finally:
        ballast.unlink()
    done(Befallen(part="disk", harm="full", began=began, over=now()))


def _fill(ballast: Path) -> None:
    """Until the file system has nothing left: first by megabytes, at last by bytes."""
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            while _write(file.fileno(), size):
                continue


def _write(file: int, size: int) -> bool:
    try:
        return os.write(file, bytes(size)) == size
    except OSError:
        return False
