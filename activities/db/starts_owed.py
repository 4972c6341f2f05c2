"""Which cases still have to be begun from the record, so that none sleeps when a process dies between the two."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.resuming import OpenOne
from activities.db.tables import applications
from activities.db.tables_starts import starts_owed


async def owe_starts(connection: AsyncConnection, case_ids: Sequence[UUID], at: datetime) -> None:
    """Say, in the transaction that enters these cases, that their workflows are to be begun."""
    if case_ids:
        owed = [{"case_id": case_id, "owed_since": at, "tried_at": at} for case_id in case_ids]
        await connection.execute(insert(starts_owed).values(owed).on_conflict_do_nothing())


async def owed_before(connection: AsyncConnection, before: datetime, limit: int) -> list[OpenOne]:
    """Cases nobody has tried to begin since ``before``, the longest untried first: none keeps the others waiting."""
    statement = (
        select(starts_owed.c.case_id.label("id"), applications.c.agency_id)
        .join(applications, applications.c.case_id == starts_owed.c.case_id)
        .where(starts_owed.c.tried_at < before)
        .order_by(starts_owed.c.tried_at, starts_owed.c.case_id)
        .limit(limit)
    )
    return [OpenOne(id=row.id, agency_id=row.agency_id) for row in await connection.execute(statement)]


async def settle_starts(connection: AsyncConnection, begun: Sequence[UUID], not_begun: Sequence[UUID]) -> None:
    """These run, or are over; those could not be begun and are tried again behind all others."""
    if begun:
        await connection.execute(delete(starts_owed).where(starts_owed.c.case_id.in_(begun)))
    if not_begun:
        tried = update(starts_owed).where(starts_owed.c.case_id.in_(not_begun))
        await connection.execute(tried.values(tried_at=func.now()))


async def count_owed(connection: AsyncConnection, before: datetime) -> int:
    """Cases that have been waiting to be begun since before a moment."""
    counted = select(func.count()).where(starts_owed.c.owed_since < before)
    return int((await connection.execute(counted)).scalar_one())
