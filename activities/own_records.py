"""Requests for correction of own records: starting their workflow, and recording what it decided."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from temporalio import activity
from temporalio.client import Client, WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError

from activities.db.database import Database
from activities.db.events import RecordConflict
from activities.db.own_records import append_own_events, left_over, put_own_row
from activities.db.people import find_agency
from schemas.commands import REGISTRATION, BatchRecorded, SweepRequest
from schemas.events import Actor
from schemas.own_records import OwnRecordEntry, RegisterOwnRecord
from schemas.own_records_events import OwnBatch, OwnCommand, OwnStart, OwnTaken

WORKFLOW = "OwnRecordCorrection"
Mended = Callable[[str, UUID, Awaitable[object], float], Awaitable[bool]]
"""Does a piece of work within so many seconds, under the name of its failure; whether it was done."""


def own_workflow_id(own_record_id: object) -> str:
    """The workflow id of a request; nothing personal is in it."""
    return f"own-record/{own_record_id}"


def own_registration(entry: OwnRecordEntry) -> OwnCommand:
    """The first command of a request, made from what was committed."""
    step = RegisterOwnRecord(reference=entry.reference, channel=entry.channel, arrived_on=entry.arrived_on)
    actor = Actor(staff_id=entry.registered_by, roles=entry.registered_roles)
    return OwnCommand(command_id=REGISTRATION, actor=actor, step=step, fingerprint=entry.fingerprint)


class OwnRecordIntake:
    """Starts requests with update-with-start, so that the answer already says where the request stands."""

    def __init__(self, database: Database, client: Client, task_queue: str) -> None:
        self._database = database
        self._client = client
        self._task_queue = task_queue

    async def start(self, entry: OwnRecordEntry) -> OwnTaken:
        """Start a request, once: the same call again gives the same answer.

        Raises what the Temporal client raises when the service or its workers are away.
        """
        async with self._database.reading() as connection:
            agency = await find_agency(connection, entry.agency_id)
        if agency is None:
            raise LookupError("the agency of a request is not there")
        operation: WithStartWorkflowOperation[object, object] = WithStartWorkflowOperation(
            WORKFLOW,
            OwnStart(id=entry.id, agency_id=entry.agency_id, timezone=agency.policy.timezone),
            id=own_workflow_id(entry.id),
            task_queue=self._task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
        )
        answer: OwnTaken = await self._client.execute_update_with_start_workflow(
            "take_step",
            own_registration(entry),
            id=REGISTRATION,
            start_workflow_operation=operation,
            result_type=OwnTaken,
        )
        return answer


async def start_left_over(
    database: Database, client: Client, task_queue: str, request: SweepRequest, mended: Mended
) -> list[bool]:
    """Start every request that a crash left between its commit and its start; for each whether it could be started."""
    before = datetime.now(UTC) - timedelta(seconds=request.older_than_seconds)
    async with database.reading() as connection:
        left = await left_over(connection, before)
    intake = OwnRecordIntake(database, client, task_queue)
    patience = request.patience_seconds
    return [await mended("own_record_not_started", entry.id, intake.start(entry), patience) for entry in left]


class OwnRecorder:
    """Writes what a step decided. The business key is (request, number of the event)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="record_own_record_events")
    async def record_own_record_events(self, batch: OwnBatch) -> BatchRecorded:
        """Append the events and move the read model to them; done twice, it is done once.

        Permanent failure ``record_conflict``: another event stands under one of the numbers.
        """
        try:
            async with self._database.transaction() as connection:
                await append_own_events(connection, batch.records)
                await put_own_row(connection, batch.row)
        except RecordConflict as conflict:
            raise ApplicationError("another event stands here", type=conflict.code, non_retryable=True) from conflict
        return BatchRecorded(version=batch.row.version, head=batch.row.head)
