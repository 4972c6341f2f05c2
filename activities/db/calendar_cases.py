"""Open cases on their way from one calendar to another, a page at a time, so that any number fits in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.calendars import OPEN, agencies_with_their_own
from activities.db.tables import case_events, cases
from schemas.commands import ENGINE_PREFIX


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case a calendar can still move."""

    case_id: UUID
    agency_id: UUID
    reference: str
    calendar_version: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Which open cases are meant: those a calendar for ``reaches`` reaches (None: every agency without its own), of
    them only those of ``within``, and only those that do not count by ``behind`` yet."""

    reaches: UUID | None
    within: UUID | None = None
    behind: str | None = None


async def page_of(connection: AsyncConnection, reach: Reach, after: UUID | None, limit: int) -> list[OpenCase]:
    """The next cases in the order of their ids."""
    columns = (cases.c.case_id, cases.c.agency_id, cases.c.reference, cases.c.calendar_version)
    statement = select(*columns).where(*await _conditions(connection, reach)).order_by(cases.c.case_id).limit(limit)
    statement = statement.where(cases.c.case_id > after) if after else statement
    return [OpenCase(*row) for row in await connection.execute(statement)]


async def number_of(connection: AsyncConnection, reach: Reach) -> int:
    """How many there are."""
    statement = select(func.count()).select_from(cases).where(*await _conditions(connection, reach))
    return int((await connection.execute(statement)).scalar_one())


async def _conditions(connection: AsyncConnection, reach: Reach) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [OPEN]
    if reach.reaches:
        conditions.append(cases.c.agency_id == reach.reaches)
    else:
        conditions.append(cases.c.agency_id.not_in(list(await agencies_with_their_own(connection))))
    if reach.within:
        conditions.append(cases.c.agency_id == reach.within)
    if reach.behind:
        conditions.append(cases.c.calendar_version != reach.behind)
    return conditions


async def not_yet(connection: AsyncConnection, case_ids: Collection[UUID], version: str) -> set[UUID]:
    """Which of these are open and still count by another version."""
    named = cases.c.case_id.in_(case_ids)
    return set(
        (
            await connection.execute(select(cases.c.case_id).where(named, OPEN, cases.c.calendar_version != version))
        ).scalars()
    )


async def chains_of(connection: AsyncConnection, case_ids: Sequence[UUID]) -> dict[UUID, list[dict[str, object]]]:
    """The stored links of several cases, each case's in order."""
    links = select(case_events.c.case_id, case_events.c.record).where(case_events.c.case_id.in_(case_ids))
    chains: dict[UUID, list[dict[str, object]]] = {case_id: [] for case_id in case_ids}
    for row in await connection.execute(links.order_by(case_events.c.case_id, case_events.c.seq)):
        chains[row.case_id].append(row.record)
    return chains


async def adopted(connection: AsyncConnection, version: str) -> tuple[int, int]:
    """How many cases have adopted a version on record: those whose date it moved, and those it left as they were."""
    statement = (
        select(case_events.c.kind, func.count())
        .join(cases, cases.c.case_id == case_events.c.case_id)
        .where(
            cases.c.calendar_version == version,
            case_events.c.command_id == f"{ENGINE_PREFIX}calendar/{version}",
            case_events.c.kind.in_(("calendar_adopted", "deadline_moved")),
        )
        .group_by(case_events.c.kind)
    )
    told = {kind: int(number) for kind, number in await connection.execute(statement)}
    moved = told.get("deadline_moved", 0)
    return moved, told.get("calendar_adopted", 0) - moved
