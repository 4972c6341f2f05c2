"""``daylight release``: what goes out with a reply."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.cases import Case
from api.cli.client import Api, As
from api.cli.console import AsJson, emit, table_of
from api.cli.local import DEFAULT_DATA, Data


def release(
    case: Case,
    target: Annotated[Path | None, typer.Argument(help="File to write; its ending, .zip or .pdf, chooses.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """What goes with the reply of a case; with a file name the package itself."""
    api = Api(data, login)
    answer = api.get(f"/api/applications/{api.case_id(case)}/release")
    if target is None:
        rows = [(name, value) for name, value in answer.items() if name != "items"]
        emit(answer, as_json=as_json, table=table_of("公开材料 / Release", ["", ""], rows))
        return
    if target.suffix not in {".pdf", ".zip"}:
        raise typer.BadParameter("文件名须以 .zip 或者 .pdf 结尾 / the name ends in .zip or .pdf")
    path = answer[target.suffix[1:]]
    if path is None:
        raise typer.BadParameter("尚未制成，或者没有此种形式 / not bound yet, or not in this form")
    typer.echo(f"{target}: {api.download(path, target)} bytes")
