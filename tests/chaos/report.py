"""What a run found, for people and as JSON."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from api.cli.console import table_of
from schemas.base import Recorded
from tests.chaos.audit import Check
from tests.chaos.recovery import Recovery

SHOWN = 20
"""Breaches of one promise that are printed; the JSON has all."""


class Report(Recorded):
    """A whole run. ``finished``: cases whose script was played to its end; ``seconds`` of the work under faults, and of
    everything. ``troubles``: attempts that got no answer, by what happened instead."""

    machine: Mapping[str, str]
    seed: int
    cases: int
    clients: int
    faults: int
    finished: int
    commands: int
    attempts_in_vain: int
    working_seconds: float
    whole_seconds: float
    events: int
    letters: int
    documents: int
    waiting_to_be_posted: int
    troubles: Mapping[str, int]
    recoveries: tuple[Recovery, ...]
    checks: tuple[Check, ...]
    unfinished: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """Everything was played to its end and nothing is wrong."""
        return not self.unfinished and not any(check.wrong for check in self.checks)


def show(report: Report, out: Console) -> None:
    """What was done, what befell it, how soon it went on, what the audit says, and what is wrong."""
    out.print(table_of("machine", ("", ""), report.machine.items()))
    for table in tables(report):
        out.print(table)
    for check in report.checks:
        for wrong in check.wrong[:SHOWN]:
            out.print(f"[red]wrong[/red] {check.promise}: {wrong}", highlight=False)
    for one in report.unfinished[:SHOWN]:
        out.print(f"[red]unfinished[/red] {one}", highlight=False)
    out.print("[green]every promise held[/green]" if report.well else "[bold red]BROKEN[/bold red]")


def tables(report: Report) -> Iterator[Table]:
    """The figures, without the machine."""
    yield table_of("what was done", ("", ""), _done(report))
    yield table_of("attempts without an answer", ("", "times"), sorted(report.troubles.items()))
    columns = ("", "", "times", "first: median s", "worst", "all: median s", "worst")
    yield table_of("recovery after the end of a fault", columns, [_seconds(one) for one in report.recoveries])
    audit = [(check.promise, check.looked_at, len(check.wrong) or "—") for check in report.checks]
    yield table_of("audit", ("promise", "looked at", "wrong"), audit)


def write(report: Report, path: Path) -> None:
    """All of it as JSON."""
    path.write_text(report.model_dump_json(indent=2))


def _done(report: Report) -> list[tuple[str, object]]:
    names = ("seed", "cases", "finished", "clients", "faults", "commands", "attempts_in_vain", "events", "letters")
    more = ("documents", "waiting_to_be_posted", "working_seconds", "whole_seconds")
    return [(name.replace("_", " "), getattr(report, name)) for name in (*names, *more)]


def _seconds(one: Recovery) -> tuple[object, ...]:
    times = (one.first_median, one.first_worst, one.all_median, one.all_worst)
    return (one.part, one.harm, one.times, *times)
