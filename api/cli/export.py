"""``daylight export CASE``: the whole file of a case as one archive; and checking such an archive."""

from pathlib import Path
from typing import Annotated

import typer

from activities.keeping.archive_check import check_archive
from api.cli.cases import Case
from api.cli.client import Api, As
from api.cli.console import AsJson, emit, out, table_of
from api.cli.local import DEFAULT_DATA, Data
from schemas.export import ArchiveReport

Out = Annotated[Path | None, typer.Option("--out", dir_okay=False, help="File to write; CASE.zip unless given.")]


def export(
    case: Case, target: Out = None, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA
) -> None:
    """Write the whole file of a case, personal data in plain text, and check what was written."""
    api = Api(data, login)
    case_id = api.case_id(case)
    target = target or Path(f"{case_id}.zip")
    api.download(f"/api/applications/{case_id}/export", target, mode=0o600)
    verify_file(target, None, as_json=as_json)


def verify_file(file: Path, key: str | None, *, as_json: bool) -> None:
    """Check an archive by itself alone; ``key``: the fingerprint its key must have. Exit status 1 for a fault."""
    report = check_archive(file, key)
    if as_json:
        emit({"file": str(file), **_told(report)}, as_json=True)
    else:
        _show(file, report)
    if report.faults:
        raise typer.Exit(1)


def _told(report: ArchiveReport) -> dict[str, object]:
    """Without the list of members, which is as long as the archive has files."""
    manifest = report.manifest.model_dump(mode="json", exclude={"members"}) if report.manifest else None
    return {**report.model_dump(mode="json", exclude={"manifest"}), "manifest": manifest}


def _show(file: Path, report: ArchiveReport) -> None:
    """What it is, then each fault in a line of its own."""
    manifest = report.manifest
    facts = [["公钥指纹 / key", report.fingerprint]]
    if manifest:
        facts += [
            ["办件 / case", f"{manifest.reference} {manifest.case_id}"],
            ["导出 / exported", f"{manifest.exported_at:%Y-%m-%d %H:%M:%S %Z} {manifest.exported_by}"],
            ["事件 / events", str(manifest.events)],
            ["文件 / documents", str(report.documents)],
        ]
    out.print(table_of(f"归档 / Archive {file.name}", ["", ""], facts))
    for fault in report.faults:
        place = " ".join(filter(None, (fault.member, f"#{fault.seq}" if fault.seq else None)))
        typer.echo(f"{fault.code}\t{place}\t{fault.message}")
    if not report.faults:
        out.print("[green]✓[/green] 完好 / nothing is wrong", highlight=False)
