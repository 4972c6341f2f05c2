"""The HTTP API as one ASGI application."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI
from fastapi_offline import FastAPIOffline

from activities.db.listening import hearing_notices
from activities.digest_schedules import ScheduleKeeper
from activities.intake import Intake
from activities.keeping.export_key import SigningKey
from activities.openid import OpenIdProvider
from activities.own_records import OwnRecordIntake
from activities.workshop.runner import Workshop
from activities.workshop.viruses import Scanner
from api.accounts import Accounts
from api.console import problems
from api.console.parts import PARTS
from api.console.unsent.resent import Resent
from api.description import describe_problems
from api.desk import Desk
from api.digests import Digests
from api.docs_page import KEPT_AT
from api.docs_page import router as docs
from api.engine import Engine
from api.export import Exports
from api.files import Files
from api.forecast import Forecasts
from api.gallery import Gallery
from api.leaves import Leaves
from api.limits import BodyLimit
from api.moving.importing import Imports
from api.own_records import OwnRecords
from api.own_records_engine import OwnRecordEngine
from api.parameters import known_parameters
from api.pictures import Pictures
from api.portal import Portal
from api.problems import install_problems
from api.review import Review
from api.routes_absences import router as absences
from api.routes_account import router as account
from api.routes_administration import router as administration
from api.routes_annual import router as annual
from api.routes_calendars import router as calendars
from api.routes_cases import router as cases
from api.routes_digests import router as digests
from api.routes_drafts import router as drafts
from api.routes_due_dates import router as due_dates
from api.routes_export import router as exports
from api.routes_figures import router as figures
from api.routes_files import router as files
from api.routes_forecast import router as forecasts
from api.routes_health import router as health
from api.routes_imports import router as imports
from api.routes_inquiries import router as inquiries
from api.routes_leaves import router as leaves
from api.routes_notices import router as notices
from api.routes_oversight import router as oversight
from api.routes_own_records import router as own_records
from api.routes_portal import router as portal
from api.routes_retention import router as retention
from api.routes_review import router as review
from api.routes_sight import router as sight
from api.routes_status import router as status
from api.routes_templates import router as templates
from api.routes_webhooks import router as webhooks
from api.routes_work import router as work
from api.safe_headers import guard_every_answer
from api.seeing import watch_every_request
from api.status_page import StatusPage
from api.webhooks import Webhooks
from schemas.digests import SchedulesRequest
from schemas.settings import Settings
from worker.connection import connect
from worker.exposition import exposed
from worker.main import resources

DESCRIPTION = "依申请公开政府信息办理 / Applications for disclosure of government information, on durable execution."

ROUTERS: tuple[APIRouter, ...] = (
    cases,
    files,
    forecasts,
    review,
    exports,
    annual,
    figures,
    oversight,
    due_dates,
    digests,
    drafts,
    leaves,
    calendars,
    inquiries,
    own_records,
    webhooks,
    notices,
    work,
    absences,
    account,
    administration,
    imports,
    retention,
    templates,
    sight,
    status,
    portal,
    health,
)
"""The API, part by part, in the order they are asked; the console has its own in ``api.console.parts``."""


def create_app(settings: Settings) -> FastAPI:
    """The API over these settings. It starts even when Temporal or PostgreSQL is away and says so in ``/readyz``."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
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
            app.state.accounts = Accounts(app.state.desk, settings)
            app.state.provider = OpenIdProvider.of(settings)
            app.state.status_page = StatusPage(app.state.desk, settings)
            app.state.portal = Portal(app.state.desk, app.state.status_page, settings)
            app.state.files = Files(app.state.desk, store)
            app.state.forecasts = Forecasts(app.state.desk)
            app.state.review = Review(app.state.desk)
            rhythm = SchedulesRequest(task_queue=settings.task_queue, hour=settings.digest_hour)
            app.state.webhooks = Webhooks(app.state.desk, allow_loopback=settings.webhook_allow_loopback)
            app.state.digests = Digests(app.state.desk, ScheduleKeeper(database, client), rhythm)
            workshop = Workshop.open(settings)
            await workshop.sweep()
            gallery = Gallery(workshop)
            app.state.pictures = Pictures(app.state.desk, app.state.review, store, gallery)
            app.state.exports = Exports(app.state.desk, store, SigningKey(settings.signing_key.get_secret_value()))
            app.state.imports = Imports(app.state.desk, app.state.engine)
            app.state.leaves = Leaves(app.state.desk, app.state.files, store, gallery)
            requests = OwnRecordIntake(database, client, settings.task_queue)
            own_engine = OwnRecordEngine(client, intake, requests, settings.step_timeout_seconds)
            app.state.own_records = OwnRecords(app.state.desk, own_engine, store)
            async with aclosing(app.state.forecasts), aclosing(gallery):
                yield

    told = {"title": "Daylight", "version": "0.1.0", "description": DESCRIPTION}
    app = FastAPIOffline(docs_url=None, redoc_url=None, static_url=KEPT_AT, lifespan=lifespan, **told)
    app.state.settings = settings
    install_problems(app, problems)
    app.add_middleware(Resent)
    app.add_middleware(BodyLimit)
    guard_every_answer(app)
    watch_every_request(app)
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(known_parameters)])
    for part in (docs, *PARTS):
        app.include_router(part)
    describe_problems(app)
    return app
