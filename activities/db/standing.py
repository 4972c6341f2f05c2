"""How things stand at this moment, for machines that watch: a few counts, each from an index, none by case."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, Date, TableValuedAlias, Uuid, and_, cast, column, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.starts_owed import count_owed
from activities.db.tables import applications, case_events, cases
from activities.db.tables_notices import notice_deliveries
from activities.db.tables_review import document_jobs
from schemas.base import Recorded
from schemas.inbox import DeliveryChannel, DeliveryStatus

LOOKED_BACK = timedelta(days=2)
"""How far applications are looked through for those whose case never began."""
GRACE = timedelta(minutes=2)
"""A case that has no event after so long did not begin with its application."""


class Days(Recorded):
    """What this moment is at one agency: the date there, and the last date that is due soon."""

    agency_id: UUID
    today: date
    soon: date


class Limits(Recorded):
    """The running limits of one agency.

    ``unmarked``: over, and the clock has not said so yet; ``unmarked_since``: the earliest due date among them.
    """

    agency_id: UUID
    overdue: int
    soon: int
    unmarked: int
    unmarked_since: date | None


class Sending(Recorded):
    """Notices of one channel. ``oldest``: since when the longest waiting one could have been sent."""

    channel: DeliveryChannel
    waiting: int
    dead: int
    oldest: datetime | None


class Queue(Recorded):
    """Jobs on documents that wait, and since when."""

    waiting: int
    oldest: datetime | None


async def count_running(connection: AsyncConnection, days: Sequence[Days]) -> list[Limits]:
    """The running limits of these agencies, those with none left out; from the index of running limits."""
    here = _table_of(days)
    over = cases.c.due_on < here.c.today
    unmarked = and_(over, cases.c.overdue_on.is_(None))
    found = await connection.execute(
        select(
            cases.c.agency_id,
            func.count().filter(over).label("overdue"),
            func.count().filter(~over).label("soon"),
            func.count().filter(unmarked).label("unmarked"),
            func.min(cases.c.due_on).filter(unmarked).label("unmarked_since"),
        )
        .join(here, here.c.agency_id == cases.c.agency_id)
        .where(cases.c.limit_runs, cases.c.due_on <= here.c.soon)
        .group_by(cases.c.agency_id)
    )
    return [Limits.model_validate(dict(row)) for row in found.mappings()]


async def count_open_cases(connection: AsyncConnection) -> dict[UUID, int]:
    """Cases that are not closed, by agency; from the index of open cases."""
    counted = select(cases.c.agency_id, func.count().label("n")).where(cases.c.closed_on.is_(None))
    return {row.agency_id: row.n for row in await connection.execute(counted.group_by(cases.c.agency_id))}


async def count_unstarted(connection: AsyncConnection, agency_ids: Iterable[UUID], now: datetime) -> int:
    """Applications of the last days whose case has not begun, and cases taken over whose workflow has not.

    The sweeper is to start them.
    """
    began = select(literal(1)).where(case_events.c.case_id == applications.c.case_id).exists()
    counted = select(func.count()).where(
        applications.c.agency_id.in_(list(agency_ids)),
        applications.c.registered_at.between(now - LOOKED_BACK, now - GRACE),
        ~began,
    )
    submitted = int((await connection.execute(counted)).scalar_one())
    return submitted + await count_owed(connection, now - GRACE)


async def count_sendings(connection: AsyncConnection, now: datetime) -> list[Sending]:
    """What waits to be sent and what was given up, by channel; from the indexes of both."""
    waiting = await _by_channel(connection, DeliveryStatus.WAITING, now)
    dead = await _by_channel(connection, DeliveryStatus.FAILED, now)
    nothing: tuple[int, datetime | None] = (0, None)
    return [
        Sending(channel=channel, waiting=n, dead=dead.get(channel, nothing)[0], oldest=since)
        for channel in DeliveryChannel
        for n, since in [waiting.get(channel, nothing)]
    ]


async def _by_channel(
    connection: AsyncConnection, status: DeliveryStatus, now: datetime
) -> dict[str, tuple[int, datetime | None]]:
    """How many, and the earliest moment at which one of them could have been sent; one partial index a status."""
    each = notice_deliveries.c
    oldest = func.min(each.next_try_at).filter(each.next_try_at <= now).label("oldest")
    counted = select(each.channel, func.count().label("n"), oldest).where(each.status == literal(status.value))
    return {row.channel: (row.n, row.oldest) for row in await connection.execute(counted.group_by(each.channel))}


async def count_jobs(connection: AsyncConnection) -> Queue:
    """Jobs on documents that wait; from their index."""
    waiting = document_jobs.c.status == literal("waiting")
    oldest = func.min(document_jobs.c.queued_at).label("oldest")
    found = (await connection.execute(select(func.count().label("n"), oldest).where(waiting))).one()
    return Queue(waiting=found.n, oldest=found.oldest)


def _table_of(days: Sequence[Days]) -> TableValuedAlias:
    """Some thousand agencies as three parameters."""
    each = func.unnest(
        cast(literal([one.agency_id for one in days], ARRAY(Uuid)), ARRAY(Uuid)),
        cast(literal([one.today for one in days], ARRAY(Date)), ARRAY(Date)),
        cast(literal([one.soon for one in days], ARRAY(Date)), ARRAY(Date)),
    ).table_valued(column("agency_id", Uuid), column("today", Date), column("soon", Date), name="here")
    return each.render_derived()
