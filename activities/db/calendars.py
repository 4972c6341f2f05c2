"""Published versions of the working-day calendar; none is ever changed."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import calendars
from schemas.clock import CalendarData


async def publish_calendar(connection: AsyncConnection, data: CalendarData, agency_id: UUID | None = None) -> bool:
    """Keep a version, nation-wide or for one agency; False if this version is already there."""
    statement = insert(calendars).values(version=data.version, agency_id=agency_id, data=data.model_dump(mode="json"))
    kept = await connection.execute(statement.on_conflict_do_nothing().returning(calendars.c.version))
    return kept.first() is not None


async def calendar_of(connection: AsyncConnection, agency_id: UUID) -> CalendarData:
    """The calendar an agency counts by now: the latest published for it or nation-wide."""
    found = await connection.execute(
        select(calendars.c.data)
        .where(or_(calendars.c.agency_id == agency_id, calendars.c.agency_id.is_(None)))
        .order_by(calendars.c.published.desc())
        .limit(1)
    )
    return CalendarData.model_validate(found.scalar_one())


async def calendar_version(connection: AsyncConnection, version: str) -> CalendarData:
    """One version. Raises ``sqlalchemy.exc.NoResultFound`` if it was never published."""
    found = await connection.execute(select(calendars.c.data).where(calendars.c.version == version))
    return CalendarData.model_validate(found.scalar_one())


async def any_calendar(connection: AsyncConnection) -> bool:
    """Whether a calendar was ever published."""
    return (await connection.execute(select(calendars.c.version).limit(1))).first() is not None
