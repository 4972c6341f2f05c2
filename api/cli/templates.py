"""``daylight templates …``: the wording of an agency's letters, for whoever runs the database."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer

from activities.db.database import Database
from activities.db.people import find_agency
from activities.letters.catalogue import LABELS, standard
from activities.letters.checking import refuse_unusable
from activities.templates import all_templates, one_template, reset_template, use_template
from api.cli.console import AsJson, emit, table_of
from api.cli.local import DEFAULT_DATA, Data, settings_for
from schemas.errors import InvalidInput, NotFound
from schemas.events import CLOCK
from schemas.templates import TemplateText

app = typer.Typer(help="文书模板 / Templates of an agency's letters.", no_args_is_help=True)
T = TypeVar("T")
AgencyId = Annotated[UUID, typer.Option("--agency", help="Id of the agency.")]
Name = Annotated[str, typer.Argument(help="Name of a template, e.g. D3.")]
TextFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The template in UTF-8.")]


@app.command("list")
def listing(agency: AgencyId, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Every template, and which of them the agency has changed."""
    found = _with_agency(data, agency, lambda database: all_templates(database, agency))
    rows = [[one.name, one.overridden, one.version, one.label, one.label_en] for one in found]
    table = table_of("文书模板 / Templates", ["name", "own text", "version", "document", "English"], rows)
    emit([one.model_dump(mode="json") for one in found], as_json=as_json, table=table)


@app.command()
def show(
    name: Name,
    agency: Annotated[UUID | None, typer.Option("--agency", help="Id of the agency; the standard if none.")] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Print the text in use, ready to be changed and set again."""
    if name not in LABELS:
        raise NotFound("not_found", field="name")
    given = agency
    text = (
        _with_agency(data, given, lambda database: one_template(database, given, name)).text
        if given
        else standard(name)
    )
    typer.echo(text, nl=not text.endswith("\n"))


@app.command()
def check(
    file: TextFile,
    name: Annotated[str | None, typer.Option("--name", help="Name of the template; that of the file if none.")] = None,
) -> None:
    """Try a template on sample letters, without a database; prints ok."""
    refuse_unusable(name or file.stem, _text_in(file))
    typer.echo("ok")


@app.command("set")
def set_(name: Name, file: TextFile, agency: AgencyId, data: Data = DEFAULT_DATA) -> None:
    """Put a text in use once it has proved good; prints its version."""
    text = _text_in(file)
    view = _with_agency(data, agency, lambda database: use_template(database, agency, name, text, CLOCK.staff_id))
    typer.echo(str(view.version))


@app.command()
def reset(name: Name, agency: AgencyId, data: Data = DEFAULT_DATA) -> None:
    """Go back to the standard text; the agency's own versions stay on record."""
    _with_agency(data, agency, lambda database: reset_template(database, agency, name, CLOCK.staff_id))


def _text_in(file: Path) -> str:
    try:
        return TemplateText(text=file.read_text(encoding="utf-8-sig")).text
    except UnicodeDecodeError:
        raise InvalidInput("template_malformed", field="text") from None


def _with_agency(data: Path, agency_id: UUID, work: Callable[[Database], Awaitable[T]]) -> T:
    async def run() -> T:
        database = Database(settings_for(data).database_url.get_secret_value(), 1)
        try:
            async with database.reading() as connection:
                if await find_agency(connection, agency_id) is None:
                    raise NotFound("agency_unknown")
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())
