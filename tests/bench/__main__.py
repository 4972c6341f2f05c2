"""``make bench``: every section in turn, each on servers of its own. A missed aim is said plainly and is no failure."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.bench.calendar_change import LIVE
from tests.bench.clock import bench_clock
from tests.bench.console import bench_console
from tests.bench.duel import ROUNDS
from tests.bench.engine import bench_engine
from tests.bench.forecast import bench_forecast
from tests.bench.growth import bench_growth
from tests.bench.letters import bench_letters
from tests.bench.machine import machine
from tests.bench.many import bench_many
from tests.bench.measurements import write
from tests.bench.moving import bench_moving
from tests.bench.oversight import SIZES, bench_oversight
from tests.bench.personal import bench_personal
from tests.bench.pictures import bench_pictures
from tests.bench.redaction import bench_redaction
from tests.bench.report import missed, section_tables
from tests.bench.several import bench_several
from tests.bench.sizing import bench_sizing
from worker.logs import configure_logging

SECTIONS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "engine": lambda asked: bench_engine(asked.rounds, asked.live_cases),
    "growth": lambda _: bench_growth(),
    "several": lambda _: bench_several(),
    "sizing": lambda _: bench_sizing(),
    "moving": lambda _: asyncio.run(bench_moving()),
    "letters": lambda _: bench_letters(),
    "clock": lambda _: bench_clock(),
    "personal": lambda _: bench_personal(),
    "redaction": lambda _: bench_redaction(),
    "pictures": lambda _: bench_pictures(),
    "many": lambda _: bench_many(),
    "forecast": lambda _: bench_forecast(),
    "console": lambda asked: bench_console(only=asked.only),
    "oversight": lambda asked: bench_oversight(asked.cases, asked.folder),
}
"""What is measured, in the order of a whole run."""


def main() -> None:
    """Measure, print, and write what is asked for."""
    asked = _asked()
    configure_logging("json", "WARNING")
    names = [asked.section] if asked.section else [*SECTIONS]
    found = {name: _measured(name, asked) for name in names}
    if not asked.section:
        said = [aim for name, figures in found.items() for aim in missed(name, figures)]
        Console().print(*((said and ["Aims missed:", *said]) or ["Every aim is met."]), sep="\n", highlight=False)
    if asked.json:
        asked.json.write_text(json.dumps({"machine": machine(), **found}, ensure_ascii=False, indent=2))
    sys.stdout.flush()
    os._exit(0)  # the Temporal client may abort while the interpreter finalises


def _measured(name: str, asked: argparse.Namespace) -> dict[str, Any]:
    before = machine()
    Console(stderr=True).print(f"{name} …")
    figures = SECTIONS[name](asked)
    shown = list(section_tables(name, figures))
    for table in shown:
        Console().print(table)
    if asked.write:
        write(name, f"python -m tests.bench {name}", shown, before)
    return figures


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("section", nargs="?", choices=SECTIONS, help="measure this alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to this file too")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/measurements.md")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="engine: blocks of each side and number of clients")
    parser.add_argument("--live-cases", type=int, default=LIVE, help="engine: cases that a change of calendar moves")
    parser.add_argument("--cases", type=int, nargs="+", default=SIZES, help="oversight: sizes")
    parser.add_argument("--folder", type=Path, help="oversight: keep the databases here, and use them again")
    parser.add_argument("--only", nargs="+", default=(), metavar="PAGE", help="console: these pages only")
    return parser.parse_args()


if __name__ == "__main__":
    main()
