"""One moment of the database, held still for a dump, and what stands at it; the way to PostgreSQL's own programs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.database import Database
from activities.db.tables import (
    agencies,
    applications,
    case_events,
    documents,
    letters,
    own_record_events,
    own_records,
    staff,
)
from activities.db.tables_notices import notices
from schemas.backup import Blob

COUNTED = (agencies, staff, applications, case_events, documents, letters, notices, own_records, own_record_events)


class Moment(NamedTuple):
    """``snapshot`` is the name under which another session sees the same moment, while this one is held."""

    snapshot: str
    revision: str
    documents: list[Blob]
    counts: dict[str, int]


@asynccontextmanager
async def held_moment(database: Database) -> AsyncIterator[Moment]:
    """Hold one moment of the database until the block ends."""
    async with database.snapshot() as connection:
        snapshot = (await connection.execute(text("SELECT pg_export_snapshot()"))).scalar_one()
        revision = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
        blobs = await documents_on_record(connection)
        yield Moment(str(snapshot), str(revision), blobs, await counts_of(connection))


async def documents_on_record(connection: AsyncConnection) -> list[Blob]:
    """Every content that some document has and that was not destroyed, in the order of the hashes."""
    wanted = select(documents.c.sha256, func.max(documents.c.size)).where(documents.c.destroyed_at.is_(None))
    found = await connection.execute(wanted.group_by(documents.c.sha256).order_by(documents.c.sha256))
    return [Blob(sha256, size) for sha256, size in found]


async def counts_of(connection: AsyncConnection) -> dict[str, int]:
    """Rows of the tables that tell whether all is there."""
    counted = {}
    for table in COUNTED:
        counted[table.name] = int((await connection.execute(select(func.count()).select_from(table))).scalar_one())
    return counted


async def is_destroyed_since(connection: AsyncConnection, sha256: str) -> bool:
    """Whether every document of this content has been destroyed by now."""
    living = documents.c.destroyed_at.is_(None)
    found = await connection.execute(select(func.count()).where(documents.c.sha256 == sha256, living))
    return int(found.scalar_one()) == 0


async def is_in_use(connection: AsyncConnection) -> bool:
    """Whether an application or a request was ever entered here, also where there are no tables yet."""
    for table in (applications, own_records):
        there = await connection.execute(text("SELECT to_regclass(:name) IS NOT NULL"), {"name": table.name})
        if there.scalar_one() and (await connection.execute(select(text("1")).select_from(table).limit(1))).first():
            return True
    return False


async def others_connected(connection: AsyncConnection) -> int:
    """How many other sessions there are on this database: workers and API must have ended before it is replaced."""
    query = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    return int((await connection.execute(text(query))).scalar_one())


async def empty_schema(connection: AsyncConnection) -> None:
    """Drop all that is in the database's schema."""
    await connection.execute(text("DROP SCHEMA public CASCADE"))
    await connection.execute(text("CREATE SCHEMA public"))


def libpq_environment(url: str) -> dict[str, str]:
    """The database as PostgreSQL's own programs are told of it: by ``PG*`` variables, never in arguments.

    Arguments can be seen by every account of the machine. ``ssl`` of the URL is libpq's ``sslmode``.
    """
    parts = make_url(url)
    host = parts.host or parts.query.get("host")
    given = {
        "PGHOST": host,
        "PGPORT": str(parts.port) if parts.port else None,
        "PGUSER": parts.username,
        "PGPASSWORD": parts.password,
        "PGDATABASE": parts.database,
        "PGSSLMODE": parts.query.get("ssl") or parts.query.get("sslmode"),
    }
    return {name: value for name, value in given.items() if isinstance(value, str) and value}
