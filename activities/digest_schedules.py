"""The schedules of the digests in Temporal: five for each agency, brought to what settings, policy and record say.

What is wanted stands in PostgreSQL (agencies, their time zones, ``digest_pauses``, ``schedule_orders``); Temporal only
rings. A crash between the record of a pause or an order and Temporal is mended by the next look at all of them.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from temporalio import activity
from temporalio.client import (
    Client,
    RPCError,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleBackfill,
    ScheduleCalendarSpec,
    ScheduleDescription,
    ScheduleHandle,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleState,
    ScheduleUpdate,
)
from temporalio.service import RPCStatusCode

from activities.db.database import Database
from activities.db.digests import AgencyClock, agencies_to_schedule
from activities.db.schedule_orders import note_rung, orders_left
from schemas.digest_periods import Period
from schemas.digests import DigestRequest, ScheduleOrder, SchedulesKept, SchedulesRequest

_FIRST = (ScheduleRange(1),)
_DAYS: Mapping[Period, ScheduleCalendarSpec] = {
    Period.WEEKLY: ScheduleCalendarSpec(day_of_week=_FIRST),
    Period.MONTHLY: ScheduleCalendarSpec(day_of_month=_FIRST),
    Period.QUARTERLY: ScheduleCalendarSpec(day_of_month=_FIRST, month=(ScheduleRange(1, 12, 3),)),
    Period.HALF_YEARLY: ScheduleCalendarSpec(day_of_month=_FIRST, month=(ScheduleRange(1, 12, 6),)),
    Period.YEARLY: ScheduleCalendarSpec(day_of_month=_FIRST, month=_FIRST),
}
"""The first day of every period; day 1 of the week is Monday."""
CATCH_UP = timedelta(days=400)
"""How far back Temporal rings for what it missed while it was away."""
A_MOMENT = timedelta(seconds=1)
"""By so much a back-fill reaches over the first and the last ring it is for."""
EACH_BY_ITSELF = ScheduleOverlapPolicy.ALLOW_ALL
"""Digests of different periods do not wait for each other: of weeks that were missed each gets its own at once."""


def schedule_id(agency_id: UUID, period: Period) -> str:
    """The id of a schedule; nothing personal is in it."""
    return f"digest/{agency_id}/{period}"


class ScheduleKeeper:
    """Makes and changes schedules."""

    def __init__(self, database: Database, client: Client) -> None:
        self._database = database
        self._client = client

    @activity.defn(name="keep_digest_schedules")
    async def keep_digest_schedules(self, request: SchedulesRequest) -> SchedulesKept:
        """Make what is missing and change what differs; done again it finds nothing to do."""
        return await self.keep(request)

    async def keep(self, request: SchedulesRequest, only: UUID | None = None) -> SchedulesKept:
        """The same for one agency, or all."""
        async with self._database.reading() as connection:
            clocks = await agencies_to_schedule(connection, only)
        outcomes = [await self._bring(request, clock, period) for clock in clocks for period in Period]
        told = await self._tell_what_was_left(only)
        return SchedulesKept(made=outcomes.count("made"), changed=outcomes.count("changed"), told=told)

    async def tell(self, order: ScheduleOrder) -> None:
        """Have Temporal ring for an order that is on record. Done again, the digests are there already."""
        schedule = self.handle(order.agency_id, order.period)
        if order.first_due is None or order.last_due is None:
            await schedule.trigger(overlap=EACH_BY_ITSELF)
        else:
            first, last = order.first_due - A_MOMENT, order.last_due + A_MOMENT
            await schedule.backfill(ScheduleBackfill(start_at=first, end_at=last, overlap=EACH_BY_ITSELF))
        async with self._database.transaction() as connection:
            await note_rung(connection, order.id, datetime.now(UTC))

    async def _tell_what_was_left(self, only: UUID | None) -> int:
        async with self._database.reading() as connection:
            left = await orders_left(connection, datetime.now(UTC), only)
        for order in left:
            await self.tell(order)
        return len(left)

    def handle(self, agency_id: UUID, period: Period) -> ScheduleHandle:
        """The schedule of an agency and period."""
        return self._client.get_schedule_handle(schedule_id(agency_id, period))

    async def _bring(self, request: SchedulesRequest, clock: AgencyClock, period: Period) -> str:
        """``made``, ``changed``, or ``kept`` as it was."""
        if activity.in_activity():
            activity.heartbeat()
        wanted, handle = _schedule(request, clock, period), self.handle(clock.id, period)
        try:
            return "changed" if await _change(handle, wanted) else "kept"
        except RPCError as failed:
            if failed.status is not RPCStatusCode.NOT_FOUND:
                raise
        try:
            await self._client.create_schedule(handle.id, wanted)
        except ScheduleAlreadyRunningError:
            return "kept"  # somebody else has just made it
        return "made"


async def _change(handle: ScheduleHandle, wanted: Schedule) -> bool:
    """Bring a standing schedule to what is wanted; false if it is so already.

    A change makes Temporal forget what it had missed before it. So the digests due since the last are rung for first;
    those that are there already stay as they are, and a crash in between leaves all of it to be done again.
    """
    standing = await handle.describe()
    if _essence(standing.schedule) == _essence(wanted):
        return False
    if not standing.schedule.state.paused:
        missed = ScheduleBackfill(start_at=_last_ring(standing), end_at=datetime.now(UTC), overlap=EACH_BY_ITSELF)
        await handle.backfill(missed)
    await handle.update(lambda _: ScheduleUpdate(schedule=wanted))
    return True


def _last_ring(standing: ScheduleDescription) -> datetime:
    rings = [ring.scheduled_at for ring in standing.info.recent_actions]
    return max([standing.info.created_at, *rings])


def _schedule(request: SchedulesRequest, clock: AgencyClock, period: Period) -> Schedule:
    argument = DigestRequest(agency_id=clock.id, period=period, timezone=clock.timezone)
    name = schedule_id(clock.id, period)
    days = _DAYS[period]
    at = ScheduleCalendarSpec(
        hour=(ScheduleRange(request.hour),),
        day_of_week=days.day_of_week,
        day_of_month=days.day_of_month,
        month=days.month,
    )
    return Schedule(
        action=ScheduleActionStartWorkflow("PeriodicDigest", argument, id=name, task_queue=request.task_queue),
        spec=ScheduleSpec(calendars=[at], time_zone_name=clock.timezone),
        policy=SchedulePolicy(overlap=EACH_BY_ITSELF, catchup_window=CATCH_UP),
        state=ScheduleState(paused=period in clock.paused),
    )


def _essence(schedule: Schedule) -> tuple[object, ...]:
    """What can differ, in a form that does not depend on how Temporal writes it."""
    action = schedule.action
    queue = action.task_queue if isinstance(action, ScheduleActionStartWorkflow) else None
    days = [
        tuple(tuple(field) for field in (at.hour, at.minute, at.day_of_week, at.day_of_month, at.month))
        for at in schedule.spec.calendars
    ]
    policy = (schedule.policy.overlap, schedule.policy.catchup_window)
    return queue, schedule.spec.time_zone_name, days, policy, schedule.state.paused
