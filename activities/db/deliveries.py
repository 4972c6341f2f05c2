"""What waits to be posted: claimed for a while, sent outside of any transaction, ended in a second one.

A claim that runs out belongs to a process that died: the delivery waits again. It is sent at least once, ended once.
"""

from collections.abc import Collection
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import agencies, staff
from activities.db.tables_notices import notice_deliveries, notice_preferences, notices
from schemas.base import Recorded
from schemas.inbox import DeliveryChannel, DeliveryStatus
from schemas.notice_text import NoticeFacts

SERVER_TROUBLE = "server_"
"""Begins the errors that count for a server and not for a single delivery."""
KEY = (notice_deliveries.c.notice_id, notice_deliveries.c.channel, notice_deliveries.c.n)
"""The primary key, and the order in which deliveries are locked."""
waiting = notice_deliveries.c.status == DeliveryStatus.WAITING.value
_COLUMNS = [
    *KEY,
    notice_deliveries.c.n.label("repeated"),
    *(notice_deliveries.c[name] for name in ("attempts", "next_try_at")),
    *(
        notices.c[name]
        for name in ("addressee", "agency_id", "case_id", "digest_id", "seq", "key", "intended_at", "reference", "kind")
    ),
    *(notices.c[name] for name in ("matter", "subject", "due_on", "working_days", "true_on", "late_days")),
    notices.c.instead_of.is_not(None).label("for_another"),
]
_WISHES = [notice_preferences.c[name] for name in ("email_sealed", "mail", "quiet_from", "quiet_until", "digest_at")]


class DeliveryKey(Recorded):
    """The primary key of a delivery; ``n`` 0 is the first sending, others are repetitions."""

    notice_id: UUID
    channel: DeliveryChannel
    n: int

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a receiver can drop what he gets twice."""
        return f"{self.notice_id}.{self.n}"


class Claimed(DeliveryKey, NoticeFacts):
    """A delivery in hand, with what its notice says. ``attempts``: before this one. ``key``: the business key."""

    attempts: int
    next_try_at: datetime
    addressee: UUID
    agency_id: UUID
    case_id: UUID | None
    digest_id: UUID | None
    seq: int | None
    key: str
    intended_at: datetime


class ClaimedMail(Claimed):
    """A mail in hand, with how its addressee wants it; ``timezone`` of his agency, null for the usual one."""

    active: bool
    email_sealed: bytes | None
    mail: str | None
    quiet_from: time | None
    quiet_until: time | None
    digest_at: time | None
    timezone: str | None


async def claim_mails(
    connection: AsyncConnection, now: datetime, until: datetime, most: int, of: Collection[UUID] = ()
) -> list[ClaimedMail]:
    """Take mails that are due in hand until a moment, the longest waiting first; of some persons only, if given."""
    condition = due_by(DeliveryChannel.MAIL, now)
    if of:
        condition &= to_any(of)
    keys = await _claim(connection, condition, until, most)
    columns = [*_COLUMNS, staff.c.active, agencies.c.policy["timezone"].astext.label("timezone")]
    columns += [
        notice_preferences.c[name] for name in ("email_sealed", "mail", "quiet_from", "quiet_until", "digest_at")
    ]
    found = await connection.execute(
        select(*columns)
        .join(notices, notices.c.id == notice_deliveries.c.notice_id)
        .join(staff, staff.c.id == notices.c.addressee)
        .join(agencies, agencies.c.id == staff.c.agency_id)
        .outerjoin(notice_preferences, notice_preferences.c.staff_id == staff.c.id)
        .where(tuple_(*KEY).in_(keys))
        .order_by(notice_deliveries.c.next_try_at, notices.c.n)
    )
    return [ClaimedMail.model_validate(dict(row)) for row in found.mappings()]


async def claim_posts(
    connection: AsyncConnection, webhook_id: UUID, now: datetime, until: datetime, most: int
) -> list[Claimed]:
    """Take deliveries to one webhook in hand until a moment, in the order in which they were recorded."""
    keys = await _claim(connection, due_by(DeliveryChannel.WEBHOOK, now) & to_any([webhook_id]), until, most)
    found = await connection.execute(
        select(*_COLUMNS)
        .join(notices, notices.c.id == notice_deliveries.c.notice_id)
        .where(tuple_(*KEY).in_(keys))
        .order_by(notice_deliveries.c.next_try_at, notices.c.n)
    )
    return [Claimed.model_validate(dict(row)) for row in found.mappings()]


async def webhooks_with_waiting(connection: AsyncConnection, now: datetime) -> list[UUID]:
    """Addressees to whom something is to be posted, whoever has waited longest first."""
    found = await connection.execute(
        select(notices.c.addressee)
        .join(notice_deliveries, notice_deliveries.c.notice_id == notices.c.id)
        .where(due_by(DeliveryChannel.WEBHOOK, now))
        .group_by(notices.c.addressee)
        .order_by(func.min(notice_deliveries.c.next_try_at), notices.c.addressee)
    )
    return list(found.scalars())


async def server_away_until(
    connection: AsyncConnection, channel: DeliveryChannel, now: datetime, addressee: UUID | None = None
) -> tuple[datetime, str] | None:
    """Until when a server is left alone, and why, if it was found to be away: a webhook's, or the mail server."""
    statement = (
        select(notice_deliveries.c.next_try_at, notice_deliveries.c.error)
        .where(waiting, notice_deliveries.c.channel == channel.value, notice_deliveries.c.next_try_at > now)
        .where(notice_deliveries.c.error.startswith(SERVER_TROUBLE, autoescape=True))
        .order_by(notice_deliveries.c.next_try_at)
        .limit(1)
    )
    if addressee:
        statement = statement.where(to_any([addressee]))
    row = (await connection.execute(statement)).first()
    return (row.next_try_at, row.error) if row else None


