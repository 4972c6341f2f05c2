"""A database for each test: copies of one at rest, made over one standing connection.

PostgreSQL's own programs, which the product uses, take more than twice the processor time, a thousand times a run.
"""

import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import psutil
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from worker.embedded.postgres import EmbeddedPostgres

_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder below it gets a name of its own
_GROUP = Path("/sys/fs/cgroup")
_ROOM = 6 * 2**30
"""Bytes that must be free: the servers of four processes take about a third of it."""


@cache
def memory() -> Path | None:
    """A file system in memory with room for servers, if there is one: a copy takes a tenth of the time there."""
    if not os.access(_MEMORY, os.W_OK) or not _MEMORY.is_mount():
        return None
    free = min(shutil.disk_usage(_MEMORY).free, psutil.virtual_memory().available, _allowed())
    return _MEMORY if free >= _ROOM else None


def _allowed() -> int:
    """Bytes that the group of this process may still take (cgroup v2); no bound where none is told."""
    most, used = (_GROUP / "memory.max"), (_GROUP / "memory.current")
    if not most.exists() or (said := most.read_text().strip()) == "max":
        return sys.maxsize
    return int(said) - int(used.read_text())


class Databases:
    """The databases of one cluster."""

    def __init__(self, postgres: EmbeddedPostgres, engine: AsyncEngine) -> None:
        self._postgres, self._engine = postgres, engine

    @asynccontextmanager
    async def copy(self, name: str, template: str) -> AsyncIterator[str]:
        """The URL of a copy of ``template``, to which nobody may be connected; dropped with whoever is left on it."""
        strategy = "file_copy" if memory() else "wal_log"  # a file copy waits for the disk twice
        await self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY {strategy}")
        try:
            yield self._postgres.url(name)
        finally:
            await self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    async def spare_the_disk(self) -> None:
        """Tests kill processes, never the machine: what a power cut would lose need not be waited for."""
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            await self._execute(f"ALTER SYSTEM SET {setting} = off")
        await self._execute("SELECT pg_reload_conf()")

    async def _execute(self, statement: str) -> None:
        async with self._engine.connect() as connection:
            await connection.execute(text(statement))


@asynccontextmanager
async def databases_of(postgres: EmbeddedPostgres) -> AsyncIterator[Databases]:
    """The databases of a running cluster, over one connection that stands until the block ends."""
    url = postgres.url("postgres")
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", pool_size=1, pool_pre_ping=True)
    try:
        yield Databases(postgres, engine)
    finally:
        await engine.dispose()
