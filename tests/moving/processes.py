"""Commands as processes of their own, to be killed in the middle; and where exactly the middle is."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from sqlalchemy import text

from activities.db.database import Database
from schemas.settings import Settings
from tests.log_guard import refuse_personal_logs
from tests.waiting import until_answered
from worker.embedded.ports import LOOPBACK, free_port
from worker.embedded.stack import environment_of

Process = asyncio.subprocess.Process


@asynccontextmanager
async def command(settings: Settings, *words: str) -> AsyncIterator[Process]:
    """``daylight …`` as a process; killed at the end if it still lives. What it says names nobody."""
    logs = Path(tempfile.mkdtemp(prefix="daylight-command-"))
    with (logs / "said.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("daylight"),
            *words,
            env={**os.environ, **environment_of(settings)},
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        await killed(process)
        refuse_personal_logs(logs)
        shutil.rmtree(logs)


@asynccontextmanager
async def silence() -> AsyncIterator[tuple[int, asyncio.Event]]:
    """A port where somebody listens and never answers; and whether anybody has called."""
    called, port = asyncio.Event(), free_port()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.set()
        await reader.read(-1)
        writer.close()

    server = await asyncio.start_server(listen, LOOPBACK, port)
    async with server:
        yield port, called


async def killed(process: Process) -> None:
    """SIGKILL, if it still lives."""
    if process.returncode is None:
        process.send_signal(signal.SIGKILL)
        await process.wait()


@asynccontextmanager
async def api_process(settings: Settings) -> AsyncIterator[tuple[Process, httpx.AsyncClient]]:
    """``daylight api`` as a process that answers."""
    own = settings.model_copy(update={"port": free_port()})
    async with (
        command(own, "api") as process,
        httpx.AsyncClient(base_url=f"http://{LOOPBACK}:{own.port}", timeout=60) as http,
    ):
        await until_answered(lambda: _answers(http, process), 60)
        yield process, http


async def _answers(http: httpx.AsyncClient, process: Process) -> bool:
    assert process.returncode is None, "the API did not get ready"
    try:
        return (await http.get("/healthz")).status_code == 200
    except httpx.TransportError:
        return False


async def committed(database: Database, table: str, rows: int) -> None:
    """Return when so many rows of the table are there for all to see."""
    await until_answered(lambda: _are_there(database, table, rows))


async def _are_there(database: Database, of: str, rows: int) -> bool:
    async with database.reading() as connection:
        counted = text(f"SELECT count(*) FROM {of}")  # noqa: S608 - words of ours
        return int((await connection.execute(counted)).scalar_one()) >= rows
