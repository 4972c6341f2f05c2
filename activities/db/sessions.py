"""Sessions of the console: kept here and not in the cookie, so that they can be ended from here."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.people import token_hash
from activities.db.tables import staff
from activities.db.tables_accounts import sessions
from schemas.accounts import Awaits, SessionView
from schemas.base import Recorded
from schemas.people import SignedIn
from schemas.vocabulary import Role

SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when a session was last used: not every page shall write."""
NAMED_BY = 16
"""Digits of a session's hash that name it on a page: enough to tell a person's sessions apart, and no way back."""
KEPT_FOR = timedelta(days=30)
SWEPT_AT_ONCE = 100


class OpenSession(Recorded):
    """A session that lives. ``token``: the cookie's value, never stored."""

    token: str
    person: SignedIn
    login: str
    opened_at: datetime
    ends_at: datetime
    awaits: Awaits | None = None


async def open_session(
    connection: AsyncConnection, person: SignedIn, ends_at: datetime, awaits: Awaits | None = None
) -> str:
    """Begin a session; the value of its cookie, 256 random bits."""
    token = secrets.token_urlsafe(32)
    values = {"hash": token_hash(token), "staff_id": person.staff_id, "ends_at": ends_at, "awaits": awaits}
    await connection.execute(insert(sessions).values(values))
    return token


async def find_session(
    connection: AsyncConnection, token: str, now: datetime, idle: timedelta, *, used: bool = True
) -> OpenSession | None:
    """The session of a cookie; None if it is unknown or closed, over, idle for too long, or its owner not active.

    ``used``: somebody asks; what a page asks by itself keeps no session open.
    """
    lives = (
        (sessions.c.hash == token_hash(token))
        & sessions.c.closed_at.is_(None)
        & (sessions.c.ends_at > now)
        & (sessions.c.seen_at > now - idle)
        & staff.c.active
    )
    whose = select(sessions, staff.c.id, staff.c.agency_id, staff.c.login, staff.c.name, staff.c.roles)
    found = (await connection.execute(whose.join(staff, staff.c.id == sessions.c.staff_id).where(lives))).first()
    if found is None:
        return None
    if used and found.seen_at <= now - SEEN_EVERY:
        await connection.execute(update(sessions).where(sessions.c.hash == found.hash).values(seen_at=now))
    roles = tuple(map(Role, found.roles))
    person = SignedIn(staff_id=found.id, agency_id=found.agency_id, name=found.name, roles=roles)
    return OpenSession(
        token=token,
        person=person,
        login=found.login,
        opened_at=found.opened_at,
        ends_at=found.ends_at,
        awaits=found.awaits,
    )


async def close_session(connection: AsyncConnection, token: str) -> bool:
    """End a session for good; whether it was open."""
    mine = (sessions.c.hash == token_hash(token)) & sessions.c.closed_at.is_(None)
    closed = update(sessions).where(mine).values(closed_at=func.now()).returning(sessions.c.hash)
    return (await connection.execute(closed)).first() is not None


async def end_sessions(connection: AsyncConnection, staff_id: UUID, but: str | None = None) -> int:
    """End every session of a person, or every one but that of the cookie ``but``; how many there were."""
    open_ones = (sessions.c.staff_id == staff_id) & sessions.c.closed_at.is_(None)
    if but is not None:
        open_ones &= sessions.c.hash != token_hash(but)
    ended = await connection.execute(
        update(sessions).where(open_ones).values(closed_at=func.now()).returning(sessions.c.hash)
    )
    return len(ended.all())


async def end_session(connection: AsyncConnection, staff_id: UUID, named: str) -> bool:
    """End one of a person's sessions by the name it is shown under; whether there was such a one."""
    mine = (sessions.c.staff_id == staff_id) & sessions.c.closed_at.is_(None)
    one = mine & (func.left(sessions.c.hash, NAMED_BY) == named)
    ended = await connection.execute(
        update(sessions).where(one).values(closed_at=func.now()).returning(sessions.c.hash)
    )
    return ended.first() is not None


async def open_sessions(
    connection: AsyncConnection, staff_id: UUID, now: datetime, idle: timedelta, token: str | None
) -> list[SessionView]:
    """A person's sessions that live, the last used first; ``token`` tells which of them asks."""
    lives = sessions.c.closed_at.is_(None) & (sessions.c.ends_at > now) & (sessions.c.seen_at > now - idle)
    whole = sessions.c.awaits.is_(None) & (sessions.c.staff_id == staff_id)
    found = await connection.execute(select(sessions).where(lives & whole).order_by(sessions.c.seen_at.desc()))
    own = token_hash(token) if token else None
    return [
        SessionView(
            id=row.hash[:NAMED_BY],
            opened_at=row.opened_at,
            seen_at=row.seen_at,
            ends_at=row.ends_at,
            current=row.hash == own,
        )
        for row in found
    ]


async def sweep_sessions(connection: AsyncConnection, now: datetime) -> None:
    """Forget some of the sessions that were over a month ago; rows another process is sweeping are left to it."""
    over = select(sessions.c.hash).where(sessions.c.ends_at < now - KEPT_FOR)
    some = over.limit(SWEPT_AT_ONCE).with_for_update(skip_locked=True)
    await connection.execute(delete(sessions).where(sessions.c.hash.in_(some.scalar_subquery())))
