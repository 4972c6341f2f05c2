"""The API's way to the workflow of a request for correction of own records."""

from uuid import UUID

from temporalio.client import Client

from activities.intake import Intake
from activities.own_records import OwnRecordIntake, own_workflow_id
from api.engine import Engine, update_id
from schemas.own_records import OwnRecordEntry
from schemas.own_records_events import OwnCommand, OwnTaken


class OwnRecordEngine(Engine):
    """Sends the commands of requests, with every failure told apart as for a case."""

    def __init__(self, client: Client, cases: Intake, requests: OwnRecordIntake, timeout_seconds: float) -> None:
        super().__init__(client, cases, timeout_seconds)
        self._requests = requests

    async def register_request(self, entry: OwnRecordEntry) -> OwnTaken:
        """Start the workflow of a committed request."""
        return await self._answer(self._requests.start(entry))

    async def step_of_request(self, own_record_id: UUID, command: OwnCommand) -> OwnTaken:
        """Have a step taken. Raises ``Gone`` when no workflow runs for the request."""
        handle = self._client.get_workflow_handle(own_workflow_id(own_record_id))
        return await self._answer(
            handle.execute_update("take_step", command, id=update_id(command), result_type=OwnTaken)
        )
