"""The table at the end of a demo, and the same for machines."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.table import Table

from api.cli.console import table_of
from api.demo.run import Result
from schemas.base import Recorded
from schemas.vocabulary import Channel, Outcome, State

_COLUMNS = ("reference", "case", "received", "due", "state", "days", "outcome", "events", "letters", "docs", "")

WIDE = 150


class Row(Recorded):
    """One case in the end; ``days_used`` of ``limit`` working days, ``documents`` those put into the case."""

    key: str
    shows: str
    channel: Channel
    reference: str | None = None
    received_on: date | None = None
    due_on: date | None = None
    overdue_on: date | None = None
    state: State | None = None
    days_used: int | None = None
    limit: int | None = None
    outcome: Outcome | None = None
    events: int = 0
    letters: int = 0
    documents: int = 0
    wrong: tuple[str, ...] = ()


class Report(Recorded):
    """A whole demo. ``verified``: how many cases a verification of everything checked, where there was one."""

    run: str
    today: date
    seconds: float
    cases: tuple[Row, ...]
    verified: int | None = None
    faults: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """Every case is where it should be and nothing on record is wrong."""
        return not self.faults and not any(row.wrong for row in self.cases)


def row_of(result: Result) -> Row:
    """The row of a case that was played, or what went wrong with it."""
    case, wrong = result.case, tuple(map(str, result.wrong))
    if result.found is None:
        return Row(key=case.key, shows=case.shows, channel=case.channel, wrong=wrong)
    summary, counted = result.found.view.summary, result.found.deadline
    return Row(
        key=case.key,
        shows=case.shows,
        channel=case.channel,
        reference=summary.reference,
        received_on=summary.received_on,
        due_on=summary.due_on,
        overdue_on=summary.overdue_on,
        state=summary.state,
        days_used=counted.working_days_used if counted else None,
        limit=counted.limit if counted else None,
        outcome=summary.outcome,
        events=len(result.found.links),
        letters=len(result.found.letters),
        documents=sum(document.origin == "uploaded" for document in result.found.documents),
        wrong=wrong,
    )


def table(report: Report, width: int) -> Table:
    """For a terminal so many columns wide; on a narrow one without the words on what a case shows."""
    shown = [n for n, column in enumerate(_COLUMNS) if width >= WIDE or column != "case"]
    rows = [[_cells(row)[n] for n in shown] for row in report.cases]
    return table_of("样例申请 / Sample applications", [_COLUMNS[n] for n in shown], rows)


def summary(report: Report) -> str:
    """One line: how many, and whether all is well."""
    rows = report.cases
    counts = (len(rows), sum(r.events for r in rows), sum(r.letters for r in rows), sum(r.documents for r in rows))
    wrong = sum(bool(row.wrong) for row in rows)
    said = f"{wrong} 件不符 / {wrong} not where they should be" if wrong else "全部到位 / all where they should be"
    return (
        "{} 件 / cases · {} 事件 / events · {} 文书 / letters · {} 文件 / documents".format(*counts)
        + f" · {report.seconds:.1f} s · {said}"
    )


def _cells(row: Row) -> Sequence[Any]:
    used = f"{row.days_used}/{row.limit}" if row.limit else ""
    late = f"{row.due_on} !" if row.overdue_on else row.due_on
    well = "✗" if row.wrong else "✓"
    counts = (row.events, row.letters, row.documents)
    return (row.reference, row.shows, row.received_on, late, row.state, used, row.outcome, *counts, well)
