"""The engine under load: start-up, steps beside both yardsticks, memory, history, and a change of the calendar."""

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from temporalio.client import Client

from api.cli.local import read_access, settings_for
from tests.bench.calendar_change import LIVE, bench_calendar
from tests.bench.duel import ROUNDS, duel
from tests.bench.history import histories
from tests.bench.load import open_http
from tests.bench.stack import RunningStack, memory, start_stack
from worker.embedded.ports import free_port

ARRANGEMENT = {
    "bare": "this process (Temporal client) → Temporal server → worker → PostgreSQL (asyncpg, one INSERT)",
    "plain service": "this process (HTTP client) → FastAPI, one route → the same server, worker and INSERT; in two of "
    "the updates of a case a page by typst and python-docx, as two of the steps make a letter",
    "daylight": "this process (HTTP client) → `daylight api` → Temporal server → `daylight worker` → PostgreSQL",
    "all": "the same servers with the same settings, started by `daylight up`; blocks in turn",
}
console = Console(stderr=True)


def bench_engine(rounds: int = ROUNDS, live_cases: int = LIVE) -> dict[str, Any]:
    """Start-up seconds, steps by side and number of clients, megabytes, history of cases, and the calendar's move."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-measure-"))
    try:
        return asyncio.run(_measured(folder, rounds, live_cases))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)


async def _measured(folder: Path, rounds: int, live_cases: int) -> dict[str, Any]:
    """In an order that keeps one part out of the other's way."""
    port = free_port()
    console.print("start-up: an empty folder, then the same folder again …")
    stack = await start_stack(folder, port)
    start = {"fresh_seconds": round(stack.ready_seconds, 1), "stop_seconds": round(stack.stop(), 1)}
    stack = await start_stack(folder, port)
    start["existing_seconds"] = round(stack.ready_seconds, 1)
    try:
        return {"start": start, **await _under_load(stack, rounds, live_cases)}
    finally:
        stack.stop()


async def _under_load(stack: RunningStack, rounds: int, live_cases: int) -> dict[str, Any]:
    access, settings = read_access(stack.folder), settings_for(stack.folder)
    if access is None:
        raise RuntimeError("the stack left no way to reach it")
    idle = memory(stack.members())
    console.print(f"bare, plain service and Daylight in turn, {rounds} rounds …")
    fought = await duel(stack, access, settings, rounds)
    steps: list[dict[str, Any]] = fought.sides
    used = memory(stack.members())
    client = await Client.connect(settings.temporal_address)
    async with open_http(access.address) as http:
        sizes = {**await histories(client, http, access), "bare": fought.bare_history}
    console.print(f"a change of the calendar, {live_cases} live cases …")
    change = await bench_calendar(access, settings, float(steps[-1]["bare"]["a_second"]), live=live_cases)
    parts = {**used, "total": _total(used), "total before": _total(idle)}
    return {"steps": steps, "memory": parts, "history": sizes, "calendar": change}


def _total(parts: dict[str, dict[str, float]]) -> dict[str, float]:
    return {kind: round(sum(part[kind] for part in parts.values()), 1) for kind in ("pss_mb", "rss_mb")}
