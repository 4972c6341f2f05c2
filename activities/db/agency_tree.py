"""The tree of agencies (主管部门 and those below it): who oversees whom."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import agencies


async def agencies_below(connection: AsyncConnection, agency_id: UUID) -> list[UUID]:
    """An agency and all that stand below it, itself first; others are nobody's business here."""
    below = select(agencies.c.id).where(agencies.c.id == agency_id).cte("below", recursive=True)
    below = below.union(select(agencies.c.id).join(below, agencies.c.parent_id == below.c.id))
    found = list((await connection.execute(select(below.c.id))).scalars())
    return [agency_id, *sorted(other for other in found if other != agency_id)] if found else []
