"""The recording activity: one batch of events and the read model's row, in one transaction."""

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.db.database import Database
from activities.db.events import RecordConflict, append_events
from activities.db.jobs import queue_work
from activities.db.neighbours import NeighboursMoved, hold_neighbours
from activities.db.notices import enter_notices
from activities.db.read_models import project_events
from schemas.commands import BatchRecorded, EventBatch


class Recorder:
    """Writes what a step decided. The business key is (case, number of the event)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="record_events")
    async def record_events(self, batch: EventBatch) -> BatchRecorded:
        """Append the events, move the read models to them, enter the work and the notices they call for.

        Done twice, it is done once.

        Permanent failures: ``record_conflict``, another event stands under one of the numbers; ``neighbours_moved``,
        what the step took for true of other cases is so no longer, and nothing was written.
        """
        try:
            async with self._database.transaction() as connection:
                await hold_neighbours(connection, batch)
                await append_events(connection, batch.records)
                await project_events(connection, batch.records, batch.row)
                await queue_work(connection, batch.row.agency_id, batch.records)
                await enter_notices(connection, batch.row.case_id, batch.notices, batch.records[-1].at)
        except RecordConflict as conflict:
            raise ApplicationError("another event stands here", type=conflict.code, non_retryable=True) from conflict
        except NeighboursMoved as moved:
            raise ApplicationError("another case has moved", type=moved.code, non_retryable=True) from moved
        return BatchRecorded(version=batch.row.version, head=batch.row.head)
