"""The report for people, and whether the aims were met."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.table import Table

from api.cli.console import table_of
from schemas.pages import PersonalKind
from tests.bench.console import console_aims, console_table
from tests.bench.forecast import calibration, forecast_aims, scores
from tests.bench.growth import growth_tables
from tests.bench.oversight_report import oversight_aims, oversight_tables
from tests.bench.personal import FIGURES, personal_aims
from tests.bench.redaction import redaction_aims, redaction_table
from tests.bench.sizing import sizing_tables

HISTORY = ("case", "steps", "runs", "events", "bytes", "billed actions")
Aim = tuple[str, float, str, float, bool]


def aims(found: dict[str, Any]) -> list[Aim]:
    """What is measured, its value, ``≤`` or ``≥``, the aim, and whether it is met."""
    return _judged(_aims(found))


def _judged(asked: Iterator[tuple[str, float, str, float]]) -> list[Aim]:
    return [(name, value, sign, aim, value <= aim if sign == "≤" else value >= aim) for name, value, sign, aim in asked]


def _aims(found: dict[str, Any]) -> Iterator[tuple[str, float, str, float]]:
    for sides in found["steps"]:
        n = sides["daylight"]["clients"]
        for other in ("plain service", "bare"):
            yield f"step p50 / that of {other}, {n} clients", _ratio(sides, other, "p50_ms"), "≤", 1.3
            yield f"steps a second / those of {other}, {n} clients", _ratio(sides, other, "a_second"), "≥", 0.8
    yield "history events of a case", found["history"]["plain"]["events"], "≤", 120
    yield "history kB of a case", found["history"]["plain"]["bytes"] / 1000, "≤", 60
    yield "seconds until ready, data there", found["start"]["existing_seconds"], "≤", 15
    yield "seconds until ready, first time", found["start"]["fresh_seconds"], "≤", 15
    yield "MB of the whole tree after the load (PSS)", found["memory"]["total"]["pss_mb"], "≤", 700
    yield "seconds for 100,000 due dates", found["clock"]["due_dates_seconds"], "≤", 2
    yield from personal_aims(found["personal"])
    yield from redaction_aims(found["redaction"])
    yield from forecast_aims(found["forecast"])
    yield from console_aims(found["console"])


def _ratio(sides: dict[str, Any], other: str, figure: str) -> float:
    return round(float(sides["daylight"][figure]) / float(sides[other][figure]), 2)


def show(found: dict[str, Any], console: Console) -> None:
    """How it was arranged, and all tables; missed aims in red and in words."""
    console.print(found["arrangement"], highlight=False)
    for table in tables(found):
        console.print(table)


def tables(found: dict[str, Any]) -> Iterator[Table]:
    """Everything that was measured in one run; the aims last."""
    yield table_of("machine", ("", ""), found["machine"].items())
    yield _steps(found)
    yield _by_step(found)
    yield table_of("processor ms a step", *_cpu(found))
    yield table_of("history of a case", HISTORY, _history(found))
    yield table_of("memory after the load", ("", "PSS MB", "RSS MB"), _memory(found))
    for part in ("start", "calendar"):
        yield table_of(part, ("", ""), found[part].items())
    for part in (name for name in found if name in BY_THEMSELVES):
        yield from _measured(part, found[part])
    yield _verdict(aims(found))


def section_tables(name: str, figures: dict[str, float]) -> Iterator[Table]:
    """A part that was measured by itself, and its aims, if it has any."""
    yield from _measured(name, figures)
    if judged := AIMS.get(name):
        yield _verdict(_judged(judged(figures)))


def _measured(name: str, figures: dict[str, float]) -> Iterator[Table]:
    if shown := BY_THEMSELVES[name]:
        yield from shown(figures)
    else:
        yield table_of(name, ("", ""), figures.items())


def _forecast(figures: dict[str, float]) -> Iterator[Table]:
    yield table_of("what was said, and what came true", *calibration(figures))
    yield table_of("scores", ("", ""), scores(figures))


def _personal(figures: dict[str, float]) -> Iterator[Table]:
    kinds = [(kind, *(figures[f"{kind}_{figure}"] for figure in FIGURES)) for kind in PersonalKind]
    yield table_of("personal information found by machine", ("kind", *FIGURES), kinds)
    rest = [(what, figures[what]) for what in ("documents", "unread", "pages", "pages_a_second")]
    yield table_of("its corpus", ("", ""), rest)


BY_THEMSELVES: dict[str, Callable[[dict[str, float]], Iterable[Table]] | None] = {
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
"""Sections that can be measured alone, and their tables; ``None``: figure by figure."""
AIMS: dict[str, Callable[[dict[str, float]], Iterator[tuple[str, float, str, float]]]] = {
    "personal": personal_aims,
    "redaction": redaction_aims,
    "oversight": oversight_aims,
    "forecast": forecast_aims,
    "console": console_aims,
}
"""What is asked of a section."""


def _steps(found: dict[str, Any]) -> Table:
    columns = ("clients", "side", "steps", "p50 ms", "p99 ms", "mean ms", "a second", "cases a second", "by block")
    keys = ("steps", "p50_ms", "p99_ms", "mean_ms", "a_second", "cases_a_second")
    rows = [
        (one["clients"], side, *(one[key] for key in keys), "  ".join(map(str, one["a_second_by_block"])))
        for sides in found["steps"]
        for side, one in sides.items()
    ]
    return table_of("the steps of a case, and as many updates of the others", columns, rows)


def _by_step(found: dict[str, Any]) -> Table:
    daylight = [sides["daylight"] for sides in found["steps"]]
    columns = ("step", *(f"p50 ms, {one['clients']} clients" for one in daylight))
    rows = [(name, *(one["p50_ms_by_step"][name] for one in daylight)) for name in daylight[0]["p50_ms_by_step"]]
    return table_of("Daylight, step by step (submission and issue_reply make letters)", columns, rows)


def _cpu(found: dict[str, Any]) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    parts = ("client", "api", "worker", "temporal", "postgres")
    rows = [
        (
            one["clients"],
            side,
            *(one["cpu_ms_a_step"].get(part, "") for part in parts),
            round(sum(one["cpu_ms_a_step"].values()), 1),
        )
        for sides in found["steps"]
        for side, one in sides.items()
    ]
    return ("clients", "side", *parts, "all"), rows


def _history(found: dict[str, Any]) -> list[tuple[object, ...]]:
    return [(name, *size.values()) for name, size in found["history"].items()]


def _memory(found: dict[str, Any]) -> list[tuple[object, ...]]:
    return [(name, *part.values()) for name, part in found["memory"].items()]


def _verdict(found: list[Aim]) -> Table:
    table = Table(title="aims", title_justify="left", header_style="bold")
    for column in ("", "measured", "aim", ""):
        table.add_column(column)
    for name, value, sign, aim, met in found:
        table.add_row(
            name, f"{value:g}", f"{sign} {aim:g}", "[green]met[/green]" if met else "[bold red]MISSED[/bold red]"
        )
    return table
