"""``daylight oversight …``: the cases of the agencies one oversees, listed, searched and taken away."""

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from api.cli.client import OVERSEER, Api, As
from api.cli.console import AsJson, emit, emit_page, out, table_of
from api.cli.local import DEFAULT_DATA, Data
from schemas.oversight import CaseQuery
from schemas.oversight_lists import Sorting

app = typer.Typer(help="督办 / Oversight: list, search, take away.", no_args_is_help=True)

_CASES = "/api/oversight/cases"
_COLUMNS = {
    "reference": "申请编号 reference",
    "agency": "机关 agency",
    "state": "状态 state",
    "due_on": "期限 due",
    "working_days_left": "剩余 left",
    "handler": "承办人 handler",
    "outcome": "结果 outcome",
}
Having = Annotated[
    list[str] | None,
    typer.Argument(help="Conditions, e.g. state=processing overdue=true received_from=2026-01-01; all must hold."),
]
Limit = Annotated[int, typer.Option(help="Rows of a page, up to 200.")]
After = Annotated[str | None, typer.Option(help="Where the page before ended.")]
To = Annotated[Path | None, typer.Option(help="Write the whole list to this file, .csv or .xlsx.")]


@app.command()
def cases(
    having: Having = None,
    sort: Sorting = Sorting.NEWEST,
    to: To = None,
    limit: Limit = 50,
    after: After = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Cases of the agencies you oversee, newest first or by due date."""
    asked: dict[str, Any] = {**_conditions(having or []), "sort": sort.value}
    _list(Api(data, login, OVERSEER), asked, to, {"limit": limit, "after": after}, as_json=as_json)


@app.command()
def search(
    words: Annotated[str, typer.Argument(help="Words that must all stand in reference, description or file names.")],
    having: Having = None,
    sort: Sorting = Sorting.NEWEST,
    to: To = None,
    limit: Limit = 50,
    after: After = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Search the cases you oversee."""
    asked: dict[str, Any] = {**_conditions(having or []), "sort": sort.value, "text": words}
    _list(Api(data, login, OVERSEER), asked, to, {"limit": limit, "after": after}, as_json=as_json)


@app.command()
def applicant(
    file: Annotated[typer.FileText, typer.Argument(help="File with the identity number; - for standard input.")],
    limit: Limit = 50,
    after: After = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Your agency's cases of one applicant. The number is read from a file, so that no list of commands keeps it."""
    body = {"identity_number": file.read().strip(), "limit": limit, "after": after}
    _show(Api(data, login, OVERSEER).post("/api/oversight/search", json=body), as_json=as_json)


@app.command()
def show(
    case: Annotated[str, typer.Argument(help="Case id.")],
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """One case in summary, with its limit counted day by day."""
    found = Api(data, login, OVERSEER).get(f"{_CASES}/{case}")
    deadline = found["deadline"] or {}
    lines = [*found["summary"].items(), *((name, value) for name, value in deadline.items() if name != "days")]
    emit(found, as_json=as_json, table=table_of("督办 / Case overseen", ["", ""], lines))
    if not as_json:
        days = [[day["day"], day["kind"], day["number"], day["because"]] for day in deadline.get("days") or []]
        out.print(table_of("期限逐日 / Day by day", ["日期 day", "日别 kind", "第几日 number", "说明 because"], days))


def _conditions(having: list[str]) -> dict[str, str]:
    """``name=value`` each. Raises ``BadParameter`` for what is no condition of the list."""
    bare = [one for one in having if "=" not in one]
    if bare:
        raise typer.BadParameter(f"{bare[0]}: name=value is wanted")
    found = dict(one.partition("=")[::2] for one in having)
    unknown = [name for name in found if name not in CaseQuery.model_fields]
    if unknown:
        raise typer.BadParameter(f"{unknown[0]}: known are {', '.join(sorted(CaseQuery.model_fields))}")
    return found


def _list(api: Api, asked: dict[str, Any], to: Path | None, page: dict[str, Any], *, as_json: bool) -> None:
    if to is None:
        _show(api.get(_CASES, **asked, **page), as_json=as_json)
        return
    wanted = to.suffix.lstrip(".").lower()
    size = api.download(f"{_CASES}?{urlencode({**asked, 'format': wanted})}", to)
    out.print(f"{to}: {size:,} 字节 bytes", highlight=False, soft_wrap=True)


def _show(page: Any, *, as_json: bool) -> None:
    rows = [[item[name] for name in _COLUMNS] for item in page["items"]]
    emit_page(page, as_json=as_json, table=table_of("督办清单 / Cases overseen", [*_COLUMNS.values()], rows))
