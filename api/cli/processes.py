"""``daylight worker``, ``daylight api``, ``daylight migrate``: the stateless processes of a deployment."""

import asyncio
import gc

import typer
import uvicorn

from activities.db.migrate import upgrade
from api.app import create_app
from api.cli.setup import ensure_calendar
from schemas.settings import Settings
from worker.logs import configure_logging
from worker.main import run_worker


def worker() -> None:
    """Carry out workflows and activities until SIGTERM, then drain. Settings: DAYLIGHT_*."""
    settings = _settings()
    asyncio.run(run_worker(settings))


def api() -> None:
    """Serve the HTTP API. Settings: DAYLIGHT_*."""
    settings = _settings()
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=20,
        )
    )
    server.run()


def migrate() -> None:
    """Bring the database to the newest revision, and publish the national calendar if there is none yet."""
    settings = _settings()
    typer.echo(f"schema: {asyncio.run(_migrate(settings))}")


async def _migrate(settings: Settings) -> str | None:
    revision = await upgrade(settings.database_url.get_secret_value())
    await ensure_calendar(settings)
    return revision


def _settings() -> Settings:
    settings = Settings.model_validate({})
    configure_logging(settings.log_format, settings.log_level)
    _settle()
    return settings


def _settle() -> None:
    """Modules and models stay for good: the garbage collector need not walk through all of them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
