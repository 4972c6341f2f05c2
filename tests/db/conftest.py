"""A database with one case on record, and a hand that may do what no program of ours may."""

import itertools
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import text

from activities.db.database import Database
from activities.store import DocumentStore
from api.upkeep import Fault, verify_all
from schemas.settings import Settings
from tests.api.conftest import settings_on, working_office
from tests.api.office import folder_of
from tests.conftest import TEMPLATE
from tests.databases import Databases
from worker.embedded.stack import EmbeddedStack
from worker.main import resources

_numbers = itertools.count(1)


@dataclass
class Archive:
    """A closed case on record with its documents, and an intruder with the rights of a superuser."""

    database: Database
    store: DocumentStore
    settings: Settings
    case_id: UUID
    document: dict[str, Any]

    async def tamper(self, statement: str, **values: Any) -> None:
        """Change rows with triggers and foreign keys switched off, as only the owner of the database can."""
        async with self.database.transaction() as connection:
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
            await connection.execute(text(statement), {"case": self.case_id, **values})

    async def faults(self) -> list[tuple[str, int | None]]:
        """Code and event of what ``verify`` finds; it must always name this case."""
        checked, found = await verify_all(self.database, self.store)
        assert checked == 2
        assert {fault.case_id for fault in found} <= {self.case_id}
        assert all(_tells(fault) for fault in found)
        return [(fault.code, fault.seq) for fault in found]

    async def rows(self, table: str) -> list[tuple[Any, ...]]:
        """All of a table, in order."""
        async with self.database.transaction() as connection:
            found = await connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))  # noqa: S608
            return [tuple(row) for row in found]


def _tells(fault: Fault) -> bool:
    return bool(fault.message) and fault.reference.startswith("示建公申〔")


@dataclass
class Original:
    """A finished archive at rest: nobody is connected to its database, so it can be copied."""

    database: str
    settings: Settings
    case_id: UUID
    document: dict[str, Any]


@pytest_asyncio.fixture(scope="session")
async def original(
    stack: EmbeddedStack, sample: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Original]:
    """One closed case, and one just received that nobody touches."""
    name = "archive"
    url = await stack.postgres.create_database(name, template=TEMPLATE)
    settings = settings_on(stack, url, tmp_path_factory.mktemp("archive"), name)
    async with working_office(settings, sample) as office:
        case_id = (await office.registered())["case_id"]
        document = await office.issued(case_id)
        await office.delivered(case_id)
        await office.registered()
    yield Original(name, settings, UUID(case_id), document)
    await stack.postgres.drop_database(name)


@pytest_asyncio.fixture
async def archive(
    stack: EmbeddedStack, databases: Databases, original: Original, tmp_path: Path
) -> AsyncIterator[Archive]:
    """A copy of the archive, to be damaged."""
    name = f"archive_{next(_numbers)}"
    documents = shutil.copytree(folder_of(original.settings), tmp_path / "documents")
    async with databases.copy(name, original.database) as url:
        settings = settings_on(stack, url, documents, name)
        async with resources(settings) as (database, store, _):
            yield Archive(database, store, settings, original.case_id, original.document)
