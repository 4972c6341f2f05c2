"""``daylight calendar …``: publish a working-day calendar and let every open case recount."""

import asyncio
import csv
from datetime import date
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from activities.db.calendars import laggards, publish_calendar
from activities.db.people import find_agency
from activities.intake import Intake
from api.cli.console import AsJson, emit, table_of
from api.cli.local import DEFAULT_DATA, Data, settings_for
from api.engine import Engine, Gone
from schemas.clock import CalendarData
from schemas.settings import Settings
from worker.connection import connect
from worker.main import resources
from workflows.rules.national import national_calendar

app = typer.Typer(help="工作日历 / The working-day calendar.", no_args_is_help=True)
Days = Annotated[
    Path | None, typer.Argument(exists=True, dir_okay=False, help="CSV with columns date,working (yes or no).")
]


@app.command()
def publish(
    days: Days = None,
    year: Annotated[list[int] | None, typer.Option(help="A year whose whole arrangement the file holds.")] = None,
    agency: Annotated[UUID | None, typer.Option(help="For this agency alone, over the national calendar.")] = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Publish the national calendar, with the dated days of a file laid over it, and announce it to open cases.

    The file is the whole overlay. Each open case recounts; where its due date moves it keeps both dates. Safe to run
    twice; a case that cannot be told now is told by the sweeper.
    """
    calendar = national_calendar(_overlay(days), published=tuple(year or ()))
    if agency:
        calendar = calendar.model_copy(update={"version": f"{calendar.version}@{agency}"})
    told = asyncio.run(_publish(settings_for(data), calendar, agency))
    answer = {"version": calendar.version, "cases_told": told}
    emit(answer, as_json=as_json, table=table_of("工作日历 / Calendar", ["", ""], list(answer.items())))


def _overlay(days: Path | None) -> tuple[tuple[date, bool], ...]:
    if days is None:
        return ()
    with days.open(newline="", encoding="utf-8-sig") as file:
        try:
            rows = [(date.fromisoformat(row["date"]), _yes(row["working"])) for row in csv.DictReader(file)]
        except (KeyError, ValueError) as wrong:
            raise typer.BadParameter(f"{days.name}: {wrong}") from None
    return tuple(sorted(rows))


def _yes(word: str) -> bool:
    if word not in {"yes", "no"}:
        raise ValueError(f"working must be yes or no, not {word!r}")
    return word == "yes"


async def _publish(settings: Settings, calendar: CalendarData, agency_id: UUID | None) -> int:
    client = await connect(settings, lazy=True)
    async with resources(settings) as (database, _, _):
        engine = Engine(client, Intake(database, client, settings.task_queue), settings.step_timeout_seconds)
        async with database.transaction() as connection:
            if agency_id and await find_agency(connection, agency_id) is None:
                raise typer.BadParameter("no such agency")
            await publish_calendar(connection, calendar, agency_id)
            waiting = await laggards(connection)
        told = 0
        for case_id, version in waiting:
            try:
                await engine.announce_calendar(case_id, version)
            except Gone:  # closed since we looked: it keeps the calendar it closed under
                continue
            told += 1
    return told
