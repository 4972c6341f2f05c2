"""An office whose worker is in this process, on real servers: for what people do and for work on documents."""

from collections.abc import AsyncIterator

import pytest_asyncio

from schemas.settings import Settings
from tests.api.conftest import working_office
from tests.api.office import Office


@pytest_asyncio.fixture
async def office(settings: Settings, sample: dict[str, str]) -> AsyncIterator[Office]:
    """Closed with its worker at the end."""
    async with working_office(settings, sample) as office:
        yield office
