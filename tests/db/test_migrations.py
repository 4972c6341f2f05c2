"""Migrations run up, down and up again on an empty database, and give exactly the tables the code knows."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

import activities.db.tables_administration
import activities.db.tables_annual
import activities.db.tables_digests
import activities.db.tables_feeds
import activities.db.tables_figures
import activities.db.tables_notices
import activities.db.tables_review
import activities.db.tables_stages
import activities.db.tables_starts
import activities.db.tables_status
import activities.db.tables_waiting  # noqa: F401 - its tables enter themselves
from activities.db.migrate import downgrade, upgrade
from activities.db.tables import metadata
from worker.embedded.stack import EmbeddedStack

LEFT = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'alembic%'
UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


ARCHIVED = """
INSERT INTO cases (case_id, agency_id, version, state, reference, channel, applicant_kind, arrived_on,
    calendar_version, provisional, limit_runs, outcome, closed_on, head)
VALUES (gen_random_uuid(), gen_random_uuid(), 1, 'archived', 'r', 'post', 'natural_person', '2031-01-10',
    'v', false, false, 'withdrawn', '2031-01-11', 'h')
"""


async def test_an_archived_case_is_a_closed_one_before_the_law_in_full(stack: EmbeddedStack) -> None:
    url = await stack.postgres.create_database("taken_back")
    engine = create_async_engine(url)
    await upgrade(url)
    async with engine.begin() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))  # without the rows it refers to
        await connection.execute(text(ARCHIVED))
    await downgrade(url, "0001")
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT state FROM cases"))).scalars().all() == ["closed"]
    await engine.dispose()
    await stack.postgres.drop_database("taken_back")


async def test_migrations_run_up_down_and_up_again_and_agree_with_the_code(stack: EmbeddedStack) -> None:
    url = await stack.postgres.create_database("migrated")
    engine = create_async_engine(url)
    newest = await upgrade(url)
    assert newest == await upgrade(url)
    await downgrade(url)
    async with engine.connect() as connection:
        assert (await connection.execute(text(LEFT))).scalars().all() == []
    assert await upgrade(url) == newest
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
        tables = await connection.run_sync(lambda c: set(inspect(c).get_table_names()))
    assert tables == {*metadata.tables, "alembic_version"}
    await engine.dispose()
    await stack.postgres.drop_database("migrated")
