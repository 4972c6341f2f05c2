"""What a hundred times the work costs: a stack with ten open cases, then the same one with a thousand.

Memory a thousand open cases take, what a step and a page of the list take beside few and beside many, how soon the
stack is back with few and with many; and due dates, a thousand and a hundred thousand of them.
"""

import asyncio
import shutil
import tempfile
import time
from pathlib import Path

import httpx
from rich.table import Table

from api.cli.console import table_of
from api.cli.local import Access, read_access
from schemas.clock import ClockLine
from tests.bench.clock import varied_lines
from tests.bench.load import Timed, closed_loop, open_http, percentile
from tests.bench.stack import RunningStack, memory, start_stack
from tests.bench.steps import CasePlay
from worker.embedded.ports import free_port
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.clock import deadline
from workflows.rules.national import national_calendar

FEW, MANY = 10, 1000
CLIENTS, PROBES, LOOKS = 8, 12, 100
FEW_DATES, MANY_DATES = 1_000, 100_000
PARTS = ("api", "worker", "temporal", "postgres")
Figures = dict[str, float]


def bench_growth() -> Figures:
    """Every figure by its name with ``_few`` and ``_many``, and memory by part. Milliseconds, seconds, megabytes."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-measure-growth-"))
    try:
        return {**asyncio.run(_open_cases(folder)), **_due_dates()}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)


async def _open_cases(folder: Path) -> Figures:
    found: Figures = {}
    await _stage(folder, 0, FEW, "few", found)  # a stack's first start makes its databases: it is not compared
    await _stage(folder, FEW, MANY, "many", found)
    stack = await start_stack(folder, free_port())
    found["start_seconds_many"] = round(stack.ready_seconds, 1)
    stack.stop()
    for part in PARTS:
        grown = found[f"{part}_mb_many"] - found[f"{part}_mb_few"]
        found[f"{part}_mb_a_thousand"] = round(grown * 1000 / (MANY - FEW), 1)
    return found


async def _stage(folder: Path, standing: int, wanted: int, name: str, found: Figures) -> None:
    """Start, warm up, fill up to so many open cases, and measure; the last stage's number tells the start's name."""
    stack = await start_stack(folder, free_port())
    if standing:
        found["start_seconds_few"] = round(stack.ready_seconds, 1)
    try:
        access = read_access(folder)
        if access is None:
            raise RuntimeError("the stack left no way to reach it")
        async with open_http(access.address) as http:
            await _opened(http, access, wanted - standing)
            await _probe(stack, http, access, name, found)
    finally:
        stack.stop()


async def _opened(http: httpx.AsyncClient, access: Access, count: int) -> None:
    timed = Timed()
    await closed_loop((CasePlay(http, access).first_half(timed) for _ in range(count)), CLIENTS)


async def _probe(stack: RunningStack, http: httpx.AsyncClient, access: Access, name: str, found: Figures) -> None:
    """Whole cases that come and go beside those that stand, one client; then what the list and the memory show."""
    timed, lists = Timed(), Timed()
    for _ in range(PROBES):
        play = CasePlay(http, access)
        await play.first_half(timed)
        await play.between()
        await play.second_half(timed)
    headers = {"Authorization": f"Bearer {access.tokens['handler']}"}
    for _ in range(LOOKS):
        (await lists("list", http.get("/api/applications?limit=50", headers=headers))).raise_for_status()
    steps = [seconds for taken in timed.taken.values() for seconds in taken]
    found[f"step_p50_ms_{name}"] = round(percentile(steps, 0.5) * 1000, 1)
    found[f"step_p99_ms_{name}"] = round(percentile(steps, 0.99) * 1000, 1)
    found[f"list_p50_ms_{name}"] = round(percentile(lists.taken["list"], 0.5) * 1000, 1)
    used = memory(stack.members())
    found.update({f"{part}_mb_{name}": used[part]["pss_mb"] for part in PARTS})


def _due_dates() -> Figures:
    lines = [ClockLine.model_validate_json(one) for one in varied_lines(MANY_DATES)]
    calendar = WorkingCalendar.of(national_calendar())
    _counted(lines[:FEW_DATES], calendar)  # what runs for the first time is not measured
    few, many = _counted(lines[:FEW_DATES], calendar), _counted(lines, calendar)
    return {"due_dates_seconds_few": round(few, 4), "due_dates_seconds_many": round(many, 3)}


def _counted(lines: list[ClockLine], calendar: WorkingCalendar) -> float:
    began = time.perf_counter()
    for line in lines:
        deadline(line, calendar)
    return time.perf_counter() - began


def growth_tables(found: Figures) -> list[Table]:
    """Few beside many with the factor between them, and the memory of a thousand open cases."""
    names = [name.removesuffix("_few") for name in found if name.endswith("_few")]
    rows = [(name, found[f"{name}_few"], found[f"{name}_many"], _factor(found, name)) for name in names]
    title = f"{FEW} and {MANY:,} open cases; {FEW_DATES:,} and {MANY_DATES:,} due dates"
    whole = round(sum(found[f"{part}_mb_a_thousand"] for part in PARTS), 1)
    parts = [(part, found[f"{part}_mb_a_thousand"]) for part in PARTS]
    return [
        table_of(title, ("", "few", "many", "factor"), rows),
        table_of("memory of a thousand open cases", ("", "PSS MB"), [*parts, ("all", whole)]),
    ]


def _factor(found: Figures, name: str) -> float:
    return round(found[f"{name}_many"] / found[f"{name}_few"], 2)
