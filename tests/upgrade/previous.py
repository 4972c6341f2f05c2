"""The previous release: its files out of git, its own programs over this environment's libraries, its own schema."""

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
import tarfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from schemas.settings import Settings
from tests.waiting import until_answered
from worker.embedded.readiness import answers_http
from worker.embedded.stack import environment_of

HERE = Path(__file__).parent
COMMIT = (HERE / "previous_release.txt").read_text().strip()
"""What was released last. Whoever releases writes the commit of the release there."""
MAIN = "from api.cli.main import main; main()"
SAMPLE = """
import asyncio, json
from api.cli.setup import ensure_calendar, ensure_sample
from schemas.settings import Settings

async def made():
    settings = Settings.model_validate({})
    await ensure_calendar(settings)
    return await ensure_sample(settings, {})

print(json.dumps(asyncio.run(made())))
"""


class NoHistory(Exception):
    """The clone does not hold the commit of the previous release: it is shallow, or no clone at all."""


def unpack(folder: Path) -> "PreviousRelease":
    """The files of the release, under ``folder``. Raises ``NoHistory``."""
    archive = ("git", "-C", str(HERE.parents[1]), "archive", "--format=tar", COMMIT)
    done = subprocess.run(archive, capture_output=True, check=False)
    if done.returncode:
        raise NoHistory(done.stderr.decode(errors="replace").strip())
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as files:
        files.extractall(folder, filter="data")
    return PreviousRelease(folder)


@dataclass(frozen=True)
class PreviousRelease:
    """Its files lie in ``folder``; modules are found there before those of today."""

    folder: Path

    async def sample(self, settings: Settings) -> dict[str, str]:
        """Its schema, a calendar and the sample agency in an empty database; a token for each login."""
        await self._run(settings, MAIN, "migrate")
        tokens: dict[str, str] = json.loads(await self._run(settings, SAMPLE))
        return tokens

    @asynccontextmanager
    async def running(self, settings: Settings) -> AsyncIterator[str]:
        """Its worker and its API, ready; ended by SIGTERM, as an operator ends them. The address of the API."""
        address = f"http://{settings.host}:{settings.port}"
        async with AsyncExitStack() as ended:
            for command in ("worker", "api"):
                process = await self._start(settings, MAIN, command)
                ended.push_async_callback(_end, process)
            await until_answered(answers_http(f"{address}/readyz"), limit=60)
            yield address

    async def _run(self, settings: Settings, code: str, *words: str) -> str:
        process = await self._start(settings, code, *words)
        out, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"the previous release could not {' '.join(words) or 'make its sample agency'}")
        return out.decode().strip().splitlines()[-1]

    async def _start(self, settings: Settings, code: str, *words: str) -> Process:
        environment = {**os.environ, **environment_of(settings), "PYTHONPATH": str(self.folder)}
        argv = (sys.executable, "-P", "-c", code, *words)
        return await asyncio.create_subprocess_exec(
            *argv, cwd=self.folder, env=environment, stdout=PIPE, stderr=DEVNULL
        )


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    await process.wait()
