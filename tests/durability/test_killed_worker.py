"""Real worker processes killed with SIGKILL in the middle of a step: nothing lost, nothing doubled."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from api.examples import APPLICATION
from schemas.settings import Settings
from tests.conftest import serving
from tests.log_guard import refuse_personal_logs
from tests.waiting import found, until_answered
from worker.connection import connect
from worker.embedded.stack import environment_of


@asynccontextmanager
async def worker_process(settings: Settings) -> AsyncIterator[asyncio.subprocess.Process]:
    """``daylight worker`` as its own process, polling; killed at the end if it still lives. Its log names nobody."""
    program = Path(sys.executable).with_name("daylight")
    logs = Path(tempfile.mkdtemp(prefix="daylight-worker-"))
    with (logs / "worker.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            program, "worker", env={**os.environ, **environment_of(settings)}, stderr=log
        )
    client = await connect(settings, lazy=True)
    try:

        async def ready_or_ended() -> bool:
            return process.returncode is not None or await polls(client, settings.task_queue, process.pid)

        await until_answered(ready_or_ended, limit=120)
        assert process.returncode is None, "the worker did not get ready"
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
            await process.wait()
        refuse_personal_logs(logs)
        shutil.rmtree(logs)


async def polls(client: Client, task_queue: str, pid: int) -> bool:
    """Whether this very process asks for workflow tasks; another may have done so long since."""
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=task_queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    try:
        answer = await client.workflow_service.describe_task_queue(request)
    except (RPCError, RuntimeError):  # the server is just coming back
        return False
    return any(poller.identity.startswith(f"{pid}@") for poller in answer.pollers)


@asynccontextmanager
async def record_held_up(settings: Settings) -> AsyncIterator[None]:
    """Nobody can write an event meanwhile: whoever records a step is caught in the middle of it."""
    engine = create_async_engine(settings.database_url.get_secret_value())
    async with engine.begin() as connection:
        await connection.execute(text("LOCK TABLE case_events IN SHARE MODE"))
        yield
    await engine.dispose()


async def someone_waits_for_the_record(settings: Settings) -> None:
    """Return when a recording activity hangs at the lock."""
    engine = create_async_engine(settings.database_url.get_secret_value())
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        " AND query LIKE 'INSERT INTO case_events%'"
    )

    async def someone_waits() -> bool:
        async with engine.connect() as connection:
            return bool((await connection.execute(query)).scalar_one())

    await until_answered(someone_waits, limit=120)
    await engine.dispose()


async def submitted(http: httpx.AsyncClient, key: str) -> dict[str, object]:
    answer = await http.post("/api/applications", json=APPLICATION, headers={"Idempotency-Key": key})
    assert answer.status_code == 201, answer.text
    found: dict[str, object] = answer.json()
    return found


async def kinds(http: httpx.AsyncClient, case_id: object) -> list[str]:
    events = (await http.get(f"/api/applications/{case_id}/events")).json()
    return [link["event"]["kind"] for link in events]


async def test_a_step_survives_the_death_of_its_worker_between_two_lines(
    settings: Settings, sample: dict[str, str]
) -> None:
    async with serving(settings) as http:
        http.headers["Authorization"] = f"Bearer {sample['handler']}"
        async with worker_process(settings) as first:
            case = await submitted(http, "kill-1")
            path = f"/api/applications/{case['case_id']}/steps"
            body = {"step": "accept", "expected_version": case["version"]}
            async with record_held_up(settings):
                answer = asyncio.create_task(http.post(path, json=body, headers={"Idempotency-Key": "accept-1"}))
                await someone_waits_for_the_record(settings)
                first.send_signal(signal.SIGKILL)
                await first.wait()
        async with worker_process(settings):
            pending = await answer
            assert (await answered_at_last(http, path, body, "accept-1")).status_code == 200
            assert pending.status_code in {200, 503}
        assert (await kinds(http, case["case_id"])).count("application_accepted") == 1


async def test_a_submission_survives_the_death_of_its_worker(settings: Settings, sample: dict[str, str]) -> None:
    async with serving(settings) as http:
        http.headers["Authorization"] = f"Bearer {sample['handler']}"
        async with worker_process(settings) as first, record_held_up(settings):
            answer = asyncio.create_task(
                http.post("/api/applications", json=APPLICATION, headers={"Idempotency-Key": "kill-2"})
            )
            await someone_waits_for_the_record(settings)
            first.send_signal(signal.SIGKILL)
            await first.wait()
        async with worker_process(settings):
            await answer
            at_last = await answered_at_last(http, "/api/applications", APPLICATION, "kill-2")
            assert at_last.status_code == 201, at_last.text
            receipt = at_last.json()
        assert (await kinds(http, receipt["case_id"])).count("application_registered") == 1
        listed = (await http.get("/api/applications")).json()["items"]
        assert [item["reference"] for item in listed] == [receipt["reference"]]


async def answered_at_last(http: httpx.AsyncClient, path: str, body: object, key: str) -> httpx.Response:
    """Ask again as a client should: the same key after every 503."""

    async def answered() -> httpx.Response | None:
        answer = await http.post(path, json=body, headers={"Idempotency-Key": key})
        return None if answer.status_code == 503 else answer

    return await found(answered, limit=120)


async def test_a_worker_drains_on_sigterm_and_the_answer_still_comes(
    settings: Settings, sample: dict[str, str]
) -> None:
    async with serving(settings) as http:
        http.headers["Authorization"] = f"Bearer {sample['handler']}"
        async with worker_process(settings) as first, worker_process(settings):
            case = await submitted(http, "drain")
            first.send_signal(signal.SIGTERM)
            assert await first.wait() == 0
            body = {"step": "accept", "expected_version": case["version"]}
            answer = await http.post(f"/api/applications/{case['case_id']}/steps", json=body)
            assert answer.status_code == 200, answer.text
