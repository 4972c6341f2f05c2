"""For tests of the work on documents: hold it up in the middle of a job, and look at what it made."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from activities.db.database import Database
from schemas.settings import Settings
from tests.waiting import until_answered

Wait = Callable[[], Awaitable[None]]


@asynccontextmanager
async def held_up(settings: Settings, table: str) -> AsyncIterator[Wait]:
    """Nobody can write into ``table`` meanwhile; what is given waits until somebody hangs at that."""
    engine = create_async_engine(settings.database_url.get_secret_value())

    async def somebody_waits() -> None:
        await until_answered(lambda: _waiting(engine, table), limit=120)

    try:
        async with engine.begin() as connection:
            await connection.execute(text(f"LOCK TABLE {table} IN SHARE MODE"))
            yield somebody_waits
    finally:
        await engine.dispose()


async def _waiting(engine: AsyncEngine, table: str) -> bool:
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        " AND datname = current_database() AND query LIKE :begins"
    )
    async with engine.connect() as connection:
        return bool((await connection.execute(query, {"begins": f"INSERT INTO {table}%"})).scalar_one())


async def made(database: Database, case_id: UUID) -> dict[str, int]:
    """How many documents of each origin a case has."""
    query = text("SELECT origin, count(*) AS made FROM documents WHERE case_id = :id GROUP BY origin")
    async with database.reading() as connection:
        return {row.origin: row.made for row in await connection.execute(query, {"id": case_id})}


async def jobs(database: Database, case_id: UUID) -> list[tuple[str, str, str | None]]:
    """Kind, status and code of every job of a case, in the order they were entered."""
    query = text("SELECT kind, status, code FROM document_jobs WHERE case_id = :id ORDER BY n")
    async with database.reading() as connection:
        return [(row.kind, row.status, row.code) for row in await connection.execute(query, {"id": case_id})]


async def codes(database: Database) -> list[str]:
    """Why documents could not be read."""
    async with database.reading() as connection:
        found = await connection.execute(text("SELECT code FROM document_readings WHERE code IS NOT NULL"))
        return list(found.scalars())


async def attempts(database: Database, key: str) -> int:
    """How often a job has broken down."""
    query = text("SELECT attempts FROM document_jobs WHERE key = :key")
    async with database.reading() as connection:
        return int((await connection.execute(query, {"key": key})).scalar_one())
