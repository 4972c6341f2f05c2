"""The schedule that keeps the schedules of the digests, for agencies there are and those that are added."""

from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
)

from schemas.digests import SchedulesRequest
from schemas.settings import Settings

NAME = "digest-schedules"
LOOK_EVERY = timedelta(minutes=15)
"""An agency that is added waits so long for its schedules, which ring next week at the earliest."""


async def schedule_digests(client: Client, settings: Settings) -> None:
    """Have the schedules of all agencies looked at by these settings, now and every so often."""
    request = SchedulesRequest(task_queue=settings.task_queue, hour=settings.digest_hour)
    schedule = Schedule(
        action=ScheduleActionStartWorkflow("DigestSchedules", request, id=NAME, task_queue=settings.task_queue),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=LOOK_EVERY)]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP),
    )
    try:
        await client.create_schedule(NAME, schedule, trigger_immediately=True)
    except ScheduleAlreadyRunningError:
        handle = client.get_schedule_handle(NAME)
        await handle.update(lambda _: ScheduleUpdate(schedule=schedule))
        await handle.trigger()
