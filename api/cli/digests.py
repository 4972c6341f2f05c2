"""``daylight digests …``: digests for those who oversee, and the schedules by which they are made."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.client import OVERSEER, Api, As
from api.cli.console import AsJson, emit, emit_page, out, table_of
from api.cli.local import DEFAULT_DATA, Data
from schemas.digest_periods import Period

app = typer.Typer(help="办理情况简报 / Digests for supervisors.", no_args_is_help=True)
PATH = "/api/digests"
SCHEDULER = "admin"
"""Whose token of the embedded stack is used for what only those do who may set schedules."""
PERIODS = {
    Period.WEEKLY: "周报 / weekly",
    Period.MONTHLY: "月报 / monthly",
    Period.QUARTERLY: "季报 / quarterly",
    Period.HALF_YEARLY: "半年报 / half-yearly",
    Period.YEARLY: "全年简报 / yearly",
}
_BACKFILLED = ["期别 period", "期间 days"]
_DIGESTS = ["编号 id", "期别 period", "期间 days", "迟 late", "机关 agency"]
_SCHEDULES = ["期别 period", "下次 next", "上次 last", "暂停 paused"]
_FIGURES = ["事项", "what", "本期 now", "上期 before"]
_FORMS = {".html": "html", ".xlsx": "xlsx", ".json": "json"}

Which = Annotated[Period, typer.Argument(help="weekly, monthly, quarterly, half_yearly, yearly.")]


@app.command("list")
def listing(
    period: Annotated[Period | None, typer.Option(help="Only these.")] = None,
    agency: Annotated[str | None, typer.Option(help="One agency by id; otherwise all you oversee.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="So many.")] = 20,
    after: Annotated[str | None, typer.Option(help="Where the page before ended.")] = None,
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """The digests there are, newest first."""
    page = Api(data, login, OVERSEER).get(PATH, period=period, agency=agency, limit=limit, after=after)
    emit_page(page, as_json=as_json, table=table_of("简报 / Digests", _DIGESTS, map(_digest, page["items"])))


@app.command()
def show(
    digest: Annotated[str, typer.Argument(help="Id of a digest.")],
    save: Annotated[Path | None, typer.Option(help="Write it to a file: .html, .xlsx or .json.")] = None,
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """One digest: its main figures, or all of it as a file."""
    api = Api(data, login, OVERSEER)
    if save is not None:
        if save.suffix not in _FORMS:
            raise typer.BadParameter("a digest is saved as .html, .xlsx or .json", param_hint="--save")
        size = api.download(f"{PATH}/{digest}?format={_FORMS[save.suffix]}", save)
        out.print(f"{save}: {size}", highlight=False, soft_wrap=True)
        return
    found = api.get(f"{PATH}/{digest}")
    emit(
        found,
        as_json=as_json,
        table=table_of(_title(found), ["事项", "what", "本期 now", "上期 before"], _lines(found)),
    )


@app.command()
def schedules(login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """When the agency's digests are made next and were made last, and which are paused."""
    found = Api(data, login, OVERSEER).get(f"{PATH}/schedules")
    _tell(found["items"], found, as_json)


@app.command()
def pause(
    period: Which,
    note: Annotated[str, typer.Option("--note", help="Why; stays on record.")],
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make no more digests of this period until resumed."""
    found = Api(data, login, SCHEDULER).post(f"{PATH}/schedules/{period}/pause", json={"note": note})
    _tell([found], found, as_json)


@app.command()
def resume(period: Which, login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Make digests of this period again, from the next one due."""
    found = Api(data, login, SCHEDULER).post(f"{PATH}/schedules/{period}/resume")
    _tell([found], found, as_json)


@app.command()
def run(period: Which, login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Make an interim digest of the running period now; at most one a day."""
    found = Api(data, login, SCHEDULER).post(f"{PATH}/schedules/{period}/run")
    _tell([found], found, as_json)


@app.command()
def backfill(
    period: Which,
    first: Annotated[str, typer.Option("--from", help="First day, YYYY-MM-DD.")],
    until: Annotated[str, typer.Option("--until", help="The day after the last, YYYY-MM-DD.")],
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make the digests of the whole periods between two days that are not there yet."""
    body = {"from": first, "until": until}
    found = Api(data, login, SCHEDULER).post(f"{PATH}/schedules/{period}/backfill", json=body)
    rows = [[PERIODS[period], _days(span)] for span in found["spans"]]
    emit(found, as_json=as_json, table=table_of("补生成 / Back-filled", _BACKFILLED, rows))


def _tell(schedules: list[dict[str, Any]], found: dict[str, Any], as_json: bool) -> None:
    emit(found, as_json=as_json, table=table_of("简报计划 / Schedules", _SCHEDULES, map(_schedule, schedules)))


def _schedule(item: dict[str, Any]) -> list[Any]:
    due = next(iter(item["next_runs"]), None)
    last = next((began for _, began in item["last_runs"]), None)
    why = f"{_moment(item['pause']['paused_at'])} {item['pause']['note']}" if item["pause"] else ""
    return [PERIODS[Period(item["period"])], _moment(due), _moment(last), why]


def _moment(told: str | None) -> str:
    """In the time zone of this terminal."""
    return f"{datetime.fromisoformat(told).astimezone():%Y-%m-%d %H:%M}" if told else "—"


def _digest(item: dict[str, Any]) -> list[Any]:
    late = item["late_days"] or ""
    interim = "（期中 so far）" if item["interim"] else ""
    return [item["id"], f"{PERIODS[Period(item['period'])]}{interim}", _days(item), late, item["agency_name"]]


def _days(item: dict[str, Any]) -> str:
    last = date.fromisoformat(item["until"]) - timedelta(days=1)
    return f"{item['first']} – {last}"


def _title(item: dict[str, Any]) -> str:
    late = f"，迟{item['late_days']}日 / {item['late_days']} days late" if item["late_days"] else ""
    return f"{item['agency_name']} {PERIODS[Period(item['period'])]} {_days(item)}{late}"


def _lines(item: dict[str, Any]) -> list[list[Any]]:
    figures = item["figures"]
    now, before, slipped = figures["flow"], figures["before"], figures["slipped"]
    return [
        ["收到", "received", now["received"], before["received"]],
        ["办结", "closed", now["closed"], before["closed"]],
        ["按期办结率%", "in time", now["on_time"], before["on_time"]],
        ["平均用时（工作日）", "days used", now["days_used"], before["days_used"]],
        ["在办", "open", figures["open"]["total"], ""],
        ["已逾期", "overdue", figures["open"]["days_left"]["over"], ""],
        ["本期新逾期", "became overdue", slipped["became_overdue"], ""],
        ["逾期办结", "closed late", slipped["closed_late"], ""],
        ["未确认的督办提醒", "not acknowledged", figures["notices"]["unacknowledged"], ""],
        ["发送失败", "not sent", figures["notices"]["failed"], ""],
    ]
