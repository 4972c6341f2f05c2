"""docs/measurements.md: what the commands measured, written by the commands.

Each command keeps its last tables as ``docs/measurements/<name>.json``; the page is those files, one after the other.
So a figure on it can only come from a run, and stands beside the machine, the versions and the day of that run.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from rich.table import Table
from rich.text import Text

from tests.bench.machine import machine

DOCS = Path(__file__).parents[2] / "docs"
KEPT, PAGE = DOCS / "measurements", DOCS / "measurements.md"
HEAD = """# Measurements

Written by the commands named below, not by hand: `--write` puts the tables of a run here. Machines are shared and
noisy: trust ratios to something measured in the same run before times.
"""


class Sheet(BaseModel):
    """A table as plain texts; ``rows`` as wide as ``columns``."""

    model_config = ConfigDict(frozen=True)

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, table: Table) -> "Sheet":
        """What a person sees of a table, without its colours."""
        cells = [[_plain(cell) for cell in column.cells] for column in table.columns]
        return cls(
            title=_plain(table.title or ""),
            columns=tuple(_plain(column.header) for column in table.columns),
            rows=tuple(zip(*cells, strict=True)),
        )


class Run(BaseModel):
    """What one command measured last. ``command`` as it is typed; ``ended`` in UTC."""

    model_config = ConfigDict(frozen=True)

    name: str
    command: str
    ended: datetime
    machine: dict[str, str]
    sheets: tuple[Sheet, ...]


def write(name: str, command: str, tables: Iterable[Table], on: dict[str, str] | None = None) -> None:
    """Keep these tables under the name, and write the page anew. ``on``: the machine as it was before the run."""
    sheets = tuple(Sheet.of(table) for table in tables)
    run = Run(name=name, command=command, ended=datetime.now(UTC), machine=on or machine(), sheets=sheets)
    KEPT.mkdir(exist_ok=True)
    (KEPT / f"{name.replace(', ', '-')}.json").write_text(run.model_dump_json(indent=1) + "\n")
    PAGE.write_text(page(kept()))


def kept() -> list[Run]:
    """Every run that is kept, by name."""
    return [Run.model_validate_json(file.read_text()) for file in sorted(KEPT.glob("*.json"))]


def page(runs: Iterable[Run]) -> str:
    """The whole page, as Markdown."""
    return "\n".join([HEAD, *(_section(run) for run in runs)])


def _section(run: Run) -> str:
    on = "; ".join(f"{what} {said}" for what, said in run.machine.items())
    head = f"## {run.name}\n\n    {run.command}\n\n{run.ended:%Y-%m-%d %H:%M} UTC. {on}.\n"
    return "\n".join([head, *(_table(sheet) for sheet in run.sheets)])


def _table(sheet: Sheet) -> str:
    rows = [sheet.columns, ("---",) * len(sheet.columns), *sheet.rows]
    return "\n".join([f"**{sheet.title}**\n", *(f"| {' | '.join(map(_cell, row))} |" for row in rows), ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ") or " "


def _plain(shown: object) -> str:
    return shown.plain if isinstance(shown, Text) else Text.from_markup(str(shown)).plain
