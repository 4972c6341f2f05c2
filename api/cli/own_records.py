"""``daylight own-record …``: requests for correction of own records (art. 41)."""

from typing import Annotated
from uuid import uuid4

import typer

from api.cli.cases import _field, _why
from api.cli.client import Api, As
from api.cli.console import AsJson, emit, emit_page, table_of
from api.cli.local import DEFAULT_DATA, Data

app = typer.Typer(help="更正 / Correction of own records: list, look, take steps.", no_args_is_help=True)
OwnRecord = Annotated[str, typer.Argument(help="Request id.")]

_COLUMNS = {"reference": "reference", "state": "state", "days_open": "days", "id": "id", "outcome": "outcome"}


@app.command("list")
def listing(
    closed: Annotated[bool, typer.Option("--closed", help="The closed ones instead.")] = False,
    state: str | None = None,
    limit: int = 50,
    after: Annotated[str | None, typer.Option(help="Where the page before ended.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """The agency's open requests, the longest waiting first."""
    page = Api(data, login).get("/api/own-records", open=not closed, state=state, limit=limit, after=after)
    rows = [[item[name] for name in _COLUMNS] for item in page["items"]]
    emit_page(page, as_json=as_json, table=table_of("更正 / Own records", [*_COLUMNS.values()], rows))


@app.command()
def new(
    file: Annotated[typer.FileBinaryRead, typer.Argument(help="The request as JSON; - for standard input.")],
    key: Annotated[str | None, typer.Option(help="Idempotency-Key; a fresh one unless given.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Register a request."""
    asked = {"content": file.read(), "headers": {"Content-Type": "application/json"}}
    answer = Api(data, login).post("/api/own-records", key or str(uuid4()), **asked)
    emit(answer, as_json=as_json, table=table_of("登记 / Registered", ["", ""], list(answer.items())))


@app.command()
def show(own_record: OwnRecord, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """One request whole, with the steps that can be taken now."""
    api = Api(data, login)
    answer = api.get(f"/api/own-records/{own_record}")
    steps = api.get(f"/api/own-records/{own_record}/steps")
    rows = [*answer["summary"].items(), *((name, answer["request"][name]) for name in ("claim", "evidence"))]
    rows += [(letter["number"], letter["letter_id"]) for letter in answer["letters"]]
    rows += [(item["step"], "✓" if item["allowed"] else _why(item["refusal"])) for item in steps]
    emit({**answer, "steps": steps}, as_json=as_json, table=table_of("更正 / Own record", ["", ""], rows))


@app.command()
def step(
    name: Annotated[str, typer.Argument(help="The step, e.g. examine; `daylight own-record show` lists them.")],
    own_record: OwnRecord,
    fields: Annotated[list[str] | None, typer.Argument(help="Fields as name=value; a value may be JSON.")] = None,
    version: Annotated[int | None, typer.Option(help="Version you saw; the present one unless given.")] = None,
    key: Annotated[str | None, typer.Option(help="Idempotency-Key; a fresh one unless given.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Take a step on a request."""
    api, path = Api(data, login), f"/api/own-records/{own_record}"
    seen = version if version is not None else api.get(path)["summary"]["version"]
    body = {"step": name, "expected_version": seen, **dict(_field(field) for field in fields or [])}
    answer = api.post(f"{path}/steps", key or str(uuid4()), json=body)
    emit(answer, as_json=as_json, table=table_of("步骤 / Step taken", ["", ""], list(answer.items())))
