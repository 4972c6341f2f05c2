"""SIGTERM to real processes with real steps in hand: they end well, and a client that repeats sees no error."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from temporalio.client import Client, WorkflowHistory

from activities.db.database import Database
from schemas.settings import Settings
from tests.conftest import serving, working
from tests.durability.test_killed_worker import worker_process
from tests.upgrade.cases import HttpCase
from tests.upgrade.patient import PatientClient, connection
from tests.upgrade.processes import api_process
from tests.waiting import until_answered
from worker.connection import connect
from worker.embedded.ports import free_port

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")


@dataclass(frozen=True)
class HeldStep:
    """A step that hangs in the middle of its activity, until it may go on."""

    taken: asyncio.Task[None]
    _lock: AsyncConnection

    async def may_go_on(self) -> None:
        """Let it go on."""
        await self._lock.rollback()


@asynccontextmanager
async def case_held_up(settings: Settings, case: HttpCase) -> AsyncIterator[HeldStep]:
    """A step of this case that hangs at a lock on its row; others are not held up."""
    engine = create_async_engine(settings.database_url.get_secret_value())
    async with engine.connect() as holding, engine.connect() as looking:
        await holding.execute(text("SELECT 1 FROM cases WHERE case_id = :id FOR UPDATE"), {"id": case.id})
        step = asyncio.create_task(case.step("accept"))

        async def hangs() -> bool:
            await looking.rollback()
            return bool((await looking.execute(WAITING)).scalar_one())

        await until_answered(hangs, limit=120)
        yield HeldStep(step, holding)
    await engine.dispose()


async def submitted(
    http: httpx.AsyncClient, tokens: dict[str, str], number: int, address: str = ""
) -> tuple[HttpCase, ...]:
    """So many cases, each with a client of its own."""
    cases = tuple(HttpCase(PatientClient(http, tokens, (address,))) for _ in range(number))
    await asyncio.gather(*(case.submit() for case in cases))
    return cases


async def holder(client: Client, case: HttpCase) -> int:
    """The process that has the activity of a case in hand."""
    described = await client.get_workflow_handle(case.workflow_id).describe()
    (pending,) = described.raw_description.pending_activities
    return int(pending.last_worker_identity.split("@")[0])


async def doers(client: Client, case: HttpCase) -> list[tuple[str, int]]:
    """What was done for a case and by which process, in order: its activities by name, its tasks as ``task``."""
    history = await client.get_workflow_handle(case.workflow_id).fetch_history()
    return [(name, int(identity.split("@")[0])) for name, identity in _done(history)]


def _done(history: WorkflowHistory) -> list[tuple[str, str]]:
    names, done = dict[int, str](), list[tuple[str, str]]()
    for event in history.events:
        if event.HasField("activity_task_scheduled_event_attributes"):
            names[event.event_id] = event.activity_task_scheduled_event_attributes.activity_type.name
        if event.HasField("activity_task_completed_event_attributes"):
            ended = event.activity_task_completed_event_attributes
            done.append((names[ended.scheduled_event_id], ended.identity))
        if event.HasField("workflow_task_completed_event_attributes"):
            done.append(("task", event.workflow_task_completed_event_attributes.identity))
    return done


async def test_a_worker_ends_what_it_has_in_hand_and_takes_nothing_new(
    settings: Settings, sample: dict[str, str]
) -> None:
    client = await connect(settings)
    async with serving(settings) as http, worker_process(settings) as one, worker_process(settings) as another:
        held, other = await submitted(http, sample, 2)
        async with case_held_up(settings, held) as step:
            leaving, staying = (one, another) if await holder(client, held) == one.pid else (another, one)
            leaving.send_signal(signal.SIGTERM)
            await other.step("accept")
            assert (await doers(client, other))[-1] == ("task", staying.pid), "what is new is done by the other"
            assert leaving.returncode is None, "this one waits for what it has in hand"
            await step.may_go_on()
            assert await leaving.wait() == 0
            await step.taken
        assert ("record_events", leaving.pid) == (await doers(client, held))[-2], "what was in hand was ended here"
        assert (await held.events()).count("application_accepted") == 1


async def test_past_the_grace_a_worker_leaves_its_step_to_the_next(settings: Settings, sample: dict[str, str]) -> None:
    client, hurried = await connect(settings), settings.model_copy(update={"drain_seconds": 1})
    async with serving(settings) as http:
        async with worker_process(hurried) as first:
            (held,) = await submitted(http, sample, 1)
            async with case_held_up(settings, held) as step:
                first.send_signal(signal.SIGTERM)
                assert await first.wait() == 0
        async with worker_process(settings) as second:
            await step.taken
        assert ("record_events", second.pid) == (await doers(client, held))[-2]
        assert (await held.events()).count("application_accepted") == 1


async def test_an_api_answers_what_it_has_in_hand_and_ends_its_streams(
    settings: Settings, sample: dict[str, str], database: Database
) -> None:
    settings = settings.model_copy(update={"port": free_port()})
    async with (
        working(await connect(settings), settings, database),
        api_process(settings) as (process, address),
        connection() as http,
    ):
        patient = PatientClient(http, sample, (address,))
        (held,) = await submitted(http, sample, 1, address)
        async with http.stream("GET", f"{address}/api/notices/stream", headers=patient.headers()) as stream:
            lines = stream.aiter_lines()
            assert await anext(lines)
            async with case_held_up(settings, held) as step:
                process.send_signal(signal.SIGTERM)
                assert [line async for line in lines if line.startswith("data")] == [], "the stream has ended well"
                assert process.returncode is None, "it waits for the step it has in hand"
                await step.may_go_on()
                await step.taken
            assert await process.wait() == 0
        assert held.client.repeated == {}, "nothing had to be sent twice"
