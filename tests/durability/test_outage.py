"""Real processes stopped over a due date and started again: every alarm once, with the date it became true."""

import os
import shutil
import signal
import tempfile
import zoneinfo
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from sqlalchemy import select

from activities.db.calendars import publish_calendar
from activities.db.database import Database
from activities.db.migrate import upgrade
from activities.db.people import put_agency
from activities.db.tables_notices import notices
from activities.store import DocumentStore
from api.cli.setup import SAMPLE_AGENCY, ensure_sample
from api.examples import APPLICATION
from api.upkeep import verify_all
from schemas.escalation import Matter, Recipient, Rung
from schemas.settings import Settings
from tests.conftest import serving
from tests.durability.midnight import ZONE, midnight_in, passed, today_before, zones
from tests.durability.test_killed_worker import worker_process
from tests.log_guard import refuse_personal_logs
from tests.waiting import found
from worker.embedded.stack import EmbeddedStack
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar

SECONDS = 12
"""From the registration to the midnight after the due date: enough for the outage to begin before it."""
OVER = (Rung(working_days=1, to=(Recipient.OGI_HEAD,)),)
NO_OTHERS: dict[Matter, tuple[Rung, ...]] = {Matter.CORRECTION_NOTICE: ()}
Outage = Callable[["Office"], AbstractAsyncContextManager[None]]


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the account of PostgreSQL may pass through as well."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-tests-"))
    yield folder
    refuse_personal_logs(folder)
    shutil.rmtree(folder)


class Office:
    """A whole office of its own: servers, a worker process, and the API in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.tokens = folder, dict[str, str]()
        self._running = AsyncExitStack()

    async def start(self) -> None:
        self.stack = await self._running.enter_async_context(EmbeddedStack(self.folder, handle_signals=False))
        self.settings: Settings = self.stack.settings
        await upgrade(self.settings.database_url.get_secret_value())
        self.worker = await self._running.enter_async_context(worker_process(self.settings))
        self.http = await self._running.enter_async_context(serving(self.settings))
        self.tokens = await ensure_sample(self.settings, self.tokens)
        self.http.headers["Authorization"] = f"Bearer {self.tokens['handler']}"

    async def stop(self) -> None:
        await self._running.aclose()

    async def new_worker(self) -> None:
        self.worker = await self._running.enter_async_context(worker_process(self.settings))

    def database(self) -> Database:
        return Database(self.settings.database_url.get_secret_value(), 2)


@asynccontextmanager
async def the_worker_is_killed(office: Office) -> AsyncIterator[None]:
    office.worker.send_signal(signal.SIGKILL)
    await office.worker.wait()
    yield
    await office.new_worker()


@asynccontextmanager
async def temporal_does_not_answer(office: Office) -> AsyncIterator[None]:
    assert office.stack.temporal.pid
    os.kill(office.stack.temporal.pid, signal.SIGSTOP)
    yield
    os.kill(office.stack.temporal.pid, signal.SIGCONT)


@asynccontextmanager
async def postgres_does_not_answer(office: Office) -> AsyncIterator[None]:
    assert office.stack.postgres.pid
    server = psutil.Process(office.stack.postgres.pid)
    stopped = [server, *server.children(recursive=True)]
    for process in stopped:
        process.send_signal(signal.SIGSTOP)
    yield
    for process in stopped:
        process.send_signal(signal.SIGCONT)


@asynccontextmanager
async def everything_is_stopped(office: Office) -> AsyncIterator[None]:
    await office.stop()
    yield
    await office.start()


async def due_today(office: Office, folder: Path) -> tuple[str, datetime]:
    """A case whose limit ends with the day that is over in a few seconds; its id, and that midnight."""
    midnight = midnight_in(folder, SECONDS)
    today = today_before(midnight)
    working = ((today, True), (today + timedelta(days=1), True))
    data = national_calendar(working)
    window = {"alarms_from": time(0, 0, 0), "alarms_until": time(0, 0, 1)}
    policy = SAMPLE_AGENCY.policy.model_copy(update={"timezone": ZONE, "ladder": OVER, "ladders": NO_OTHERS, **window})
    database = office.database()
    async with database.transaction() as connection:
        await publish_calendar(connection, data)
        await put_agency(connection, SAMPLE_AGENCY.model_copy(update={"policy": policy}))
    await database.close()
    arrived_on = WorkingCalendar.of(data).before(today, 20)
    said = {**APPLICATION, "channel": "in_person", "arrived_on": arrived_on.isoformat()}
    answer = await office.http.post("/api/applications", json=said, headers={"Idempotency-Key": "due"})
    assert answer.status_code == 201, answer.text
    case_id = answer.json()["case_id"]
    accepted = {"step": "accept", "expected_version": answer.json()["version"]}
    answer = await office.http.post(f"/api/applications/{case_id}/steps", json=accepted)
    assert answer.status_code == 200, answer.text
    assert answer.json()["due_on"] == today.isoformat()
    return case_id, midnight


async def alarms(http: httpx.AsyncClient, case_id: str) -> list[dict[str, Any]]:
    """What the clock has said, once it has said that the case is overdue."""

    async def both() -> list[dict[str, Any]] | None:
        answer = await http.get(f"/api/applications/{case_id}/events")
        links = answer.json() if answer.status_code == 200 else []
        said = [link["event"] for link in links if link["event"]["kind"] in {"became_overdue", "escalation_fell"}]
        return said if {event["kind"] for event in said} == {"became_overdue", "escalation_fell"} else None

    return await found(both, limit=180)


@pytest.mark.parametrize(
    "outage", [the_worker_is_killed, temporal_does_not_answer, postgres_does_not_answer, everything_is_stopped]
)
async def test_an_alarm_that_falls_into_an_outage_is_recorded_once_with_its_own_date(
    place: Path, monkeypatch: pytest.MonkeyPatch, outage: Outage
) -> None:
    folder, office = place / "zones", Office(place / "office")
    monkeypatch.setenv("PYTHONTZPATH", os.pathsep.join([str(folder), *zoneinfo.TZPATH]))
    with zones(folder):
        await office.start()
        try:
            case_id, midnight = await due_today(office, folder)
            async with outage(office):
                await passed(midnight + timedelta(seconds=3))
            said = await alarms(office.http, case_id)
            tomorrow = (today_before(midnight) + timedelta(days=1)).isoformat()
            assert [event.get("overdue_on", event.get("on")) for event in said] == [tomorrow, tomorrow]
            await _nothing_is_missing_or_doubled(office)
        finally:
            await office.stop()


async def _nothing_is_missing_or_doubled(office: Office) -> None:
    database = office.database()
    async with database.reading() as connection:
        kept = (await connection.execute(select(notices.c.key, notices.c.addressee, notices.c.kind))).all()
    assert len({(row.key, row.addressee) for row in kept}) == len(kept)
    assert [row.kind for row in kept].count("escalation_fell") == 1
    store = DocumentStore.open(office.settings.documents_url, office.settings.max_upload_bytes)
    assert (await verify_all(database, store))[1] == []
    await database.close()
