"""An office in this process, for faults that need no process of their own."""

from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from activities.db.database import Database
from schemas.settings import Settings
from tests.api.office import Office


@pytest_asyncio.fixture
async def office(
    api: httpx.AsyncClient, sample: dict[str, str], settings: Settings, database: Database
) -> AsyncIterator[Office]:
    """An office with a database of its own."""
    yield Office(api, sample, settings, database)