def due_by(channel: DeliveryChannel, now: datetime) -> ColumnElement[bool]:
    """Whether a delivery of a channel waits, is due, and is in nobody's hand."""
    free = or_(notice_deliveries.c.claimed_until.is_(None), notice_deliveries.c.claimed_until <= now)
    return waiting & (notice_deliveries.c.channel == channel.value) & (notice_deliveries.c.next_try_at <= now) & free


def to_any(addressees: Collection[UUID]) -> ColumnElement[bool]:
    """Whether a delivery is to one of these persons or webhooks."""
    return notice_deliveries.c.notice_id.in_(select(notices.c.id).where(notices.c.addressee.in_(addressees)))


def locked(condition: ColumnElement[bool], *, skip_held: bool = False) -> Select[UUID, str, int]:
    """The keys of deliveries, locked in their order, so that nobody waits for anybody in a circle.

    ``skip_held``: without those that another transaction holds, and so without ever waiting.
    """
    chosen: Select[UUID, str, int] = select(*KEY).where(condition).order_by(*KEY)
    return chosen.with_for_update(of=notice_deliveries, skip_locked=skip_held)


async def _claim(
    connection: AsyncConnection, condition: ColumnElement[bool], until: datetime, most: int
) -> list[tuple[UUID, str, int]]:
    """Take up to so many in hand; what another process holds at this moment is left to it."""
    chosen: Select[UUID, str, int] = (
        select(*KEY)
        .where(condition)
        .order_by(notice_deliveries.c.next_try_at, notice_deliveries.c.attempts.desc())
        .limit(most)
        .with_for_update(skip_locked=True, of=notice_deliveries)
    )
    keys = [(row.notice_id, row.channel, row.n) for row in await connection.execute(chosen)]
    if keys:
        taken = update(notice_deliveries).where(tuple_(*KEY).in_(keys)).values(claimed_until=until)
        await connection.execute(taken)
    return keys
