"""Nothing left to work with: no connection in the pool, none at the server, no room for the server's own files."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from activities.db.database import Database
from api.problems import problem_response
from schemas.errors import Unavailable
from schemas.settings import Settings
from tests.api.office import Office, assert_problem
from tests.db.blocked import until_blocked

AT_ONCE = 12
"""More than twice the connections of the pool."""


def address(settings: Settings) -> str:
    """Of the database, as asyncpg reads it."""
    url = make_url(settings.database_url.get_secret_value()).set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


@asynccontextmanager
async def nobody_is_signed_in(settings: Settings) -> AsyncIterator[None]:
    """Every request hangs where it looks who asks, and keeps its connection meanwhile."""
    connection = await asyncpg.connect(address(settings))
    async with connection.transaction():
        await connection.execute("LOCK TABLE tokens")
        yield
    await connection.close()


@asynccontextmanager
async def no_connection_left(settings: Settings) -> AsyncIterator[None]:
    """Every connection that PostgreSQL has to give is taken."""
    async with AsyncExitStack() as taken:
        while True:
            try:
                connection = await asyncpg.connect(address(settings))
            except asyncpg.TooManyConnectionsError:
                break
            taken.push_async_callback(connection.close)
        yield


async def test_requests_that_find_the_pool_empty_are_told_to_come_again_and_nothing_is_doubled(
    office: Office,
) -> None:
    case = await office.registered()
    async with nobody_is_signed_in(office.settings):
        bodies = {"step": "accept", "expected_version": case["version"]}
        asked = [
            asyncio.create_task(office.post_step(case["case_id"], bodies, key="accept-once")) for _ in range(AT_ONCE)
        ]
        await until_blocked(office.database)
        refused, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        for one in refused:
            assert_problem(one.result(), 503, "database_unavailable")
            assert int(one.result().headers["retry-after"]) > 0
    statuses = {answer.status_code for answer in await asyncio.gather(*asked)}
    assert statuses <= {200, 503}
    assert (await office.post_step(case["case_id"], bodies, key="accept-once")).status_code == 200
    assert (await office.kinds(case["case_id"])).count("application_accepted") == 1


async def test_a_server_without_a_connection_left_is_away_until_there_is_one(office: Office) -> None:
    fresh = Database(office.settings.database_url.get_secret_value(), 1)
    async with no_connection_left(office.settings):
        with pytest.raises(Unavailable, match="database_unavailable"):
            await fresh.ping()
    await fresh.ping()
    await fresh.close()


async def too_much(database: Database) -> None:
    """Sort more than memory holds, with no room for it on the disk."""
    async with database.transaction() as connection:
        await connection.execute(text("SET LOCAL temp_file_limit = 0"))
        await connection.execute(text("SET LOCAL work_mem = '64kB'"))
        await connection.execute(text("SELECT n FROM generate_series(1, 100000) AS n ORDER BY random()"))


async def test_a_server_without_room_on_its_disk_is_away_and_not_at_fault(database: Database) -> None:
    """A limit on its temporary files is reached: PostgreSQL says so with a code of the same class as a full disk."""
    with pytest.raises(Unavailable, match="database_unavailable") as told:
        await too_much(database)
    assert problem_response(told.value).status_code == 503
