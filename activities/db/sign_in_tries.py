"""How often somebody has failed to sign in: counted in PostgreSQL, so that all processes count together."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables_accounts import sign_in_tries
from activities.pauses import Bound, Counted, failures_left, wait_of

KEPT_FOR = timedelta(days=7)
SWEPT_AT_ONCE = 100


async def count_try(connection: AsyncConnection, bounds: Sequence[Bound], now: datetime) -> int | None:
    """Count a try under every mark; or, while one of them pauses, count nothing: the seconds to wait.

    The rows are locked in the order given, so always give the same kinds of mark in the same order. To be committed
    before the password is compared: many tries at once are counted one after the other.
    """
    standing = [await _locked(connection, bound.mark, now) for bound in bounds]
    wait = max(wait_of(counted, bound, now) for counted, bound in zip(standing, bounds, strict=True))
    if wait:
        return max(1, ceil(wait.total_seconds()))
    for counted, bound in zip(standing, bounds, strict=True):
        failed = failures_left(counted, bound.forgives, now) + 1
        await _put(connection, bound.mark, failed, now)
    return None


async def forgive(connection: AsyncConnection, marks: Sequence[str]) -> None:
    """It was right: what failed before under these marks is forgotten."""
    await connection.execute(delete(sign_in_tries).where(sign_in_tries.c.mark.in_(marks)))


async def take_back(connection: AsyncConnection, mark: str) -> None:
    """It was right: this try does not count under the mark, the others do."""
    one_less = func.greatest(sign_in_tries.c.failed - 1, 0)
    await connection.execute(update(sign_in_tries).where(sign_in_tries.c.mark == mark).values(failed=one_less))


async def sweep_tries(connection: AsyncConnection, now: datetime) -> None:
    """Forget some of what failed long ago; rows another process is counting in are left to it."""
    over = select(sign_in_tries.c.mark).where(sign_in_tries.c.last_at < now - KEPT_FOR)
    some = over.limit(SWEPT_AT_ONCE).with_for_update(skip_locked=True)
    await connection.execute(delete(sign_in_tries).where(sign_in_tries.c.mark.in_(some.scalar_subquery())))


async def _locked(connection: AsyncConnection, mark: str, now: datetime) -> Counted:
    """The row of a mark, made if there is none, and held until the transaction ends."""
    statement = insert(sign_in_tries).values(mark=mark, failed=0, last_at=now)
    held = statement.on_conflict_do_update(index_elements=["mark"], set_={"mark": statement.excluded.mark})
    row = (await connection.execute(held.returning(sign_in_tries.c.failed, sign_in_tries.c.last_at))).one()
    return Counted(row.failed, row.last_at)


async def _put(connection: AsyncConnection, mark: str, failed: int, now: datetime) -> None:
    mine = sign_in_tries.c.mark == mark
    await connection.execute(update(sign_in_tries).where(mine).values(failed=failed, last_at=now))
