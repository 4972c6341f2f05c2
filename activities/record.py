"""The recording activity: one batch of events and the read model's row, in one transaction."""

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.db.case_documents import project_documents
from activities.db.database import Database
from activities.db.events import RecordConflict, append_events, put_row
from activities.db.jobs import queue_work
from schemas.commands import BatchRecorded, EventBatch


class Recorder:
    """Writes what a step decided. The business key is (case, number of the event)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="record_events")
    async def record_events(self, batch: EventBatch) -> BatchRecorded:
        """Append the events, move the read models to them, enter the work they call for; done twice, it is done once.

        Permanent failure ``record_conflict``: another event stands under one of the numbers.
        """
        try:
            async with self._database.transaction() as connection:
                await append_events(connection, batch.records)
                await put_row(connection, batch.row)
                await project_documents(connection, batch.records)
                await queue_work(connection, batch.row.agency_id, batch.records)
        except RecordConflict as conflict:
            raise ApplicationError("another event stands here", type=conflict.code, non_retryable=True) from conflict
        return BatchRecorded(version=batch.row.version, head=batch.row.head)
