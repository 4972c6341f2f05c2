"""``daylight calendar …``: import an arrangement, see which dates would move, approve it, move every open case."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from api.arrangement_file import read_arrangement
from api.cli.client import Api, As
from api.cli.console import AsJson, emit, err, out, said, table_of
from api.cli.local import DEFAULT_DATA, Data
from schemas.calendars import FIRST_YEAR, LAST_YEAR, Arrangement

app = typer.Typer(help="工作日历 / The working-day calendar.", no_args_is_help=True)
PATH = "/api/calendars"
SHOWN = 40

FileOf = Annotated[Path | None, typer.Argument(exists=True, dir_okay=False, metavar="[FILE]")]
YearOf = Annotated[
    int | None,
    typer.Option(
        min=FIRST_YEAR, max=LAST_YEAR, help="The year FILE arranges; without FILE, as the package holidays holds it."
    ),
]
Every = Annotated[bool, typer.Option("--all", help=f"Show every case, not only the first {SHOWN}.")]


@app.command("import")
def import_(
    file: FileOf = None,
    year: YearOf = None,
    some_days: Annotated[bool, typer.Option("--some-days", help="FILE is a few days, no whole year.")] = False,
    agency: Annotated[
        bool, typer.Option("--agency", help="For your own agency alone, e.g. a regional holiday.")
    ] = False,
    source: Annotated[str | None, typer.Option(help="The notice it was announced by.")] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Approve it at once, alone (on record), and move every open case.")
    ] = False,
    every: Every = False,
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Propose an official arrangement, and show every open case whose date would move. Nothing moves before approval.

    FILE is CSV with the columns date,working (yes or no), or JSON: {"year": 2027, "source": …, "off": […],
    "work": […]}. It holds one year's whole arrangement, or with --some-days a few days.
    """
    wanted = _wanted(file, year, source, some_days=some_days).model_copy(update={"own_agency": agency})
    api = _api(data, login)
    proposed = api.post(PATH, json=wanted.model_dump(mode="json"))
    changes, counts = _previewed(api, proposed["version"], as_json)
    if not as_json:
        _tell_warnings(proposed)
        _tell_changes(changes, counts, every)
    if yes:
        _move(api, proposed["version"], {**proposed, "cases": changes}, as_json, alone=True)
    elif as_json:
        emit({**proposed, **counts, "cases": changes}, as_json=True)
    else:
        out.print(f"批准 / approve: daylight calendar approve {proposed['version']}", highlight=False, soft_wrap=True)


def _wanted(file: Path | None, year: int | None, source: str | None, *, some_days: bool) -> Arrangement:
    if file is not None:
        return read_arrangement(file, year, source, whole_year=not some_days)
    if year is None or some_days:
        raise typer.BadParameter("give a FILE, or --year alone")
    return Arrangement(year=year, source=source)


@app.command()
def preview(
    version: str, every: Every = False, login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA
) -> None:
    """Show every open case whose date a proposal would move: before, after, and why."""
    changes, looked_at = _previewed(_api(data, login), version, as_json)
    if as_json:
        emit({"version": version, **looked_at, "cases": changes}, as_json=True)
    else:
        _tell_changes(changes, looked_at, every)


