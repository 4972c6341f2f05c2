"""A shelf of archived cases for the tests of keeping."""

from collections.abc import AsyncIterator

import pytest_asyncio

from activities.db.database import Database
from schemas.settings import Settings
from tests.keeping.retained import Shelf, shelf_over


@pytest_asyncio.fixture
async def shelf(settings: Settings, database: Database, sample: dict[str, str]) -> AsyncIterator[Shelf]:
    """An agency with a second administrator, and nothing on the shelf yet."""
    async with shelf_over(settings, database, sample) as opened:
        yield opened
