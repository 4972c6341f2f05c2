"""Cases that wait for one person, the most pressing first: each function read in order through an index of its own."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    any_,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Uuid

from activities.db.tables import NO_DUE_DATE, cases, staff
from activities.db.tables_stages import case_stages
from activities.db.tables_waiting import WAITED_FOR, waits_for
from schemas.base import Recorded
from schemas.vocabulary import Role
from schemas.waiting import WaitingCase

_place: ColumnElement[date] = func.coalesce(cases.c.waits_until, literal_column(NO_DUE_DATE, Date()))
"""The place in the list, as the indexes have it."""
_OF_CASES = [cases.c[name] for name in WaitingCase.model_fields if name in cases.c]
_SINCE = (
    select(case_stages.c.entered_on)
    .where(case_stages.c.case_id == cases.c.case_id, case_stages.c.left_on.is_(None))
    .order_by(case_stages.c.n.desc())
    .limit(1)
    .scalar_subquery()
    .label("since")
)


class Waiter(Recorded):
    """Who asks: ``persons`` are himself first, then those he stands in for today; ``roles`` those of all of them.

    ``gone``: staff of the agency who are not active any more; what waits for one of them waits for every handler.
    """

    agency_id: UUID
    persons: tuple[UUID, ...]
    roles: frozenset[Role]
    gone: tuple[UUID, ...] = ()


async def list_waiting(
    connection: AsyncConnection, waiter: Waiter, after: tuple[date, UUID] | None, limit: int
) -> list[WaitingCase]:
    """A page and one case more, if there is one; by the day that counts next, each case once."""
    ways = [_way(waiter, condition, after, limit) for condition in _ways(waiter)]
    merged = union_all(*ways).subquery("merged")
    page = select(merged.c.place, merged.c.case_id).distinct().order_by(merged.c.place, merged.c.case_id)
    found = [row.case_id for row in await connection.execute(page.limit(limit + 1))]
    return await _shown(connection, waiter.agency_id, found)


def _ways(waiter: Waiter) -> Iterator[ColumnElement[bool]]:
    """The ways in which a case may wait for him: as its handler, as a delegate, in a function, taken by nobody."""
    handling = waits_for(Role.HANDLER)
    for person in waiter.persons:
        yield handling & (cases.c.handler_id == person)
        yield cases.c.waits_person == person
    if Role.HANDLER in waiter.roles:
        yield handling & cases.c.handler_id.is_(None)
        if waiter.gone:
            yield handling & (cases.c.handler_id == any_(_ids(waiter.gone)))
    for role in sorted(waiter.roles - {Role.HANDLER}):
        if role in WAITED_FOR:
            yield waits_for(role) & ~(bindparam("me", waiter.persons[0], Uuid) == any_(cases.c.waits_not))


def _way(
    waiter: Waiter, condition: ColumnElement[bool], after: tuple[date, UUID] | None, limit: int
) -> Select[tuple[date, UUID]]:
    mine = select(_place.label("place"), cases.c.case_id).where(cases.c.agency_id == waiter.agency_id, condition)
    if after:
        mine = mine.where(tuple_(_place, cases.c.case_id) > after)
    return mine.order_by(_place, cases.c.case_id).limit(limit + 1)


async def _shown(connection: AsyncConnection, agency_id: UUID, case_ids: Sequence[UUID]) -> list[WaitingCase]:
    """These cases, in this order."""
    shown = select(*_OF_CASES, staff.c.name.label("handler"), _SINCE)
    shown = shown.outerjoin(staff, (staff.c.id == cases.c.handler_id) & (staff.c.agency_id == agency_id))
    mine = shown.where(cases.c.case_id == any_(_ids(case_ids)), cases.c.agency_id == agency_id)
    found = {row["case_id"]: row for row in (await connection.execute(mine)).mappings()}
    return [WaitingCase.model_validate(dict(found[case_id])) for case_id in case_ids if case_id in found]


def _ids(of: Sequence[UUID]) -> ColumnElement[Sequence[UUID]]:
    return cast(literal([*of], ARRAY(Uuid)), ARRAY(Uuid))
