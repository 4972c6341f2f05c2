"""What the routes are served by, from the start of the process to its end: made once, and kept with the application."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager

from fastapi import FastAPI
from starlette.datastructures import State
from temporalio.client import Client

from activities.db.database import Database
from activities.db.listening import hearing_notices
from activities.digest_schedules import ScheduleKeeper
from activities.intake import Intake
from activities.keeping.export_key import SigningKey
from activities.openid import OpenIdProvider
from activities.own_records import OwnRecordIntake
from activities.store import DocumentStore
from activities.workshop.runner import Workshop
from activities.workshop.viruses import Scanner
from api.accounts import Accounts
from api.desk import Desk
from api.digests import Digests
from api.engine import Engine
from api.export import Exports
from api.files import Files
from api.forecast import Forecasts
from api.gallery import Gallery
from api.leaves import Leaves
from api.moving.importing import Imports
from api.own_records import OwnRecords
from api.own_records_engine import OwnRecordEngine
from api.pictures import Pictures
from api.portal import Portal
from api.review import Review
from api.status_page import StatusPage
from api.webhooks import Webhooks
from schemas.digests import SchedulesRequest
from schemas.settings import Settings
from worker.connection import connect
from worker.exposition import exposed
from worker.main import resources


def served_by(settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """The life of an application over these settings: what its routes need stands in ``app.state`` meanwhile."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        client = await connect(settings, lazy=True)
        heard = hearing_notices(settings.database_url.get_secret_value())
        async with (
            resources(settings) as (database, store, vault),
            exposed(settings, database),
            heard as app.state.notices,
        ):
            intake = Intake(database, client, settings.task_queue)
            app.state.engine = Engine(client, intake, settings.step_timeout_seconds)
            app.state.desk = Desk(database, app.state.engine, vault, store, Scanner.open(settings))
            _about_cases(app.state, store, settings)
            _about_people(app.state, settings)
            _beside_cases(app.state, client, database, store, settings)
            async with aclosing(app.state.forecasts), _pictures(app.state, store, settings):
                yield

    return life


def _about_cases(state: State, store: DocumentStore, settings: Settings) -> None:
    """What is done with cases and their documents."""
    state.files = Files(state.desk, store)
    state.forecasts = Forecasts(state.desk)
    state.review = Review(state.desk)
    state.exports = Exports(state.desk, store, SigningKey(settings.signing_key.get_secret_value()))
    state.imports = Imports(state.desk, state.engine)


def _about_people(state: State, settings: Settings) -> None:
    """Who signs in, and what strangers are shown."""
    state.accounts = Accounts(state.desk, settings)
    state.provider = OpenIdProvider.of(settings)
    state.status_page = StatusPage(state.desk, settings)
    state.portal = Portal(state.desk, state.status_page, settings)


def _beside_cases(state: State, client: Client, database: Database, store: DocumentStore, settings: Settings) -> None:
    """Digests, webhooks, and requests about own records, which have workflows of their own."""
    rhythm = SchedulesRequest(task_queue=settings.task_queue, hour=settings.digest_hour)
    state.webhooks = Webhooks(state.desk, allow_loopback=settings.webhook_allow_loopback)
    state.digests = Digests(state.desk, ScheduleKeeper(database, client), rhythm)
    intake = Intake(database, client, settings.task_queue)
    requests = OwnRecordIntake(database, client, settings.task_queue)
    engine = OwnRecordEngine(client, intake, requests, settings.step_timeout_seconds)
    state.own_records = OwnRecords(state.desk, engine, store)


@asynccontextmanager
async def _pictures(state: State, store: DocumentStore, settings: Settings) -> AsyncIterator[None]:
    """What draws pages, with its processes; they end with the application."""
    workshop = Workshop.open(settings)
    await workshop.sweep()
    gallery = Gallery(workshop)
    state.pictures = Pictures(state.desk, state.review, store, gallery)
    state.leaves = Leaves(state.desk, state.files, store, gallery)
    async with aclosing(gallery):
        yield
