"""The worker process: carries out workflows and activities until SIGTERM, then drains."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import structlog
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
)
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities.calendars import Calendars
from activities.db.database import Database
from activities.digest_schedules import ScheduleKeeper
from activities.digests import DigestMaker
from activities.intake import Intake
from activities.jobs.place import Place
from activities.jobs.work import DocumentWorker
from activities.letters.make import LetterMaker
from activities.own_record_letters import OwnRecordLetterMaker
from activities.own_records import OwnRecorder
from activities.parts import Parts
from activities.post import Post
from activities.record import Recorder
from activities.store import DocumentStore
from activities.vault import Vault
from activities.workshop.runner import Workshop
from schemas.commands import SweepRequest
from schemas.jobs import documents_queue
from schemas.settings import Settings
from worker.activity_lines import ActivityLines
from worker.connection import connect, measured_runtime
from worker.digests import schedule_digests
from worker.exposition import exposed
from worker.forgetting import SWEEP, refuse_if_forgotten
from worker.posting import schedule_post
from worker.restarting import Restarter
from worker.versions import say_standing, version_of
from workflows.digest import DigestSchedules, PeriodicDigest
from workflows.disclosure import DisclosureApplication
from workflows.document_work import DocumentWork
from workflows.own_records import OwnRecordCorrection
from workflows.post import NoticePost
from workflows.sweep import IntakeSweep

WORKFLOWS: list[type] = [
    DigestSchedules,
    DisclosureApplication,
    DocumentWork,
    IntakeSweep,
    NoticePost,
    OwnRecordCorrection,
    PeriodicDigest,
]
STICKY_TIMEOUT = timedelta(seconds=30)
"""Default 10 s: with many cases waking at once a longer wait is cheaper than replaying all of them."""
LEFT_OVER = timedelta(days=1)
"""Age past which an unfinished upload is what a killed process left behind."""
log = structlog.get_logger(__name__)


@asynccontextmanager
async def make_worker(
    client: Client,
    settings: Settings,
    database: Database,
    store: DocumentStore,
    vault: Vault,
) -> AsyncIterator[None]:
    """Works meanwhile: on steps, and beside them, on a queue of its own, on documents, which may take long."""
    place = Place(database, store, vault, Workshop.open(settings))
    workers = (_step_worker(client, settings, place), _document_worker(client, settings, place))
    async with workers[0], workers[1]:
        try:
            yield
        finally:
            await asyncio.gather(*(worker.shutdown() for worker in workers))


def _document_worker(client: Client, settings: Settings, place: Place) -> Worker:
    """As many cases at once as there are places in the workshop."""
    return Worker(
        client,
        task_queue=documents_queue(settings.task_queue),
        activities=[DocumentWorker(place, settings.workshop_processes).work_on_documents],
        max_concurrent_activities=settings.workshop_processes,
        graceful_shutdown_timeout=timedelta(seconds=settings.drain_seconds),
        deployment_config=version_of(settings),
        interceptors=[ActivityLines()],
    )


def _step_worker(client: Client, settings: Settings, place: Place) -> Worker:
    """Every workflow and every other activity; the sandbox is on."""
    database, store, vault = place.database, place.store, place.vault
    restarter = Restarter(database, client, settings.task_queue)
    intake = Intake(database, client, settings.task_queue, restarter.restart_owed)
    activities: list[Callable[..., object]] = [
        Recorder(database).record_events,
        LetterMaker(database, store, vault, settings.status_page).make_letter,
        Calendars(database).load_calendar,
        intake.sweep_intake,
        Parts(database, vault, intake).open_parts,
        Post(database, vault, settings).post_notices,
        OwnRecorder(database).record_own_record_events,
        OwnRecordLetterMaker(database, store, vault).make_own_record_letter,
        DigestMaker(database).make_digest,
        ScheduleKeeper(database, client).keep_digest_schedules,
    ]
    return Worker(
        client,
        task_queue=settings.task_queue,
        workflows=WORKFLOWS,
        activities=activities,
        workflow_runner=SandboxedWorkflowRunner(),
        max_cached_workflows=2000,
        sticky_queue_schedule_to_start_timeout=STICKY_TIMEOUT,
        graceful_shutdown_timeout=timedelta(seconds=settings.drain_seconds),
        deployment_config=version_of(settings),
        interceptors=[ActivityLines()],
    )


@asynccontextmanager
async def resources(settings: Settings) -> AsyncIterator[tuple[Database, DocumentStore, Vault]]:
    """What activities and API need, closed at the end."""
    database = Database(settings.database_url.get_secret_value(), settings.database_pool)
    vault = Vault(settings.personal_data_keys.get_secret_value(), settings.lookup_key.get_secret_value())
    if settings.otlp_endpoint is not None:
        database.trace_statements()
    try:
        yield database, DocumentStore.open(settings.documents_url, settings.max_upload_bytes), vault
    finally:
        await database.close()


async def schedule_sweep(client: Client, settings: Settings) -> None:
    """Create the schedule of the sweeper, or bring the one that is there to these settings; sweep once now."""
    schedule = Schedule(
        action=ScheduleActionStartWorkflow("IntakeSweep", SweepRequest(), id=SWEEP, task_queue=settings.task_queue),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=timedelta(seconds=settings.sweep_interval_seconds))]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP),
    )
    try:
        await client.create_schedule(SWEEP, schedule, trigger_immediately=True)
    except ScheduleAlreadyRunningError:
        handle = client.get_schedule_handle(SWEEP)
        await handle.update(lambda _: ScheduleUpdate(schedule=schedule))
        await handle.trigger()


async def run_worker(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT, then finish what is in hand."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    client = await connect(settings, runtime=measured_runtime(settings))
    async with resources(settings) as (database, store, vault), AsyncExitStack() as working:
        await working.enter_async_context(exposed(settings, database))
        await refuse_if_forgotten(client, database)
        await working.enter_async_context(make_worker(client, settings, database, store, vault))
        await schedule_sweep(client, settings)
        await schedule_digests(client, settings)
        await schedule_post(client, settings)
        await store.sweep_incoming(LEFT_OVER)
        await Workshop.open(settings).sweep()
        await say_standing(client, settings)
        log.info("worker_ready", task_queue=settings.task_queue)
        await stop.wait()
        log.info("worker_draining")
    log.info("worker_stopped")
