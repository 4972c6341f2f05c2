"""How a sending ends: delivered, given up, or still waiting. Recorded in a transaction of its own, after the fact.

Rows are locked in the order of their keys. What is done to all that is due to a server may follow other locks in its
transaction, so it never waits: a row that another process holds at this moment is left to it, and to the next round.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Delete, Update, bindparam, case, delete, func, literal, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.deliveries import KEY, DeliveryKey, due_by, locked, to_any, waiting
from activities.db.tables_notices import notice_deliveries
from schemas.inbox import DeliveryChannel, DeliveryStatus

_table = notice_deliveries.c
_moment = _table.next_try_at.type


class InVain(DeliveryKey):
    """A delivery that was tried and did not go: tried again at ``again_at``, or given up."""

    error: str
    again_at: datetime | None = None

    @classmethod
    def of(cls, key: DeliveryKey, error: str, again_at: datetime | None = None) -> Self:
        """The try of a delivery in hand; without another moment it is given up."""
        return cls(notice_id=key.notice_id, channel=key.channel, n=key.n, error=error, again_at=again_at)


async def delivered(connection: AsyncConnection, keys: Iterable[DeliveryKey], at: datetime) -> None:
    """They were handed over and accepted. One that has ended already stays as it is."""
    statement = (
        update(notice_deliveries)
        .where(waiting, *_NAMED)
        .values(
            status=DeliveryStatus.DELIVERED.value,
            attempts=_table.attempts + 1,
            claimed_until=None,
            sent_at=at,
            ended_at=at,
            error=None,
        )
    )
    await _each(connection, statement, [_values(key) for key in keys])


async def tried_in_vain(connection: AsyncConnection, tries: Iterable[InVain], at: datetime) -> None:
    """They did not go: wait on, or are given up where no further try is named."""
    ended = bindparam("b_again_at", type_=_moment)
    statement = (
        update(notice_deliveries)
        .where(waiting, *_NAMED)
        .values(
            status=case((ended.is_(None), DeliveryStatus.FAILED.value), else_=DeliveryStatus.WAITING.value),
            attempts=_table.attempts + 1,
            claimed_until=None,
            next_try_at=func.coalesce(ended, _table.next_try_at),
            ended_at=case((ended.is_(None), at), else_=None),
            error=bindparam("b_error"),
        )
    )
    told = [{**_values(one), "b_again_at": one.again_at, "b_error": one.error} for one in tries]
    await _each(connection, statement, told)


async def put_off(connection: AsyncConnection, keys: Iterable[tuple[DeliveryKey, datetime]]) -> None:
    """Not now: they wait until a moment, without having been tried."""
    statement = (
        update(notice_deliveries)
        .where(waiting, *_NAMED)
        .values(claimed_until=None, next_try_at=bindparam("b_next", type_=_moment))
    )
    await _each(connection, statement, [{**_values(key), "b_next": at} for key, at in keys])


async def let_go(connection: AsyncConnection, keys: Iterable[DeliveryKey]) -> None:
    """Give back what was taken in hand and not tried."""
    statement = update(notice_deliveries).where(waiting, *_NAMED).values(claimed_until=None)
    await _each(connection, statement, [_values(key) for key in keys])


async def forget(connection: AsyncConnection, keys: Iterable[DeliveryKey]) -> None:
    """No mail is owed any more: the addressee has none or wants none. The inbox has the notice all the same."""
    statement = delete(notice_deliveries).where(waiting, *_NAMED)
    await _each(connection, statement, [_values(key) for key in keys])


async def leave_alone(
    connection: AsyncConnection,
    channel: DeliveryChannel,
    now: datetime,
    until: datetime,
    error: str,
    addressee: UUID | None = None,
) -> int:
    """A server is known to be away: what has become due to it meanwhile waits as well; how much."""
    values = {"claimed_until": None, "next_try_at": until, "error": error}
    return await _all_due(connection, channel, now, addressee, values)


async def server_tried(
    connection: AsyncConnection,
    channel: DeliveryChannel,
    now: datetime,
    until: datetime,
    error: str,
    most_attempts: int,
    addressee: UUID | None = None,
) -> int:
    """A server was found to be away just now: that counts as an attempt for all that is due to it; how much.

    It waits until a moment; what has waited through so many attempts is given up.
    """
    over = _table.attempts + 1 >= most_attempts
    values = {
        "status": case((over, DeliveryStatus.FAILED.value), else_=DeliveryStatus.WAITING.value),
        "ended_at": case((over, literal(now, _moment)), else_=None),
        "attempts": _table.attempts + 1,
        "claimed_until": None,
        "next_try_at": until,
        "error": error,
    }
    return await _all_due(connection, channel, now, addressee, values)


async def give_up_all(connection: AsyncConnection, addressee: UUID, at: datetime, error: str) -> int:
    """A webhook is no more: nothing waits for it any longer; how much did."""
    values = {"status": DeliveryStatus.FAILED.value, "ended_at": at, "claimed_until": None, "error": error}
    all_of_them = locked(waiting & (_table.channel == DeliveryChannel.WEBHOOK.value) & to_any([addressee]))
    gone = update(notice_deliveries).where(tuple_(*KEY).in_(all_of_them)).values(values)
    return (await connection.execute(gone)).rowcount


_NAMED: tuple[ColumnElement[bool], ...] = (
    _table.notice_id == bindparam("b_notice"),
    _table.channel == bindparam("b_channel"),
    _table.n == bindparam("b_number"),
)


def _values(key: DeliveryKey) -> dict[str, Any]:
    return {"b_notice": key.notice_id, "b_channel": key.channel.value, "b_number": key.n}


async def _each(connection: AsyncConnection, statement: Update | Delete, values: Sequence[dict[str, Any]]) -> None:
    """In the order of their keys, so that two processes at the same rows do not wait for each other in a circle."""
    if values:
        ordered = sorted(values, key=lambda one: (str(one["b_notice"]), one["b_channel"], one["b_number"]))
        await connection.execute(statement, ordered)


async def _all_due(
    connection: AsyncConnection, channel: DeliveryChannel, now: datetime, addressee: UUID | None, values: dict[str, Any]
) -> int:
    due = due_by(channel, now) & to_any([addressee]) if addressee else due_by(channel, now)
    statement = update(notice_deliveries).where(tuple_(*KEY).in_(locked(due, skip_held=True))).values(values)
    return (await connection.execute(statement)).rowcount
