"""Offices for tests of the API: one of its own, or one shared by tests that leave nothing behind."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from activities.db.database import Database
from schemas.settings import Settings
from tests.api.office import Office
from tests.conftest import TEMPLATE, serving
from tests.harness import TEST_KEYS
from worker.connection import connect
from worker.embedded.stack import EmbeddedStack
from worker.main import make_worker, resources

_numbers = itertools.count(1)


@pytest_asyncio.fixture
async def office(
    api: httpx.AsyncClient, sample: dict[str, str], settings: Settings, database: Database
) -> AsyncIterator[Office]:
    """An office with a database of its own."""
    yield Office(api, sample, settings, database)


@pytest_asyncio.fixture(scope="session")
async def shared(
    stack: EmbeddedStack, sample: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    """One office for all tests whose requests are refused or only read."""
    name = f"shared_{next(_numbers)}"
    url = await stack.postgres.create_database(name, template=TEMPLATE)
    settings = settings_on(stack, url, tmp_path_factory.mktemp("documents"), name)
    async with working_office(settings, sample) as office:
        yield office
    await stack.postgres.drop_database(name)


def settings_on(stack: EmbeddedStack, url: str, documents: Path, task_queue: str) -> Settings:
    """Settings of an office on these servers."""
    places = {"database_url": url, "documents_url": documents.as_uri(), "task_queue": task_queue}
    return Settings.model_validate({**stack.settings.model_dump(), **places, "database_pool": 5, **TEST_KEYS})


@asynccontextmanager
async def working_office(settings: Settings, tokens: dict[str, str]) -> AsyncIterator[Office]:
    """A worker and the API over these settings, in this process."""
    client = await connect(settings)
    async with (
        resources(settings) as (database, store, vault),
        make_worker(client, settings, database, store, vault),
        serving(settings) as http,
    ):
        yield Office(http, tokens, settings, database)
