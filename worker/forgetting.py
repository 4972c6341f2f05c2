"""Whether Temporal has lost what it knew, told by the one thing every worker leaves there: the sweeper's schedule."""

from temporalio.client import Client, RPCError
from temporalio.service import RPCStatusCode

from activities.db.database import Database
from activities.db.resuming import any_open
from schemas.errors import DaylightError

SWEEP = "intake-sweep"
"""Id of the schedule of the sweeper."""


async def has_forgotten(client: Client, database: Database) -> bool:
    """Cases are open on record, and this namespace of Temporal has never seen one of our workers."""
    try:
        await client.get_schedule_handle(SWEEP).describe()
    except RPCError as failed:
        if failed.status is not RPCStatusCode.NOT_FOUND:
            raise
        async with database.reading() as connection:
            return await any_open(connection)
    return False


async def refuse_if_forgotten(client: Client, database: Database) -> None:
    """Raise ``DaylightError("cases_not_running")``: a worker that went on would leave every open case asleep.

    It may also be the wrong namespace, in which the cases must not be begun a second time; so a person decides.
    """
    if await has_forgotten(client, database):
        raise DaylightError("cases_not_running")
