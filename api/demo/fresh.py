"""A throw-away stack: everything started in a temporary folder, everything gone afterwards."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from api.cli.local import Access
from api.cli.up import start
from api.own_records_upkeep import verify_own_records
from api.upkeep import Fault, verify_all
from schemas.settings import Settings
from worker.embedded.ports import free_port
from worker.embedded.stack import EmbeddedStack
from worker.main import resources


@asynccontextmanager
async def throw_away_stack() -> AsyncIterator[tuple[Access, Settings]]:
    """PostgreSQL, Temporal, worker and API on free ports. Ctrl-C ends what runs inside with ``StackInterrupted``."""
    with tempfile.TemporaryDirectory(prefix="daylight-demo-") as made:
        async with EmbeddedStack(_passable(made) / "stack", options={"port": free_port()}) as stack:
            yield await start(stack), stack.settings


def _passable(folder: str) -> Path:
    """The account that runs PostgreSQL for root must pass; what lies within is private to its owner."""
    path = Path(folder)
    path.chmod(0o711)
    return path


async def verified(settings: Settings) -> tuple[int, list[Fault]]:
    """Every chain, the read model and every stored document of the stack: cases and requests checked, faults found."""
    async with resources(settings) as (database, store, _):
        cases, faults = await verify_all(database, store)
        requests, more = await verify_own_records(database, store)
    return cases + requests, [*faults, *more]
