"""The one workflow that needs a server with schedules: the time-skipping one has none."""

from uuid import uuid4

from temporalio.client import WorkflowHistory

from activities.db.database import Database
from schemas.digests import SchedulesRequest
from schemas.settings import Settings
from tests.conftest import working
from tests.replay.runs import runs_of
from worker.connection import connect

NAME = "digest_schedules"


async def schedules_looked_at(settings: Settings, database: Database) -> list[WorkflowHistory]:
    """One look at the schedules of the digests."""
    client, name = await connect(settings), f"look/{uuid4()}"
    request = SchedulesRequest(task_queue=settings.task_queue, hour=settings.digest_hour)
    async with working(client, settings, database):
        await client.execute_workflow("DigestSchedules", request, id=name, task_queue=settings.task_queue)
    return await runs_of(client, name)
