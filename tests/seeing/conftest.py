"""An office whose worker and API are processes of their own and tell everything they can: spans, figures, lines."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from temporalio.client import WorkflowHistory

from activities.intake import workflow_id
from schemas.settings import Settings
from tests.api.conftest import settings_on, working_office
from tests.api.office import Office
from tests.conftest import TEMPLATE
from tests.seeing.receiver import Receiver, receiving
from tests.seeing.walk import Walked, walk
from tests.waiting import until_answered
from worker.connection import connect
from worker.embedded.ports import free_port
from worker.embedded.readiness import answers_http, polls_task_queue
from worker.embedded.stack import EmbeddedStack, environment_of

NAME = "seen"


@dataclass(frozen=True)
class Watched:
    """What a walk through the office left with those who watch. Expositions by process: api, worker, temporal.

    ``public``: the status of ``GET /metrics`` at the API's own address. ``history``: the case's, made while traced.
    """

    walked: Walked
    receiver: Receiver
    expositions: dict[str, str]
    logs: dict[str, str]
    public: int
    history: WorkflowHistory


@pytest_asyncio.fixture(scope="session")
async def watched(
    stack: EmbeddedStack, sample: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Watched]:
    """One walk, looked at by every test here."""
    folder = tmp_path_factory.mktemp("seen")
    url = await stack.postgres.create_database(NAME, template=TEMPLATE)
    with receiving() as receiver:
        settings = settings_on(stack, url, folder / "documents", NAME)
        binds = {name: f"127.0.0.1:{free_port(9464 + n)}" for n, name in enumerate(("api", "worker", "temporal"))}
        told = {"otlp_endpoint": receiver.address, "port": free_port(8770)}
        settings = settings.model_copy(update=told)
        async with processes(settings, binds, folder):
            walked = await walk(f"http://127.0.0.1:{settings.port}", sample)
            public = (await _got(f"127.0.0.1:{settings.port}")).status_code
            expositions = {name: (await _got(bind)).text for name, bind in binds.items()}
        history = (
            await (await connect(settings_on(stack, url, folder, NAME)))
            .get_workflow_handle(workflow_id(walked.case_id))
            .fetch_history()
        )
        logs = {name: (folder / f"{name}.log").read_text() for name in ("api", "worker")}
    yield Watched(walked, receiver, expositions, logs, public, history)
    await stack.postgres.drop_database(NAME)


@pytest_asyncio.fixture
async def office(settings: Settings, sample: dict[str, str]) -> AsyncIterator[Office]:
    """An office in this process, with a database of its own."""
    async with working_office(settings, sample) as office:
        yield office


@asynccontextmanager
async def processes(settings: Settings, binds: dict[str, str], folder: Path) -> AsyncIterator[None]:
    """``daylight worker`` and ``daylight api``, ready; ended by SIGTERM, so that they send what they still hold."""
    polled = polls_task_queue(settings.temporal_address, settings.temporal_namespace, settings.task_queue)
    more = {"DAYLIGHT_METRICS_BIND": binds["worker"], "DAYLIGHT_TEMPORAL_METRICS_BIND": binds["temporal"]}
    async with process(settings, "worker", more, folder) as worker:
        await _ready(worker, polled)
        async with process(settings, "api", {"DAYLIGHT_METRICS_BIND": binds["api"]}, folder) as api:
            await _ready(api, answers_http(f"http://127.0.0.1:{settings.port}/readyz"))
            yield


@asynccontextmanager
async def process(
    settings: Settings, command: str, more: dict[str, str], folder: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """One command, its log in a file."""
    program = Path(sys.executable).with_name("daylight")
    environment = {**os.environ, **environment_of(settings), **more}
    with (folder / f"{command}.log").open("wb") as log:
        running = await asyncio.create_subprocess_exec(program, command, env=environment, stderr=log)
    try:
        yield running
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGTERM)
        await asyncio.wait_for(running.wait(), 60)


async def _ready(running: asyncio.subprocess.Process, check: Callable[[], Awaitable[bool]]) -> None:
    async def ready_or_ended() -> bool:
        return running.returncode is not None or await check()

    await until_answered(ready_or_ended, limit=120)
    assert running.returncode is None, "the process ended before it was ready"


async def _got(bind: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        return await http.get(f"http://{bind}/metrics")
