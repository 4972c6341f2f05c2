"""The one door to PostgreSQL: ``transaction()`` at the edge, and nobody else commits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import QueuePool, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from schemas.errors import Unavailable

__all__ = ["AsyncConnection", "Database", "PoolUse"]

CONNECTION_LOST = ("08", "57P01", "57P02", "57P03", "53", "58030")
"""SQLSTATE classes and codes that mean PostgreSQL is away, or can do nothing for want of connections, room or memory
(class 53) or of a disk that works (58030), not that the statement is wrong."""
GAVE_WAY = ("40001", "40P01")
"""SQLSTATE of a serialization failure and of a deadlock: nothing was written, and what is tried again may succeed."""


@dataclass(frozen=True, slots=True)
class PoolUse:
    """Connections a pool may have, has open, and has given out."""

    allowed: int
    open: int
    busy: int


class Database:
    """An asyncpg pool. Raises ``Unavailable("database_unavailable")`` when PostgreSQL is away.

    A transaction that PostgreSQL broke off for the sake of another raises ``Unavailable("database_conflict")``.
    """

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self._engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=5,
            pool_pre_ping=False,
            hide_parameters=True,
            connect_args={"timeout": 5, "command_timeout": 30},
        )
        self._snapshots = self._engine.execution_options(isolation_level="REPEATABLE READ")
        self._reader = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Commit when the block ends, roll back when it raises."""
        async with _away_said_so(), self._engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """For single SELECTs: each by itself sees what is committed, without the round trips of BEGIN and ROLLBACK."""
        async with _away_said_so(), self._reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """For SELECTs that must see one and the same moment."""
        async with _away_said_so(), self._snapshots.connect() as connection, connection.begin():
            yield connection

    def trace_statements(self) -> None:
        """Have every statement, without its values, be a span of the trace it runs in."""
        from activities.db.tracing import trace_statements_of

        trace_statements_of(self._engine)

    def pool_use(self) -> PoolUse:
        """How much of the pool is in use."""
        pool = self._engine.pool
        if not isinstance(pool, QueuePool):
            raise TypeError(f"{type(pool).__name__} does not count")
        return PoolUse(allowed=pool.size(), open=pool.checkedin() + pool.checkedout(), busy=pool.checkedout())

    async def ping(self) -> None:
        """Ask PostgreSQL for a sign of life. Raises ``Unavailable``."""
        async with self.reading() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


@asynccontextmanager
async def _away_said_so() -> AsyncIterator[None]:
    """Every way in which PostgreSQL is away or gives way to another, as ``Unavailable``; all else as it is."""
    try:
        yield
    except (OSError, PoolTimeout) as lost:
        raise Unavailable("database_unavailable") from lost
    except DBAPIError as failed:
        state = getattr(failed.orig, "sqlstate", None) or ""
        if state in GAVE_WAY:
            raise Unavailable("database_conflict") from failed
        if _is_away(failed, state):
            raise Unavailable("database_unavailable") from failed
        _say_no_values(failed, state)
        raise


def _is_away(failed: DBAPIError, state: str) -> bool:
    lost = isinstance(failed, InterfaceError | OperationalError) or failed.connection_invalidated
    return lost or state.startswith(CONNECTION_LOST)


def _say_no_values(failed: DBAPIError, state: str) -> None:
    """Exceptions are logged, so they must quote no data: DETAIL shows whole rows, data exceptions (22) the value."""
    told: BaseException | None = failed
    while told:
        message = str(told.args[0]).partition("\nDETAIL:")[0] if told.args else ""
        told.args = (f"SQLSTATE {state}" if not state or state.startswith("22") else message, *told.args[1:])
        if isinstance(getattr(told, "detail", None), str) and told is not failed:
            vars(told)["detail"] = None
        told = failed.orig if told is failed else told.__cause__
