"""The yardstick: a bare Temporal workflow with as many updates as a case has steps. Nothing of Daylight."""

from datetime import datetime, timedelta

from temporalio import workflow

UPDATES = 11


@workflow.defn(name="Bare")
class Bare:
    """Takes its updates and ends."""

    def __init__(self) -> None:
        self._taken = 0

    @workflow.run
    async def run(self) -> int:
        await workflow.wait_condition(lambda: self._taken == UPDATES)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._taken

    @workflow.update(name="take")
    async def take(self, number: int) -> int:
        """Answer when the row of this update stands."""
        row = [workflow.info().workflow_id, str(number)]
        await workflow.execute_activity("insert_row", row, start_to_close_timeout=timedelta(seconds=10))
        self._taken += 1
        return self._taken


@workflow.defn(name="BareAlarm")
class BareAlarm:
    """Waits for one instant (ISO 8601) and writes one row: the least that an alarm could be."""

    @workflow.run
    async def run(self, at: str) -> None:
        await workflow.sleep(max(datetime.fromisoformat(at) - workflow.now(), timedelta(0)))
        row = [workflow.info().workflow_id, "alarm"]
        await workflow.execute_activity("insert_row", row, start_to_close_timeout=timedelta(seconds=10))
