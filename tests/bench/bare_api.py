"""The HTTP process of the plain service: ``python -m tests.bench.bare_api <Temporal> <port>``, one route."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
from temporalio.client import Client, WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy

from tests.bench.bare_worker import TASK_QUEUE
from tests.bench.bare_workflow import WITH_A_PAGE


class Taken(BaseModel):
    """How many updates of the case are taken."""

    taken: int


def create_app(address: str) -> FastAPI:
    """One route: an update of a workflow, the first with its start."""
    clients: list[Client] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        clients.append(await Client.connect(address))
        yield

    app = FastAPI(lifespan=lifespan)

    @app.post("/cases/{case_id}/updates/{number}")
    async def take(case_id: str, number: int) -> Taken:
        return Taken(taken=await taken(clients[0], f"plain/{case_id}", number, WITH_A_PAGE))

    return app


async def taken(client: Client, workflow_id: str, number: int, pages: tuple[int, ...] = ()) -> int:
    """Send update ``number``; the first carries the start of the workflow, as Daylight's submission does."""
    if number > 1:
        handle = client.get_workflow_handle(workflow_id)
        later: int = await handle.execute_update("take", number, id=str(number), result_type=int)
        return later
    operation: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
        "Bare", pages, id=workflow_id, task_queue=TASK_QUEUE, id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING
    )
    first: int = await client.execute_update_with_start_workflow(
        "take", 1, id="1", start_workflow_operation=operation, result_type=int
    )
    return first


if __name__ == "__main__":
    uvicorn.run(create_app(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), log_config=None, access_log=False)
    os._exit(0)  # the Temporal client may abort while the interpreter finalises
