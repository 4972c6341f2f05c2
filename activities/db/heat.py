"""Counting open cases by who has them and by working days left, in one pass over the index of open cases."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.figures import Classes, class_of
from activities.db.oversight import of_agencies
from activities.db.tables import cases
from schemas.heat import HeatBy


class HeatCell(NamedTuple):
    """So many cases. ``of``: agency or handler, None for nobody; ``place``: of their class, None: no limit runs."""

    of: UUID | None
    place: int | None
    cases: int


async def count_heat(
    connection: AsyncConnection, agency_ids: Sequence[UUID], classes: Sequence[Classes], by: HeatBy
) -> list[HeatCell]:
    """Open cases of these agencies by agency, else by handler, and by class of their due date."""
    of = cases.c.agency_id if by is HeatBy.AGENCY else cases.c.handler_id
    runs = and_(cases.c.limit_runs, cases.c.due_on.is_not(None))
    place = case((runs, class_of(cases.c.due_on, [(one.version, one.due) for one in classes])))
    each = select(of.label("of"), place.label("place")).where(of_agencies(agency_ids), cases.c.closed_on.is_(None))
    counted = each.subquery()
    statement = select(counted.c.of, counted.c.place, func.count()).group_by(counted.c.of, counted.c.place)
    return [HeatCell(*row) for row in (await connection.execute(statement)).all()]


Rows = dict[str | None, dict[int | None, int]]
"""Counts by place, for every row."""


def gathered(cells: Sequence[HeatCell], key: Mapping[UUID | None, str | None]) -> Rows:
    """The cells as rows; ``key``: in which row a handler or agency stands."""
    rows: Rows = {}
    for cell in cells:
        row = rows.setdefault(key[cell.of], {})
        row[cell.place] = row.get(cell.place, 0) + cell.cases
    return rows
