"""Published versions of the working-day calendar; none is ever changed."""

from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import agencies, calendars, cases
from schemas.clock import CalendarData
from schemas.vocabulary import State


async def publish_calendar(connection: AsyncConnection, data: CalendarData, agency_id: UUID | None = None) -> None:
    """Make a version the latest, nation-wide or for one agency; one that was published before is so again."""
    statement = insert(calendars).values(version=data.version, agency_id=agency_id, data=data.model_dump(mode="json"))
    again = {"published": func.nextval("calendar_published")}
    await connection.execute(statement.on_conflict_do_update(index_elements=[calendars.c.version], set_=again))


async def calendar_of(connection: AsyncConnection, agency_id: UUID) -> CalendarData:
    """The calendar an agency counts by now: the latest of its own, else the latest nation-wide one."""
    found = await connection.execute(
        select(calendars.c.data)
        .where(or_(calendars.c.agency_id == agency_id, calendars.c.agency_id.is_(None)))
        .order_by(calendars.c.agency_id.is_(None), calendars.c.published.desc())
        .limit(1)
    )
    return CalendarData.model_validate(found.scalar_one())


async def find_calendar(connection: AsyncConnection, version: str) -> CalendarData | None:
    """One version; None if it was never published."""
    found = (await connection.execute(select(calendars.c.data).where(calendars.c.version == version))).scalar()
    return CalendarData.model_validate(found) if found else None


async def calendar_version(connection: AsyncConnection, version: str) -> CalendarData:
    """One version that must be there, because a case counts by it. Raises ``LookupError``."""
    found = await find_calendar(connection, version)
    if found is None:
        raise LookupError("a case counts by a calendar that is not there")
    return found


async def laggards(connection: AsyncConnection) -> list[tuple[UUID, str]]:
    """Open cases that count by another calendar than their agency does now, with the version they should count by."""
    waiting: list[tuple[UUID, str]] = []
    for agency_id in (await connection.execute(select(agencies.c.id))).scalars().all():
        version = (await calendar_of(connection, agency_id)).version
        behind = (cases.c.agency_id == agency_id) & (cases.c.state != State.CLOSED)
        statement = select(cases.c.case_id).where(behind, cases.c.calendar_version != version)
        waiting += [(case_id, version) for case_id in (await connection.execute(statement)).scalars()]
    return waiting


async def any_calendar(connection: AsyncConnection) -> bool:
    """Whether a calendar was ever published."""
    return (await connection.execute(select(calendars.c.version).limit(1))).first() is not None
