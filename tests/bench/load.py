"""A closed loop of clients over a block of cases, the same for Daylight and for the yardstick."""

import asyncio
import time
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import httpx

CASE_SECONDS = 60.0
CONNECTIONS = 40
T = TypeVar("T")


class Play(Protocol):
    """One case in two halves; ``between`` is what the measured steps need and the measurement leaves out."""

    async def first_half(self, timed: "Timed") -> None: ...
    async def between(self) -> None: ...
    async def second_half(self, timed: "Timed") -> None: ...


@dataclass
class Timed:
    """Seconds of every step, under its name."""

    taken: dict[str, list[float]] = field(default_factory=dict)

    async def __call__(self, name: str, step: Awaitable[T]) -> T:
        began = time.perf_counter()
        answer = await step
        self.taken.setdefault(name, []).append(time.perf_counter() - began)
        return answer


@dataclass(frozen=True)
class Block:
    """What one block measured: steps by name, and the seconds from the first to the last of them."""

    steps: dict[str, list[float]]
    seconds: float

    @property
    def count(self) -> int:
        return len(self.all())

    def all(self) -> list[float]:
        """Every step, whatever its name."""
        return [seconds for step in self.steps.values() for seconds in step]


async def run_block(plays: list[Play], clients: int, watch: "Watch") -> Block:
    """Play all cases with so many clients at once. Uploads happen while the clock and the watch stand still."""
    timed, seconds = Timed(), 0.0
    seconds += await _stretch((play.first_half(timed) for play in plays), clients, watch)
    await closed_loop((play.between() for play in plays), clients)
    seconds += await _stretch((play.second_half(timed) for play in plays), clients, watch)
    return Block(timed.taken, seconds)


class Watch(Protocol):
    """Reads the processor time of processes around a stretch."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


async def _stretch(work: Iterable[Awaitable[None]], clients: int, watch: Watch) -> float:
    watch.start()
    began = time.perf_counter()
    await closed_loop(work, clients)
    seconds = time.perf_counter() - began
    watch.stop()
    return seconds


async def closed_loop(work: Iterable[Awaitable[None]], clients: int) -> None:
    """Each client takes the next case when it is done with the last."""
    waiting = iter(work)

    async def client() -> None:
        for case in waiting:
            async with asyncio.timeout(CASE_SECONDS):
                await case

    await asyncio.gather(*(client() for _ in range(clients)))


def open_http(address: str) -> httpx.AsyncClient:
    """A connection for every client, kept open."""
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    return httpx.AsyncClient(base_url=address, timeout=60, trust_env=False, limits=limits)


def percentile(values: list[float], share: float) -> float:
    """The value below which this share lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
