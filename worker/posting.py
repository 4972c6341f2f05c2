"""The schedule by which notices are posted."""

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

from schemas.post import PostRequest
from schemas.settings import Settings

SCHEDULE = "notice-post"
FORGOTTEN = timedelta(minutes=1)
"""A round that was missed is not made up for: the next one posts what waits."""


async def schedule_post(client: Client, settings: Settings) -> None:
    """Create the schedule of posting, or bring the one that is there to these settings; post once now."""
    schedule = Schedule(
        action=ScheduleActionStartWorkflow("NoticePost", PostRequest(), id=SCHEDULE, task_queue=settings.task_queue),
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=timedelta(seconds=settings.post_interval_seconds))]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=FORGOTTEN),
    )
    try:
        await client.create_schedule(SCHEDULE, schedule, trigger_immediately=True)
    except ScheduleAlreadyRunningError:
        handle = client.get_schedule_handle(SCHEDULE)
        await handle.update(lambda _: ScheduleUpdate(schedule=schedule))
        await handle.trigger()
