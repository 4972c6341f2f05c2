"""Starting a case for an application that is committed: used by the API at once, and by the sweeper after a crash."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from temporalio import activity
from temporalio.client import Client, WithStartWorkflowOperation
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import TemporalError

from activities.db.applications import forget_unnamed_texts, orphans
from activities.db.calendars import calendar_version, laggards
from activities.db.database import Database
from activities.db.figures import compact_tallies
from activities.db.jobs import cases_with_work
from activities.db.parties import forget_unnamed_parties
from activities.db.people import find_agency
from activities.db.unsent_forms import sweep_unsent
from activities.jobs.work import start_work
from activities.own_records import start_left_over
from schemas.applications import ApplicationRow
from schemas.commands import REGISTRATION, CalendarPublished, CaseStart, Command, StepTaken, SweepRequest, Swept
from schemas.events import PORTAL, Actor
from schemas.policy import LATEST_EDITION
from schemas.restarting import Restarted
from schemas.steps import Register

log = structlog.get_logger(__name__)

WORKFLOW = "DisclosureApplication"
UNNAMED_FOR = timedelta(days=1)
"""How long words or a third party sent with a step may wait for the event that names them."""
LOOKED_BACK, LOOKED_FAR_BACK = timedelta(days=2), timedelta(days=400)
"""How old an application without a case may be to be found by a sweep, and by the first sweep of an hour: longer than
any outage, shorter than the years of record. Whoever sends an older one again still starts its case."""
MOST_PAGES = 50
"""Pages of cases taken over that one sweep begins: their number is bounded, for the activity has its time."""
CALENDAR_YEARS = 3
"""Years of calendar a case carries beyond the one it begins in."""
BeginOwed = Callable[[datetime], Awaitable[Restarted]]
"""Begins, from their events, cases that were entered whole before a moment: an import whose process died."""


def _since(now: datetime) -> datetime:
    return now - (LOOKED_BACK if now.minute else LOOKED_FAR_BACK)


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
        received_on=row.received_on,
        split_from=row.split_from,
        edition=LATEST_EDITION,
    )
    actor = Actor(staff_id=row.registered_by, roles=row.registered_roles) if row.registered_by else PORTAL
    return Command(command_id=REGISTRATION, actor=actor, step=step, fingerprint=row.fingerprint)


class Intake:
    """Starts cases with update-with-start, so that the answer already carries reference and due date."""

    def __init__(
        self, database: Database, client: Client, task_queue: str, begin_owed: BeginOwed | None = None
    ) -> None:
        self._database = database
        self._client = client
        self._begin_owed = begin_owed
        self.task_queue = task_queue

    async def start_case(self, row: ApplicationRow) -> StepTaken:
        """Start the case of an application, once: the same call again gives the same answer.

        Raises what the Temporal client raises when the service or its workers are away.
        """
        start = await self._start_input(row)
        operation: WithStartWorkflowOperation[object, object] = WithStartWorkflowOperation(
            WORKFLOW,
            start,
            id=workflow_id(row.case_id),
            task_queue=self.task_queue,
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

    async def announce_calendar(self, case_id: UUID, version: str) -> None:
        """Tell a case that a calendar version was published."""
        handle = self._client.get_workflow_handle(workflow_id(case_id))
        await handle.signal("calendar_published", CalendarPublished(version=version))

    @activity.defn(name="sweep_intake")
    async def sweep_intake(self, request: SweepRequest) -> Swept:
        """Mend what a crash left: start cases, tell calendars, forget words and third parties that belong to no step.

        One row that cannot be mended, or hangs, is logged and does not keep the others waiting.
        """
        now = datetime.now(UTC)
        async with self._database.transaction() as connection:
            left = await orphans(connection, _since(now), now - timedelta(seconds=request.older_than_seconds))
            behind = await laggards(connection)
            forgotten = await forget_unnamed_texts(connection, now - UNNAMED_FOR)
            forgotten += await forget_unnamed_parties(connection, now - UNNAMED_FOR)
            undone = await cases_with_work(connection, now - timedelta(seconds=request.older_than_seconds))
            await compact_tallies(connection)
            await sweep_unsent(connection, now)
        patience = request.patience_seconds
        started = [await _mended("case_not_started", row.case_id, self.start_case(row), patience) for row in left]
        started += await start_left_over(self._database, self._client, self.task_queue, request, _mended)
        begun = await self._begun_from_record(now - timedelta(seconds=request.older_than_seconds), patience)
        told = [
            await _mended("calendar_not_told", case_id, self.announce_calendar(case_id, version), patience)
            for case_id, version in behind
        ]
        for case_id in undone:
            await _mended(
                "documents_not_worked_on", case_id, start_work(self._client, self.task_queue, case_id), patience
            )
        return Swept(
            started=sum(started) + begun.started,
            failed=len(started) - sum(started) + len(begun.not_started),
            told=sum(told),
            forgotten=forgotten,
        )

    async def _begun_from_record(self, before: datetime, patience_seconds: float) -> Restarted:
        """Cases taken over whose workflow was never begun; broken off, the next sweep goes on with the rest."""
        begun = Restarted()
        for _ in range(MOST_PAGES):
            some = await self._some_from_record(before, patience_seconds)
            if some == Restarted():
                break
            begun += some
        for one in begun.not_started:
            log.error("case_not_started", case_id=str(one.id), error=one.code)
        return begun

    async def _some_from_record(self, before: datetime, patience_seconds: float) -> Restarted:
        if self._begin_owed is None:
            return Restarted()
        activity.heartbeat()
        try:
            async with asyncio.timeout(patience_seconds):
                return await self._begin_owed(before)
        except (TemporalError, TimeoutError) as failed:
            log.error("imports_not_started", error=type(failed).__name__)
            return Restarted()


async def _mended(failure: str, case_id: UUID, work: Awaitable[object], patience_seconds: float) -> bool:
    """Whether it was done in time; what hangs is left to itself and looked at again by the next sweep."""
    activity.heartbeat()
    try:
        async with asyncio.timeout(patience_seconds):
            await work
    except (TemporalError, LookupError, TimeoutError) as failed:
        log.error(failure, case_id=str(case_id), error=type(failed).__name__)
        return False
    return True
