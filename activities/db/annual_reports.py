"""Entered figures and texts of annual reports, and adopted versions: nothing is ever changed, only added to."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Table, func, insert, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import agencies
from activities.db.tables_annual import annual_entries, annual_reports
from schemas.annual import Adoption, AnnualContent, EnteredEntries, Entries
from schemas.base import Recorded
from schemas.errors import DaylightError, InvalidInput, StepRefused


class Scope(Recorded):
    """Of which report: an agency's own of a year, or (``tree``) that of the agency and all below it."""

    agency_id: UUID
    tree: bool
    year: int


class CarriedCase(Recorded):
    """A case behind row four of an adopted version."""

    case_id: UUID
    reference: str
    applicant_kind: str


class AdoptedReport(Recorded):
    """An adopted version with what it says; ``carried``: the cases behind its row four."""

    adoption: Adoption
    content: AnnualContent
    carried: tuple[CarriedCase, ...]


class ToAdopt(Recorded):
    """A report as it was counted. ``seen``: the adopted version that stood then, 0 for none."""

    scope: Scope
    content: AnnualContent
    carried: tuple[CarriedCase, ...]
    seen: int
    reason: str | None
    adopted_by: UUID


class DamagedReport(Recorded):
    """An adopted version that is not what was adopted."""

    agency_id: UUID
    agency: str
    tree: bool
    year: int
    version: int


_ADOPTION = [annual_reports.c[name] for name in Adoption.model_fields]
_PROVEN = {"content": "sha256", "carried": "carried_sha256"}
"""What is frozen, and the column of its hash."""
_REPORT = [
    *_ADOPTION,
    *(annual_reports.c[name] for name in (*Scope.model_fields, "content", "carried", "carried_sha256")),
]
_ENTRIES = [annual_entries.c[name] for name in EnteredEntries.model_fields]
_CARRIED = TypeAdapter(tuple[CarriedCase, ...])


def canonical(told: object) -> str:
    """Canonical JSON: sorted keys, no spaces, as what is hashed and kept (in the spirit of RFC 8785)."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


async def entries_of(connection: AsyncConnection, scope: Scope) -> EnteredEntries:
    """The entries in force; version 0 without any."""
    statement = select(*_ENTRIES).where(*_of(annual_entries, scope)).order_by(annual_entries.c.version.desc())
    found = (await connection.execute(statement.limit(1))).mappings().first()
    return _entered(dict(found)) if found else EnteredEntries()


async def entries_by_agency(
    connection: AsyncConnection, agency_ids: Sequence[UUID], year: int
) -> Mapping[UUID, EnteredEntries]:
    """The entries in force for each agency's own report of a year."""
    table = annual_entries
    statement = (
        select(table.c.agency_id, *_ENTRIES)
        .ext(distinct_on(table.c.agency_id))
        .where(table.c.agency_id.in_(agency_ids), ~table.c.tree, table.c.year == year)
        .order_by(table.c.agency_id, table.c.version.desc())
    )
    found = (await connection.execute(statement)).mappings()
    return {row["agency_id"]: _entered(dict(row)) for row in found}


async def put_entries(
    connection: AsyncConnection, scope: Scope, wanted: Entries, expected: int, by: UUID
) -> EnteredEntries:
    """Enter all anew beside the earlier version; the same again change nothing, so that a retry is harmless.

    Raises ``StepRefused("annual_entries_moved_on")`` when others were entered since ``expected``.
    """
    await _one_at_a_time(connection, "entries", scope)
    standing = await entries_of(connection, scope)
    if standing.version and standing.entries == wanted:
        return standing
    if standing.version != expected:
        raise StepRefused("annual_entries_moved_on", field="expected_version")
    values = {**scope.model_dump(), "version": expected + 1, "entered_by": by}
    await connection.execute(insert(annual_entries).values(**values, entries=wanted.model_dump(mode="json")))
    return await entries_of(connection, scope)


async def adoptions(connection: AsyncConnection, scope: Scope) -> tuple[Adoption, ...]:
    """All adopted versions, newest first."""
    statement = select(*_ADOPTION).where(*_of(annual_reports, scope)).order_by(annual_reports.c.version.desc())
    return tuple(Adoption.model_validate(dict(row)) for row in (await connection.execute(statement)).mappings())


async def adopted(connection: AsyncConnection, scope: Scope, version: int | None = None) -> AdoptedReport | None:
    """One adopted version, the newest unless given. Raises ``DaylightError("annual_report_damaged")``."""
    statement = select(*_REPORT).where(*_of(annual_reports, scope)).order_by(annual_reports.c.version.desc())
    if version is not None:
        statement = statement.where(annual_reports.c.version == version)
    found = (await connection.execute(statement.limit(1))).mappings().first()
    return _adopted(dict(found)) if found else None


