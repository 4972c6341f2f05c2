"""One run of chaos: everything started, applications worked while parts fail, everything audited."""

import asyncio
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from activities.store import DocumentStore
from tests.bench.machine import machine
from tests.chaos.clock_jumps import NEEDED_MINUTES, jump_all, library
from tests.chaos.clock_jumps import environment as another_clock
from tests.chaos.disk_full import fill_once
from tests.chaos.drive import Ended, drive
from tests.chaos.examine import examined
from tests.chaos.faults import inflict_all
from tests.chaos.ledger import Ledger
from tests.chaos.plan import Job, commands_in, faults, jobs
from tests.chaos.recovery import Befallen, recoveries
from tests.chaos.report import Report
from tests.chaos.site import Site, site, store_environment

QUIET_SECONDS = 120.0
"""How long everything may take to answer again after the last fault."""
LOOK_SECONDS = 0.2
HANDS = "hands"
"""The file that sets the clock, in the folder of the run."""


class Special(StrEnum):
    """A fault that is played by itself."""

    CLOCK = "clock"
    DISK = "disk"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a run is to be. ``minutes`` bound the work, not the audit; ``long``: some halts outlast an activity.

    ``only``: this instead of ``faults`` on the parts; a full disk is the folder's own, see ``disk_full``.
    """

    cases: int
    faults: int
    seed: int
    minutes: float
    clients: int
    long: bool = True
    only: Special | None = None


async def run(wish: Wish, folder: Path) -> Report:
    """Do all of it in an empty folder; what was acknowledged stays in ``ledger.jsonl`` there."""
    began = time.monotonic()
    ledger, planned = Ledger(folder / "ledger.jsonl"), jobs(wish.cases, wish.seed)
    async with _place(wish, folder) as running:
        started = time.monotonic()
        ended, befallen = await _worked(running, wish, planned, ledger, folder)
        working = time.monotonic() - started
        await _quiet(running)
        return await _audited(running, wish, ledger, ended, befallen, (began, working))


def _place(wish: Wish, folder: Path) -> AbstractAsyncContextManager[Site]:
    """What is to be disturbed. Raises ``FileNotFoundError`` without libfaketime, where it is needed."""
    at = folder / "site"
    match wish.only:
        case Special.CLOCK:
            if (faketime := library()) is None:
                raise FileNotFoundError("libfaketime: apt-get install libfaketime")
            return site(at, wish.seed, NEEDED_MINUTES, environment=another_clock(faketime, folder / HANDS))
        case Special.DISK:
            return site(at, wish.seed, wish.minutes, in_bucket=False)
        case None:
            return site(at, wish.seed, wish.minutes)


async def _worked(
    running: Site, wish: Wish, planned: Sequence[Job], ledger: Ledger, folder: Path
) -> tuple[list[Ended], list[Befallen]]:
    """The work and the faults side by side. When time is over the work stops where it is."""
    ended, befallen = list[Ended](), list[Befallen]()
    harm = asyncio.create_task(_harm(running, wish, planned, ledger, folder, befallen.append))
    with suppress(TimeoutError):
        async with asyncio.timeout(wish.minutes * 60):
            await drive(running, planned, ledger, wish.clients, ended.append)
    harm.cancel()
    with suppress(asyncio.CancelledError):
        await harm
    return ended, befallen


async def _harm(
    running: Site, wish: Wish, planned: Sequence[Job], ledger: Ledger, folder: Path, done: Callable[[Befallen], None]
) -> None:
    """What befalls it meanwhile."""
    match wish.only:
        case Special.CLOCK:
            await jump_all(folder / HANDS, planned, ledger, wish.seed, done)
        case Special.DISK:
            await fill_once(folder, planned, ledger, done)
        case None:
            planned_faults = faults(wish.faults, wish.seed, long=wish.long)
            await inflict_all(running, planned_faults, ledger, commands_in(planned), done)


async def _quiet(running: Site) -> None:
    """Wait until every part answers again."""
    async with asyncio.timeout(QUIET_SECONDS):
        while not await running.ready():  # noqa: ASYNC110 - it looks on from outside
            await asyncio.sleep(LOOK_SECONDS)


async def _audited(
    running: Site,
    wish: Wish,
    ledger: Ledger,
    ended: Sequence[Ended],
    befallen: Sequence[Befallen],
    times: tuple[float, float],
) -> Report:
    """Everything examined, and told."""
    with environment(store_environment(running.store)):
        store = DocumentStore.open(running.settings.documents_url, running.settings.max_upload_bytes)
    found, checks = await examined(running, store, ledger, ended)
    return Report(
        machine=machine(),
        seed=wish.seed,
        cases=wish.cases,
        clients=wish.clients,
        faults=len(befallen),
        finished=sum(one.case_id is not None for one in ended),
        commands=len(ledger.acknowledged),
        attempts_in_vain=ledger.troubles.total(),
        working_seconds=round(times[1], 1),
        whole_seconds=round(time.monotonic() - times[0], 1),
        events=sum(map(len, found.events.values())),
        letters=len(found.letters),
        documents=found.documents,
        waiting_to_be_posted=found.waiting,
        troubles=dict(ledger.troubles),
        recoveries=tuple(recoveries(befallen, ledger)),
        checks=tuple(checks),
        unfinished=tuple(_unfinished(wish, ended, befallen)),
    )


def _unfinished(wish: Wish, ended: Sequence[Ended], befallen: Sequence[Befallen]) -> Iterator[str]:
    """What was to be done and was not, for want of time."""
    if left := wish.cases - len(ended):
        yield f"{left} applications not worked to their end within {wish.minutes:g} minutes"
    if wish.only is None and (left := wish.faults - len(befallen)):
        yield f"{left} faults not inflicted"


@contextmanager
def environment(more: Mapping[str, str]) -> Iterator[None]:
    """These variables meanwhile: a client of S3 reads its own from there, when it is made."""
    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
