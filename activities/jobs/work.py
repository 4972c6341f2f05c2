"""The activity that works on the documents of a case, and how the workflow that calls it is started."""

import asyncio
import time
from contextlib import suppress
from datetime import timedelta
from typing import NoReturn
from uuid import UUID

import structlog
from temporalio import activity
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError

from activities.db.jobs import Job, count_attempt, end_job, next_job
from activities.jobs.copy import copy
from activities.jobs.package import package
from activities.jobs.place import Place
from activities.jobs.read import leave_code, read
from schemas.errors import DaylightError, Unavailable
from schemas.jobs import DocumentWorkStart, WorkDone, WorkOrder

WORKFLOW = "DocumentWork"
SIGNAL = "more_work"
MOST_ATTEMPTS = 5
"""A job that breaks down this often, in whatever way, is given up until a person has it done again."""
BROKEN = "job_broken"
HEARTBEAT = timedelta(seconds=5)
_DO = {"read": read, "release": copy, "package": package}

log = structlog.get_logger(__name__)


def work_id(case_id: object) -> str:
    """The workflow id of the work on a case's documents."""
    return f"documents/{case_id}"


async def start_work(client: Client, task_queue: str, case_id: UUID) -> None:
    """Have the documents of a case worked on, now if nobody does: one workflow a case, told when there is more."""
    await client.start_workflow(
        WORKFLOW,
        DocumentWorkStart(case_id=case_id),
        id=work_id(case_id),
        task_queue=task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        start_signal=SIGNAL,
    )


class Shift:
    """One activity's time: what was taken up in it, by any of its hands, and what came of that."""

    def __init__(self, order: WorkOrder) -> None:
        self.case_id = order.case_id
        self.taken = set[str]()
        self.broken = list[Exception]()
        self.taking = asyncio.Lock()
        self._ends = time.monotonic() + order.seconds

    @property
    def done(self) -> int:
        """Jobs ended, well or not, once every hand has ended."""
        return len(self.taken) - len(self.broken)

    @property
    def over(self) -> bool:
        """No job is begun any more: the time is up, or the worker is to stop."""
        stopping = activity.in_activity() and activity.is_worker_shutdown()
        return stopping or time.monotonic() > self._ends


class DocumentWorker:
    """Does the jobs of cases, each in a process of its own; ``hands`` jobs of a case side by side."""

    def __init__(self, place: Place, hands: int) -> None:
        self._place = place
        self._hands = hands

    @activity.defn(name="work_on_documents")
    async def work_on_documents(self, order: WorkOrder) -> WorkDone:
        """Do waiting jobs until the time is over or none waits. A job that was begun is ended.

        A job done twice is done once: what it makes has ids made from what it is made of. Copies of documents that a
        killed process left in the workshop are deleted first.
        """
        beating = asyncio.create_task(_beat())
        try:
            await self._place.workshop.sweep()
            return await self._work(Shift(order))
        finally:
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating

    async def _work(self, shift: Shift) -> WorkDone:
        """A job that breaks down does not keep the others waiting; when nothing else is left, its failure is told."""
        ended = await asyncio.gather(*(self._hand(shift) for _ in range(self._hands)), return_exceptions=True)
        failed, over = [*(end for end in ended if end), *shift.broken], shift.over
        if failed and not (over and shift.done):
            raise failed[0]
        return WorkDone(done=shift.done, more=over)

    async def _hand(self, shift: Shift) -> None:
        while not shift.over and (job := await self._next(shift)):
            try:
                await self._do(job)
            except Exception as broke:  # noqa: BLE001 - ``_work`` tells it
                shift.broken.append(broke)

    async def _next(self, shift: Shift) -> Job | None:
        """Take up the next job, so that no other hand does."""
        async with shift.taking, self._place.database.reading() as connection:
            job = await next_job(connection, shift.case_id, tuple(shift.taken))
            if job:
                shift.taken.add(job.key)
            return job

    async def _do(self, job: Job) -> None:
        code = await self._failure(job)
        async with self._place.database.transaction() as connection:
            if code and job.kind == "read":
                await leave_code(connection, job, code)
            await end_job(connection, job.key, code)

    async def _failure(self, job: Job) -> str | None:
        """Do the job; the code with which it failed for good. What is away for now raises, and is tried again."""
        try:
            await _DO[job.kind](self._place, job)
        except Unavailable:
            raise
        except DaylightError as failed:
            return _told(job, failed.code)
        except Exception as broke:  # noqa: BLE001 - counted; whatever it is, it must not hold up its case for ever
            if isinstance(broke, ApplicationError) and broke.non_retryable:
                return _told(job, broke.type or BROKEN)
            return await self._broke(job, type(broke).__name__)
        return None

    async def _broke(self, job: Job, error: str) -> str:
        """Given up after so many attempts. It is told by its type alone: the text may quote a document."""
        async with self._place.database.transaction() as connection:
            attempts = await count_attempt(connection, job.key)
        log.warning("document_job_broke", case_id=str(job.case_id), kind=job.kind, error=error, attempts=attempts)
        if attempts < MOST_ATTEMPTS:
            raise ApplicationError(f"a job broke down: {error}", type=BROKEN) from None
        return _told(job, BROKEN)


def _told(job: Job, code: str) -> str:
    log.warning("document_job_failed", case_id=str(job.case_id), kind=job.kind, code=code)
    return code


async def _beat() -> NoReturn:
    while True:
        activity.heartbeat()
        await asyncio.sleep(HEARTBEAT.total_seconds())
