"""What a person sees on a terminal, and what a machine reads."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

out = Console()
err = Console(stderr=True)

WIDE = 200
"""Columns of a table that goes into a file or another program: nobody can make that window wider."""
AsJson = Annotated[bool, typer.Option("--json", help="JSON for machines instead of a table.")]


def said(code: str, sentence: str) -> None:
    """One line about what went wrong, on standard error: the code, then a sentence."""
    line = " ".join(sentence.split())
    err.print(Text.assemble((code, "red"), " ", line), highlight=False, soft_wrap=True)


def emit(data: Any, *, as_json: bool, table: Table | None = None) -> None:
    """Print ``data`` as JSON, or the table made of it."""
    if as_json or table is None:
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        out.print(table, width=None if out.is_terminal else WIDE)


def emit_page(page: Mapping[str, Any], *, as_json: bool, table: Table) -> None:
    """Print one page of a list as ``emit`` does, and how to see the next one."""
    emit(page, as_json=as_json, table=table)
    if page["next"] and not as_json:
        out.print(f"更多 / more: --after {page['next']}", soft_wrap=True, highlight=False)


def table_of(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """A table of plain texts; nothing in it is read as markup."""
    table = Table(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in columns[:-1]:
        table.add_column(column, no_wrap=True)
    table.add_column(columns[-1], overflow="fold")
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    return table


def _plain(cell: Any) -> str:
    shown = ", ".join(map(str, cell)) if isinstance(cell, list) else str("" if cell is None else cell)
    return shown.replace("[", r"\[")
