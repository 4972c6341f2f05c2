"""Two workers and two APIs on one machine; one of each is killed under load. A client that repeats sees no error."""

import asyncio
import shutil
import signal
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from activities.db.migrate import upgrade
from api.cli.setup import ensure_calendar, ensure_sample
from api.upkeep import verify_all
from schemas.settings import Settings
from tests.bench.load import percentile
from tests.durability.test_killed_worker import worker_process
from tests.upgrade.cases import HttpCase, being_signed, signed
from tests.upgrade.patient import PatientClient, connection
from tests.upgrade.processes import api_process
from worker.embedded.ports import free_port
from worker.embedded.stack import EmbeddedStack
from worker.main import resources

CASES, CLIENTS = 30, 8
EVENTS = 15
"""Of each case, whatever was killed: the steps of ``being_signed`` and ``signed`` with their letters, each once."""
Figures = dict[str, float]


def bench_several(cases: int = CASES) -> Figures:
    """How many steps were taken, what had to be sent again, how long the longest took, and what ``verify`` finds."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-measure-several-"))
    try:
        return asyncio.run(_on_a_stack(folder, cases))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _on_a_stack(folder: Path, cases: int) -> Figures:
    async with EmbeddedStack(folder, handle_signals=False) as stack:
        await upgrade(stack.settings.database_url.get_secret_value())
        await ensure_calendar(stack.settings)
        tokens = await ensure_sample(stack.settings, {})
        async with two_of_each(stack.settings) as (workers, apis), connection() as http:
            client = PatientClient(http, tokens, tuple(address for _, address in apis))
            load = Load(client, cases, {cases // 3: workers[0], cases // 2: apis[0][0]})
            figures = await load.figures()
        return figures | await _verified(stack.settings)


@asynccontextmanager
async def two_of_each(settings: Settings) -> AsyncIterator[tuple[list[Process], list[tuple[Process, str]]]]:
    """The processes of two workers and of two APIs, these with their addresses."""
    async with AsyncExitStack() as running:
        workers = [await running.enter_async_context(worker_process(settings)) for _ in range(2)]
        ports = [settings.model_copy(update={"port": free_port()}) for _ in range(2)]
        yield workers, [await running.enter_async_context(api_process(port)) for port in ports]


class Load:
    """A closed loop of clients; when so many cases are done, the process noted there is killed."""

    def __init__(self, client: PatientClient, cases: int, killed: dict[int, Process]) -> None:
        self._client, self._cases, self._killed = client, cases, killed
        self._done = 0

    async def figures(self) -> Figures:
        """Play all cases, each to its delivery. Raises what no repetition mends."""
        began, left = time.perf_counter(), iter(range(self._cases))

        async def one() -> None:
            for _ in left:
                await self._case()

        await asyncio.gather(*(one() for _ in range(CLIENTS)))
        seconds, waited = time.perf_counter() - began, self._client.waited
        return {
            "cases": self._cases,
            "requests": len(waited),
            "requests_a_second": round(len(waited) / seconds, 1),
            "p50_ms": round(percentile(waited, 0.5) * 1000, 1),
            "longest_seconds": round(max(waited), 1),
            "processes_killed": sum(process.returncode == -signal.SIGKILL for process in self._killed.values()),
            **{f"sent_again_{why}": times for why, times in sorted(self._client.repeated.items())},
        }

    async def _case(self) -> None:
        case = HttpCase(self._client)
        await being_signed(case)
        await signed(case)
        events = await case.events()
        if len(events) != EVENTS:
            raise RuntimeError(f"{len(events)} events instead of {EVENTS}: {events}")
        self._done += 1
        if victim := self._killed.get(self._done):
            victim.kill()
            await victim.wait()


async def _verified(settings: Settings) -> Figures:
    async with resources(settings) as (database, store, _):
        checked, faults = await verify_all(database, store)
    return {"cases_verified": checked, "faults_found": len(faults)}
