"""What the section ``oversight`` shows, and what is asked of it."""

from collections.abc import Iterator, Sequence

from rich.table import Table

from api.cli.console import table_of
from tests.bench.oversight import AGENCIES, COLUMNS, OPEN_ONE_IN

AIM_MS, AIM_REPORT_MS = 100.0, 5_000.0
AIM_GROWTH = 12.0
"""From the first size to the last, in time: what grows with the number of cases would grow a hundredfold."""
AIM_SQL = 1.5
KINDS = {
    "lists": ("newest", "open", "overdue", "0 to 2", "older", "one ", "closed", "corrected"),
    "searches": ("search",),
    "statistics": ("figures", "forecast"),
    "report": ("annual",),
}
"""Questions that are judged together beside their SQL, by how their names begin."""


def oversight_tables(figures: dict[str, float]) -> Iterator[Table]:
    """A table for each size, and one of the growth from the first to the last."""
    sizes = _in_order(figures, 0)
    for size in sizes:
        rows = [
            (
                name,
                *(_shown(figures[f"{size}: {name}: {column}"]) for column in COLUMNS[1:]),
                _shown(_beside_sql(figures, size, [name])),
            )
            for name in _names(figures)
        ]
        title = f"{int(size):,} closed cases, 1/{OPEN_ONE_IN} more open, {AGENCIES} agencies"
        yield table_of(title, (*COLUMNS, "p50 / SQL p50"), rows)
    growth = [(name, f"{_growth(figures, name):.1f}") for name in _names(figures)]
    yield table_of(f"growth of the p50 from {sizes[0]} to {sizes[-1]} cases", ("question", "times"), growth)


def oversight_aims(figures: dict[str, float]) -> Iterator[tuple[str, float, str, float]]:
    """At the last size: p99 of every question below its aim, the growth since the first, and all beside their SQL."""
    last = _in_order(figures, 0)[-1]
    for what, begins in KINDS.items():
        names = [name for name in _names(figures) if name.startswith(begins)]
        yield f"{what}: p50 / plain SQL", _beside_sql(figures, last, names), "≤", AIM_SQL
    for name in _names(figures):
        aim = AIM_REPORT_MS if name.startswith("annual") else AIM_MS
        yield f"{name}: p99 ms at {int(last):,}", figures[f"{last}: {name}: p99 ms"], "≤", aim
        yield f"{name}: growth", round(_growth(figures, name), 1), "≤", AIM_GROWTH


def _beside_sql(figures: dict[str, float], size: str, names: Sequence[str]) -> float:
    """How often these questions together take what their statements take alone, by their p50."""
    taken, alone = (sum(figures[f"{size}: {name}: {column}"] for name in names) for column in ("p50 ms", "SQL p50 ms"))
    return round(taken / max(alone, 0.1), 2)


def _growth(figures: dict[str, float], name: str) -> float:
    sizes = _in_order(figures, 0)
    first, last = (figures[f"{size}: {name}: p50 ms"] for size in (sizes[0], sizes[-1]))
    return last / max(first, 0.1)


def _names(figures: dict[str, float]) -> list[str]:
    return _in_order(figures, 1)


def _in_order(figures: dict[str, float], place: int) -> list[str]:
    return list(dict.fromkeys(name.split(": ")[place] for name in figures))


def _shown(value: float) -> str:
    return f"{value:g}"
