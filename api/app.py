"""The HTTP API as one ASGI application."""

from fastapi import APIRouter, Depends, FastAPI
from fastapi_offline import FastAPIOffline

from api.console import problems
from api.console.parts import PARTS
from api.console.unsent.resent import Resent
from api.description import describe_problems
from api.docs_page import KEPT_AT
from api.docs_page import router as docs
from api.limits import BodyLimit
from api.parameters import known_parameters
from api.problems import install_problems
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
from api.services import served_by
from schemas.settings import Settings

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
    told = {"title": "Daylight", "version": "0.1.0", "description": DESCRIPTION}
    app = FastAPIOffline(docs_url=None, redoc_url=None, static_url=KEPT_AT, lifespan=served_by(settings), **told)
    app.state.settings = settings
    _guard(app)
    _route(app)
    describe_problems(app)
    return app


def _guard(app: FastAPI) -> None:
    """What every request passes, from the inside to the outside."""
    install_problems(app, problems)
    app.add_middleware(Resent)
    app.add_middleware(BodyLimit, pages=problems)
    guard_every_answer(app)
    watch_every_request(app)


def _route(app: FastAPI) -> None:
    """The API, whose parameters are all known ones, and the pages."""
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(known_parameters)])
    for part in (docs, *PARTS):
        app.include_router(part)
