"""Notices that are reminded of again: on every working day, until acknowledged or settled."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.calendars import calendar_of
from activities.db.notices import CHANNEL
from activities.db.people import find_agency
from activities.db.tables import staff
from activities.db.tables_notices import notice_deliveries, notice_preferences, notices
from activities.next_working_day import next_working_moment
from schemas.base import Recorded
from schemas.clock import CalendarData
from schemas.inbox import AddresseeKind, DeliveryChannel, DeliveryStatus, MailWish

_LIVE = (
    notices.c.repeat_at.is_not(None),
    notices.c.acknowledged_at.is_(None),
    notices.c.settled_at.is_(None),
    notices.c.addressee_kind == AddresseeKind.STAFF.value,
)
_BUMPED = (
    update(notices)
    .where(notices.c.id == bindparam("b_id"))
    .values(repeated=notices.c.repeated + 1, repeat_at=bindparam("b_at", type_=notices.c.repeat_at.type))
)


class Rhythm(Recorded):
    """By which days an agency repeats: its calendar and its time zone."""

    calendar: CalendarData
    timezone: str

    def after(self, now: datetime, at: datetime) -> datetime:
        """The next working day after today, at the time of day of ``at``: however long nothing was repeated."""
        zone = ZoneInfo(self.timezone)
        today = datetime.combine(now.astimezone(zone).date(), at.astimezone(zone).time(), zone)
        return next_working_moment(today, self.timezone, self.calendar)


async def repeat_due(connection: AsyncConnection, now: datetime, most: int) -> int:
    """Enter what is to be repeated by now, in the inbox and by mail; how many notices.

    All in one transaction: after a crash a repetition is there or it is not. Next time is another working day. While
    an earlier mail about the same notice waits (the server is away) no other is added to it.
    """
    chosen = (
        select(notices.c.id, notices.c.addressee, notices.c.agency_id, notices.c.repeated, notices.c.repeat_at)
        .join(staff, staff.c.id == notices.c.addressee)
        .where(*_LIVE, notices.c.repeat_at <= now, staff.c.active)
        .order_by(notices.c.repeat_at)
        .limit(most)
        .with_for_update(skip_locked=True, of=notices)
    )
    due = (await connection.execute(chosen)).all()
    if due:
        rhythms = {
            agency_id: await _rhythm(connection, agency_id) for agency_id in sorted({row.agency_id for row in due})
        }
        await connection.execute(insert(notice_deliveries), await _sendings(connection, due, now))
        again = [{"b_id": row.id, "b_at": rhythms[row.agency_id].after(now, row.repeat_at)} for row in due]
        await connection.execute(_BUMPED, again)
        await _announce(connection, {row.addressee for row in due})
    return len(due)


async def _rhythm(connection: AsyncConnection, agency_id: UUID) -> Rhythm:
    agency = await find_agency(connection, agency_id)
    if agency is None:
        raise LookupError("a notice names an agency that is not there")
    return Rhythm(calendar=await calendar_of(connection, agency_id), timezone=agency.policy.timezone)


async def _sendings(
    connection: AsyncConnection, due: Sequence[Row[*tuple[Any, ...]]], now: datetime
) -> list[dict[str, object]]:
    """The rows of one repetition: the inbox has it at once, mail waits to be sent."""
    by_mail = await _to_be_mailed(connection, [row.id for row in due])
    shared = [{"notice_id": row.id, "n": row.repeated + 1, "next_try_at": now} for row in due]
    inbox = {"channel": DeliveryChannel.INBOX.value, "status": DeliveryStatus.SENT.value, "sent_at": now}
    mail = {"channel": DeliveryChannel.MAIL.value, "status": DeliveryStatus.WAITING.value, "sent_at": None}
    return [{**one, **inbox} for one in shared] + [{**one, **mail} for one in shared if one["notice_id"] in by_mail]


async def _to_be_mailed(connection: AsyncConnection, ids: Collection[UUID]) -> set[UUID]:
    """Of these notices, those whose addressee wants mail and has none about it waiting."""
    standing = select(notice_deliveries.c.notice_id).where(
        notice_deliveries.c.notice_id == notices.c.id,
        notice_deliveries.c.channel == DeliveryChannel.MAIL.value,
        notice_deliveries.c.status == DeliveryStatus.WAITING.value,
    )
    wanted = (
        select(notices.c.id)
        .join(notice_preferences, notice_preferences.c.staff_id == notices.c.addressee)
        .where(notices.c.id.in_(ids), notice_preferences.c.email_sealed.is_not(None))
        .where(notice_preferences.c.mail != MailWish.NONE.value, ~standing.exists())
    )
    return set((await connection.execute(wanted)).scalars())


async def _announce(connection: AsyncConnection, addressees: Collection[UUID]) -> None:
    """Open streams of the inbox hear of it at the commit."""
    for addressee in sorted(addressees):
        await connection.execute(select(func.pg_notify(CHANNEL, str(addressee))))
