"""Inflicting faults on a running site, one after the other, as far as the work has come."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import psutil

from tests.chaos.ledger import Ledger, now
from tests.chaos.plan import Fault, Harm, Part
from tests.chaos.recovery import Befallen
from tests.chaos.site import Site

LOOK_SECONDS = 0.05
SERVER = {part: str(part) for part in Part}
"""The process that is stopped."""
KILLED = SERVER | {Part.STORE: f"{Part.STORE}-cable"}
"""The process that is killed: of the store what stands before it, for the store keeps its objects in memory."""


async def inflict_all(
    site: Site, planned: Sequence[Fault], ledger: Ledger, commands: int, done: Callable[[Befallen], None]
) -> None:
    """Inflict each when its share of all commands is acknowledged, so that all fall while there is work to disturb."""
    for number, fault in enumerate(planned, 1):
        due = commands * number // (len(planned) + 1)
        while len(ledger.acknowledged) < due:  # noqa: ASYNC110 - it looks on from outside
            await asyncio.sleep(LOOK_SECONDS)
        done(await inflict(site, fault))


async def inflict(site: Site, fault: Fault) -> Befallen:
    """One fault, from beginning to end."""
    began = now()
    match fault.harm:
        case Harm.KILLED:
            _signal(await _family(site, KILLED[fault.part]), signal.SIGKILL)
        case Harm.STOPPED:
            async with _stopped(site, SERVER[fault.part]):
                await asyncio.sleep(fault.seconds)
        case Harm.CUT:
            cable = await _family(site, f"{fault.part}-cable")
            _signal(cable, signal.SIGUSR1)
            await asyncio.sleep(fault.seconds)
            _signal(cable, signal.SIGUSR2)
    over = began if fault.harm is Harm.KILLED else now()
    return Befallen(part=fault.part, harm=fault.harm, began=began, over=over)


@asynccontextmanager
async def _stopped(site: Site, name: str) -> AsyncIterator[None]:
    """Whatever happens meanwhile, it goes on afterwards."""
    stopped = await _family(site, name)
    _signal(stopped, signal.SIGSTOP)
    try:
        yield
    finally:
        _signal(stopped, signal.SIGCONT)


async def _family(site: Site, name: str) -> list[psutil.Process]:
    """The process of this name and all below it, once it runs: it may be starting again from the fault before."""
    while True:
        with suppress(psutil.Error):
            first = site.process(name)
            if first.status() != psutil.STATUS_ZOMBIE:
                return [first, *first.children(recursive=True)]
        await asyncio.sleep(LOOK_SECONDS)


def _signal(family: Sequence[psutil.Process], sign: signal.Signals) -> None:
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(sign)
