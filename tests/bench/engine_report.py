"""What the section ``engine`` shows, and what is asked of it."""

from collections.abc import Iterator
from typing import Any

from rich.table import Table

from api.cli.console import table_of
from tests.bench.engine import ARRANGEMENT

HISTORY = ("case", "steps", "runs", "events", "bytes", "billed actions")


def engine_tables(found: dict[str, Any]) -> Iterator[Table]:
    """How it was arranged, the steps of all sides, what they use and leave, and the rest of the run."""
    yield table_of("who is beside whom", ("", ""), ARRANGEMENT.items())
    yield _steps(found)
    yield _by_step(found)
    yield table_of("processor ms a step", *_cpu(found))
    yield table_of("history of a case", HISTORY, _history(found))
    yield table_of("memory after the load", ("", "PSS MB", "RSS MB"), _memory(found))
    for part in ("start", "calendar"):
        yield table_of(part, ("", ""), found[part].items())


def engine_aims(found: dict[str, Any]) -> Iterator[tuple[str, float, str, float]]:
    """Steps beside both yardsticks; history, start-up and memory by themselves."""
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


def _ratio(sides: dict[str, Any], other: str, figure: str) -> float:
    return round(float(sides["daylight"][figure]) / float(sides[other][figure]), 2)


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
