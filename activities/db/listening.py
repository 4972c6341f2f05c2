"""Hearing of new notices: one connection of its own a process, from which every open stream is told."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from uuid import UUID

import asyncpg
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from activities.db.notices import CHANNEL

AGAIN_SECONDS = 1.0
"""How long after a lost connection another one is tried."""
SIGN_OF_LIFE_SECONDS = 15.0
"""How often the connection is asked whether it still stands: a broken line does not announce itself."""
log = structlog.get_logger(__name__)


class NoticeListener:
    """Wakes whoever waits for notices to certain persons.

    It may wake without need, never too late: after a lost connection everybody is woken to look into the table, where
    what was announced meanwhile stands. So an announcement is a hint, and the table is what counts.
    """

    def __init__(self, url: str) -> None:
        connect_args = {"timeout": 5, "command_timeout": 10}
        self._engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=connect_args)
        self._waiting: dict[UUID, set[asyncio.Event]] = {}
        self._closed = asyncio.Event()
        self._ended = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None

    @property
    def closed(self) -> bool:
        """Whether streams are to end."""
        return self._closed.is_set()

    def close(self) -> None:
        """Let every stream end: the process is about to stop."""
        self._closed.set()
        self._ended.set()
        self._wake_all()

    async def stop(self) -> None:
        """Close, and give the connection back."""
        self.close()
        if self._listening:
            await self._listening
        await self._engine.dispose()

    @contextmanager
    def waking(self, persons: Collection[UUID]) -> Iterator[asyncio.Event]:
        """An event that is set when there may be something new for one of them; listens from the first use on."""
        event = asyncio.Event()
        for person in persons:
            self._waiting.setdefault(person, set()).add(event)
        if self._listening is None and not self.closed:
            self._listening = asyncio.create_task(self._listen())
        try:
            yield event
        finally:
            for person in persons:
                self._forget(person, event)

    def _forget(self, person: UUID, event: asyncio.Event) -> None:
        self._waiting[person].discard(event)
        if not self._waiting[person]:
            del self._waiting[person]

    async def _listen(self) -> None:
        """Listen until closed, over as many connections as it takes."""
        while not self.closed:
            try:
                async with self._engine.connect() as connection:
                    await self._hear(connection)
            except (OSError, SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError) as lost:
                log.warning("notices_not_heard", error=type(lost).__name__)
            await _set_within(self._closed, AGAIN_SECONDS)

    async def _hear(self, connection: AsyncConnection) -> None:
        """Pass on what is announced until the connection is lost or all is closed."""
        heard = (await connection.get_raw_connection()).driver_connection
        assert isinstance(heard, asyncpg.Connection)  # noqa: S101 - the one driver this project has
        self._ended.clear()
        heard.add_termination_listener(self._lost)
        await heard.add_listener(CHANNEL, self._announced)
        self._wake_all()
        while not (self.closed or await _set_within(self._ended, SIGN_OF_LIFE_SECONDS)):
            await heard.execute("SELECT 1")

    def _lost(self, _connection: object) -> None:
        self._ended.set()

    def _announced(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        for event in self._waiting.get(UUID(str(payload)), ()):
            event.set()

    def _wake_all(self) -> None:
        for events in self._waiting.values():
            for event in events:
                event.set()


@asynccontextmanager
async def hearing_notices(url: str) -> AsyncIterator[NoticeListener]:
    """A listener over this database, stopped at the end."""
    listener = NoticeListener(url)
    try:
        yield listener
    finally:
        await listener.stop()


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    """Whether it was set before so many seconds had passed."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()
