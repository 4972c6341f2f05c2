"""Remedies and first results of cases, for the annual report: read models beside the events."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import cases
from activities.db.tables_annual import case_first_results, case_remedies
from schemas.base import Recorded
from schemas.events import EventRecord
from schemas.events_after import NewReplyOrdered, RemedyDecided, RemedyFiled
from schemas.vocabulary import Instance, RemedyResult, ReportRow


class CaseRemedyRow(Recorded):
    """One row of ``case_remedies``. ``result`` and ``served_on`` are null while it is pending (尚未审结)."""

    case_id: UUID
    id: str
    instance: Instance
    after_reconsideration: bool
    filed_on: date
    result: RemedyResult | None = None
    served_on: date | None = None


class FirstResult(Recorded):
    """When a case was first closed, and in which row; kept once it is taken in hand again."""

    closed_on: date
    report_row: ReportRow | None


_REMEDIES = [case_remedies.c[name] for name in CaseRemedyRow.model_fields]
_RESULTS = [case_first_results.c[name] for name in FirstResult.model_fields]
_FILED = insert(case_remedies).on_conflict_do_nothing()
_DECIDED = (
    update(case_remedies)
    .where(case_remedies.c.case_id == bindparam("of_case"), case_remedies.c.id == bindparam("remedy"))
    .values(result=bindparam("result"), served_on=bindparam("served_on"))
)


async def keep_first_result(connection: AsyncConnection, records: Sequence[EventRecord]) -> None:
    """Before the row of a closed case is taken back to work by an order: keep how it ended the first time.

    The row as it stands tells it. Done again it finds an open case, or the first result kept, and changes nothing.
    """
    if any(isinstance(record.event, NewReplyOrdered) for record in records):
        standing = select(cases.c.case_id, cases.c.closed_on, cases.c.report_row)
        before = (cases.c.case_id == records[0].case_id) & (cases.c.version < records[0].seq)
        closed = standing.where(before, cases.c.closed_on.is_not(None))
        statement = insert(case_first_results).from_select(["case_id", "closed_on", "report_row"], closed)
        await connection.execute(statement.on_conflict_do_nothing())


async def project_remedies(connection: AsyncConnection, records: Sequence[EventRecord]) -> None:
    """Bring the rows to these events, which stand on record; doing it again changes nothing."""
    for record in records:
        match record.event:
            case RemedyFiled():
                await connection.execute(_FILED, _filed(record.case_id, record.event).model_dump())
            case RemedyDecided(id=remedy, result=result, served_on=served_on):
                told = {"result": result, "served_on": served_on}
                await connection.execute(_DECIDED, {"of_case": record.case_id, "remedy": remedy, **told})


async def remake_remedies(
    connection: AsyncConnection, records: Sequence[EventRecord], first: FirstResult | None
) -> None:
    """Drop and remake the rows of one case from all its events; ``first`` as they tell it."""
    case_id = records[0].case_id
    await connection.execute(delete(case_remedies).where(case_remedies.c.case_id == case_id))
    await connection.execute(delete(case_first_results).where(case_first_results.c.case_id == case_id))
    await project_remedies(connection, records)
    if first:
        await connection.execute(insert(case_first_results).values(case_id=case_id, **first.model_dump()))


async def remedies_of(connection: AsyncConnection, case_id: UUID) -> dict[str, CaseRemedyRow]:
    """The remedies of a case by id, for upkeep."""
    found = await connection.execute(select(*_REMEDIES).where(case_remedies.c.case_id == case_id))
    return {row["id"]: CaseRemedyRow.model_validate(dict(row)) for row in found.mappings()}


async def first_result_of(connection: AsyncConnection, case_id: UUID) -> FirstResult | None:
    """The first end of a case that was taken in hand again, for upkeep."""
    statement = select(*_RESULTS).where(case_first_results.c.case_id == case_id)
    found = (await connection.execute(statement)).mappings().first()
    return FirstResult.model_validate(dict(found)) if found else None


def remedies_after(records: Iterable[EventRecord]) -> dict[str, CaseRemedyRow]:
    """The rows that all events of a case make, by id."""
    rows: dict[str, CaseRemedyRow] = {}
    for record in records:
        match record.event:
            case RemedyFiled(id=remedy):
                rows.setdefault(remedy, _filed(record.case_id, record.event))
            case RemedyDecided(id=remedy, result=result, served_on=served_on) if remedy in rows:
                rows[remedy] = rows[remedy].model_copy(update={"result": result, "served_on": served_on})
    return rows


def _filed(case_id: UUID, event: RemedyFiled) -> CaseRemedyRow:
    told = event.model_dump(include={"id", "instance", "after_reconsideration", "filed_on"})
    return CaseRemedyRow(case_id=case_id, **told)
