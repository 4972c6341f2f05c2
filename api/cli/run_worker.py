"""``daylight worker``."""

import asyncio

from api.cli.process import settings_of_process, settle, tracing
from worker.main import run_worker


def worker() -> None:
    """Carry out workflows and activities until SIGTERM, then drain. Settings: DAYLIGHT_*."""
    settings = settings_of_process()
    settle()
    with tracing(settings, "daylight-worker"):
        asyncio.run(run_worker(settings))
