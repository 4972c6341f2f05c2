"""Calendars to subscribe to: made, found by their secret, ended. The secret itself is never stored."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.people import token_hash
from activities.db.tables import staff
from activities.db.tables_feeds import feeds
from schemas.base import Recorded
from schemas.due_dates import DueScope, Feed
from schemas.people import SignedIn
from schemas.vocabulary import Role

_FEED = [feeds.c[name] for name in Feed.model_fields]


class FoundFeed(Recorded):
    """A calendar that lives, and whose it is; ``person`` with the roles he has now."""

    scope: DueScope
    person: SignedIn


async def put_feed(connection: AsyncConnection, feed_id: UUID, secret: str, staff_id: UUID, scope: DueScope) -> Feed:
    """Enter a calendar; one of this id is there already after a second click, and stays as it is."""
    values = {"id": feed_id, "hash": token_hash(secret), "staff_id": staff_id, "scope": scope}
    await connection.execute(insert(feeds).values(values).on_conflict_do_nothing(index_elements=[feeds.c.id]))
    found = (await connection.execute(select(*_FEED).where(feeds.c.id == feed_id))).mappings().one()
    return Feed.model_validate(dict(found))


async def feeds_of(connection: AsyncConnection, staff_id: UUID) -> list[Feed]:
    """A person's calendars that live, the newest first."""
    mine = (feeds.c.staff_id == staff_id) & feeds.c.ended_at.is_(None)
    found = await connection.execute(select(*_FEED).where(mine).order_by(feeds.c.made_at.desc(), feeds.c.id))
    return [Feed.model_validate(dict(row)) for row in found.mappings()]


async def end_feed(connection: AsyncConnection, staff_id: UUID, feed_id: UUID) -> bool:
    """End one of one's own for good; whether it is there. Again, nothing changes."""
    mine = (feeds.c.staff_id == staff_id) & (feeds.c.id == feed_id)
    ended = update(feeds).where(mine).values(ended_at=func.coalesce(feeds.c.ended_at, func.now()))
    return (await connection.execute(ended.returning(feeds.c.id))).first() is not None


async def find_feed(connection: AsyncConnection, secret: str, today: date) -> FoundFeed | None:
    """The calendar of a secret address; None if it is unknown or ended, or its owner no longer active."""
    lives = (feeds.c.hash == token_hash(secret)) & feeds.c.ended_at.is_(None) & staff.c.active
    whose = select(feeds, staff.c.agency_id, staff.c.name, staff.c.roles).join(staff, staff.c.id == feeds.c.staff_id)
    found = (await connection.execute(whose.where(lives))).first()
    if found is None:
        return None
    if found.read_on != today:
        await connection.execute(update(feeds).where(feeds.c.id == found.id).values(read_on=today))
    roles = tuple(map(Role, found.roles))
    person = SignedIn(staff_id=found.staff_id, agency_id=found.agency_id, name=found.name, roles=roles)
    return FoundFeed(scope=found.scope, person=person)
