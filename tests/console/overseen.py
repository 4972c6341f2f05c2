"""A console over invented cases of five agencies in a tree: for pages that list, count and draw, none that acts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from activities.db.database import Database
from activities.db.people import find_login
from api.seeding.fill import SeedPlan, fill
from api.seeding.offices import Office
from schemas.people import Member
from tests.api.server import listening
from tests.conftest import TEMPLATE
from tests.console.site import Site
from tests.harness import SHANGHAI, TEST_KEYS
from worker.embedded.stack import EmbeddedStack

AGENCIES = 5
TOP, BRANCH, BESIDE, LEAF = 0, 1, 2, 4
"""The first supervises all, 1 to 3 stand below it, 4 below 1."""


@dataclass(frozen=True)
class Overseen:
    """The site and the offices."""

    site: Site
    offices: tuple[Office, ...]

    async def member(self, login: str, n: int = TOP) -> Member:
        """A member of staff of one of the agencies."""
        async with self.site.database.transaction() as connection:
            found = await find_login(connection, self.offices[n].agency.id, login)
        assert found is not None
        return found


@asynccontextmanager
async def overseen_site(
    stack: EmbeddedStack, folder: Path, closed: int = 400, open_: int = 240
) -> AsyncIterator[Overseen]:
    """The console over a seeded database, on a real socket."""
    name = f"overseen_{closed}"
    url = await stack.postgres.create_database(name, template=TEMPLATE)
    today = datetime.now(SHANGHAI).date()
    offices = await fill(
        url, SeedPlan(closed=closed, open=open_, agencies=AGENCIES, seed=7, today=today), lambda _: None
    )
    changed = {**TEST_KEYS, "database_url": url, "documents_url": folder.as_uri(), "task_queue": name}
    settings = stack.settings.model_validate({**stack.settings.model_dump(), **changed, "database_pool": 5})
    database = Database(settings.database_url.get_secret_value(), 2)
    async with listening(settings) as port:
        yield Overseen(Site(f"http://127.0.0.1:{port}", database), offices)
    await database.close()
    await stack.postgres.drop_database(name)
