"""Is it ready? Checks for ``ProcessSpec.ready``; each answers within a few seconds and never raises."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

ANSWER_SECONDS = 3.0
Check = Callable[[], Awaitable[bool]]


def answers_http(url: str) -> Check:
    """Ready when ``GET url`` answers with a status below 400."""

    async def check() -> bool:
        try:
            async with httpx.AsyncClient(trust_env=False, timeout=ANSWER_SECONDS) as client:
                return (await client.get(url)).is_success
        except httpx.HTTPError:
            return False

    return check


def polls_task_queue(address: str, namespace: str, task_queue: str) -> Check:
    """Ready when a worker asks for workflow tasks of ``task_queue``.

    Temporal remembers a poller for minutes: right after a restart the answer may speak of the process before.
    """
    request = DescribeTaskQueueRequest(
        namespace=namespace,
        task_queue=TaskQueue(name=task_queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )

    async def check() -> bool:
        try:
            client = await Client.connect(address)
            limit = timedelta(seconds=ANSWER_SECONDS)
            return bool((await client.workflow_service.describe_task_queue(request, timeout=limit)).pollers)
        except (RPCError, RuntimeError):
            return False

    return check
