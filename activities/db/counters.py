"""Running numbers per agency, kind and year, without gaps: taken in the transaction that uses them."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import counters


async def next_number(connection: AsyncConnection, agency_id: UUID, name: str, year: int) -> int:
    """The next number, from 1. The row stays locked until the transaction ends, so a rollback gives it back."""
    statement = insert(counters).values(agency_id=agency_id, name=name, year=year, last=1)
    taken = await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[counters.c.agency_id, counters.c.name, counters.c.year],
            set_={"last": counters.c.last + 1},
        ).returning(counters.c.last)
    )
    return int(taken.scalar_one())
