"""New notices as they come: server-sent events, resumed without loss or doubling.

The id of an event is the number of the notice. Numbers grow in the order of commits, so who has seen one has seen all
before it, and reading on from it loses nothing; what PostgreSQL announces only says when to look.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from fastapi.sse import ServerSentEvent

from activities.db.inbox import mark_delivered, newest_number, notices_after
from activities.db.listening import NoticeListener
from api.desk import Desk
from api.notices import reads_for
from schemas.errors import Unavailable
from schemas.inbox import NoticeRow, NoticeView
from schemas.people import SignedIn

AT_ONCE = 100
"""Notices read from the table at once."""
LONGEST = timedelta(minutes=2)
"""Then the stream ends and the client resumes it: token or session, and whom it stands in for, are looked at anew."""
RECONNECT_MILLISECONDS = 1000
log = structlog.get_logger(__name__)


async def stream(
    desk: Desk, listener: NoticeListener, person: SignedIn, after: int | None
) -> AsyncIterator[ServerSentEvent]:
    """Notices to a person after a number (none: from now on), each once, until the process or the time is over.

    A notice is marked as delivered once the client was handed the next one or waits for it: broken off in between, it
    is still only ``sent``, and comes again to who resumes before it. PostgreSQL away: the stream ends, to be resumed.
    """
    try:
        async for event in _events(desk, listener, person, after):
            yield event
    except Unavailable as away:
        log.warning("notice_stream_ended", code=away.code)


async def _events(
    desk: Desk, listener: NoticeListener, person: SignedIn, after: int | None
) -> AsyncIterator[ServerSentEvent]:
    persons, seen = await _beginning(desk, person, after)
    yield ServerSentEvent(comment="daylight", retry=RECONNECT_MILLISECONDS)
    clock = asyncio.get_running_loop().time
    ends_at = clock() + LONGEST.total_seconds()
    with listener.waking(persons) as news:
        while not listener.closed and clock() < ends_at:
            news.clear()
            rows = await _fresh(desk, persons, seen)
            for row in rows:
                yield _event(row)
                seen = row.n
            await _delivered(desk, rows)
            if len(rows) < AT_ONCE:
                await _set_within(news, ends_at - clock())


async def _beginning(desk: Desk, person: SignedIn, after: int | None) -> tuple[list[UUID], int]:
    """Whose notices are streamed, and the number after which."""
    today = await desk.today(person.agency_id)
    async with desk.database.transaction() as connection:
        persons = await reads_for(connection, person, today)
        return persons, await newest_number(connection, persons) if after is None else after


async def _set_within(event: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)


async def _fresh(desk: Desk, persons: list[UUID], seen: int) -> list[NoticeRow]:
    async with desk.database.reading() as connection:
        return await notices_after(connection, persons, seen, AT_ONCE)


async def _delivered(desk: Desk, rows: list[NoticeRow]) -> None:
    if rows:
        async with desk.database.transaction() as connection:
            await mark_delivered(connection, [row.id for row in rows], datetime.now(UTC))


def _event(row: NoticeRow) -> ServerSentEvent:
    return ServerSentEvent(event="notice", id=str(row.n), data=NoticeView.of(row))
