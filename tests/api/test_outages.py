"""PostgreSQL or Temporal away: 503, nothing half done, and the same request works afterwards. On a stack of its own."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest_asyncio

from activities.db.migrate import upgrade
from api.cli.setup import ensure_calendar, ensure_sample
from tests.api.conftest import working_office
from tests.api.office import Json, Office, assert_problem
from tests.log_guard import refuse_personal_logs
from tests.waiting import found
from worker.embedded.postgres import EmbeddedPostgres
from worker.embedded.stack import EmbeddedStack
from worker.embedded.temporal import EmbeddedTemporal


@pytest_asyncio.fixture(scope="module")
async def outage() -> AsyncIterator[tuple[Office, EmbeddedPostgres, EmbeddedTemporal]]:
    """An office whose servers nobody watches, so that they stay away until they are started again."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-outage-"))
    async with EmbeddedStack(folder, handle_signals=False, options={"step_timeout_seconds": 2}) as stack:
        for watcher in stack._supervisor._watchers:
            watcher.cancel()
        await upgrade(stack.settings.database_url.get_secret_value())
        await ensure_calendar(stack.settings)
        tokens = await ensure_sample(stack.settings, {})
        async with working_office(stack.settings, tokens) as office:
            yield office, stack.postgres, stack.temporal
    refuse_personal_logs(folder)
    shutil.rmtree(folder)


def assert_away(answer: httpx.Response, *codes: str) -> None:
    code = answer.json()["code"]
    assert code in codes
    assert_problem(answer, 503, code)
    assert int(answer.headers["retry-after"]) > 0


async def ready(office: Office) -> Json:
    found: Json = (await office.http.get("/readyz")).json()
    return found


async def until_it_works(office: Office, path: str, body: Json, key: str) -> Json:
    """The same request again, as a client should after a 503."""
    headers = {"Authorization": f"Bearer {office.tokens['handler']}", "Idempotency-Key": key}

    async def accepted() -> Json | None:
        answer = await office.http.post(path, json=body, headers=headers)
        if answer.status_code == 503:
            assert_away(answer, "database_unavailable", "engine_unavailable", "answer_pending")
            return None
        assert answer.is_success, answer.text
        receipt: Json = answer.json()
        return receipt

    return await found(accepted, limit=120)


async def test_with_all_parts_there_the_process_is_ready(
    outage: tuple[Office, EmbeddedPostgres, EmbeddedTemporal],
) -> None:
    office, _, _ = outage
    await office.registered()  # a worker that has done something is known to Temporal
    all_there = {"ready": True, "database": True, "engine": True, "worker": True, "documents": True, "codes": []}
    assert await ready(office) == all_there
    assert (await office.http.get("/healthz")).json() == {"alive": True}


async def test_without_postgresql_nothing_is_half_done_and_the_same_requests_work_afterwards(
    outage: tuple[Office, EmbeddedPostgres, EmbeddedTemporal],
) -> None:
    office, postgres, _ = outage
    receipt = await office.registered()
    steps = f"/api/applications/{receipt['case_id']}/steps"
    accept = {"step": "accept", "expected_version": receipt["version"]}
    await postgres.stop()
    try:
        away = await office.http.get("/readyz")
        assert away.status_code == 503
        parts = {"database": False, "engine": True, "worker": True, "documents": True}
        assert away.json() == {"ready": False, **parts, "codes": ["database_unavailable"]}
        assert (await office.http.get("/healthz")).status_code == 200
        for _ in range(3):
            assert_away(await office.submit(key="pg"), "database_unavailable")
            assert_away(await office.post_step(receipt["case_id"], accept, key="pg"), "database_unavailable")
            assert_away(await office.get("/api/applications"), "database_unavailable")
            assert_away(await office.post_file(receipt["case_id"], b"text"), "database_unavailable")
    finally:
        restarting = asyncio.create_task(postgres.start())
    taken = await until_it_works(office, steps, accept, "pg")  # also while it is still starting up
    await restarting
    assert taken["state"] == "processing"
    assert (await office.submit(key="pg")).status_code == 201
    assert (await office.kinds(receipt["case_id"])).count("application_accepted") == 1
    assert (await ready(office))["ready"]


async def test_without_temporal_nothing_is_half_done_and_the_same_requests_work_afterwards(
    outage: tuple[Office, EmbeddedPostgres, EmbeddedTemporal],
) -> None:
    office, _, temporal = outage
    receipt = await office.registered()
    steps = f"/api/applications/{receipt['case_id']}/steps"
    accept = {"step": "accept", "expected_version": receipt["version"]}
    before = await office.read("/api/applications")
    await temporal.stop()
    try:
        away = await office.http.get("/readyz")
        assert away.status_code == 503
        parts = {"database": True, "engine": False, "worker": False, "documents": True}
        assert away.json() == {"ready": False, **parts, "codes": ["engine_unavailable"]}
        assert_away(await office.submit(key="t"), "engine_unavailable", "answer_pending")
        pending = await office.post_step(receipt["case_id"], accept, key="t")
        assert_away(pending, "engine_unavailable", "answer_pending")
        assert pending.json()["idempotency_key"] == "t"
        assert await office.read("/api/applications") == before
        assert len(await office.events(receipt["case_id"])) == receipt["version"]
    finally:
        await temporal.start()
    taken = await until_it_works(office, steps, accept, "t")
    assert taken["state"] == "processing"
    submitted = await office.submit(key="t")
    while submitted.status_code == 503:
        submitted = await office.submit(key="t")
    assert submitted.status_code == 201
    assert (await office.kinds(receipt["case_id"])).count("application_accepted") == 1
    assert len((await office.read("/api/applications"))["items"]) == len(before["items"]) + 1
