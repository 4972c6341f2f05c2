"""Invented cases: the same for the same seed, for an empty database only; indexes and references return."""

from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

import activities.db.tables_digests
import activities.db.tables_notices
import activities.db.tables_review  # noqa: F401 - its tables enter themselves
from activities.db.database import Database
from activities.db.tables import metadata
from api.seeding.fill import TABLES, SeedPlan, fill
from schemas.errors import InvalidInput
from tests.conftest import TEMPLATE
from worker.embedded.stack import EmbeddedStack

PLAN = SeedPlan(closed=60, open=20, agencies=3, seed=5, today=date(2026, 7, 3))
ALL = "SELECT md5(string_agg(line, '' ORDER BY line)) FROM (SELECT {table}::text AS line FROM {table}) AS lines"


async def prints(stack: EmbeddedStack, name: str) -> list[str]:
    """Fill a database of this name; a fingerprint of each of its tables."""
    url = await stack.postgres.create_database(name, template=TEMPLATE)
    await fill(url, PLAN, lambda _: None)
    database = Database(url, 1)
    async with database.transaction() as connection:
        queries = [text(ALL.format(table=table.name)) for table in TABLES]
        found = [str((await connection.execute(query)).scalar_one()) for query in queries]
        assert await connection.run_sync(_lacking) == []
    with pytest.raises(InvalidInput, match="database_in_use"):
        await fill(url, PLAN, lambda _: None)
    await database.close()
    await stack.postgres.drop_database(name)
    return found


def _lacking(connection: Connection) -> list[str]:
    """Indexes and foreign keys of the tables that the database does not have."""
    context = MigrationContext.configure(connection)
    return [str(change) for change in compare_metadata(context, metadata) if change[0] in {"add_index", "add_fk"}]


async def test_the_same_plan_gives_the_same_rows_once(stack: EmbeddedStack, sample: dict[str, str]) -> None:
    first = await prints(stack, "seeded_once")
    assert "None" not in first
    assert first == await prints(stack, "seeded_again")
