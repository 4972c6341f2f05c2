"""When cases entered their stages: the read model beside the events, for forecasts."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, bindparam, delete, func, select, true
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.stage_course import stages_after
from activities.db.stage_events import STAGE_KINDS
from activities.db.tables import agencies, case_events, cases
from activities.db.tables_stages import case_stages
from schemas.base import Recorded
from schemas.events import EventRecord, event_record
from schemas.forecast import Stage, StageRow
from schemas.vocabulary import Outcome, StatuteId

_FIELDS = tuple(StageRow.model_fields)
_COLUMNS = [case_stages.c[name] for name in _FIELDS]
_OPEN = case_stages.c.left_on.is_(None) & (case_stages.c.stage != Stage.DONE)


def _put() -> Insert:
    statement = insert(case_stages).values({name: bindparam(name) for name in _FIELDS})
    return statement.on_conflict_do_update(
        index_elements=[case_stages.c.case_id, case_stages.c.n],
        set_={name: statement.excluded[name] for name in _FIELDS if name not in {"case_id", "n"}},
        where=case_stages.c.seq <= statement.excluded.seq,
    )


_PUT = _put()
_READ = (
    select(case_events.c.record)
    .where(case_events.c.case_id == bindparam("case_id"), case_events.c.kind.in_(sorted(STAGE_KINDS)))
    .order_by(case_events.c.seq)
)


async def project_stages(connection: AsyncConnection, agency_id: UUID, records: Sequence[EventRecord]) -> None:
    """Bring the rows to these events, which stand on record; doing it again changes nothing.

    Whether a review is over only all documents of the case tell, so its events are read again where a stage may move.
    """
    moving = [record.seq for record in records if record.event.kind in STAGE_KINDS]
    if not moving:
        return
    found = await connection.execute(_READ, {"case_id": records[0].case_id})
    rows = stages_after(agency_id, (event_record.validate_python(link) for link in found.scalars()))
    changed = [row.model_dump() for row in rows if row.seq >= moving[0]]
    if changed:
        await connection.execute(_PUT, changed)


async def remake_stages(connection: AsyncConnection, agency_id: UUID, records: Sequence[EventRecord]) -> None:
    """Drop and remake the rows of one case from all its events."""
    await connection.execute(delete(case_stages).where(case_stages.c.case_id == records[0].case_id))
    await project_stages(connection, agency_id, records)


async def stages_of(connection: AsyncConnection, case_id: UUID) -> tuple[StageRow, ...]:
    """All rows of a case, in order, for upkeep."""
    found = await connection.execute(
        select(*_COLUMNS).where(case_stages.c.case_id == case_id).order_by(case_stages.c.n)
    )
    return tuple(StageRow.model_validate(dict(row)) for row in found.mappings())


class ClosedCase(Recorded):
    """A closed case to learn from: by which calendar and statute it was counted, and its stages."""

    case_id: UUID
    agency_id: UUID
    closed_on: date
    calendar_version: str
    statute: StatuteId | None
    rows: tuple[StageRow, ...]


async def closed_cases(
    connection: AsyncConnection, agency_ids: Sequence[UUID], first: date, last: date, most: int
) -> list[ClosedCase]:
    """The newest ``most`` + 1 cases of each agency that were closed from a day until a day, with their stages.

    Those taken over from another register have no stages of their own to learn from.
    """
    what = [cases.c[name] for name in ClosedCase.model_fields if name in cases.c]
    newest = (
        select(*what)
        .where(cases.c.agency_id == agencies.c.id, cases.c.closed_on.between(first, last), ~cases.c.imported)
        .order_by(cases.c.closed_on.desc(), cases.c.case_id)
        .limit(most + 1)  # agency by agency through an index, however many were closed
        .lateral("newest")
    )
    statement = (
        select(*_COLUMNS, newest.c.closed_on, newest.c.calendar_version, newest.c.statute)
        .select_from(agencies.join(newest, true()).join(case_stages, case_stages.c.case_id == newest.c.case_id))
        .where(agencies.c.id.in_(agency_ids))
        .order_by(newest.c.agency_id, newest.c.closed_on, case_stages.c.case_id, case_stages.c.n)
    )
    found = (await connection.execute(statement)).mappings()
    return [_closed([*rows]) for _, rows in groupby(found, key=lambda row: row["case_id"])]


def _closed(found: list[RowMapping]) -> ClosedCase:
    rows = tuple(StageRow.model_validate(dict(row)) for row in found)
    return ClosedCase.model_validate({**found[0], "rows": rows})


class Situation(Recorded):
    """Open cases that stand alike: the same forecast holds for all of them."""

    agency_id: UUID
    stage: Stage
    outcome: Outcome | None
    entered_on: date
    counts: bool
    asked_on: date | None
    until_on: date | None
    added: int
    extendable: bool
    due_on: date | None
    statute: StatuteId | None
    calendar_version: str


class Alike(Recorded):
    """A situation and the cases that are in it, by id."""

    situation: Situation
    case_ids: tuple[UUID, ...]


class OpenCase(Recorded):
    """An open case in its situation."""

    case_id: UUID
    reference: str
    handler_id: UUID | None
    situation: Situation


_HANDFUL = 50
_NOW = [case_stages.c[name] if name in case_stages.c else cases.c[name] for name in Situation.model_fields]
_JOINED = case_stages.join(cases, cases.c.case_id == case_stages.c.case_id)


async def situations(connection: AsyncConnection, agency_ids: Sequence[UUID]) -> list[Alike]:
    """All open cases of these agencies, those that stand alike together: some thousand rows for any number of cases.

    Read in handfuls, inside a transaction: made all at once, they would keep everybody else in the process waiting.
    """
    together = func.array_agg(cases.c.case_id).label("case_ids")
    statement = select(*_NOW, together).select_from(_JOINED).where(_OPEN, case_stages.c.agency_id.in_(agency_ids))
    found: list[Alike] = []
    async with connection.stream(statement.group_by(*_NOW), execution_options={"yield_per": _HANDFUL}) as rows:
        async for some in rows.mappings().partitions():
            found += map(_alike, some)
    return found


def _alike(row: RowMapping) -> Alike:
    return Alike(situation=Situation.model_validate(dict(row)), case_ids=tuple(row["case_ids"]))


async def open_cases(
    connection: AsyncConnection, agency_ids: Sequence[UUID], case_ids: Sequence[UUID]
) -> dict[UUID, OpenCase]:
    """Those of these cases that are open and of these agencies."""
    named = [cases.c.case_id, cases.c.reference, cases.c.handler_id]
    visible: list[ColumnElement[bool]] = [case_stages.c.agency_id.in_(agency_ids), cases.c.case_id.in_(case_ids)]
    found = await connection.execute(select(*named, *_NOW).select_from(_JOINED).where(_OPEN, *visible))
    return {row["case_id"]: _open(row) for row in found.mappings()}


def _open(row: RowMapping) -> OpenCase:
    situation = Situation.model_validate(dict(row))
    return OpenCase(
        case_id=row["case_id"], reference=row["reference"], handler_id=row["handler_id"], situation=situation
    )
