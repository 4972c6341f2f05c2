"""``daylight case …`` and ``daylight step …``: look at cases and work them."""

import json
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer

from api.cli.client import Api, As
from api.cli.console import AsJson, emit, emit_page, table_of
from api.cli.local import DEFAULT_DATA, Data

app = typer.Typer(help="办件 / Cases: submit, list, look.", no_args_is_help=True)
Case = Annotated[str, typer.Argument(help="Case id or reference.")]

CONFIRMING = "confirm_review"
"""The step that vouches for what another person proposed: what is proposed meanwhile was not looked at."""
_COLUMNS = {
    "reference": "reference",
    "state": "state",
    "due_on": "due",
    "working_days_left": "left",
    "outcome": "outcome",
}


@app.command("list")
def listing(
    state: str | None = None,
    handler: str | None = None,
    handler_left: Annotated[bool | None, typer.Option("--handler-left/--handler-active")] = None,
    due_before: str | None = None,
    overdue: Annotated[bool | None, typer.Option("--overdue/--not-overdue")] = None,
    text: str | None = None,
    reassess_before: str | None = None,
    unfiled: Annotated[bool | None, typer.Option("--unfiled/--filed")] = None,
    related: Annotated[str | None, typer.Option(help="Parts split off this case, and cases joined into it.")] = None,
    limit: int = 50,
    after: Annotated[str | None, typer.Option(help="Where the page before ended.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """The agency's cases, newest first."""
    page = Api(data, login).get(
        "/api/applications",
        state=state,
        handler=handler,
        handler_left=handler_left,
        due_before=due_before,
        overdue=overdue,
        text=text,
        reassess_before=reassess_before,
        unfiled=unfiled,
        related=related,
        limit=limit,
        after=after,
    )
    rows = [[item[name] for name in _COLUMNS] for item in page["items"]]
    emit_page(page, as_json=as_json, table=table_of("办件 / Cases", [*_COLUMNS.values()], rows))


@app.command()
def new(
    file: Annotated[typer.FileBinaryRead, typer.Argument(help="The application as JSON; - for standard input.")],
    key: Annotated[str | None, typer.Option(help="Idempotency-Key; a fresh one unless given.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Register an application."""
    asked = {"content": file.read(), "headers": {"Content-Type": "application/json"}}
    answer = Api(data, login).post("/api/applications", key or str(uuid4()), **asked)
    emit(answer, as_json=as_json, table=table_of("登记 / Registered", ["", ""], list(answer.items())))


@app.command()
def show(case: Case, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """One case whole."""
    api = Api(data, login)
    answer = api.get(f"/api/applications/{api.case_id(case)}")
    rows = [*answer["summary"].items(), ("description", (answer["application"] or {}).get("description"))]
    rows.append(("earlier", answer["earlier"]))
    emit(answer, as_json=as_json, table=table_of("办件 / Case", ["", ""], rows))


@app.command()
def earlier(
    case: Case, anybody: bool = False, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA
) -> None:
    """Other applications of the same applicant, the most alike first; with --anybody alike ones of all."""
    api = Api(data, login)
    answer = api.get(f"/api/applications/{api.case_id(case)}/earlier", anybody=anybody)
    rows = [[one["reference"], one["state"], one["similarity"], one["reply_number"] or ""] for one in answer]
    emit(answer, as_json=as_json, table=table_of("相似申请 / Alike", ["reference", "state", "alike", "reply"], rows))


@app.command()
def events(case: Case, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """What happened, in order."""
    api = Api(data, login)
    answer = api.get(f"/api/applications/{api.case_id(case)}/events")
    rows = [[link["seq"], link["at"][:19], link["event"]["kind"], _details(link["event"])] for link in answer]
    emit(answer, as_json=as_json, table=table_of("事件 / Events", ["seq", "at", "event", "details"], rows))


@app.command()
def deadline(
    case: Case, explain: bool = False, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA
) -> None:
    """The due date, and with --explain why, day by day."""
    api = Api(data, login)
    answer = api.get(f"/api/applications/{api.case_id(case)}/deadline", explain=explain)
    rows = [(name, value) for name, value in answer.items() if name != "days"]
    rows += [(day["day"], f"{day['number'] or ''} {day['kind']} {day['because']}") for day in answer["days"] or []]
    emit(answer, as_json=as_json, table=table_of("期限 / Deadline", ["", ""], rows))


@app.command()
def steps(case: Case, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """The steps that can be taken now, and why the others cannot."""
    api = Api(data, login)
    answer = api.get(f"/api/applications/{api.case_id(case)}/steps")
    rows = [[item["step"], "✓" if item["allowed"] else "", _why(item["refusal"])] for item in answer]
    emit(answer, as_json=as_json, table=table_of("步骤 / Steps", ["step", "now", "why not"], rows))


@app.command("status-code")
def status_code(case: Case, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """The code with which the applicant sees on his page how the application goes on; tell it to him alone."""
    api = Api(data, login)
    answer = api.get(f"/api/applications/{api.case_id(case)}/status-code")
    emit(answer, as_json=as_json, table=table_of("查询码 / Status code", ["", ""], list(answer.items())))


@app.command()
def letters(case: Case, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """The letters of a case."""
    api = Api(data, login)
    answer = api.get(f"/api/applications/{api.case_id(case)}/letters")
    rows = [[item["number"], item["letter_id"], item["kind"]] for item in answer]
    emit(answer, as_json=as_json, table=table_of("文书 / Letters", ["number", "letter_id", "kind"], rows))


@app.command()
def letter(
    letter_id: str,
    target: Annotated[Path, typer.Argument(help="File to write; its ending, .pdf or .docx, chooses the form.")],
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Save a letter."""
    form = "docx" if target.suffix == ".docx" else "pdf"
    size = Api(data, login).download(f"/api/letters/{letter_id}.{form}", target)
    typer.echo(f"{target}: {size} bytes")


def step(
    name: Annotated[str, typer.Argument(help="The step, e.g. accept; `daylight case steps CASE` lists them.")],
    case: Case,
    fields: Annotated[list[str] | None, typer.Argument(help="Fields as name=value; a value may be JSON.")] = None,
    version: Annotated[int | None, typer.Option(help="Version you saw; the present one unless given.")] = None,
    key: Annotated[str | None, typer.Option(help="Idempotency-Key; a fresh one unless given.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Take a step on a case; confirm_review wants the --version that was looked at, and is refused past it."""
    if name == CONFIRMING and version is None:
        raise typer.BadParameter("请以 --version 注明所审看的版本 / say with --version which version was looked at")
    api = Api(data, login)
    case_id = api.case_id(case)
    seen = version if version is not None else api.get(f"/api/applications/{case_id}")["summary"]["version"]
    body = {"step": name, "expected_version": seen, **dict(_field(field) for field in fields or [])}
    answer = api.post(f"/api/applications/{case_id}/steps", key or str(uuid4()), json=body)
    emit(answer, as_json=as_json, table=table_of("步骤 / Step taken", ["", ""], list(answer.items())))


def _field(given: str) -> tuple[str, Any]:
    name, separator, value = given.partition("=")
    if not separator:
        raise typer.BadParameter(f"not name=value: {given}")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def _details(event: dict[str, Any]) -> str:
    shown = {name: value for name, value in event.items() if name != "kind" and value not in (None, [], "")}
    return ", ".join(f"{name}={value}" for name, value in shown.items())[:160]


def _why(refusal: dict[str, Any] | None) -> str:
    return f"{refusal['message']} / {refusal['message_en']}" if refusal else ""
