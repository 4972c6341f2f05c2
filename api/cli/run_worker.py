"""``daylight worker``."""

import asyncio

from api.cli.process import settings_of_process, settle
from worker.main import run_worker


def worker() -> None:
    """Carry out workflows and activities until SIGTERM, then drain. Settings: DAYLIGHT_*."""
    settings = settings_of_process()
    settle()
    asyncio.run(run_worker(settings))
