"""Starting a case for an application that is committed: used by the API at once, and by the sweeper after a crash."""

from datetime import UTC, datetime, timedelta

from temporalio import activity
from temporalio.client import Client, WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy

from activities.db.applications import orphans
from activities.db.calendars import calendar_version
from activities.db.database import Database
from activities.db.people import find_agency
from schemas.applications import ApplicationRow
from schemas.commands import REGISTRATION, CaseStart, Command, StepTaken, Swept
from schemas.events import Actor
from schemas.steps import Register

WORKFLOW = "DisclosureApplication"
CALENDAR_YEARS = 3
"""Years of calendar a case carries beyond the one it begins in."""


def workflow_id(case_id: object) -> str:
    """The workflow id of a case; nothing personal is in it."""
    return f"application/{case_id}"


def registration(row: ApplicationRow) -> Command:
    """The first command of a case, made from what was committed."""
    step = Register(
        reference=row.reference,
        channel=row.channel,
        arrived_on=row.arrived_on,
        applicant_kind=row.applicant_kind,
    )
    actor = Actor(staff_id=row.registered_by, roles=row.registered_roles)
    return Command(command_id=REGISTRATION, actor=actor, step=step, fingerprint=row.fingerprint)


class Intake:
    """Starts cases with update-with-start, so that the answer already carries reference and due date."""

    def __init__(self, database: Database, client: Client, task_queue: str) -> None:
        self._database = database
        self._client = client
        self._task_queue = task_queue

    async def start_case(self, row: ApplicationRow) -> StepTaken:
        """Start the case of an application, once: the same call again gives the same answer.

        Raises what the Temporal client raises when the service or its workers are away.
        """
        start = await self._start_input(row)
        operation: WithStartWorkflowOperation[object, object] = WithStartWorkflowOperation(
            WORKFLOW,
            start,
            id=workflow_id(row.case_id),
            task_queue=self._task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
        )
        answer: StepTaken = await self._client.execute_update_with_start_workflow(
            "take_step",
            registration(row),
            id=REGISTRATION,
            start_workflow_operation=operation,
            result_type=StepTaken,
        )
        return answer

    async def _start_input(self, row: ApplicationRow) -> CaseStart:
        async with self._database.reading() as connection:
            agency = await find_agency(connection, row.agency_id)
            data = await calendar_version(connection, row.calendar_version)
        if agency is None:
            raise LookupError("the agency of an application is not there")
        years = data.window(row.arrived_on.year, row.registered_at.year + CALENDAR_YEARS)
        return CaseStart(case_id=row.case_id, agency_id=row.agency_id, policy=agency.policy, calendar=years)

    @activity.defn(name="sweep_intake")
    async def sweep_intake(self) -> Swept:
        """Start every application that a crash left without a case for more than a minute."""
        async with self._database.transaction() as connection:
            left = await orphans(connection, datetime.now(UTC) - timedelta(minutes=1))
        for row in left:
            activity.heartbeat()
            await self.start_case(row)
        return Swept(started=len(left))
