"""Entered figures and texts of annual reports, and adopted versions: nothing is ever changed, only added to."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func, insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import agencies
from activities.db.tables_annual import annual_entries, annual_reports
from schemas.annual import Adoption, AnnualContent, EnteredEntries, Entries
from schemas.base import Recorded
from schemas.errors import InvalidInput, StepRefused


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


_ADOPTION = [annual_reports.c[name] for name in Adoption.model_fields]
_ENTRIES = [annual_entries.c[name] for name in EnteredEntries.model_fields]


def canonical(content: AnnualContent) -> str:
    """Canonical JSON: sorted keys, no spaces, as what is hashed and kept (in the spirit of RFC 8785)."""
    told = content.model_dump(mode="json")
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
    """One adopted version, the newest unless given."""
    columns = [*_ADOPTION, annual_reports.c.content, annual_reports.c.carried]
    statement = select(*columns).where(*_of(annual_reports, scope)).order_by(annual_reports.c.version.desc())
    if version is not None:
        statement = statement.where(annual_reports.c.version == version)
    found = (await connection.execute(statement.limit(1))).mappings().first()
    return _adopted(dict(found)) if found else None


async def own_reports(
    connection: AsyncConnection, agency_ids: Sequence[UUID], year: int
) -> Mapping[UUID, AdoptedReport]:
    """The newest adopted report of each agency for itself."""
    table = annual_reports
    statement = (
        select(table.c.agency_id, *_ADOPTION, table.c.content, table.c.carried)
        .ext(distinct_on(table.c.agency_id))
        .where(table.c.agency_id.in_(agency_ids), ~table.c.tree, table.c.year == year)
        .order_by(table.c.agency_id, table.c.version.desc())
    )
    found = (await connection.execute(statement)).mappings()
    return {row["agency_id"]: _adopted(dict(row)) for row in found}


async def adopt_report(connection: AsyncConnection, wanted: ToAdopt) -> Adoption:
    """Freeze a report as its next version. The same content is never adopted twice, whatever crashed or was clicked.

    Raises ``StepRefused("annual_report_moved_on")`` when another version was adopted since it was counted, and
    ``InvalidInput("annual_reason_missing")`` when it takes the place of one without saying why.
    """
    await _one_at_a_time(connection, "report", wanted.scope)
    content = canonical(wanted.content)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    standing = next(iter(await adoptions(connection, wanted.scope)), None)
    if standing and standing.sha256 == sha256:
        return standing
    if (standing.version if standing else 0) != wanted.seen:
        raise StepRefused("annual_report_moved_on")
    if standing and not wanted.reason:
        raise InvalidInput("annual_reason_missing", field="reason")
    carried = [case.model_dump(mode="json") for case in wanted.carried]
    values = {**wanted.scope.model_dump(), "version": wanted.seen + 1, "content": content, "sha256": sha256}
    more = {"carried": carried, "reason": wanted.reason, "adopted_by": wanted.adopted_by}
    await connection.execute(insert(annual_reports).values(**values, **more))
    return (await adoptions(connection, wanted.scope))[0]


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
    content = AnnualContent.model_validate_json(found["content"], extra="ignore")
    return AdoptedReport(adoption=Adoption.model_validate(found), content=content, carried=found["carried"])
