"""What the applicant's page asks of PostgreSQL: which case a reference names, and how often somebody has guessed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Executable, Integer, case, delete, extract, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import applications
from activities.db.tables_status import status_tries

WINDOW = timedelta(hours=1)
CLEARED_AT_ONCE = 100


class Named(NamedTuple):
    """The case that a reference names."""

    case_id: UUID
    agency_id: UUID
    reference: str


class Bound(NamedTuple):
    """At most ``most`` tries an hour under ``mark``."""

    mark: str
    most: int


class UsedUp(NamedTuple):
    """The first mark that is used up, and in how many seconds its hour ends."""

    mark: str
    wait: int


async def case_named(connection: AsyncConnection, references: Iterable[str]) -> Named | None:
    """The case of a reference, whatever agency it belongs to: who asks must know its code besides."""
    columns = (applications.c.case_id, applications.c.agency_id, applications.c.reference)
    statement = select(*columns).where(applications.c.reference.in_(tuple(references))).order_by(*columns).limit(1)
    found = (await connection.execute(statement)).first()
    return Named(*found) if found else None


async def count_try(connection: AsyncConnection, bounds: Iterable[Bound]) -> UsedUp | None:
    """Count one try under each mark in turn; the first that is used up, None if none is.

    One statement a mark, so several processes count together. A mark after a used up one is not counted, and an hour
    is never prolonged: it ends an hour after its first try, whatever comes meanwhile.
    """
    for bound in bounds:
        counted = (await connection.execute(_counted(bound.mark))).mappings().one()
        if counted["tries"] > bound.most:
            return UsedUp(bound.mark, max(1, int(counted["wait"])))
    return None


async def take_back(connection: AsyncConnection, bounds: Iterable[Bound]) -> None:
    """The try was right: it does not count. A crash before this costs the applicant one try of his hour."""
    for bound in bounds:
        one_less = func.greatest(status_tries.c.tries - 1, 0)
        await connection.execute(update(status_tries).where(status_tries.c.mark == bound.mark).values(tries=one_less))


def _counted(mark: str) -> Executable:
    """One more try in the hour of the mark, or the first of a new one; how many there are, and seconds to its end."""
    over = status_tries.c.since <= func.now() - literal(WINDOW)
    again = {
        "tries": case((over, 1), else_=status_tries.c.tries + 1),
        "since": case((over, func.now()), else_=status_tries.c.since),
    }
    wait = extract("epoch", status_tries.c.since + literal(WINDOW) - func.now()).cast(Integer).label("wait")
    statement = insert(status_tries).values(mark=mark, tries=1)
    return statement.on_conflict_do_update(index_elements=["mark"], set_=again).returning(status_tries.c.tries, wait)


async def forget_hours(connection: AsyncConnection) -> None:
    """Forget hours that are over, in a transaction of its own: rows another process is counting in are left to it."""
    over = select(status_tries.c.mark).where(status_tries.c.since <= func.now() - literal(WINDOW))
    some = over.limit(CLEARED_AT_ONCE).with_for_update(skip_locked=True)
    await connection.execute(delete(status_tries).where(status_tries.c.mark.in_(some.scalar_subquery())))
