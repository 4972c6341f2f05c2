"""The one door to PostgreSQL: ``transaction()`` at the edge, and nobody else commits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from schemas.errors import Unavailable

__all__ = ["AsyncConnection", "Database"]

CONNECTION_LOST = ("08", "57P01", "57P02", "57P03", "53300")
"""SQLSTATE classes and codes that mean PostgreSQL is away, not that the statement is wrong."""


class Database:
    """An asyncpg pool. Raises ``Unavailable("database_unavailable")`` when PostgreSQL is away."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self._engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=5,
            pool_pre_ping=False,
            connect_args={"timeout": 5, "command_timeout": 30},
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Commit when the block ends, roll back when it raises."""
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (OSError, InterfaceError, OperationalError, PoolTimeout) as lost:
            raise Unavailable("database_unavailable") from lost
        except DBAPIError as failed:
            state = getattr(failed.orig, "sqlstate", None) or ""
            if failed.connection_invalidated or state.startswith(CONNECTION_LOST):
                raise Unavailable("database_unavailable") from failed
            raise

    async def ping(self) -> None:
        """Ask PostgreSQL for a sign of life. Raises ``Unavailable``."""
        async with self.transaction() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()
