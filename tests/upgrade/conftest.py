"""An empty database, and the previous release."""

import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from activities.db.database import Database
from schemas.settings import Settings
from tests.upgrade.previous import COMMIT, NoHistory, PreviousRelease, unpack
from worker.embedded.ports import free_port
from worker.embedded.stack import EmbeddedStack

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def previous(tmp_path_factory: pytest.TempPathFactory) -> PreviousRelease:
    """The release before this one; skips, and says why, where git does not have it."""
    try:
        return unpack(tmp_path_factory.mktemp("previous"))
    except NoHistory as missing:
        pytest.skip(f"UPGRADES ARE NOT PROVEN HERE: commit {COMMIT} is not in this clone; fetch all of it ({missing})")


@pytest_asyncio.fixture
async def untouched(stack: EmbeddedStack, tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings with an empty database, documents, a task queue and a port of their own."""
    name = f"upgrade_{next(_numbers)}"
    url = await stack.postgres.create_database(name)
    documents = (tmp_path / "documents").as_uri()
    places = {"database_url": SecretStr(url), "documents_url": documents, "task_queue": name, "port": free_port()}
    yield stack.settings.model_copy(update=places)
    await stack.postgres.drop_database(name)


@pytest_asyncio.fixture
async def upgraded(untouched: Settings) -> AsyncIterator[Database]:
    """That database, for the release of today."""
    opened = Database(untouched.database_url.get_secret_value(), untouched.database_pool)
    yield opened
    await opened.close()
