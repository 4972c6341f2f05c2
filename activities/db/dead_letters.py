"""Deliveries that were given up: listed for the agency of the addressee, and sent again when a person says so."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import case, func, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.deliveries import KEY, SERVER_TROUBLE, locked, waiting
from activities.db.tables_notices import notice_deliveries, notices
from schemas.inbox import DeliveryChannel, DeliveryStatus
from schemas.post import FailedNotice

_table = notice_deliveries.c
_failed = _table.status == DeliveryStatus.FAILED.value
_SHOWN = [notices.c[name] for name in ("addressee", "case_id", "reference", "kind", "matter", "due_on")]


async def failed_notices(
    connection: AsyncConnection, agency_id: UUID, after: tuple[datetime, UUID] | None, most: int
) -> list[FailedNotice]:
    """Notices of an agency with deliveries that were given up, the last to fail first, beyond a place in that order."""
    last_error = func.array_agg(aggregate_order_by(_table.error, _table.n.desc()))[1]
    grouped = (
        select(
            _table.notice_id,
            func.max(_table.channel).label("channel"),
            func.count().label("deliveries"),
            func.sum(_table.attempts).label("attempts"),
            last_error.label("error"),
            func.max(_table.ended_at).label("failed_at"),
        )
        .join(notices, notices.c.id == _table.notice_id)
        .where(_failed, notices.c.agency_id == agency_id)
        .group_by(_table.notice_id)
        .subquery()
    )
    statement = select(grouped, *_SHOWN).join(notices, notices.c.id == grouped.c.notice_id)
    if after:
        statement = statement.where(tuple_(grouped.c.failed_at, grouped.c.notice_id) < tuple_(*map(literal, after)))
    ordered = statement.order_by(grouped.c.failed_at.desc(), grouped.c.notice_id.desc()).limit(most)
    return [FailedNotice.model_validate(dict(row)) for row in (await connection.execute(ordered)).mappings()]


async def known_sent_out(connection: AsyncConnection, agency_id: UUID, ids: Collection[UUID]) -> set[UUID]:
    """Of these notices, those of the agency that go outside, whether or not they are given up by now."""
    found = select(_table.notice_id).join(notices, notices.c.id == _table.notice_id)
    outside = _table.channel != DeliveryChannel.INBOX.value
    found = found.where(outside, notices.c.agency_id == agency_id, _table.notice_id.in_(ids))
    return set((await connection.execute(found)).scalars())


async def send_again(
    connection: AsyncConnection, agency_id: UUID, at: datetime, ids: Collection[UUID] | None = None
) -> int:
    """Have failed deliveries wait anew, as if never tried: of some notices, or of all the agency's; how many.

    A server that was found to be away is tried at once: whoever sends again has reason to think that it is back.
    """
    own = select(notices.c.id).where(notices.c.agency_id == agency_id)
    if ids is not None:
        own = own.where(notices.c.id.in_(ids))
    lost = _failed & _table.notice_id.in_(own)
    channels = set((await connection.execute(select(_table.channel).where(lost).distinct())).scalars())
    trouble = _table.error.startswith(SERVER_TROUBLE, autoescape=True)
    hurried = waiting & trouble & _table.channel.in_(channels) & (_table.next_try_at > at)
    again = update(notice_deliveries).where(tuple_(*KEY).in_(locked(lost | hurried))).values(_anew(at))
    errors = (await connection.execute(again.returning(_table.error))).scalars()
    return sum(error is None for error in errors)


def _anew(at: datetime) -> dict[str, object]:
    """Both kinds in one statement, for one order of locks: what failed loses its past, what waits keeps it."""
    return {
        "status": DeliveryStatus.WAITING.value,
        "attempts": case((_failed, 0), else_=_table.attempts),
        "error": case((_failed, None), else_=_table.error),
        "next_try_at": at,
        "ended_at": None,
    }
