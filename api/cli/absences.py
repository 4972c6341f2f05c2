"""``daylight absence …``: who is away, and who stands in."""

from typing import Annotated, Any
from uuid import UUID, uuid4

import typer

from api.cli.client import Api, As
from api.cli.console import AsJson, emit, table_of
from api.cli.local import DEFAULT_DATA, Data

app = typer.Typer(help="不在岗与代行 / Absences and substitutes.", no_args_is_help=True)
PATH = "/api/absences"
Key = Annotated[str | None, typer.Option(help="Repeat a request under its key.")]


@app.command()
def add(
    first_day: Annotated[str, typer.Argument(help="First day away, YYYY-MM-DD.")],
    last_day: Annotated[str, typer.Argument(help="Last day away, YYYY-MM-DD.")],
    substitute: Annotated[str, typer.Argument(help="Id of who stands in.")],
    staff: Annotated[str | None, typer.Option(help="Id of who is away; oneself unless given.")] = None,
    key: Key = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Enter an absence; notices go to the substitute meanwhile."""
    for one in filter(None, (staff, substitute)):
        _must_be_an_id(one)
    wanted = {"staff": staff, "first_day": first_day, "last_day": last_day, "substitute": substitute}
    _tell([Api(data, login).post(PATH, key or str(uuid4()), json=wanted)], as_json)


@app.command("list")
def listing(
    everything: Annotated[bool, typer.Option("--all", help="Past and withdrawn ones too.")] = False,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Absences of today and later, the latest first."""
    _tell(Api(data, login).get(PATH, everything=everything)["items"], as_json)


@app.command()
def withdraw(
    absence: Annotated[str, typer.Argument(help="Absence id.")],
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Withdraw an absence; it stays on record."""
    _tell([Api(data, login).delete(f"{PATH}/{absence}")], as_json)


def _must_be_an_id(given: str) -> None:
    try:
        UUID(given)
    except ValueError:
        raise typer.BadParameter(
            f"{given} is no id; `daylight staff list --agency ID` shows the ids of staff"
        ) from None


def _tell(found: list[Any], as_json: bool) -> None:
    rows = [
        [one["first_day"], one["last_day"], one["staff_name"], one["substitute_name"], _state(one), one["id"]]
        for one in found
    ]
    columns = ["from", "until", "away", "substitute", "state", "id"]
    emit({"items": found}, as_json=as_json, table=table_of("不在岗 / Absences", columns, rows))


def _state(one: Any) -> str:
    return "已撤回 / withdrawn" if one["withdrawn_at"] else "有效 / in force"
