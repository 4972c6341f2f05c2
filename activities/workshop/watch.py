"""What the kernel does not count: the memory of all processes of a job together, and the sum of all files it writes."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import psutil

from activities.workshop.limits import Limits
from schemas.errors import InvalidInput

_LOOK_SECONDS = 0.25
_MOST_PROCESSES = 32
_GONE_SECONDS = 5


class Watch:
    """Over one process group and its folder; what lay in the folder before is not held against the job."""

    def __init__(self, group: int, folder: Path, limits: Limits) -> None:
        self._group = group
        self._folder = folder
        self._limits = limits
        self._before = bytes_in(folder)

    async def until_done(self, process: "asyncio.Future[int]") -> int:
        """The exit status. Raises ``InvalidInput("document_too_heavy")`` as soon as the job takes too much."""
        while not process.done():
            await asyncio.wait([process], timeout=_LOOK_SECONDS)
            if await asyncio.to_thread(self._too_much):
                raise InvalidInput("document_too_heavy", field="file")
        return process.result()

    async def until_gone(self) -> None:
        """Return when the killed group has ended, so that it writes no more; after some seconds in any case."""
        for _ in range(int(_GONE_SECONDS / 0.02)):
            if not await asyncio.to_thread(_alive, self._group):
                return
            await asyncio.sleep(0.02)

    def _too_much(self) -> bool:
        members = _alive(self._group)
        held = sum(_held(member) for member in members)
        written = bytes_in(self._folder) - self._before
        return len(members) > _MOST_PROCESSES or held > self._limits.memory or written > self._limits.output


def _alive(group: int) -> list[psutil.Process]:
    return [process for process in _members(group) if _status(process) != psutil.STATUS_ZOMBIE]


def _members(group: int) -> Iterator[psutil.Process]:
    for pid in psutil.pids():
        try:
            if os.getpgid(pid) == group:
                yield psutil.Process(pid)
        except (ProcessLookupError, PermissionError, psutil.NoSuchProcess):
            continue


def _status(process: psutil.Process) -> str:
    try:
        return process.status()
    except psutil.NoSuchProcess:
        return psutil.STATUS_ZOMBIE


def _held(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def bytes_in(folder: Path) -> int:
    """Bytes on disk, of everything below; what vanishes meanwhile counts nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(place) / name).lstat().st_blocks * 512
            except FileNotFoundError:
                continue
    return total