async def own_reports(
    connection: AsyncConnection, agency_ids: Sequence[UUID], year: int
) -> Mapping[UUID, AdoptedReport]:
    """The newest adopted report of each agency for itself. Raises ``DaylightError("annual_report_damaged")``."""
    table = annual_reports
    statement = (
        select(*_REPORT)
        .ext(distinct_on(table.c.agency_id))
        .where(table.c.agency_id.in_(agency_ids), ~table.c.tree, table.c.year == year)
        .order_by(table.c.agency_id, table.c.version.desc())
    )
    found = (await connection.execute(statement)).mappings()
    return {row["agency_id"]: _adopted(dict(row)) for row in found}


async def adopt_report(connection: AsyncConnection, wanted: ToAdopt) -> Adoption:
    """Freeze a report as its next version. The same is never adopted twice, whatever crashed or was clicked.

    The same: every number and text, and the cases behind row four; a damaged version is the same as none.
    Raises ``StepRefused("annual_report_moved_on")`` when another version was adopted since it was counted, and
    ``InvalidInput("annual_reason_missing")`` when it takes the place of one without saying why.
    """
    await _one_at_a_time(connection, "report", wanted.scope)
    frozen = _frozen(wanted)
    standing = next(iter(await adoptions(connection, wanted.scope)), None)
    if standing and await _is_kept(connection, wanted.scope, standing.version, frozen):
        return standing
    if (standing.version if standing else 0) != wanted.seen:
        raise StepRefused("annual_report_moved_on")
    if standing and not wanted.reason:
        raise InvalidInput("annual_reason_missing", field="reason")
    values = {**wanted.scope.model_dump(), **frozen, "version": wanted.seen + 1}
    more = {"reason": wanted.reason, "adopted_by": wanted.adopted_by}
    await connection.execute(insert(annual_reports).values(**values, **more))
    return (await adoptions(connection, wanted.scope))[0]


def _frozen(wanted: ToAdopt) -> Mapping[str, str]:
    """The texts that are kept, by column, with their hashes. The cases are in the order of their ids, as a set is."""
    carried = tuple(sorted(wanted.carried, key=lambda case: case.case_id))
    told = {"content": wanted.content.model_dump(mode="json"), "carried": _CARRIED.dump_python(carried, mode="json")}
    texts = {name: canonical(one) for name, one in told.items()}
    return {**texts, **{_PROVEN[name]: _sha256(one) for name, one in texts.items()}}


async def _is_kept(connection: AsyncConnection, scope: Scope, version: int, frozen: Mapping[str, str]) -> bool:
    same = [annual_reports.c[name] == value for name, value in frozen.items()]
    statement = select(func.count()).where(*_of(annual_reports, scope), annual_reports.c.version == version, *same)
    return bool((await connection.execute(statement)).scalar_one())


async def damaged_reports(connection: AsyncConnection) -> list[DamagedReport]:
    """The adopted versions whose content, or list of cases, no longer matches its hash; hashed by PostgreSQL."""
    table = annual_reports
    hashes = {name: func.encode(func.sha256(func.convert_to(table.c[name], "UTF8")), "hex") for name in _PROVEN}
    damaged = or_(*(hashes[name] != table.c[sha256] for name, sha256 in _PROVEN.items()))
    statement = (
        select(table.c.agency_id, agencies.c.name.label("agency"), table.c.tree, table.c.year, table.c.version)
        .join(agencies, agencies.c.id == table.c.agency_id)
        .where(damaged)
        .order_by(table.c.year, agencies.c.name, table.c.agency_id, table.c.tree, table.c.version)
    )
    return [DamagedReport.model_validate(dict(row)) for row in (await connection.execute(statement)).mappings()]


async def names_of(connection: AsyncConnection, agency_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """The names of agencies."""
    found = await connection.execute(select(agencies.c.id, agencies.c.name).where(agencies.c.id.in_(agency_ids)))
    return {row.id: row.name for row in found}


def _of(table: Table, scope: Scope) -> list[ColumnElement[bool]]:
    return [table.c.agency_id == scope.agency_id, table.c.tree == scope.tree, table.c.year == scope.year]


async def _one_at_a_time(connection: AsyncConnection, what: str, scope: Scope) -> None:
    """Until the transaction ends nobody else enters, or adopts, the same report."""
    place = f"annual/{what}/{scope.agency_id}/{scope.tree}/{scope.year}"
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(place, 0))))


def _entered(found: dict[str, Any]) -> EnteredEntries:
    entries = Entries.model_validate(found["entries"], extra="ignore")  # a newer release may know more
    return EnteredEntries.model_validate({**found, "entries": entries})


def _adopted(found: dict[str, Any]) -> AdoptedReport:
    """What was adopted, proven by its hashes before a letter of it is read."""
    if any(_sha256(found[name]) != found[sha256] for name, sha256 in _PROVEN.items()):
        tree = "/tree" if found["tree"] else ""
        named = f"{found['agency_id']}/{found['year']}/v{found['version']}{tree}"
        raise DaylightError("annual_report_damaged", missing=(named,))
    content = AnnualContent.model_validate_json(found["content"], extra="ignore")
    carried = _CARRIED.validate_json(found["carried"])
    adoption = Adoption.model_validate({name: found[name] for name in Adoption.model_fields})
    return AdoptedReport(adoption=adoption, content=content, carried=carried)


def _sha256(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()
