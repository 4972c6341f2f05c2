"""The tables at the end of a demo, and the same for machines."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.table import Table

from api.cli.console import table_of
from api.demo.coverage import Shown
from api.demo.overseen import Overseen
from api.demo.requests import RequestResult
from api.demo.run import Result
from api.demo.showcase import Saved
from schemas.base import Recorded
from schemas.own_records import OwnRecordOutcome, OwnRecordState
from schemas.vocabulary import Channel, Outcome, State

_COLUMNS = ("reference", "case", "received", "due", "state", "days", "outcome", "events", "letters", "docs", "")

WIDE = 170


class Told(Recorded):
    """What was played, what it shows, and every point at which it is not where it should be."""

    key: str
    shows: str
    reference: str | None = None
    wrong: tuple[str, ...] = ()


class Row(Told):
    """One case in the end; ``days_used`` of ``limit`` working days, ``documents`` those put into the case.

    ``rungs``: how many of the ``events`` are rungs of the ladder.
    """

    channel: Channel
    received_on: date | None = None
    due_on: date | None = None
    overdue_on: date | None = None
    state: State | None = None
    days_used: int | None = None
    limit: int | None = None
    outcome: Outcome | None = None
    events: int = 0
    rungs: int = 0
    letters: int = 0
    documents: int = 0


class RequestRow(Told):
    """One request for correction of own records in the end."""

    state: OwnRecordState | None = None
    outcome: OwnRecordOutcome | None = None
    events: int = 0
    letters: int = 0


class Report(Recorded):
    """A whole demo. ``missing``: what it should have shown and did not. ``verified``: how many cases and requests a
    verification of everything checked, where there was one."""

    run: str
    today: date
    seconds: float
    cases: tuple[Row, ...]
    requests: tuple[RequestRow, ...] = ()
    letters: tuple[Shown, ...] = ()
    release: Saved | None = None
    overseen: Overseen | None = None
    missing: tuple[str, ...] = ()
    verified: int | None = None
    faults: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[Told, ...]:
        """Cases and requests alike."""
        return (*self.cases, *self.requests)

    @property
    def well(self) -> bool:
        """Everything was shown, is where it should be, and nothing on record is wrong."""
        damaged = self.release is not None and self.release.faults
        amiss = self.overseen is not None and (self.overseen.faults or self.overseen.gaps)
        return not (self.faults or self.missing or damaged or amiss or any(row.wrong for row in self.told))


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
        rungs=len(result.found.rungs),
        letters=len(result.found.letters),
        documents=sum(document.origin == "uploaded" for document in result.found.documents),
        wrong=wrong,
    )


def request_row_of(result: RequestResult) -> RequestRow:
    """The row of a request that was played, or what went wrong with it."""
    request, wrong = result.request, tuple(map(str, result.wrong))
    if result.found is None:
        return RequestRow(key=request.key, shows=request.shows, wrong=wrong)
    summary = result.found.view.summary
    return RequestRow(
        key=request.key,
        shows=request.shows,
        reference=summary.reference,
        state=summary.state,
        outcome=summary.outcome,
        events=len(result.found.links),
        letters=len(result.found.letters),
        wrong=wrong,
    )


def tables(report: Report, width: int) -> tuple[Table, ...]:
    """What is shown on a terminal: the cases, the requests for correction, one letter of every kind."""
    return (table(report, width), _requests(report), _letters(report))


def table(report: Report, width: int) -> Table:
    """For a terminal so many columns wide; on a narrow one without the words on what a case shows."""
    shown = [n for n, column in enumerate(_COLUMNS) if width >= WIDE or column != "case"]
    rows = [[_cells(row)[n] for n in shown] for row in report.cases]
    return table_of("样例申请 / Sample applications", [_COLUMNS[n] for n in shown], rows)


def _requests(report: Report) -> Table:
    rows = [
        (row.reference, row.shows, row.state, row.outcome, row.events, row.letters, _mark(row.wrong))
        for row in report.requests
    ]
    columns = ("reference", "request", "state", "outcome", "events", "letters", "")
    return table_of("更正与自身相关的政府信息记录 / Correction of own records", columns, rows)


def _letters(report: Report) -> Table:
    rows = [(one.code, one.label, one.label_en, one.count, one.number, one.file) for one in report.letters]
    columns = ("template", "文书", "letter", "made", "number", "saved as")
    return table_of("文书各一份 / One letter of every kind", columns, rows)


def _mark(wrong: tuple[str, ...]) -> str:
    return "✗" if wrong else "✓"


def summary(report: Report) -> str:
    """One line: how many, and whether all is well."""
    rows = report.cases
    counts = (len(rows), sum(r.events for r in rows), sum(r.letters for r in rows), sum(r.documents for r in rows))
    wrong = sum(bool(row.wrong) for row in report.told)
    said = f"{wrong} 件不符 / {wrong} not where they should be" if wrong else "全部到位 / all where they should be"
    return (
        "{} 件 / cases · {} 事件 / events · {} 文书 / letters · {} 文件 / documents · ".format(*counts)
        + f"{len(report.requests)} 件更正 / requests · {len(report.letters)} 种文书 / kinds of letters"
        + f" · {report.seconds:.1f} s · {said}"
    )


def released(saved: Saved) -> str:
    """One line: what was given out, and where it lies to be looked at."""
    return (
        f"公开材料 / release of {saved.reference}: {saved.documents} 份 / documents, {saved.pages} 页 / pages → "
        f"{saved.folder}/release.pdf, release.zip, before.png, after.png\n"
        f"离线核验 / check offline: daylight verify {saved.folder}/case.zip"
    )


def reported(overseen: Overseen) -> str:
    """Two lines: the annual report, and that no notice is missing or doubled."""
    files = ", ".join(overseen.files)
    return (
        f"年度报告 / annual report of {overseen.year} → {files}\n"
        f"通知 / notices: {overseen.notices}，缺漏或者重复 / missing or doubled: {len(overseen.gaps)}"
    )


def _cells(row: Row) -> Sequence[Any]:
    used = f"{row.days_used}/{row.limit}" if row.limit else ""
    late = f"{row.due_on} !" if row.overdue_on else row.due_on
    counts = (row.events, row.letters, row.documents)
    return (row.reference, row.shows, row.received_on, late, row.state, used, row.outcome, *counts, _mark(row.wrong))
