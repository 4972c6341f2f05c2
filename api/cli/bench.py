"""``daylight bench seed``: a database full of invented cases, for measuring lists, counts and searches."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from activities.db.migrate import upgrade
from api.cli.console import err, out
from api.cli.local import DEFAULT_DATA, Data, settings_for
from api.seeding.fill import SeedPlan, fill
from schemas.errors import InvalidInput
from worker.embedded.postgres import EmbeddedPostgres

app = typer.Typer(help="测量 / Measuring: databases of invented cases.", no_args_is_help=True)
DATABASE = "daylight_bench"
MOST_AGENCIES = 999
Folder = Annotated[
    Path | None, typer.Option(help="Run a PostgreSQL of its own in this folder, and stop it when all is written.")
]


@app.callback()
def measuring() -> None:
    """Keep ``seed`` a command of its own name."""


@app.command()
def seed(
    cases: Annotated[int, typer.Option(min=0, help="Closed cases, over the last five years.")] = 1_000_000,
    open_cases: Annotated[int, typer.Option("--open", min=0, help="Open cases.")] = 50_000,
    agencies: Annotated[int, typer.Option(min=1, max=MOST_AGENCIES, help="Agencies, in one tree.")] = 20,
    seed_: Annotated[int, typer.Option("--seed", help="The same seed, the same cases.")] = 1,
    until: Annotated[str | None, typer.Option(help="Their last day, YYYY-MM-DD; today unless given.")] = None,
    folder: Folder = None,
    into_empty: Annotated[bool, typer.Option("--into-empty", help="Into the database of the settings.")] = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Fill an empty database with invented cases. They have no events, so nobody can go on with them."""
    today = _day(until) if until else date.today()  # noqa: DTZ011 - any day will do
    plan = SeedPlan(closed=cases, open=open_cases, agencies=agencies, seed=seed_, today=today)
    if (folder is None) is not into_empty:
        raise typer.BadParameter("say where: --folder FOLDER for a server of its own, or --into-empty")
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(_seed(plan, folder, data))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise InvalidInput("invalid_field", field="until") from None


async def _seed(plan: SeedPlan, folder: Path | None, data: Path) -> None:
    began = time.perf_counter()
    async with _server(folder, data) as url:
        await upgrade(url)
        await fill(url, plan, lambda stand: err.print(f"{stand:,}", end="\r"))
        seconds = time.perf_counter() - began
        out.print(f"{plan.closed + plan.open:,} 件 / cases, {seconds:.0f} s: {url}", soft_wrap=True, highlight=False)


@asynccontextmanager
async def _server(folder: Path | None, data: Path) -> AsyncIterator[str]:
    if folder is None:
        yield settings_for(data).database_url.get_secret_value()
        return
    server = EmbeddedPostgres(folder / "postgres")
    await server.start()
    try:
        yield await server.ensure_database(DATABASE)
    finally:
        await server.stop()
