"""The API's way to a case's workflow: one update per step, with every failure told apart."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import TypeVar
from uuid import UUID

import structlog
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import (
    Client,
    RPCError,
    RPCTimeoutOrCancelledError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCStatusCode

from activities.db.database import Database
from activities.db.resuming import OpenOne
from activities.intake import Intake, workflow_id
from activities.jobs.work import start_work
from api.metrics import step_timed
from schemas.applications import ApplicationRow
from schemas.commands import Command, StepTaken
from schemas.errors import DaylightError, Problem, Unavailable
from schemas.own_records_events import OwnCommand
from schemas.restarting import Restarted
from worker.restarting import Restarter
from worker.versions import gets_tasks

T = TypeVar("T")
RESTART_SECONDS = 60.0
"""Enough for the cases of one request."""
log = structlog.get_logger(__name__)


class Gone(Exception):
    """No running workflow answers for this case: it is closed, stopped, or was never started."""


class Engine:
    """Sends commands. Raises the refusal of the case, or ``Unavailable`` when no answer comes in time."""

    def __init__(self, client: Client, intake: Intake, timeout_seconds: float) -> None:
        self._client = client
        self._intake = intake
        self._timeout = timeout_seconds

    async def register(self, row: ApplicationRow) -> StepTaken:
        """Start the case of a committed application."""
        with step_timed("register"):
            return await self._answer(self._intake.start_case(row))

    async def take_step(self, case_id: UUID, command: Command) -> StepTaken:
        """Have a step taken. Raises ``Gone`` when no workflow runs for the case."""
        handle = self._client.get_workflow_handle(workflow_id(case_id))
        with step_timed(command.step.step):
            return await self._answer(
                handle.execute_update("take_step", command, id=update_id(command), result_type=StepTaken)
            )

    async def work_on_documents(self, case_id: UUID) -> None:
        """Have the documents of a case worked on. Raises ``Unavailable``; then the sweeper will."""
        await self._answer(start_work(self._client, self._intake.task_queue, case_id))

    async def announce_calendar(self, case_id: UUID, version: str) -> None:
        """Tell a case that a calendar version was published."""
        await self._answer(self._intake.announce_calendar(case_id, version))

    async def restart_cases(self, database: Database, wanted: Sequence[OpenOne]) -> Restarted:
        """Begin the workflows of cases that are on record and have none. Raises ``Unavailable``."""
        restarter = Restarter(database, self._client, self._intake.task_queue)
        return await self._answer(restarter.restart_cases(wanted), seconds=RESTART_SECONDS)

    async def ping(self) -> None:
        """Ask Temporal for a sign of life. Raises ``Unavailable``."""
        await self._answer(self._client.service_client.check_health(), seconds=3)

    async def ping_worker(self) -> None:
        """Ask Temporal whether a worker takes our tasks. Raises ``Unavailable``: ``engine_unavailable`` if none was
        seen for minutes, ``build_not_current`` if those that ask are of builds which are given none."""
        request = DescribeTaskQueueRequest(
            namespace=self._client.namespace,
            task_queue=TaskQueue(name=self._intake.task_queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
        found = await self._answer(self._client.workflow_service.describe_task_queue(request), seconds=3)
        if not found.pollers:
            raise Unavailable("engine_unavailable")
        if not gets_tasks(found):
            raise Unavailable("build_not_current")

    async def _answer(self, call: Awaitable[T], seconds: float | None = None) -> T:
        try:
            async with asyncio.timeout(seconds or self._timeout):
                return await call
        except WorkflowUpdateFailedError as failed:
            raise refusal_of(failed) from None
        except WorkflowAlreadyStartedError:
            raise Gone from None
        except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError, RPCTimeoutOrCancelledError) as late:
            raise Unavailable("answer_pending") from late
        except RPCError as failed:
            if failed.status is RPCStatusCode.NOT_FOUND:
                raise Gone from None
            raise Unavailable("engine_unavailable") from failed
        except RuntimeError as failed:  # a lazy client that cannot connect says so this way
            raise Unavailable("engine_unavailable") from failed


def update_id(command: Command | OwnCommand) -> str:
    """Under which Temporal knows an attempt: by what is asked for too, so that what was refused may be sent put right;
    and by what other cases were taken for, so that it may be tried again when these have moved.

    What a command has done is known by its own id alone: to its workflow, and to the record.
    """
    seen = command.facts.neighbours if isinstance(command, Command) else None
    return "/".join([command.command_id, command.fingerprint, *([seen.mark] if seen else [])])


def refusal_of(failed: WorkflowUpdateFailedError) -> DaylightError:
    """The case's own refusal, with code, article, field and status as the workflow gave them."""
    cause = failed.cause
    if isinstance(cause, ApplicationError) and cause.details:
        problem = Problem.model_validate(cause.details[0])
        error = DaylightError(problem.code, article=problem.article, field=problem.field)
        error.status = problem.status
        return error
    log.error("update_failed", error=type(cause).__name__)
    return DaylightError("internal_error")
