"""The yardsticks. Bare: this process sends the updates, as Daylight's API process does. Plain service: an HTTP process
sends them, and two of them make a page: the shape of Daylight, and nothing that Daylight is for."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

import asyncpg
import httpx
from sqlalchemy.engine import make_url
from temporalio.client import Client

from schemas.settings import Settings
from tests.bench.bare_api import taken
from tests.bench.bare_worker import TABLE, TASK_QUEUE
from tests.bench.bare_workflow import UPDATES
from tests.bench.load import Timed, open_http
from tests.bench.stack import plain_environment
from tests.waiting import until_answered
from worker.embedded.ports import LOOPBACK, free_port
from worker.embedded.readiness import polls_task_queue

DATABASE = "bench_bare"
HALF = 4


class _Updates:
    """A case of nothing but updates, in two halves; the first carries the start, as Daylight's submission does."""

    def __init__(self, send: Callable[[int], Awaitable[object]]) -> None:
        self._send = send

    async def first_half(self, timed: Timed) -> None:
        await self._updates(timed, range(1, HALF + 1))

    async def between(self) -> None:
        """Nothing to look at."""

    async def second_half(self, timed: Timed) -> None:
        await self._updates(timed, range(HALF + 1, UPDATES + 1))

    async def _updates(self, timed: Timed, numbers: range) -> None:
        for n in numbers:
            await timed("update" if n > 1 else "start", self._send(n))


class BarePlay(_Updates):
    """One bare workflow."""

    def __init__(self, client: Client) -> None:
        self.workflow_id = f"bare/{uuid4()}"
        super().__init__(lambda n: taken(client, self.workflow_id, n))


class PlainPlay(_Updates):
    """One case of the plain service, over HTTP."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        case = uuid4()
        super().__init__(lambda n: _posted(http, f"/cases/{case}/updates/{n}"))


async def _posted(http: httpx.AsyncClient, path: str) -> None:
    (await http.post(path)).raise_for_status()


@asynccontextmanager
async def bare_worker(settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    """The yardsticks' worker on Daylight's own servers, with a database of its own, until the block ends."""
    database = await _fresh_database(settings)
    with tempfile.TemporaryDirectory(prefix="daylight-bare-") as folder:
        command = ("tests.bench.bare_worker", settings.temporal_address, database, folder)
        async with _running(*command) as process:
            polled = polls_task_queue(settings.temporal_address, settings.temporal_namespace, TASK_QUEUE)
            await until_answered(polled)
            yield process


@asynccontextmanager
async def plain_service(settings: Settings) -> AsyncIterator[tuple[asyncio.subprocess.Process, httpx.AsyncClient]]:
    """The HTTP process of the plain service, and a way to it; needs ``bare_worker``."""
    port = free_port()
    async with (
        _running("tests.bench.bare_api", settings.temporal_address, str(port)) as process,
        open_http(f"http://{LOOPBACK}:{port}") as http,
    ):
        await until_answered(lambda: _answers(http))
        yield process, http


async def _answers(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/openapi.json")).is_success
    except httpx.TransportError:
        return False


@asynccontextmanager
async def _running(module: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, *arguments, env=plain_environment())
    try:
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
