"""What an operator does by hand: the commands that ``daylight worker`` prints, on the real server."""

import asyncio
import shlex
from asyncio.subprocess import PIPE, STDOUT

from temporalio.client import Client

from schemas.settings import Settings
from worker.embedded.programs import temporal_program
from worker.versions import making_current


async def make_current(settings: Settings) -> None:
    """Give the tasks to the build in the settings, by the printed command; again while its worker is not seen yet."""
    async with asyncio.timeout(30):
        while await _run(making_current(settings)):
            continue


async def _run(command: str) -> int:
    program, *words = shlex.split(command)
    assert program == "temporal"
    process = await asyncio.create_subprocess_exec(temporal_program(), *words, stdout=PIPE, stderr=STDOUT)
    await process.communicate()
    return process.returncode or 0


async def build_of(client: Client, workflow_id: str) -> str:
    """The build that did the last task of a case; empty for a worker without one."""
    described = await client.get_workflow_handle(workflow_id).describe()
    return described.raw_description.workflow_execution_info.versioning_info.deployment_version.build_id
