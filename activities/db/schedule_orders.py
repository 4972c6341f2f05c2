"""Runs and back-fills of digests that were ordered: kept with the act, until Temporal has been told."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables_digests import schedule_orders
from schemas.digests import ScheduleOrder

GRACE = timedelta(minutes=1)
"""So long an order is left to the process that took it; told twice, Temporal rings twice for one digest."""
AT_ONCE = 100


async def put_order(connection: AsyncConnection, order: ScheduleOrder) -> None:
    """Keep an order, in the transaction of the administrator's act."""
    await connection.execute(insert(schedule_orders).values(order.model_dump()))


async def orders_left(connection: AsyncConnection, now: datetime, agency_id: UUID | None) -> list[ScheduleOrder]:
    """The oldest orders of which Temporal has not been told and nobody else is telling it."""
    left = schedule_orders.c.rung_at.is_(None) & (schedule_orders.c.ordered_at < now - GRACE)
    wanted = select(*(schedule_orders.c[name] for name in ScheduleOrder.model_fields)).where(left)
    wanted = wanted if agency_id is None else wanted.where(schedule_orders.c.agency_id == agency_id)
    found = await connection.execute(wanted.order_by(schedule_orders.c.ordered_at).limit(AT_ONCE))
    return [ScheduleOrder.model_validate(dict(row)) for row in found.mappings()]


async def note_rung(connection: AsyncConnection, order_id: UUID, at: datetime) -> None:
    """Temporal has been told of an order."""
    await connection.execute(update(schedule_orders).where(schedule_orders.c.id == order_id).values(rung_at=at))
