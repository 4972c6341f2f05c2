"""The yardstick's own client: this process sends the updates, as Daylight's API process does."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import make_url
from temporalio.client import Client, WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy

from schemas.settings import Settings
from tests.bench.bare_worker import TABLE, TASK_QUEUE
from tests.bench.bare_workflow import UPDATES
from tests.bench.load import Timed
from tests.bench.stack import plain_environment
from worker.embedded.readiness import polls_task_queue

DATABASE = "bench_bare"
HALF = 4


class BarePlay:
    """One bare workflow; its first update carries the start, as Daylight's submission does."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.workflow_id = f"bare/{uuid4()}"

    async def first_half(self, timed: Timed) -> None:
        operation: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            "Bare", id=self.workflow_id, task_queue=TASK_QUEUE, id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING
        )
        start = self._client.execute_update_with_start_workflow(
            "take", 1, id="1", start_workflow_operation=operation, result_type=int
        )
        await timed("start", start)
        await self._updates(timed, range(2, HALF + 1))

    async def between(self) -> None:
        """Nothing to look at."""

    async def second_half(self, timed: Timed) -> None:
        await self._updates(timed, range(HALF + 1, UPDATES + 1))

    async def _updates(self, timed: Timed, numbers: range) -> None:
        handle = self._client.get_workflow_handle(self.workflow_id)
        for n in numbers:
            await timed("update", handle.execute_update("take", n, id=str(n), result_type=int))


@asynccontextmanager
async def bare_worker(settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    """The yardstick's worker on Daylight's own servers, with a database of its own, until the block ends."""
    database = await _fresh_database(settings)
    command = (sys.executable, "-m", "tests.bench.bare_worker", settings.temporal_address, database)
    process = await asyncio.create_subprocess_exec(*command, env=plain_environment())
    polled = polls_task_queue(settings.temporal_address, settings.temporal_namespace, TASK_QUEUE)
    try:
        while process.returncode is None and not await polled():  # noqa: ASYNC110 - the server has no event for it
            await asyncio.sleep(0.05)
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def _fresh_database(settings: Settings) -> str:
    url = make_url(settings.database_url.get_secret_value()).set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    await connection.execute(f"CREATE DATABASE {DATABASE}")
    await connection.close()
    address: str = url.set(database=DATABASE).render_as_string(hide_password=False)
    connection = await asyncpg.connect(address)
    await connection.execute(TABLE)
    await connection.close()
    return address
