"""``daylight demo``: sample applications through the running engine."""

import asyncio
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from activities.db.calendars import calendar_of
from activities.db.database import Database
from api.cli.console import AsJson, emit, err, out
from api.cli.dashboard import tables as dashboard_tables
from api.cli.local import DEFAULT_DATA, Access, Data, read_access, settings_for
from api.cli.setup import SAMPLE_AGENCY
from api.demo.cases import CASES
from api.demo.cases_own_records import REQUESTS
from api.demo.client import ApiCaller
from api.demo.coverage import missing, printed, save
from api.demo.days import Days
from api.demo.fresh import throw_away_stack, verified
from api.demo.overseen import oversee
from api.demo.player import Stage
from api.demo.requests import play_requests
from api.demo.run import play_all
from api.demo.showcase import save_release
from api.demo.table import Report, released, reported, request_row_of, row_of, summary, tables
from schemas.settings import Settings
from worker.embedded.failure import StackInterrupted
from worker.logs import configure_logging
from workflows.rules.calendar import WorkingCalendar

WIDTH = 176
Fresh = Annotated[bool, typer.Option("--fresh", help="Bring a throw-away stack, verify it, remove it.")]


Out = Annotated[Path, typer.Option("--out", help="Folder for one PDF of every kind of letter, and a release.")]
DEFAULT_OUT = Path("build/demo")


def demo(fresh: Fresh = False, folder: Out = DEFAULT_OUT, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Play sample applications through the running engine; letters, a release and the annual report are saved.

    Fails loudly if one is not where it should be, or if an outcome, a step or a kind of letter was not shown.
    """
    configure_logging("console", "ERROR")
    try:
        report = asyncio.run(_fresh(folder, as_json) if fresh else _standing(data, folder, as_json))
    except StackInterrupted:
        raise typer.Exit(130) from None
    _tell(report, as_json)
    if not report.well:
        raise typer.Exit(1)


async def _standing(data: Path, folder: Path, as_json: bool) -> Report:
    """Play on the stack of the data folder."""
    access = read_access(data)
    if access is None:
        err.print(f"[red]no running stack[/red] in {data}: start `daylight up`, or use --fresh", highlight=False)
        raise typer.Exit(1)
    return await _play(access, settings_for(data), folder, as_json)


async def _fresh(folder: Path, as_json: bool) -> Report:
    """Play on a stack of its own, then check everything that is on record there."""
    if not as_json:
        err.print("启动一次性环境 / starting a throw-away stack …", highlight=False)
    async with throw_away_stack() as (access, settings):
        report = await _play(access, settings, folder, as_json)
        checked, faults = await verified(settings)
    told = tuple(f"{fault.reference} {fault.seq} {fault.code}: {fault.message}" for fault in faults)
    return report.model_copy(update={"verified": checked, "faults": told})


async def _play(access: Access, settings: Settings, folder: Path, as_json: bool) -> Report:
    began = time.monotonic()
    async with ApiCaller.open(access) as http:
        await _require_ready(http)
        stage = Stage(ApiCaller(http, access.tokens), await _days(settings), uuid4().hex)
        with _progress(as_json) as progress:
            bar = progress.add_task("办理样例申请 / playing", total=len(CASES) + len(REQUESTS))
            results = await play_all(stage, CASES, lambda: progress.advance(bar))
            requests = await play_requests(stage, REQUESTS, lambda: progress.advance(bar))
        release = await save_release(stage.api, results, folder / "release")
        overseen = await oversee(stage.api, stage.days.today.year, folder)
    letters = printed(results, requests)
    return Report(
        run=stage.run,
        today=stage.days.today,
        seconds=round(time.monotonic() - began, 2),
        cases=tuple(map(row_of, results)),
        requests=tuple(map(request_row_of, requests)),
        letters=save(letters, folder),
        release=release,
        overseen=overseen,
        missing=missing(results, requests, letters),
    )


async def _require_ready(http: httpx.AsyncClient) -> None:
    try:
        answer = await http.get("/readyz")
    except httpx.TransportError as failed:
        err.print(f"[red]unreachable[/red] {http.base_url}: {failed}; start `daylight up`", highlight=False)
        raise typer.Exit(1) from None
    if answer.is_error:
        err.print(f"[red]not ready[/red] {http.base_url}: {answer.text}", highlight=False)
        raise typer.Exit(1)


async def _days(settings: Settings) -> Days:
    """Today at the sample agency, and the calendar it counts by."""
    database = Database(settings.database_url.get_secret_value(), 1)
    try:
        async with database.transaction() as connection:
            data = await calendar_of(connection, SAMPLE_AGENCY.id)
    finally:
        await database.close()
    return Days(datetime.now(ZoneInfo(SAMPLE_AGENCY.policy.timezone)).date(), WorkingCalendar.of(data))


def _progress(as_json: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=err, disable=as_json)


def _tell(report: Report, as_json: bool) -> None:
    """The table, or JSON; what is wrong goes to standard error too."""
    emit_to = out if out.is_terminal else Console(width=WIDTH)
    if as_json:
        emit({**report.model_dump(mode="json"), "well": report.well}, as_json=True)
    else:
        emit_to.print(*tables(report, emit_to.width), sep="\n")
        emit_to.print(summary(report), highlight=False, soft_wrap=True)
        if report.release:
            emit_to.print(released(report.release), highlight=False, soft_wrap=True)
        if report.overseen:
            emit_to.print(*dashboard_tables(report.overseen.figures), sep="\n")
            emit_to.print(reported(report.overseen), highlight=False, soft_wrap=True)
    for row in report.told:
        for wrong in row.wrong:
            err.print(f"[red]✗[/red] {row.key} ({row.reference}) {wrong}", highlight=False, soft_wrap=True)
    for lacking in report.missing:
        err.print(f"[red]✗[/red] 未演示 / not shown: {lacking}", highlight=False, soft_wrap=True)
    overseen = (*report.overseen.faults, *report.overseen.gaps) if report.overseen else ()
    for fault in (*report.faults, *(report.release.faults if report.release else ()), *overseen):
        err.print(f"[red]✗[/red] {fault}", highlight=False, soft_wrap=True)
    if report.verified is not None and not report.faults and not as_json:
        emit_to.print(f"[green]✓[/green] 核验 {report.verified} 件，完好 / verified, nothing is wrong", highlight=False)
