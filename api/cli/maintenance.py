"""``daylight verify`` and ``daylight rebuild-read-model``: prove the record, and make the read model from it again."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from api.annual_proof import ReportFault, damaged_annual_reports
from api.cli.console import AsJson, emit, out, table_of
from api.cli.export import verify_file
from api.cli.local import DEFAULT_DATA, Data, settings_for
from api.own_records_upkeep import rebuild_own_records, verify_own_records
from api.upkeep import Fault, rebuild, verify_all
from schemas.settings import Settings
from worker.main import resources

Archive = Annotated[Path | None, typer.Argument(exists=True, dir_okay=False, help="An exported case, checked offline.")]
Key = Annotated[str | None, typer.Option("--key", help="Fingerprint that the key of FILE must have.")]


def verify(file: Archive = None, key: Key = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Check chains, read model, stored documents and adopted reports, or FILE by itself; exit status 1 for a fault."""
    if file:
        verify_file(file, key, as_json=as_json)
    elif key:
        raise typer.BadParameter("--key goes with FILE")
    else:
        _verify_record(settings_for(data), as_json=as_json)


def _verify_record(settings: Settings, *, as_json: bool) -> None:
    proof = asyncio.run(proven(settings))
    tell_proof(proof, as_json=as_json)
    if proof.faults:
        raise typer.Exit(1)


@dataclass(frozen=True)
class Proof:
    """What was checked, and every fault found."""

    cases: int
    own_records: int
    faults: list[Fault | ReportFault]

    @property
    def answer(self) -> dict[str, object]:
        """The same as JSON."""
        faults = [fault.model_dump(mode="json") for fault in self.faults]
        return {"cases": self.cases, "own_records": self.own_records, "faults": faults}


def tell_proof(proof: Proof, *, as_json: bool) -> None:
    """Print what was found."""
    columns = ["reference", "case", "event", "code", "what is wrong"]
    rows = [_row(fault) for fault in proof.faults]
    emit(proof.answer, as_json=as_json, table=table_of(f"核验 / Verified {proof.cases} cases", columns, rows))
    if not as_json and not proof.faults:
        out.print("[green]✓[/green] 完好 / nothing is wrong", highlight=False)


def _row(fault: Fault | ReportFault) -> list[object]:
    case_id, seq = (fault.case_id, fault.seq) if isinstance(fault, Fault) else (None, None)
    return [fault.reference, case_id, seq, fault.code, fault.message]


async def proven(settings: Settings) -> Proof:
    """Check all that is on record."""
    async with resources(settings) as (database, store, _):
        checked, faults = await verify_all(database, store)
        own_records, more = await verify_own_records(database, store)
        reports = await damaged_annual_reports(database)
        return Proof(checked, own_records, [*faults, *more, *reports])


def rebuild_read_model(as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Drop the rows of the read model and fold every case's events again."""
    rebuilt, own_records = asyncio.run(_rebuild(settings_for(data)))
    table = table_of("重建 / Rebuilt", ["cases", "own records"], [[rebuilt, own_records]])
    emit({"cases": rebuilt, "own_records": own_records}, as_json=as_json, table=table)


async def _rebuild(settings: Settings) -> tuple[int, int]:
    async with resources(settings) as (database, _, _):
        return await rebuild(database), await rebuild_own_records(database)
