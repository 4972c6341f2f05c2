"""What an operator does by hand: the commands that ``daylight worker`` prints, on the real server."""

import asyncio
import shlex
from asyncio.subprocess import PIPE, STDOUT

from temporalio.api.enums.v1 import RoutingConfigUpdateState
from temporalio.api.workflowservice.v1 import DescribeWorkerDeploymentRequest
from temporalio.client import Client

from schemas.settings import Settings
from tests.waiting import until_answered
from worker.connection import connect
from worker.embedded.programs import temporal_program
from worker.versions import making_current


async def make_current(settings: Settings) -> None:
    """Give the tasks to the build in the settings, by the printed command; again while its worker is not seen yet.

    Returns when every task queue knows of it, which the server sees to behind the command's back.
    """
    client = await connect(settings)

    async def done() -> bool:
        return await _run(making_current(settings)) == 0

    async with asyncio.timeout(30):
        await until_answered(done)
        await until_answered(lambda: _every_queue_knows(client, settings))


async def _every_queue_knows(client: Client, settings: Settings) -> bool:
    request = DescribeWorkerDeploymentRequest(namespace=client.namespace, deployment_name=settings.deployment or "")
    answer = await client.workflow_service.describe_worker_deployment(request)
    state = answer.worker_deployment_info.routing_config_update_state
    return state != RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_IN_PROGRESS


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
