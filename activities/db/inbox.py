"""Reading the ledger of notices: the inbox of a person, the whole of it for those who oversee; and acknowledging."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    RowMapping,
    Select,
    and_,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import staff
from activities.db.tables_notices import notice_deliveries, notices
from schemas.base import Recorded
from schemas.escalation import Matter
from schemas.inbox import AddresseeKind, Delivery, DeliveryChannel, DeliveryStatus, NoticeRow

_NAMED = [notices.c[name] for name in NoticeRow.model_fields if name != "addressee_name"]
OPEN = and_(notices.c.acknowledged_at.is_(None), notices.c.settled_at.is_(None))
"""Neither acknowledged nor overtaken by events."""


class NoticeFilter(Recorded):
    """What to list; every given condition must hold. ``after``: below this number. ``delivery``: of any sending."""

    open: bool | None = None
    matter: Matter | None = None
    case: UUID | None = None
    addressee: UUID | None = None
    delivery: DeliveryStatus | None = None
    after: int | None = None
    limit: int = 50


class SentNotice(Recorded):
    """A row of the ledger with its sendings."""

    row: NoticeRow
    deliveries: tuple[Delivery, ...]


async def inbox_of(connection: AsyncConnection, persons: Collection[UUID], wanted: NoticeFilter) -> list[NoticeRow]:
    """What is addressed to any of these persons, newest first; one more than ``limit`` if more follow."""
    found = await connection.execute(_page(_addressed_to(persons), wanted))
    return [_as_row(row) for row in found.mappings()]


async def notices_after(
    connection: AsyncConnection, persons: Collection[UUID], after: int, limit: int
) -> list[NoticeRow]:
    """What was entered for any of these persons after a number, in order."""
    newer = _listed().where(_addressed_to(persons), notices.c.n > after).order_by(notices.c.n).limit(limit)
    return [_as_row(row) for row in (await connection.execute(newer)).mappings()]


async def newest_number(connection: AsyncConnection, persons: Collection[UUID]) -> int:
    """The number of the newest notice addressed to any of them; 0 if there is none."""
    newest = select(func.coalesce(func.max(notices.c.n), 0)).where(_addressed_to(persons))
    return int((await connection.execute(newest)).scalar_one())


async def count_open(connection: AsyncConnection, persons: Collection[UUID], most: int) -> int:
    """How many notices to any of these persons are open; no more than ``most`` are counted."""
    to_staff = literal_column("notices.addressee_kind = 'staff'", Boolean())  # in the words of its index
    mine = select(notices.c.id).where(to_staff, OPEN, notices.c.addressee.in_(persons)).limit(most)
    return int((await connection.execute(select(func.count()).select_from(mine.subquery()))).scalar_one())


async def mark_delivered(connection: AsyncConnection, notice_ids: Collection[UUID], at: datetime) -> None:
    """These notices were fetched: their sendings to the inbox have arrived. Locked in one order: two readers wait."""
    fetched = and_(
        notice_deliveries.c.notice_id.in_(notice_ids),
        notice_deliveries.c.channel == DeliveryChannel.INBOX.value,
        notice_deliveries.c.status == DeliveryStatus.SENT.value,
    )
    key = (notice_deliveries.c.notice_id, notice_deliveries.c.channel, notice_deliveries.c.n)
    in_order = select(*key).where(fetched).order_by(*key).with_for_update()
    arrived = {"status": DeliveryStatus.DELIVERED.value, "ended_at": at}
    await connection.execute(update(notice_deliveries).where(tuple_(*key).in_(in_order)).values(arrived))


async def acknowledge(
    connection: AsyncConnection,
    notice_ids: Collection[UUID],
    *,
    by: UUID,
    persons: Collection[UUID],
    nobody_of: Collection[UUID],
    at: datetime,
) -> list[NoticeRow]:
    """Acknowledge notices to any of these persons, and those that reached nobody in the agencies ``nobody_of``.

    What was acknowledged before stays as it is. Rows are locked in the order of their numbers, as when they are
    settled. The rows found, in that order: fewer than asked for if one is unknown or addressed to somebody else.
    """
    unreached = and_(notices.c.addressee_kind == AddresseeKind.NOBODY.value, notices.c.case_agency_id.in_(nobody_of))
    mine = and_(notices.c.id.in_(notice_ids), or_(_addressed_to(persons), unreached))
    fresh = and_(mine, notices.c.acknowledged_at.is_(None))
    in_order = select(notices.c.id).where(fresh).order_by(notices.c.n).with_for_update()
    locked = list((await connection.execute(in_order)).scalars())
    seen = {"acknowledged_at": at, "acknowledged_by": by}
    await connection.execute(update(notices).where(notices.c.id.in_(locked)).values(seen))
    found = await connection.execute(_listed().where(mine).order_by(notices.c.n))
    return [_as_row(row) for row in found.mappings()]


async def ledger_of(
    connection: AsyncConnection, agencies: Collection[UUID], own: UUID, wanted: NoticeFilter
) -> list[SentNotice]:
    """All notices about cases of these agencies, newest first; one more than ``limit`` if more follow.

    Only staff of the agency ``own`` are named, others stand there by id.
    """
    found = await connection.execute(_page(notices.c.case_agency_id.in_(agencies), wanted, staff.c.agency_id == own))
    rows = [_as_row(row) for row in found.mappings()]
    sent = await _deliveries(connection, [row.id for row in rows])
    return [SentNotice(row=row, deliveries=tuple(sent.get(row.id, ()))) for row in rows]


async def _deliveries(connection: AsyncConnection, notice_ids: Collection[UUID]) -> dict[UUID, list[Delivery]]:
    found = await connection.execute(
        select(notice_deliveries)
        .where(notice_deliveries.c.notice_id.in_(notice_ids))
        .order_by(notice_deliveries.c.notice_id, notice_deliveries.c.n, notice_deliveries.c.channel)
    )
    sent: dict[UUID, list[Delivery]] = {}
    for row in found.mappings():
        sent.setdefault(row["notice_id"], []).append(Delivery.model_validate({**row, "repetition": row["n"]}))
    return sent


def _addressed_to(persons: Collection[UUID]) -> ColumnElement[bool]:
    return and_(notices.c.addressee_kind == AddresseeKind.STAFF.value, notices.c.addressee.in_(persons))


def _page(
    visible: ColumnElement[bool], wanted: NoticeFilter, named: ColumnElement[bool] | None = None
) -> Select[*tuple[object, ...]]:
    conditions = [visible]
    if wanted.open is not None:
        conditions.append(OPEN if wanted.open else ~OPEN)
    if wanted.matter:
        conditions.append(notices.c.matter == wanted.matter.value)
    if wanted.case:
        conditions.append(notices.c.case_id == wanted.case)
    if wanted.addressee:
        conditions.append(notices.c.addressee == wanted.addressee)
    if wanted.delivery:
        of_notice = notice_deliveries.c.notice_id == notices.c.id
        status = notice_deliveries.c.status == wanted.delivery.value
        conditions.append(select(notice_deliveries.c.n).where(of_notice, status).exists())
    if wanted.after is not None:
        conditions.append(notices.c.n < wanted.after)
    return _listed(named).where(*conditions).order_by(notices.c.n.desc()).limit(wanted.limit + 1)


def _listed(named: ColumnElement[bool] | None = None) -> Select[*tuple[object, ...]]:
    addressee = staff.c.id == notices.c.addressee
    shown = select(*_NAMED, staff.c.name.label("addressee_name"))
    return shown.outerjoin(staff, addressee if named is None else and_(addressee, named))


def _as_row(row: RowMapping) -> NoticeRow:
    return NoticeRow.model_validate(dict(row))
