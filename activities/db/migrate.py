"""Migrations, up and down, under an advisory lock so that two processes never migrate at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

MIGRATION_LOCK = 0x6461796C  # "dayl"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, revision: str) -> None:
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
    connection.commit()
    try:
        command.upgrade(_config(connection), revision)
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
        connection.commit()


def _downgrade(connection: Connection, revision: str) -> None:
    command.downgrade(_config(connection), revision)
    connection.commit()


async def upgrade(url: str, revision: str = "head") -> str | None:
    """Bring the database to a revision; returns the revision it is at now."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_upgrade, revision)
            return await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())
    finally:
        await engine.dispose()


async def downgrade(url: str, revision: str = "base") -> None:
    """Take migrations back, down to a revision."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_downgrade, revision)
    finally:
        await engine.dispose()


def is_known_revision(revision: str) -> bool:
    """Whether this release has a migration of that name: tables of a newer release it could not read."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
