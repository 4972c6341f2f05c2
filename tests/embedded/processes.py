"""Which processes belong to a stack, and are they gone? Asked by number and moment of creation."""

import json
from collections.abc import Iterable
from pathlib import Path

import psutil


def of_stack(data_dir: Path) -> dict[str, psutil.Process]:
    """What ``run.json`` names beside the supervisor, by name."""
    run = json.loads((data_dir / "run.json").read_text())
    return {name: psutil.Process(record["pid"]) for name, record in run["processes"].items() if name != "initdb"}


def with_children(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    """These and everything below them."""
    return [member for process in processes for member in (process, *process.children(recursive=True))]


def still_alive(processes: Iterable[psutil.Process], patience: float = 10.0) -> list[int]:
    """The numbers of those that have not ended after ``patience`` seconds; a zombie has ended."""
    _, alive = psutil.wait_procs(list(processes), timeout=patience)
    return [process.pid for process in alive if process.status() != psutil.STATUS_ZOMBIE]
