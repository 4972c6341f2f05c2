"""``daylight dashboard``: the figures of oversight as tables."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.table import Table

from api.cli.client import OVERSEER, Api, As
from api.cli.console import AsJson, emit, out, table_of
from api.cli.local import DEFAULT_DATA, Data

MOST_WEEKS = 12
STATES = {
    "registered": "待确认收到",
    "received": "待受理审查",
    "awaiting_correction": "待补正",
    "awaiting_payment": "待缴费",
    "processing": "办理中",
    "awaiting_approval": "待审批",
    "approved": "待制发",
    "issued": "待送达",
}
LEFT = {
    "over": "已逾期 / over",
    "0-2": "0–2",
    "3-5": "3–5",
    "6-10": "6–10",
    "more": "11 以上 / more",
    "not_running": "未计时 / not running",
}
AGES = {
    **{kind: kind.replace("-", "–") for kind in ("0-5", "6-10", "11-20", "21-40")},
    "more": "41 以上 / more",
    "not_received": "收到日未定 / no receipt yet",
}
NOBODY, NOWHERE = "未指定 / nobody yet", "未分科室 / no department"


def dashboard(
    agency: Annotated[str | None, typer.Option(help="One agency; all that you oversee unless given.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day; 1 January unless given.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day, included; today unless given.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """What is open, what is late, who is loaded, and how the work went; --json has the address of every figure."""
    asked: dict[str, Any] = {"agency": agency, "from": first, "until": until}
    found = Api(data, login, OVERSEER).get("/api/oversight/figures", **asked)
    if as_json:
        return emit(found, as_json=True)
    for table in tables(found):
        out.print(table)
    return None


def tables(found: dict[str, Any]) -> Iterator[Table]:
    """The tables of one answer; those that would be empty are left out."""
    yield _summary(found)
    yield _counted("在办件按状态 / Open by state", found["by_state"], STATES)
    yield _counted("剩余工作日 / Working days left", found["by_days_left"], LEFT)
    yield _counted("已历工作日 / Age in working days", found["by_age"], AGES)
    if found["by_department"]:
        yield _counted("按科室 / By department", found["by_department"], {None: NOBODY, "": NOWHERE})
    if found["by_handler"]:
        yield _counted("按承办人 / By handler", found["by_handler"], {None: NOBODY})
    yield _trend("按月 / By month", found["months"])
    if found["weeks"]:
        yield _trend(f"最近{MOST_WEEKS}周 / The last {MOST_WEEKS} weeks", found["weeks"][-MOST_WEEKS:])
    if found["agencies"]:
        yield _agencies(found["agencies"])


def _summary(found: dict[str, Any]) -> Table:
    punctual = found["punctuality"]
    rows = [
        ("今日 / today", found["today"]),
        ("期间 / period", f"{found['first_day']} – {found['last_day']}"),
        ("在办 / open", found["open"]["count"]),
        ("其中逾期 / of them overdue", found["overdue"]["count"]),
        ("收到 / received", found["received"]["count"]),
        ("办结 / closed", punctual["closed"]["count"]),
        ("按期 / on time", f"{punctual['on_time']['count']}  {_percent(punctual['percent'])}"),
        ("逾期办结 / late", punctual["late"]["count"]),
        ("复议、诉讼纠正 / corrected afterwards", found["corrected"]["count"]),
        ("平均用时（工作日） / working days used", found["days_used"]["average"]),
    ]
    name = found["name"] or "所辖各机关 / all agencies overseen"
    return table_of(name, ("", ""), rows)


def _counted(title: str, lines: list[dict[str, Any]], names: dict[Any, str]) -> Table:
    rows = [(_named(line, names), line["count"]) for line in lines]
    return table_of(title, ("", "件 / cases"), rows)


def _named(line: dict[str, Any], names: dict[Any, str]) -> str:
    known = names.get(line["of"])
    if known and line["of"] in STATES:
        return f"{known} / {line['of']}"
    return known or line["name"] or str(line["of"])


def _trend(title: str, lines: list[dict[str, Any]]) -> Table:
    columns = ("自 / from", "至 / to", "收到 / received", "办结 / closed", "按期 / on time")
    counts = ("received", "closed", "on_time")
    rows = [(line["first_day"], line["last_day"], *(line[name]["count"] for name in counts)) for line in lines]
    return table_of(title, columns, rows)


def _agencies(lines: list[dict[str, Any]]) -> Table:
    columns = (
        *("机关 / agency", "在办 / open", "逾期 / over", "收到 / received"),
        *("办结 / closed", "按期率 / on time", "平均用时 / days used"),
    )
    rows = [
        (
            line["name"],
            *(line[name]["count"] for name in ("open", "overdue", "received")),
            line["punctuality"]["closed"]["count"],
            _percent(line["punctuality"]["percent"]),
            line["days_used"]["average"],
        )
        for line in lines
    ]
    return table_of("各机关 / Agencies", columns, rows)


def _percent(value: str | None) -> str:
    return f"{value} %" if value is not None else "—"
