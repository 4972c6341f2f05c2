"""``daylight import``: cases of another register, from CSV or XLSX; looked at first, then taken over."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.client import Api, As
from api.cli.console import AsJson, emit, out, table_of
from api.cli.local import DEFAULT_DATA, Data

app = typer.Typer(help="迁入 / Moving in from another register.", no_args_is_help=True)
PATH = "/api/imports"
ADMINISTRATOR = "admin"
COUNTS = ("lines", "new", "open", "standing")
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or XLSX with the template's columns.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Explain each row that would be refused; change nothing.")]


@app.command()
def cases(
    file: File, dry_run: DryRun = False, login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA
) -> None:
    """Take over the cases of a file, each once by its own number; exit status 1 when a row is refused.

    Broken off, the same command goes on with what is left.
    """
    answers = list(_answers(Api(data, login, ADMINISTRATOR), file.read_bytes(), dry_run=dry_run))
    faults = [fault for answer in answers for fault in answer["faults"]]
    asleep = not dry_run and any(answer["started"] is None for answer in answers)
    counts = {name: sum(answer[name] for answer in answers) for name in COUNTS}
    rows = [
        [fault["line"], fault["heading"], fault["code"], f"{fault['message']} / {fault['message_en']}"]
        for fault in faults
    ]
    title = "试导入 / Would be imported" if dry_run else "导入 / Imported"
    emit(
        {**counts, "dry_run": dry_run, "asleep": asleep, "faults": faults},
        as_json=as_json,
        table=table_of(f"{title}: {counts['new']}", ["line", "column", "code", "why it is refused"], rows),
    )
    if not as_json:
        out.print(", ".join(f"{name} {count}" for name, count in counts.items()), highlight=False)
    if faults or asleep:
        raise typer.Exit(1)


@app.command()
def template(
    target: Annotated[Path, typer.Argument(dir_okay=False, help="…xlsx or …csv")],
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Write the template: headings, an example, and what each column is for."""
    kind = "csv" if target.suffix == ".csv" else "xlsx"
    Api(data, login, ADMINISTRATOR).download(f"{PATH}/template.{kind}", target)


def _answers(api: Api, content: bytes, *, dry_run: bool) -> Iterator[dict[str, Any]]:
    """Some lines a request, until there are no more."""
    line: int | None = 2
    while line:
        asked = {"dry_run": dry_run, "line": line}
        answer = api.post(PATH, params=asked, files={"file": ("import", content)})
        yield answer
        line = answer["next"]
