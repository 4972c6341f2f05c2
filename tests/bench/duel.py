"""Bare Temporal against Daylight: blocks of both in turn, so that a drift of the machine falls on both alike."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx
import psutil
from temporalio.client import Client

from api.cli.local import Access
from schemas.settings import Settings
from tests.bench.bare import BarePlay, bare_worker
from tests.bench.history import bare_history
from tests.bench.load import Block, Play, percentile, run_block
from tests.bench.stack import CpuWatch, RunningStack
from tests.bench.steps import CasePlay

CASES = {1: 8, 20: 40}
"""Cases of one block, by the number of clients."""
ROUNDS = 4


@dataclass
class Side:
    """One of the two, at one number of clients."""

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
    """Both sides' figures at each number of clients, and what one bare workflow leaves in history."""

    pairs: list[dict[str, dict[str, object]]]
    bare_history: dict[str, int]


async def duel(stack: RunningStack, access: Access, settings: Settings, rounds: int = ROUNDS) -> Duel:
    """Both sides at 1 and at 20 clients, in turn."""
    async with AsyncExitStack() as held:
        worker = await held.enter_async_context(bare_worker(settings))
        http = await held.enter_async_context(open_http(access))
        client = await Client.connect(settings.temporal_address)
        bare, daylight = _groups(stack, worker.pid)
        pairs = [
            (
                Side(lambda: BarePlay(client), n, CpuWatch(bare)),
                Side(lambda: CasePlay(http, access), n, CpuWatch(daylight)),
            )
            for n in CASES
        ]
        for pair in pairs:
            for side in pair:
                await _warm(side)
        for number in range(rounds):
            for pair in pairs:
                for side in pair if number % 2 == 0 else reversed(pair):
                    side.blocks.append(await side.play(CASES[side.clients]))
        figures = [{"bare": one.figures(), "daylight": other.figures()} for one, other in pairs]
        return Duel(figures, await bare_history(client))


async def _warm(side: Side) -> None:
    """What runs for the first time is not measured."""
    await side.play(max(3, side.clients))
    side.watch.used.clear()


def _groups(stack: RunningStack, bare_worker: int) -> tuple[dict[str, list[psutil.Process]], ...]:
    """The processes that work for each side; this process is the client of both."""
    parts, client = stack.members(), {"client": [psutil.Process()]}
    servers = {"temporal": parts["temporal"], "postgres": parts["postgres"]}
    bare = {**client, "worker": [psutil.Process(bare_worker)], **servers}
    return bare, {**client, "api": parts["api"], "worker": parts["worker"], **servers}


def open_http(access: Access) -> httpx.AsyncClient:
    """A connection for every client, kept open."""
    limits = httpx.Limits(max_connections=40, max_keepalive_connections=40)
    return httpx.AsyncClient(base_url=access.address, timeout=60, trust_env=False, limits=limits)