@app.command()
def approve(
    version: str,
    alone: Annotated[
        bool, typer.Option("--alone", help="What you proposed yourself, though another could approve it: on record.")
    ] = False,
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Put a proposal into force and move every open case. Broken off, or run again, it goes on with what is left."""
    _move(_api(data, login), version, {}, as_json, alone=alone)


@app.command("list")
def listing(login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """The calendar your agency counts by, and what was proposed."""
    found = _api(data, login).get(PATH)
    columns = ["version", "for", "in force", "approved", "source"]
    rows = [
        [one["version"], "agency" if one["agency_id"] else "all", one["in_force"], one["approved_at"], one["source"]]
        for one in found["items"]
    ]
    emit(found, as_json=as_json, table=table_of(f"现行 / In force: {found['in_force']}", columns, rows))


def _api(data: Path, login: str | None) -> Api:
    """As an administrator: the token that is set, else the embedded stack's."""
    return Api(data, login or (None if "DAYLIGHT_TOKEN" in os.environ else "admin"))


def _previewed(api: Api, version: str, as_json: bool) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Every case that would move, and how many were looked at."""
    changes: list[dict[str, Any]] = []
    counts = {"open_cases": 0, "elsewhere": 0}
    with _progress(as_json) as progress:
        bar = progress.add_task("预览 / looking", total=None)
        for page in _pages(api, version):
            if not counts["open_cases"]:
                counts = {name: page[name] for name in counts}
            progress.update(bar, total=counts["open_cases"], advance=page["looked_at"])
            changes += page["items"]
    return changes, {**counts, "would_move": len(changes)}


def _pages(api: Api, version: str) -> Iterator[dict[str, Any]]:
    after: str | None = None
    while True:
        page = api.get(f"{PATH}/{version}/preview", after=after)
        yield page
        after = page["next"]
        if after is None:
            return


def _move(api: Api, version: str, proposed: Mapping[str, Any], as_json: bool, *, alone: bool) -> None:
    """Approve, and ask again until every open case has followed or no more do; those that do not are named."""
    told: dict[str, Any] = {}
    with _progress(as_json) as progress:
        bar = progress.add_task("变更 / moving", total=None)
        for told in _rounds(api, version, alone):
            done = told["moved"] + told["unchanged"]
            progress.update(bar, total=done + told["waiting"], completed=done)
    table = table_of("日历已生效 / In force", ["", ""], list(told.items()))
    emit({**proposed, **told}, as_json=as_json, table=table)
    if told["failed"] or told["failed_elsewhere"]:
        said("cases_not_moved", "其余办件由系统继续变更，也可再次批准 / the sweeper goes on; or approve again")
        raise typer.Exit(1)


def _rounds(api: Api, version: str, alone: bool) -> Iterator[dict[str, Any]]:
    """Answers with the failures of their round so far; a late case is asked again while the rounds get anywhere."""
    waiting: int | None = None
    while True:
        failed: list[str] = []
        elsewhere = 0
        for page in _moves(api, version, alone):
            failed, elsewhere = [*failed, *page["failed"]], elsewhere + page["failed_elsewhere"]
            told = {name: page[name] for name in ("version", "moved", "unchanged", "waiting")}
            yield {**told, "failed": failed, "failed_elsewhere": elsewhere}
        if not (failed or elsewhere) or (waiting is not None and page["waiting"] >= waiting):
            return
        waiting = page["waiting"]


def _moves(api: Api, version: str, alone: bool) -> Iterator[dict[str, Any]]:
    after: str | None = None
    params = {"alone": "true"} if alone else {}
    while True:
        page = api.post(f"{PATH}/{version}/approve", params=params | ({"after": after} if after else {}))
        yield page
        after = page["next"]
        if after is None:
            return


def _tell_warnings(proposed: Mapping[str, Any]) -> None:
    for warning in proposed["warnings"]:
        named = ", ".join([*warning["days"], *warning["agencies"]])
        err.print(f"{warning['message']} / {warning['message_en']} {named}", style="yellow", highlight=False)


def _tell_changes(changes: list[dict[str, Any]], counts: Mapping[str, int], every: bool) -> None:
    shown = changes if every else changes[:SHOWN]
    rows = [[one["reference"], _dated(one, "before"), _dated(one, "after"), _why(one)] for one in shown]
    title = f"变更 / {counts['would_move']} of {counts['open_cases']} open cases"
    out.print(table_of(title, ["reference", "before", "after", "why"], rows))
    if len(shown) < len(changes):
        out.print(f"另有 / and {len(changes) - len(shown)} more: --all", highlight=False)
    if counts["elsewhere"]:
        out.print(f"其他机关在办 / open cases of other agencies: {counts['elsewhere']}", highlight=False)


def _dated(change: Mapping[str, Any], when: str) -> str:
    """The date before or after; ``?`` marks a provisional one."""
    return f"{change[f'due_{when}']}{'?' if change[f'provisional_{when}'] else ''}"


def _why(change: Mapping[str, Any]) -> str:
    days = [f"{one['day']} {'上班 / works' if one['working'] else '放假 / off'}" for one in change["days"]]
    years = [f"{year} 年安排已公布 / official" for year in change["years"]]
    mark = [f"逾期 / overdue {change['overdue_on']}"] if change["overdue_on"] else []
    return "; ".join([*days, *years, *mark])


def _progress(as_json: bool) -> Progress:
    """On a terminal only: in a log file it would stand between the lines."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=err, disable=as_json or not err.is_terminal)
