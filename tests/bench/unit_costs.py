"""What one case costs, measured: a stack of its own, whole cases over HTTP, and the difference they made."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from temporalio.client import Client

from api.cli.local import read_access, settings_for
from schemas.settings import Settings
from tests.bench.history import histories
from tests.bench.load import Timed, closed_loop, open_http
from tests.bench.stack import CpuWatch, RunningStack, start_stack
from tests.bench.steps import CasePlay
from worker.embedded.ports import free_port

CASES, WARM, CLIENTS, LOOKS = 60, 8, 8, 10
SIZE = """
SELECT sum(pg_total_relation_size(oid)) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
PARTS = ("api", "worker", "temporal", "postgres")


class UnitCosts(BaseModel):
    """Of one plain case: twelve steps by staff from submission to delivery, two letters, no upload.

    ``*_bytes``: what it leaves in PostgreSQL with indexes, in the document store, in Temporal's history as the server
    counts it. ``cpu_ms_*``: processor time of each part at eight clients; ``cpu_ms_read_*``: of one look at a case.
    """

    model_config = ConfigDict(frozen=True)

    cases: int
    steps: int
    postgres_bytes: int
    document_bytes: int
    objects: float
    history_bytes: int
    history_events: int
    record_events: float
    cpu_ms_api: float
    cpu_ms_worker: float
    cpu_ms_temporal: float
    cpu_ms_postgres: float
    cpu_ms_read_api: float
    cpu_ms_read_postgres: float


def measured_costs(cases: int = CASES) -> UnitCosts:
    """Start a stack, play the cases, look at the difference."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-measure-sizing-"))
    try:
        return asyncio.run(_on_a_stack(folder, cases))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)


async def _on_a_stack(folder: Path, cases: int) -> UnitCosts:
    stack = await start_stack(folder, free_port())
    try:
        access, settings = read_access(folder), settings_for(folder)
        if access is None:
            raise RuntimeError("the stack left no way to reach it")
        async with open_http(access.address) as http:
            await played([CasePlay(http, access) for _ in range(WARM)])
            sizes = await histories(await Client.connect(settings.temporal_address), http, access)
            plays = [CasePlay(http, access) for _ in range(cases)]
            return await _difference(stack, settings, plays, sizes["plain"])
    finally:
        stack.stop()


async def _difference(
    stack: RunningStack, settings: Settings, plays: list[CasePlay], history: Mapping[str, int]
) -> UnitCosts:
    before = await _stored(stack.folder, settings)
    watch = await _watched(stack, played(plays))
    after = await _stored(stack.folder, settings)
    reading = await _watched(stack, _looked_at(plays))
    grown = {name: (after[name] - before[name]) / len(plays) for name in after}
    return UnitCosts(
        cases=len(plays),
        steps=history["steps"],
        postgres_bytes=round(grown["postgres"]),
        document_bytes=round(grown["documents"]),
        objects=round(grown["objects"], 1),
        record_events=round(grown["record"], 1),
        history_bytes=history["bytes"],
        history_events=history["events"],
        **{f"cpu_ms_{part}": round(used * 1000 / len(plays), 1) for part, used in watch.items()},
        cpu_ms_read_api=round(reading["api"] * 1000 / len(plays) / LOOKS, 1),
        cpu_ms_read_postgres=round(reading["postgres"] * 1000 / len(plays) / LOOKS, 1),
    )


async def _watched(stack: RunningStack, work: Awaitable[None]) -> dict[str, float]:
    """Processor seconds of each part while the work is done."""
    watch = CpuWatch({name: group for name, group in stack.members().items() if name in PARTS})
    watch.start()
    await work
    watch.stop()
    return watch.used


async def _looked_at(plays: list[CasePlay]) -> None:
    """Every case some times, as people look at it between their steps."""
    await closed_loop((play.look() for play in plays for _ in range(LOOKS)), CLIENTS)


async def played(plays: list[CasePlay]) -> None:
    """Whole cases, to their delivery, some at once."""
    timed = Timed()
    await closed_loop((_one(play, timed) for play in plays), CLIENTS)


async def _one(play: CasePlay, timed: Timed) -> None:
    await play.first_half(timed)
    await play.between()
    await play.second_half(timed)
    await play.step(timed, "record_delivery", method="electronic", proof="电子邮件发送回执")


async def _stored(folder: Path, settings: Settings) -> dict[str, int]:
    """Bytes of all tables with their indexes, events on record, bytes and number of the objects in the store."""
    engine = create_async_engine(settings.database_url.get_secret_value(), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text("VACUUM"))
        postgres = int((await connection.execute(text(SIZE))).scalar_one())
        record = int((await connection.execute(text("SELECT count(*) FROM case_events"))).scalar_one())
    await engine.dispose()
    sizes = [path.stat().st_size for path in (folder / "documents").rglob("*") if path.is_file()]
    return {"postgres": postgres, "record": record, "documents": sum(sizes), "objects": len(sizes)}
