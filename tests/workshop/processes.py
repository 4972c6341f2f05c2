"""What jobs leave in a folder, seen from outside."""

import contextlib
from pathlib import Path

import psutil


def working_in(folder: Path) -> list[psutil.Process]:
    """Processes, dead ones excepted, whose working directory is or was below ``folder``."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE and process.cwd().startswith(str(folder)):
                found.append(process)
    return found


def left_in(folder: Path) -> list[str]:
    """Names of processes and of whatever lies in the folder."""
    return [f"process {process.pid}" for process in working_in(folder)] + sorted(p.name for p in folder.iterdir())


def started_in(folder: Path) -> int:
    """How many jobs have said that they are at work."""
    return len(list(folder.glob("*/started")))
