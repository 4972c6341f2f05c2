"""``daylight documents …``: put documents into a case and take them out."""

from pathlib import Path
from typing import Annotated

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
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Upload a document."""
    api = Api(data, login)
    with file.open("rb") as content:
        answer = api.post(f"/api/applications/{api.case_id(case)}/documents", files={"file": (file.name, content)})
    emit(answer, as_json=as_json, table=table_of("文件 / Document", ["", ""], list(answer.items())))


@app.command("list")
def listing(case: Case, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """The documents of a case, letters included."""
    api = Api(data, login)
    answer = api.get(f"/api/applications/{api.case_id(case)}/documents")
    rows = [[item[name] for name in _COLUMNS] for item in answer]
    emit(answer, as_json=as_json, table=table_of("文件 / Documents", _COLUMNS, rows))


@app.command()
def get(document_id: str, target: Path, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """Save a document; it is checked against its hash on the way."""
    size = Api(data, login).download(f"/api/documents/{document_id}/content", target)
    typer.echo(f"{target}: {size} bytes")
