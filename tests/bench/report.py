"""The report for people, and whether the aims were met."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table

from api.cli.console import table_of
from schemas.pages import PersonalKind
from tests.bench.console import console_aims, console_table
from tests.bench.forecast import calibration, forecast_aims, scores
from tests.bench.oversight import oversight_aims, oversight_tables
from tests.bench.personal import FIGURES, personal_aims
from tests.bench.redaction import redaction_aims, redaction_table

Aim = tuple[str, float, str, float, bool]


def aims(found: dict[str, Any]) -> list[Aim]:
    """What is measured, its value, ``≤`` or ``≥``, the aim, and whether it is met."""
    return _judged(_aims(found))


def _judged(asked: Iterator[tuple[str, float, str, float]]) -> list[Aim]:
    return [(name, value, sign, aim, value <= aim if sign == "≤" else value >= aim) for name, value, sign, aim in asked]


def _aims(found: dict[str, Any]) -> Iterator[tuple[str, float, str, float]]:
    for pair in found["steps"]:
        n = pair["daylight"]["clients"]
        yield f"step p50 / bare update p50, {n} clients", _ratio(pair, "p50_ms"), "≤", 1.5
        yield f"steps / bare updates a second, {n} clients", _ratio(pair, "a_second"), "≥", 0.7
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


def _ratio(pair: dict[str, Any], figure: str) -> float:
    return round(float(pair["daylight"][figure]) / float(pair["bare"][figure]), 2)


def show(found: dict[str, Any], console: Console) -> None:
    """All tables; missed aims in red and in words."""
    console.print(table_of("machine", ("", ""), found["machine"].items()))
    console.print(found["arrangement"], highlight=False)
    console.print(_steps(found))
    console.print(_by_step(found))
    console.print(table_of("processor ms a step", *_cpu(found)))
    console.print(table_of("history of a case", ("case", "steps", "runs", "events", "bytes"), _history(found)))
    console.print(table_of("memory after the load", ("", "PSS MB", "RSS MB"), _memory(found)))
    for part in ("start", "letters", "clock", "calendar", "pictures"):
        console.print(table_of(part, ("", ""), found[part].items()))
    show_section("personal", found["personal"], console)
    console.print(redaction_table(found["redaction"]))
    console.print(table_of("forecast", *calibration(found["forecast"])))
    console.print(console_table(found["console"]))
    console.print(_verdict(aims(found)))


def show_section(name: str, figures: dict[str, float], console: Console) -> None:
    """A part that was measured by itself."""
    if name == "redaction":
        console.print(redaction_table(figures))
        return console.print(_verdict(_judged(redaction_aims(figures))))
    if name == "forecast":
        console.print(table_of("what was said, and what came true", *calibration(figures)))
        console.print(table_of("scores", ("", ""), scores(figures)))
        return console.print(_verdict(_judged(forecast_aims(figures))))
    if name == "console":
        console.print(console_table(figures))
        return console.print(_verdict(_judged(console_aims(figures))))
    if name == "oversight":
        for table in oversight_tables(figures):
            console.print(table)
        return console.print(_verdict(_judged(oversight_aims(figures))))
    if name != "personal":
        return console.print(table_of(name, ("", ""), figures.items()))
    kinds = [(kind, *(figures[f"{kind}_{figure}"] for figure in FIGURES)) for kind in PersonalKind]
    console.print(table_of("personal information found by machine", ("kind", *FIGURES), kinds))
    rest = [(what, figures[what]) for what in ("documents", "unread", "pages", "pages_a_second")]
    console.print(table_of("its corpus", ("", ""), rest))
    return console.print(_verdict(_judged(personal_aims(figures))))


def _steps(found: dict[str, Any]) -> Table:
    columns = ("clients", "side", "steps", "p50 ms", "p99 ms", "mean ms", "a second", "a second, block by block")
    keys = ("steps", "p50_ms", "p99_ms", "mean_ms", "a_second")
    rows = [
        (one["clients"], side, *(one[key] for key in keys), "  ".join(map(str, one["a_second_by_block"])))
        for pair in found["steps"]
        for side, one in pair.items()
    ]
    return table_of("the steps of a case, as many updates of a bare workflow", columns, rows)


def _by_step(found: dict[str, Any]) -> Table:
    daylight = [pair["daylight"] for pair in found["steps"]]
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
        for pair in found["steps"]
        for side, one in pair.items()
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
