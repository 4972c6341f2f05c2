"""A seeded tree of agencies for tests of oversight: what SQL finds is compared with plain Python over all rows."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from activities.db.database import AsyncConnection, Database
from activities.db.oversight import conditions
from activities.db.oversight_lists import Wanted, list_overseen
from api.seeding.fill import SeedPlan, fill
from schemas.oversight import CaseQuery
from schemas.oversight_lists import NO_DUE_PLACE, Sorting
from worker.embedded.stack import EmbeddedStack

TODAY = date(2026, 11, 20)
Row = dict[str, Any]


@dataclass(frozen=True)
class Overseen:
    """A database of invented cases; its agencies, the supervising one first; every case as a plain row."""

    database: Database
    url: str
    agencies: tuple[UUID, ...]
    rows: tuple[Row, ...]

    async def listed(
        self, query: CaseQuery, sort: Sorting = Sorting.NEWEST, *, limit: int = 10_000, agencies: Sequence[UUID] = ()
    ) -> list[UUID]:
        """The ids of the whole list, in order, read in pages of ``limit``."""
        found = list[UUID]()
        after: tuple[datetime | date, UUID] | None = None
        asked = conditions(query.model_copy(update={"text": None}), TODAY)
        while True:
            wanted = Wanted(
                agency_ids=tuple(agencies or self.agencies),
                own=self.agencies[0],
                words=query.text,
                sort=sort,
                after=after,
                limit=limit,
            )
            async with self.database.transaction() as connection:
                page = await list_overseen(connection, wanted, asked)
            found += [one.case_id for one in page[:limit]]
            if len(page) <= limit:
                return found
            last = page[limit - 1]
            after = (last.registered_at if sort is Sorting.NEWEST else last.due_on or NO_DUE_PLACE, last.case_id)


@asynccontextmanager
async def overseen_on(
    stack: EmbeddedStack, name: str, template: str, *, closed: int, open_: int, agencies: int
) -> AsyncIterator[Overseen]:
    """Seed a database of its own, and drop it afterwards."""
    url = await stack.postgres.create_database(name, template=template)
    plan = SeedPlan(closed=closed, open=open_, agencies=agencies, seed=11, today=TODAY)
    offices = await fill(url, plan, lambda _: None)
    database = Database(url, 3)
    async with database.reading() as connection:
        rows = await all_rows(connection)
    yield Overseen(database, url, tuple(office.agency.id for office in offices), tuple(rows))
    await database.close()
    await stack.postgres.drop_database(name)


async def all_rows(connection: AsyncConnection) -> list[Row]:
    """Every case with what is known of its handler, its texts and its remedies."""
    statement = """
        SELECT c.*, a.description, s.department,
            EXISTS (SELECT 1 FROM case_remedies r WHERE r.case_id = c.case_id AND r.result = 'corrected') AS corrected,
            array(SELECT d.label FROM documents d WHERE d.case_id = c.case_id) AS labels
        FROM cases c JOIN applications a USING (case_id) LEFT JOIN staff s ON s.id = c.handler_id
    """
    return [dict(row) for row in (await connection.execute(text(statement))).mappings()]
