"""The worker process of the yardstick: ``python -m tests.bench.bare_worker <Temporal> <PostgreSQL>``."""

import asyncio
import os
import signal
import sys

import asyncpg
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

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


async def serve(address: str, database: str) -> None:
    """Work until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await Client.connect(address)
    async with asyncpg.create_pool(database, min_size=1, max_size=10) as pool:
        rows = Rows(pool)
        async with Worker(client, task_queue=TASK_QUEUE, workflows=[Bare, BareAlarm], activities=[rows.insert_row]):
            await stop.wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2]))
    os._exit(0)  # the Temporal client may abort while the interpreter finalises
