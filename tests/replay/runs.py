"""All the runs of a workflow execution, the first one first."""

from temporalio.client import Client, WorkflowHistory


async def runs_of(client: Client, workflow_id: str) -> list[WorkflowHistory]:
    """Their histories, followed from the last run back to the first."""
    found, run = list[WorkflowHistory](), None
    while True:
        history = await client.get_workflow_handle(workflow_id, run_id=run).fetch_history()
        found.insert(0, history)
        run = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id or None
        if run is None:
            return found
