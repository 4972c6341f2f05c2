"""Moving: ``python -m tests.bench.moving --cases N`` imports N open cases, loses Temporal, begins them again, saves and
restores all of it; on servers of its own, in seconds and cases a second."""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from activities.db.migrate import upgrade
from activities.intake import Intake
from api.cli.restarting import restarted
from api.cli.setup import ensure_calendar, ensure_sample
from api.desk import Desk
from api.engine import Engine
from api.moving.importing import Imports
from schemas.settings import Settings
from tests.harness import person
from tests.moving.files import csv_of, row
from worker.backup.folder import BackupFolder
from worker.backup.making import back_up
from worker.backup.restoring import Target, restore
from worker.connection import connect
from worker.embedded.stack import EmbeddedStack
from worker.main import resources

T = TypeVar("T")
Figures = dict[str, float]


async def bench_moving(cases: int = 1000) -> Figures:
    """Seconds of each part, and cases a second."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-measure-moving-"))
    try:
        imported = await _imported(folder / "data", cases)
        for file in (folder / "data" / "temporal").glob("temporal.db*"):
            file.unlink()
        return _rates(cases, imported | await _begun_again_and_saved(folder, cases))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _imported(data: Path, cases: int) -> Figures:
    async with EmbeddedStack(data, handle_signals=False) as stack:
        await upgrade(stack.settings.database_url.get_secret_value())
        await ensure_calendar(stack.settings)
        await ensure_sample(stack.settings, {})
        async with _imports(stack.settings) as imports:
            arrived_on = date.today() - timedelta(days=12)  # noqa: DTZ011 - any recent day will do
            content = csv_of(*(row(n, arrived_on) for n in range(cases)))
            began, line = time.perf_counter(), 2
            while line:
                line = (await imports.run(person("admin"), content, dry_run=False, line=line)).next or 0
            return {"import": time.perf_counter() - began}


async def _begun_again_and_saved(folder: Path, cases: int) -> Figures:
    async with EmbeddedStack(folder / "data", handle_signals=False) as stack:
        (done, again), processor = await _on_the_processor(_timed(restarted(stack.settings, replace=False)))
        assert done.started == cases, done
        living, looked = await _timed(restarted(stack.settings, replace=False))
        assert living.running == cases, living
        saved, put_back = await _saved(stack.settings, folder)
        return {
            "restart": again,
            "restart_processor": processor,
            "restart_of_living": looked,
            "backup": saved,
            "restore": put_back,
        }


async def _saved(settings: Settings, folder: Path) -> tuple[float, float]:
    backups, url = BackupFolder(folder / "backups"), settings.database_url.get_secret_value()
    async with resources(settings) as (database, store, vault):
        _, saved = await _timed(back_up(database, url, store, vault, backups, lambda _: None))
    async with resources(settings) as (database, store, vault):
        target = Target(database, url, store, vault)
        _, put_back = await _timed(restore(target, backups, None, replace=True, told=lambda _: None))
    return saved, put_back


@asynccontextmanager
async def _imports(settings: Settings) -> AsyncIterator[Imports]:
    client = await connect(settings)
    async with resources(settings) as (database, store, vault):
        engine = Engine(client, Intake(database, client, settings.task_queue), settings.step_timeout_seconds)
        yield Imports(Desk(database, engine, vault, store), engine)


async def _timed(work: Awaitable[T]) -> tuple[T, float]:
    began = time.perf_counter()
    return await work, time.perf_counter() - began


async def _on_the_processor(work: Awaitable[T]) -> tuple[T, float]:
    """Processor time of this process alone: what another load on the machine does not change."""
    began = time.process_time()
    return await work, time.process_time() - began


def _rates(cases: int, seconds: Figures) -> Figures:
    rates = {f"{name}_cases_a_second": round(cases / taken, 1) for name, taken in seconds.items()}
    return {"cases": cases, **{f"{name}_seconds": round(taken, 2) for name, taken in seconds.items()}, **rates}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000, help="open cases")
    figures = asyncio.run(bench_moving(parser.parse_args().cases))
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")
