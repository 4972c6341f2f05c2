"""The report for people, and whether the aims were met."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rich.table import Table

from api.cli.console import table_of
from schemas.pages import PersonalKind
from tests.bench.clock import clock_aims
from tests.bench.console import console_aims, console_table
from tests.bench.engine_report import engine_aims, engine_tables
from tests.bench.forecast import calibration, forecast_aims, scores
from tests.bench.growth import growth_tables
from tests.bench.oversight_report import oversight_aims, oversight_tables
from tests.bench.personal import FIGURES, personal_aims
from tests.bench.redaction import redaction_aims, redaction_table
from tests.bench.sizing import sizing_tables

Aim = tuple[str, float, str, float, bool]
Figures = dict[str, Any]


def missed(name: str, figures: Figures) -> list[str]:
    """The aims of a section that are not met, in words."""
    return [
        f"{name}: {what}: {value:g}, aim {sign} {aim:g}"
        for what, value, sign, aim, met in _aims(name, figures)
        if not met
    ]


def _aims(name: str, figures: Figures) -> list[Aim]:
    asked = AIMS[name](figures) if name in AIMS else ()
    return [(what, value, sign, aim, value <= aim if sign == "≤" else value >= aim) for what, value, sign, aim in asked]


def section_tables(name: str, figures: Figures) -> Iterator[Table]:
    """What was measured in a section, and its aims, if it has any."""
    yield from _measured(name, figures)
    if judged := _aims(name, figures):
        yield _verdict(judged)


def _measured(name: str, figures: Figures) -> Iterator[Table]:
    if shown := BY_THEMSELVES[name]:
        yield from shown(figures)
    else:
        yield table_of(name, ("", ""), figures.items())


def _forecast(figures: Figures) -> Iterator[Table]:
    yield table_of("what was said, and what came true", *calibration(figures))
    yield table_of("scores", ("", ""), scores(figures))


def _personal(figures: Figures) -> Iterator[Table]:
    kinds = [(kind, *(figures[f"{kind}_{figure}"] for figure in FIGURES)) for kind in PersonalKind]
    yield table_of("personal information found by machine", ("kind", *FIGURES), kinds)
    rest = [(what, figures[what]) for what in ("documents", "unread", "pages", "pages_a_second")]
    yield table_of("its corpus", ("", ""), rest)


BY_THEMSELVES: dict[str, Callable[[Figures], Iterable[Table]] | None] = {
    "engine": engine_tables,
    "letters": None,
    "clock": None,
    "personal": _personal,
    "redaction": lambda figures: [redaction_table(figures)],
    "pictures": None,
    "many": None,
    "oversight": oversight_tables,
    "forecast": _forecast,
    "console": lambda figures: [console_table(figures)],
    "several": None,
    "sizing": sizing_tables,
    "growth": growth_tables,
    "moving": None,
}
"""The tables of each section; ``None``: figure by figure."""
AIMS: dict[str, Callable[[Figures], Iterator[tuple[str, float, str, float]]]] = {
    "engine": engine_aims,
    "clock": clock_aims,
    "personal": personal_aims,
    "redaction": redaction_aims,
    "oversight": oversight_aims,
    "forecast": forecast_aims,
    "console": console_aims,
}
"""What is asked of a section."""


def _verdict(found: list[Aim]) -> Table:
    table = Table(title="aims", title_justify="left", header_style="bold")
    for column in ("", "measured", "aim", ""):
        table.add_column(column)
    for name, value, sign, aim, met in found:
        table.add_row(
            name, f"{value:g}", f"{sign} {aim:g}", "[green]met[/green]" if met else "[bold red]MISSED[/bold red]"
        )
    return table
