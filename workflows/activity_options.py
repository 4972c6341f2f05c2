"""Named time-outs and retry policies of the activities a case calls."""

from datetime import timedelta

from temporalio.common import RetryPolicy
from temporalio.workflow import ActivityConfig

from schemas.jobs import LONGEST_JOB_SECONDS, documents_queue

UNTIL_IT_SUCCEEDS = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), backoff_coefficient=2.0, maximum_interval=timedelta(seconds=10)
)
"""PostgreSQL or the document store is away: wait for it, however long; a permanent failure says so itself."""

# A worker that dies in the middle of an activity is only found out when this time is over, and the person waits for it.
RECORD_EVENTS = ActivityConfig(start_to_close_timeout=timedelta(seconds=10), retry_policy=UNTIL_IT_SUCCEEDS)
MAKE_LETTER = ActivityConfig(start_to_close_timeout=timedelta(seconds=20), retry_policy=UNTIL_IT_SUCCEEDS)
LOAD_CALENDAR = ActivityConfig(start_to_close_timeout=timedelta(seconds=30), retry_policy=UNTIL_IT_SUCCEEDS)
OPEN_PARTS = ActivityConfig(
    start_to_close_timeout=timedelta(minutes=5),
    heartbeat_timeout=timedelta(seconds=60),
    retry_policy=UNTIL_IT_SUCCEEDS,
)
SWEEP_INTAKE = ActivityConfig(
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=timedelta(minutes=1),
    retry_policy=UNTIL_IT_SUCCEEDS,
)


def work_on_documents(task_queue: str) -> ActivityConfig:
    """On the queue beside ``task_queue``. A job waits for its place, may take its time twice (a package), and is copied
    there and back; a dead worker is found out by its silence, and what was ended before stays ended."""
    return ActivityConfig(
        task_queue=documents_queue(task_queue),
        start_to_close_timeout=timedelta(seconds=4 * LONGEST_JOB_SECONDS),
        heartbeat_timeout=timedelta(seconds=30),
        retry_policy=UNTIL_IT_SUCCEEDS,
    )
