"""Bare Temporal, the plain service and Daylight: blocks in turn, so that a drift of the machine falls on all alike."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import psutil
from temporalio.client import Client

from api.cli.local import Access
from schemas.settings import Settings
from tests.bench.bare import BarePlay, PlainPlay, bare_worker, plain_service
from tests.bench.history import bare_history
from tests.bench.load import Block, Play, open_http, percentile, run_block
from tests.bench.stack import CpuWatch, RunningStack
from tests.bench.steps import CasePlay

CASES = {1: 8, 20: 40}
"""Cases of one block, by the number of clients."""
ROUNDS = 4


@dataclass
class Side:
    """One of them, at one number of clients."""

    make: Callable[[], Play]
    clients: int
    watch: CpuWatch
    blocks: list[Block] = field(default_factory=list)

    async def play(self, cases: int) -> Block:
        """One block."""
        return await run_block([self.make() for _ in range(cases)], self.clients, self.watch)

    def figures(self) -> dict[str, object]:
        """Milliseconds of a step, steps a second, processor milliseconds a step, all blocks together."""
        steps = [seconds for block in self.blocks for seconds in block.all()]
        count, seconds = sum(block.count for block in self.blocks), sum(block.seconds for block in self.blocks)
        return {
            "clients": self.clients,
            "steps": count,
            "p50_ms": _ms(percentile(steps, 0.5)),
            "p99_ms": _ms(percentile(steps, 0.99)),
            "mean_ms": _ms(sum(steps) / len(steps)),
            "a_second": round(count / seconds, 1),
            "cases_a_second": round(len(self.blocks) * CASES[self.clients] / seconds, 2),
            "p50_ms_by_step": {name: _ms(percentile(self._named(name), 0.5)) for name in self.blocks[0].steps},
            "cpu_ms_a_step": {name: round(used * 1000 / count, 2) for name, used in self.watch.used.items()},
            "p50_ms_by_block": [_ms(percentile(block.all(), 0.5)) for block in self.blocks],
            "a_second_by_block": [round(block.count / block.seconds, 1) for block in self.blocks],
        }

    def _named(self, name: str) -> list[float]:
        return [seconds for block in self.blocks for seconds in block.steps[name]]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


@dataclass(frozen=True)
class Duel:
    """The figures of all sides at each number of clients, and what one bare workflow leaves in history."""

    sides: list[dict[str, dict[str, object]]]
    bare_history: dict[str, int]


async def duel(stack: RunningStack, access: Access, settings: Settings, rounds: int = ROUNDS) -> Duel:
    """All sides at 1 and at 20 clients, in turn: the last of one round is the first of the next."""
    async with AsyncExitStack() as held:
        worker = await held.enter_async_context(bare_worker(settings))
        service, plain_http = await held.enter_async_context(plain_service(settings))
        http = await held.enter_async_context(open_http(access.address))
        client = await Client.connect(settings.temporal_address)
        bare, plain, daylight = _groups(stack, worker.pid, service.pid)
        meetings = [
            {
                "bare": Side(lambda: BarePlay(client), n, CpuWatch(bare)),
                "plain service": Side(lambda: PlainPlay(plain_http), n, CpuWatch(plain)),
                "daylight": Side(lambda: CasePlay(http, access), n, CpuWatch(daylight)),
            }
            for n in CASES
        ]
        for meeting in meetings:
            for side in meeting.values():
                await _warm(side)
        for number in range(rounds):
            for meeting in meetings:
                sides = [*meeting.values()]
                for side in sides if number % 2 == 0 else reversed(sides):
                    side.blocks.append(await side.play(CASES[side.clients]))
        figures = [{name: side.figures() for name, side in meeting.items()} for meeting in meetings]
        return Duel(figures, await bare_history(client))


async def _warm(side: Side) -> None:
    """What runs for the first time is not measured."""
    await side.play(max(3, side.clients))
    side.watch.used.clear()


def _groups(stack: RunningStack, worker: int, service: int) -> tuple[dict[str, list[psutil.Process]], ...]:
    """The processes that work for each side; this process is the client of all."""
    parts, client = stack.members(), {"client": [psutil.Process()]}
    servers = {"temporal": parts["temporal"], "postgres": parts["postgres"]}
    bare = {**client, "worker": [psutil.Process(worker)], **servers}
    plain = {**bare, "api": [psutil.Process(service)]}
    return bare, plain, {**client, "api": parts["api"], "worker": parts["worker"], **servers}
