"""``daylight api`` as a process of its own, as operators run it."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from schemas.settings import Settings
from tests.waiting import until_answered
from worker.embedded.readiness import answers_http
from worker.embedded.stack import environment_of


@asynccontextmanager
async def api_process(settings: Settings) -> AsyncIterator[tuple[Process, str]]:
    """``daylight api`` as its own process, and its address; killed at the end if it still lives."""
    address = f"http://{settings.host}:{settings.port}"
    program = Path(sys.executable).with_name("daylight")
    environment = {**os.environ, **environment_of(settings)}
    process = await asyncio.create_subprocess_exec(program, "api", env=environment, stderr=DEVNULL)
    try:
        await until_answered(answers_http(f"{address}/healthz"), limit=60)
        yield process, address
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
