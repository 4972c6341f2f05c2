"""Waiting until one transaction waits for another."""

from sqlalchemy import text

from activities.db.database import Database
from tests.waiting import until_answered

_BLOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


async def until_blocked(database: Database) -> None:
    """Return when a transaction of this database waits for a lock."""
    async with database.reading() as connection:

        async def blocked() -> bool:
            return bool((await connection.execute(_BLOCKED)).scalar_one())

        await until_answered(blocked, limit=120)
