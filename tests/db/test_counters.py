"""Running numbers have no gaps, whatever is rolled back beside them."""

import asyncio

import pytest

from activities.db.counters import next_number
from activities.db.database import Database
from api.cli.setup import SAMPLE_AGENCY


class ChangedItsMind(Exception):
    """A transaction that is rolled back after it has taken its number."""


async def take(database: Database, *, keep: bool, name: str = "application", year: int = 2031) -> int:
    async with database.transaction() as connection:
        number = await next_number(connection, SAMPLE_AGENCY.id, name, year)
        if not keep:
            raise ChangedItsMind
    return number


async def test_twenty_transactions_at_once_some_rolled_back_leave_no_gap(database: Database) -> None:
    tries = [take(database, keep=n % 3 != 0) for n in range(20)]
    taken = await asyncio.gather(*tries, return_exceptions=True)
    numbers = [number for number in taken if isinstance(number, int)]
    assert sorted(numbers) == list(range(1, 14))
    assert sum(isinstance(number, ChangedItsMind) for number in taken) == 7
    assert await take(database, keep=True) == 14


async def test_each_kind_and_year_counts_for_itself(database: Database) -> None:
    assert await take(database, keep=True) == 1
    assert await take(database, keep=True, year=2032) == 1
    assert await take(database, keep=True, name="letter/reply") == 1
    with pytest.raises(ChangedItsMind):
        await take(database, keep=False)
    assert await take(database, keep=True) == 2
