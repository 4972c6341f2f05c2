"""What two transactions do to each other is told as something to try again, never as a crash."""

import asyncio

import pytest
from sqlalchemy import text

from activities.db.database import Database
from api.problems import problem_response
from schemas.errors import Unavailable
from tests.db.blocked import until_blocked

LOCK = text("SELECT pg_advisory_xact_lock(:n)")


async def crossing(database: Database, first: int, second: int, ready: asyncio.Barrier) -> None:
    """Take two locks, the second when the other transaction has its first."""
    async with database.transaction() as connection:
        await connection.execute(LOCK, {"n": first})
        await ready.wait()
        await connection.execute(LOCK, {"n": second})


async def overtaken(database: Database) -> None:
    """Change a row that another transaction has changed since the first look."""
    change = text("UPDATE agencies SET name = name || '!'")
    async with database.snapshot() as connection:
        await connection.execute(text("SELECT count(*) FROM agencies"))
        async with database.transaction() as another:
            await another.execute(change)
        await connection.execute(change)


async def test_of_two_transactions_in_a_circle_one_is_to_try_again_and_the_other_goes_on(database: Database) -> None:
    ready = asyncio.Barrier(2)
    ended = await asyncio.gather(
        crossing(database, 1, 2, ready), crossing(database, 2, 1, ready), return_exceptions=True
    )
    (refused,) = (one for one in ended if one is not None)
    assert isinstance(refused, Unavailable)
    assert refused.code == "database_conflict"
    answer = problem_response(refused)
    assert (answer.status_code, int(answer.headers["retry-after"]) > 0) == (503, True)


async def test_a_row_that_changed_under_a_snapshot_is_to_be_tried_again(database: Database) -> None:
    with pytest.raises(Unavailable, match="database_conflict"):
        await overtaken(database)


async def test_a_transaction_that_waits_is_seen_to_wait(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(LOCK, {"n": 3})
        waiting = asyncio.create_task(crossing(database, 3, 4, asyncio.Barrier(1)))
        await until_blocked(database)
        assert not waiting.done()
    await waiting
