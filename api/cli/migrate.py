"""``daylight migrate``."""

import asyncio

import typer

from activities.db.migrate import upgrade
from api.cli.process import settings_of_process
from api.cli.setup import ensure_calendar
from schemas.settings import Settings


def migrate() -> None:
    """Bring the database to the newest revision, and publish the national calendar if there is none yet."""
    typer.echo(f"schema: {asyncio.run(_migrate(settings_of_process()))}")


async def _migrate(settings: Settings) -> str | None:
    revision = await upgrade(settings.database_url.get_secret_value())
    await ensure_calendar(settings)
    return revision
