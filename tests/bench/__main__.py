"""``make bench``: one run, one fresh stack, one report. A missed aim is said plainly and is no failure."""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from temporalio.client import Client

from api.cli.local import read_access, settings_for
from tests.bench.calendar_change import LIVE, bench_calendar
from tests.bench.clock import bench_clock
from tests.bench.console import bench_console
from tests.bench.duel import ROUNDS, duel
from tests.bench.forecast import bench_forecast
from tests.bench.growth import bench_growth
from tests.bench.history import histories
from tests.bench.letters import bench_letters
from tests.bench.load import open_http
from tests.bench.machine import machine
from tests.bench.many import bench_many
from tests.bench.measurements import write
from tests.bench.moving import bench_moving
from tests.bench.oversight import SIZES, bench_oversight
from tests.bench.personal import bench_personal
from tests.bench.pictures import bench_pictures
from tests.bench.redaction import bench_redaction
from tests.bench.report import aims, section_tables, show, tables
from tests.bench.several import bench_several
from tests.bench.sizing import bench_sizing
from tests.bench.stack import RunningStack, memory, start_stack
from worker.embedded.ports import free_port

ARRANGEMENT = (
    "bare:          this process (Temporal client) → Temporal server → worker → PostgreSQL (asyncpg, one INSERT)\n"
    "plain service: this process (HTTP client) → FastAPI, one route → the same server, worker and INSERT; in two of\n"
    "               the updates of a case a page by typst and python-docx, as two of the steps make a letter\n"
    "Daylight:      this process (HTTP client) → `daylight api` → Temporal server → `daylight worker` → PostgreSQL\n"
    "The same servers with the same settings for all, started by `daylight up`; blocks in turn."
)
SECTIONS: dict[str, Callable[[], dict[str, float]]] = {
    "letters": bench_letters,
    "clock": bench_clock,
    "personal": bench_personal,
    "redaction": bench_redaction,
    "pictures": bench_pictures,
    "many": bench_many,
    "oversight": bench_oversight,
    "forecast": bench_forecast,
    "console": bench_console,
    "several": bench_several,
    "sizing": bench_sizing,
    "growth": bench_growth,
    "moving": lambda: asyncio.run(bench_moving()),
}
"""What can be measured by itself."""
console = Console(stderr=True)


async def measure(folder: Path, rounds: int, live_cases: int) -> dict[str, Any]:
    """Everything, in an order that keeps one part out of the other's way."""
    found: dict[str, Any] = {"machine": machine(), "arrangement": ARRANGEMENT}
    port = free_port()
    console.print("start-up: an empty folder, then the same folder again …")
    stack = await start_stack(folder, port)
    found["start"] = {"fresh_seconds": round(stack.ready_seconds, 1)}
    found["start"]["stop_seconds"] = round(stack.stop(), 1)
    stack = await start_stack(folder, port)
    found["start"]["existing_seconds"] = round(stack.ready_seconds, 1)
    try:
        found.update(await _under_load(stack, rounds, live_cases))
    finally:
        stack.stop()
    console.print(f"{', '.join(SECTIONS)} …")
    return {**found, **{name: section() for name, section in SECTIONS.items()}}


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


def main() -> None:
    """Measure, print, and write JSON if asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("section", nargs="?", choices=SECTIONS, help="measure this alone, without a stack")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to this file too")
    parser.add_argument("--only", nargs="+", default=(), metavar="PAGE", help="of the console these pages only")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="blocks of each side at each number of clients")
    parser.add_argument("--live-cases", type=int, default=LIVE, help="open cases that a change of the calendar moves")
    parser.add_argument("--cases", type=int, nargs="+", default=SIZES, help="sizes of the section oversight")
    parser.add_argument(
        "--folder", type=Path, help="keep the databases of the section oversight here, and use them again"
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/measurements.md")
    asked = parser.parse_args()
    if asked.section:
        return _one_section(asked)
    folder = Path(tempfile.mkdtemp(prefix="daylight-measure-"))
    try:
        found = asyncio.run(measure(folder, asked.rounds, asked.live_cases))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)
    found["aims"] = [dict(zip(("what", "measured", "sign", "aim", "met"), aim, strict=True)) for aim in aims(found)]
    if asked.json:
        asked.json.write_text(json.dumps(found, ensure_ascii=False, indent=2))
    show(found, Console())
    if asked.write:
        write("bench", "make bench", list(tables(found))[1:], found["machine"])
    sys.stdout.flush()
    os._exit(0)  # the Temporal client may abort while the interpreter finalises


def _one_section(asked: argparse.Namespace) -> None:
    before = machine()
    shown = list(section_tables(asked.section, _figures(asked)))
    for table in shown:
        Console().print(table)
    if asked.write:
        write(asked.section, f"python -m tests.bench {asked.section}", shown, before)


def _figures(asked: argparse.Namespace) -> dict[str, float]:
    if asked.section == "oversight":
        return bench_oversight(asked.cases, asked.folder)
    if asked.section == "console":
        return bench_console(only=asked.only)
    return SECTIONS[asked.section]()


if __name__ == "__main__":
    main()
