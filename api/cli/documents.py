"""``daylight documents …``: put documents into a case and take them out."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.cases import Case
from api.cli.client import Api, As
from api.cli.console import AsJson, emit, table_of
from api.cli.local import DEFAULT_DATA, Data

app = typer.Typer(help="文件 / Documents of a case.", no_args_is_help=True)
_COLUMNS = ["id", "label", "media_type", "size", "origin", "sha256"]


@app.command()
def add(
    case: Case,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    replaces: Annotated[str | None, typer.Option(help="Earlier upload of which this is a newer version.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Upload a document."""
    api = Api(data, login)
    with file.open("rb") as content:
        params = {"replaces": replaces} if replaces else {}
        given: dict[str, Any] = {"files": {"file": (file.name, content)}, "params": params}
        answer = api.post(f"/api/applications/{api.case_id(case)}/documents", **given)
    emit(answer, as_json=as_json, table=table_of("文件 / Document", ["", ""], list(answer.items())))


@app.command("list")
def listing(case: Case, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """The documents of a case, letters included."""
    api = Api(data, login)
    answer = api.get(f"/api/applications/{api.case_id(case)}/documents")
    rows = [[item[name] for name in _COLUMNS] for item in answer]
    emit(answer, as_json=as_json, table=table_of("文件 / Documents", _COLUMNS, rows))


@app.command()
def provenance(document_id: str, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """What a document was made from, or replaces; and what was made from it."""
    answer = Api(data, login).get(f"/api/documents/{document_id}/provenance")
    told = [("made from", answer["made_from"]), ("this", [answer["document"]]), ("made into", answer["made_into"])]
    rows = [[how, *(item[name] for name in _COLUMNS)] for how, items in told for item in items]
    emit(answer, as_json=as_json, table=table_of("来源与去向 / Provenance", ["", *_COLUMNS], rows))


@app.command()
def get(document_id: str, target: Path, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """Save a document; it is checked against its hash on the way."""
    size = Api(data, login).download(f"/api/documents/{document_id}/content", target)
    typer.echo(f"{target}: {size} bytes")
