"""The worker process of the yardstick: ``python -m tests.bench.bare_worker <Temporal> <PostgreSQL> <folder>``."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import asyncpg
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from tests.bench.bare_page import as_docx, as_pdf, keep
from tests.bench.bare_workflow import Bare, BareAlarm

TASK_QUEUE = "bench-bare"
TABLE = "CREATE TABLE rows (case_id text, n text, at timestamptz DEFAULT now(), PRIMARY KEY (case_id, n))"
INSERT = "INSERT INTO rows (case_id, n) VALUES ($1, $2) ON CONFLICT DO NOTHING"


class Rows:
    """One row, one statement, one commit: the least that a record could cost."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @activity.defn(name="insert_row")
    async def insert_row(self, row: list[str]) -> None:
        await self._pool.execute(INSERT, *row)


class Pages:
    """Two files, synced: the least that a letter could cost. The compiler takes one page at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._compiling = asyncio.Lock()

    @activity.defn(name="make_page")
    async def make_page(self, row: list[str]) -> list[str]:
        return [*await asyncio.gather(self._pdf(row[0]), self._kept(as_docx, row[0]))]

    async def _pdf(self, case: str) -> str:
        async with self._compiling:
            return await self._kept(as_pdf, case)

    async def _kept(self, make: Callable[[str], bytes], case: str) -> str:
        return await asyncio.to_thread(lambda: keep(self._folder, make(case)))


async def serve(address: str, database: str, folder: Path) -> None:
    """Work until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await Client.connect(address)
    async with asyncpg.create_pool(database, min_size=1, max_size=10) as pool:
        activities = [Rows(pool).insert_row, Pages(folder).make_page]
        async with Worker(client, task_queue=TASK_QUEUE, workflows=[Bare, BareAlarm], activities=activities):
            await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
    os._exit(0)  # the Temporal client may abort while the interpreter finalises
