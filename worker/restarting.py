"""Beginning the workflows of open cases and requests again from the record, after Temporal has lost them.

A case that lives is never begun a second time: Temporal itself refuses the id. So this may be broken off and run again,
and run beside working people. With ``replace`` the record counts and the run is ended: after PostgreSQL was restored
from a backup, Temporal knows steps that are no longer on record.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from uuid import UUID

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.db.database import AsyncConnection, Database
from activities.db.resuming import OpenOne, open_cases, open_own_records
from activities.db.starts_owed import owed_before, settle_starts
from schemas.errors import DaylightError
from schemas.restarting import NotStarted, Restarted, WorkflowStart
from worker.restart_starts import Begun, Start, Starts

PAGE = 100
"""Cases read at once."""
AT_ONCE = 16
"""Workflows begun side by side."""
Told = Callable[[int], None]


class Restarter:
    """Begins what is open on record and does not run."""

    def __init__(self, database: Database, client: Client, task_queue: str, *, replace: bool = False) -> None:
        self._database = database
        self._client = client
        self._task_queue = task_queue
        self._replace = replace
        self._starts = Starts(database)

    async def restart_all(self, told: Told | None = None) -> Restarted:
        """Every open case, then every open request; ``told`` hears how many were looked at so far.

        Raises what the Temporal client raises when the service is away; begun again, it goes on with the rest.
        """
        done, seen = Restarted(), 0
        async for page, starts in self._pages():
            done += await self._begin_all(starts)
            seen += page
            if told:
                told(seen)
        return done

    async def restart_cases(self, wanted: Sequence[OpenOne]) -> Restarted:
        """These cases alone; those that are over stay so."""
        return await self._begin_all(await self._starts.of_cases(wanted))

    async def restart_owed(self, before: datetime) -> Restarted:
        """Some of the cases that were entered with their whole chain before this and still have to be begun.

        They are put behind all others first: one that cannot be begun, or hangs, does not keep the others waiting.
        """
        async with self._database.transaction() as connection:
            owed = await owed_before(connection, before, PAGE)
            await settle_starts(connection, [], [one.id for one in owed])
        return await self.restart_cases(owed)

    async def _pages(self) -> AsyncIterator[tuple[int, Begun]]:
        """How many, and their starts: a page of cases after the other, then of requests."""
        for page_of, starts_of in (
            (open_cases, self._starts.of_cases),
            (open_own_records, self._starts.of_own_records),
        ):
            after: UUID | None = None
            while page := await self._page(page_of, after):
                yield len(page), await starts_of(page)
                after = page[-1].id

    async def _page(
        self, page_of: Callable[[AsyncConnection, UUID | None, int], Awaitable[list[OpenOne]]], after: UUID | None
    ) -> list[OpenOne]:
        async with self._database.reading() as connection:
            return await page_of(connection, after, PAGE)

    async def _begin_all(self, starts: Begun) -> Restarted:
        places = asyncio.Semaphore(AT_ONCE)

        async def begun(one: UUID, start: Start) -> Restarted:
            async with places:
                return await self._begun(one, start)

        done = sum(await asyncio.gather(*(begun(one, start) for one, start in starts)), Restarted())
        await self._settle(starts, done)
        return done

    async def _settle(self, starts: Begun, done: Restarted) -> None:
        """Nothing is owed any more to what runs; killed before this, the next sweep finds it running."""
        failed = {one.id for one in done.not_started}
        async with self._database.transaction() as connection:
            await settle_starts(connection, [one for one, _ in starts if one not in failed], sorted(failed))

    async def _begun(self, one: UUID, start: Start) -> Restarted:
        if start is None:
            return Restarted()
        if isinstance(start, DaylightError):
            return Restarted(not_started=(NotStarted(id=one, code=start.code),))
        try:
            await self._start(start)
        except WorkflowAlreadyStartedError:
            if await self._runs(start.id):
                return Restarted(running=1)
            return Restarted(not_started=(NotStarted(id=one, code="ended_but_open_on_record"),))
        return Restarted(started=1)

    async def _start(self, start: WorkflowStart) -> None:
        """Without ``replace`` Temporal refuses an id that runs, or that has ended as a case ends."""
        conflict, reuse = WorkflowIDConflictPolicy.FAIL, WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY
        if self._replace:
            conflict, reuse = WorkflowIDConflictPolicy.TERMINATE_EXISTING, WorkflowIDReusePolicy.ALLOW_DUPLICATE
        await self._client.start_workflow(
            start.workflow,
            start.start,
            id=start.id,
            task_queue=self._task_queue,
            id_conflict_policy=conflict,
            id_reuse_policy=reuse,
        )

    async def _runs(self, workflow_id: str) -> bool:
        described = await self._client.get_workflow_handle(workflow_id).describe()
        return described.status is WorkflowExecutionStatus.RUNNING
