"""Published versions of the working-day calendar; none is ever changed."""

from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import agencies, calendars, cases
from schemas.clock import CalendarData
from schemas.vocabulary import State

OPEN = cases.c.state.not_in((State.CLOSED, State.ARCHIVED))
"""Cases that a calendar can still move."""


async def publish_calendar(connection: AsyncConnection, data: CalendarData, agency_id: UUID | None = None) -> None:
    """Make a version the latest, nation-wide or for one agency; one that was published before is so again."""
    statement = insert(calendars).values(version=data.version, agency_id=agency_id, data=data.model_dump(mode="json"))
    again = {"published": func.nextval("calendar_published")}
    await connection.execute(statement.on_conflict_do_update(index_elements=[calendars.c.version], set_=again))


async def one_publication_at_a_time(connection: AsyncConnection) -> None:
    """Wait until no other transaction is about to publish: what a calendar was laid over must still be in force."""
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("calendars", 0))))


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


async def calendar_in_force(connection: AsyncConnection, agency_id: UUID | None) -> CalendarData:
    """The latest calendar of an agency (else the nation-wide one), or for None the latest nation-wide one."""
    if agency_id:
        return await calendar_of(connection, agency_id)
    latest = select(calendars.c.data).where(calendars.c.agency_id.is_(None)).order_by(calendars.c.published.desc())
    return CalendarData.model_validate((await connection.execute(latest.limit(1))).scalar_one())


async def agencies_with_their_own(connection: AsyncConnection) -> dict[UUID, str]:
    """Agencies that count by a calendar of their own whatever is published nation-wide, with their codes."""
    own = select(agencies.c.id, agencies.c.code).where(agencies.c.id.in_(select(calendars.c.agency_id)))
    return {row.id: row.code for row in await connection.execute(own.order_by(agencies.c.code))}


async def laggards(connection: AsyncConnection) -> list[tuple[UUID, str]]:
    """Open cases that count by another calendar than their agency does now, with the version they should count by."""
    waiting: list[tuple[UUID, str]] = []
    for agency_id in (await connection.execute(select(agencies.c.id))).scalars().all():
        version = (await calendar_of(connection, agency_id)).version
        behind = (cases.c.agency_id == agency_id) & OPEN
        statement = select(cases.c.case_id).where(behind, cases.c.calendar_version != version)
        waiting += [(case_id, version) for case_id in (await connection.execute(statement)).scalars()]
    return waiting


async def any_calendar(connection: AsyncConnection) -> bool:
    """Whether a calendar was ever published."""
    return (await connection.execute(select(calendars.c.version).limit(1))).first() is not None
