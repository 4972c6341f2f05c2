"""Due dates of open cases, counted by the day and one by one, through the index of limits that run."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.oversight import of_agencies
from activities.db.tables import cases
from schemas.base import Recorded
from schemas.due_dates import DueCase


class Whose(Recorded):
    """Cases of these agencies; of one handler, if one is named."""

    agency_ids: tuple[UUID, ...]
    handler: UUID | None = None


async def count_due(connection: AsyncConnection, whose: Whose, first: date | None, last: date) -> dict[date, int]:
    """How many open cases are due on each day up to the last, where there are any."""
    statement = select(cases.c.due_on, func.count()).where(*_due(whose, first, last)).group_by(cases.c.due_on)
    return {row[0]: row[1] for row in (await connection.execute(statement)).all()}


async def list_due(
    connection: AsyncConnection, whose: Whose, first: date | None, last: date, most: int
) -> list[DueCase]:
    """The open cases due until a day, the earliest first."""
    columns = [cases.c[name] for name in DueCase.model_fields if name in cases.c]
    statement = select(*columns).where(*_due(whose, first, last)).order_by(cases.c.due_on, cases.c.case_id).limit(most)
    return [DueCase.model_validate(dict(row)) for row in (await connection.execute(statement)).mappings()]


async def list_due_by_day(
    connection: AsyncConnection, whose: Whose, first: date, last: date, most: int
) -> list[DueCase]:
    """So many open cases of each day from the first to the last, however many there are, the earliest day first."""
    place = func.row_number().over(partition_by=cases.c.due_on, order_by=cases.c.case_id).label("place")
    columns = [cases.c[name] for name in DueCase.model_fields if name in cases.c]
    placed = select(*columns, place).where(*_due(whose, first, last)).subquery()
    named = [placed.c[column.name] for column in columns]
    statement = select(*named).where(placed.c.place <= most).order_by(placed.c.due_on, placed.c.case_id)
    return [DueCase.model_validate(dict(row)) for row in (await connection.execute(statement)).mappings()]


def _due(whose: Whose, first: date | None, last: date) -> list[ColumnElement[bool]]:
    found = [of_agencies(whose.agency_ids), cases.c.limit_runs, cases.c.closed_on.is_(None), cases.c.due_on <= last]
    if first is not None:
        found.append(cases.c.due_on >= first)
    return [*found, cases.c.handler_id == whose.handler] if whose.handler else found
