"""The histories of the digests: one made at the ring of a schedule, and a look at the schedules."""

from pathlib import Path

import pytest
from temporalio.client import ScheduleActionExecutionStartWorkflow

from activities.db.database import Database
from activities.db.people import put_agency
from activities.digest_schedules import EACH_BY_ITSELF, ScheduleKeeper
from schemas.digest_periods import Period
from schemas.digests import SchedulesRequest
from schemas.settings import Settings
from tests.api.neighbours import neighbour_agency
from tests.conftest import working
from tests.digests.waiting import until
from tests.replay.test_replay import HISTORIES
from worker.connection import connect

DIGEST = HISTORIES / "periodic_digest.1.json"
LOOK = HISTORIES / "digest_schedules.1.json"


@pytest.mark.parametrize("file", [DIGEST, LOOK], ids=lambda file: file.stem)
def test_the_workflows_of_digests_have_recorded_histories(file: Path) -> None:
    assert file.exists(), "record it: pytest tests/replay --record"


@pytest.mark.records
@pytest.mark.skipif(DIGEST.exists() and LOOK.exists(), reason="they are recorded")
async def test_record(settings: Settings, database: Database) -> None:
    client, agency = await connect(settings), neighbour_agency()
    async with database.transaction() as connection:
        await put_agency(connection, agency)
    wanted = SchedulesRequest(task_queue=settings.task_queue, hour=settings.digest_hour)
    handle = ScheduleKeeper(database, client).handle(agency.id, Period.WEEKLY)

    async def ring() -> ScheduleActionExecutionStartWorkflow | None:
        rings = [ring.action for ring in (await handle.describe()).info.recent_actions]
        return next((one for one in rings if isinstance(one, ScheduleActionExecutionStartWorkflow)), None)

    async with working(client, settings, database):
        look = await client.start_workflow(
            "DigestSchedules", wanted, id=f"look/{agency.id}", task_queue=settings.task_queue
        )
        await look.result()
        await handle.trigger(overlap=EACH_BY_ITSELF)
        run = await until(ring)
        digest = client.get_workflow_handle(run.workflow_id, run_id=run.first_execution_run_id)
        await digest.result()
    LOOK.write_text((await look.fetch_history()).to_json() + "\n")
    DIGEST.write_text((await digest.fetch_history()).to_json() + "\n")
