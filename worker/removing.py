"""Ending the workflows of cases and requests that are not on record, after the record was taken from a backup."""

from uuid import UUID

from temporalio.client import Client

from activities.db.database import Database
from activities.db.resuming import known_here
from activities.intake import WORKFLOW, workflow_id
from activities.own_records import WORKFLOW as OWN_WORKFLOW
from activities.own_records import own_workflow_id
from schemas.restarting import Restarted

REASON = "not on record any more: the database was restored from a backup"
_RUNNING = f"ExecutionStatus = 'Running' AND WorkflowType IN ('{WORKFLOW}', '{OWN_WORKFLOW}')"
PREFIXES = tuple(make_id("") for make_id in (workflow_id, own_workflow_id))


async def remove_unknown(client: Client, database: Database) -> Restarted:
    """Terminate what runs for nothing on record: entered after the backup was made. Lists are eventually consistent."""
    listed = [run.id async for run in client.list_workflows(_RUNNING)]
    running = {subject: run_id for run_id in listed if (subject := _subject(run_id))}
    async with database.reading() as connection:
        known = await known_here(connection, list(running))
    unknown = [running[one] for one in sorted(running.keys() - known)]
    for run_id in unknown:
        await client.get_workflow_handle(run_id).terminate(REASON)
    return Restarted(removed=len(unknown))


def _subject(of: str) -> UUID | None:
    """The case or request a workflow id names."""
    return next((UUID(of.removeprefix(prefix)) for prefix in PREFIXES if of.startswith(prefix)), None)
