"""An agency of its own for each test: schedules stand in the one Temporal that all tests share, by agency."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest_asyncio
from temporalio.client import Client, ScheduleActionExecutionStartWorkflow

from activities.db.database import Database
from activities.db.digests import list_digests
from activities.digest_schedules import ScheduleKeeper
from schemas.digest_periods import Period
from schemas.digests import DigestHead, DigestMade, SchedulesRequest
from schemas.people import Agency
from schemas.settings import Settings
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Office, today
from tests.conftest import serving, working
from tests.waiting import found
from worker.connection import connect


def weeks_ago(weeks: int, count: int) -> list[str]:
    """So many Mondays in a row, the first that many weeks before this week: back-filling reaches two years back."""
    this = today() - timedelta(days=today().weekday())
    return [(this - timedelta(weeks=weeks - n)).isoformat() for n in range(count)]


@dataclass
class Bureau:
    """An agency with its staff at the API; nothing is made until somebody works."""

    agency: Agency
    office: Office
    database: Database
    settings: Settings
    client: Client

    @property
    def wanted(self) -> SchedulesRequest:
        return SchedulesRequest(task_queue=self.settings.task_queue, hour=self.settings.digest_hour)

    def keeper(self) -> ScheduleKeeper:
        """As the worker and the API have one each."""
        return ScheduleKeeper(self.database, self.client)

    async def digests(self, period: Period | None = None) -> list[DigestHead]:
        async with self.database.reading() as connection:
            return await list_digests(connection, [self.agency.id], period)

    async def rung(self, period: Period, count: int) -> list[DigestMade]:
        """What the last rings came to, as soon as there were so many in all and they are done."""
        handle = self.keeper().handle(self.agency.id, period)

        async def enough() -> list[ScheduleActionExecutionStartWorkflow] | None:
            rings = [ring.action for ring in (await handle.describe()).info.recent_actions]
            runs = [run for run in rings if isinstance(run, ScheduleActionExecutionStartWorkflow)]
            return runs if len(runs) >= count else None

        return [
            await self.client.get_workflow_handle(
                run.workflow_id, run_id=run.first_execution_run_id, result_type=DigestMade
            ).result()
            for run in await found(enough)
        ]


@pytest_asyncio.fixture
async def closed_bureau(settings: Settings, database: Database) -> AsyncIterator[Bureau]:
    """The agency and its five schedules on the real Temporal server, without a worker."""
    client, agency = await connect(settings), neighbour_agency()
    tokens = await staffed(database, agency)
    async with serving(settings) as http:
        bureau = Bureau(agency, Office(http, tokens, settings, database), database, settings, client)
        await bureau.keeper().keep(bureau.wanted, agency.id)
        yield bureau
        for period in Period:
            await bureau.keeper().handle(agency.id, period).delete()


@pytest_asyncio.fixture
async def bureau(closed_bureau: Bureau) -> AsyncIterator[Bureau]:
    """The same with a worker."""
    async with working(closed_bureau.client, closed_bureau.settings, closed_bureau.database):
        yield closed_bureau
