"""``daylight restart-cases`` is killed in the middle and run again: each open case runs once, under the same clock."""

import json
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import text
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError

from activities.db.database import Database
from activities.intake import workflow_id
from activities.store import DocumentStore
from api.upkeep import verify_all
from schemas.settings import Settings
from tests.api.office import Json, Office
from tests.conftest import serving
from tests.moving.files import csv_of, row
from tests.moving.processes import command, killed
from tests.moving.test_disasters import daylight
from tests.moving.test_importing import cases, told, working_days_ago
from tests.waiting import until_answered
from worker.connection import connect
from worker.embedded.ports import LOOPBACK, free_port
from worker.embedded.stack import environment_of
from worker.restarting import PAGE

MANY = PAGE + 5


async def runs(client: Client, case_id: str) -> bool:
    """Whether this Temporal has a workflow of the case."""
    try:
        await client.get_workflow_handle(workflow_id(case_id)).describe()
    except RPCError:
        return False
    return True


async def killed_in_the_middle(client: Client, settings: Settings, database: Database, first: str) -> None:
    """Killed when it has begun cases of its first page and wants to read the second."""
    async with command(settings, "restart-cases") as process:
        await until_answered(lambda: runs(client, first), 60)
        async with database.transaction() as connection:
            await connection.execute(text("LOCK TABLE applications IN ACCESS EXCLUSIVE MODE"))
            await killed(process)


@pytest.fixture
def office(api: httpx.AsyncClient, sample: dict[str, str], settings: Settings, database: Database) -> Office:
    return Office(api, sample, settings, database)


async def run_of(client: Client, case_id: str) -> str:
    """The one run that goes on for the case."""
    described = await client.get_workflow_handle(workflow_id(case_id)).describe()
    assert described.status is WorkflowExecutionStatus.RUNNING
    return described.run_id


async def asleep(office: Office) -> dict[str, Json]:
    """Open cases on record that this Temporal knows nothing of, by id, in the order in which they are begun."""
    old = [row(n, working_days_ago(12)) for n in range(700, 700 + MANY)]
    away = office.settings.model_copy(update={"temporal_address": f"{LOOPBACK}:{free_port()}"})
    async with serving(away) as http:
        done = await told(replace(office, http=http), csv_of(*old), dry_run=False)
    assert (done["new"], done["started"]) == (MANY, None)
    return {item["case_id"]: item for item in sorted((await cases(office)).values(), key=lambda item: item["case_id"])}


async def test_what_a_killed_restart_left_is_begun_by_the_next_one(office: Office) -> None:
    client, found = await connect(office.settings), await asleep(office)
    first, last = min(found), max(found)
    await killed_in_the_middle(client, office.settings, office.database, first)
    begun = {case_id: await run_of(client, case_id) for case_id in found if await runs(client, case_id)}
    assert 0 < len(begun) <= PAGE
    code, said = await daylight("restart-cases", "--json", environment=environment_of(office.settings))
    done = json.loads(said)
    assert (code, done["started"] + done["running"], done["not_started"]) == (0, MANY, []), said
    assert (done["started"] >= MANY - PAGE, done["running"] >= len(begun)) == (True, True)
    assert begun == {case_id: await run_of(client, case_id) for case_id in begun}, "what lived was left alone"
    assert {case_id for case_id in found if await runs(client, case_id)} == found.keys()
    for case_id in (first, last):
        await office.step(case_id, "record_search", description="检索档案管理系统")
    now = await cases(office)
    assert {item["case_id"]: item["due_on"] for item in now.values()} == {one: found[one]["due_on"] for one in found}
    store = DocumentStore.open(office.settings.documents_url, office.settings.max_upload_bytes)
    assert (await verify_all(office.database, store))[1] == []
