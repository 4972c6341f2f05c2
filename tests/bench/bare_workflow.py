"""The yardstick: a bare Temporal workflow with as many updates as a case has steps. Nothing of Daylight."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from temporalio import workflow

UPDATES = 11
WITH_A_PAGE = (1, UPDATES)
"""Updates that make a page too, in the plain service: as many as steps of a case that make a letter."""
PATIENCE = timedelta(seconds=20)


@workflow.defn(name="Bare")
class Bare:
    """Takes its updates and ends; makes a page before the row of some of them, if it is told to."""

    @workflow.init
    def __init__(self, pages: Sequence[int]) -> None:
        self._pages = pages
        self._taken = 0

    @workflow.run
    async def run(self, pages: Sequence[int]) -> int:
        await workflow.wait_condition(lambda: self._taken == UPDATES)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._taken

    @workflow.update(name="take")
    async def take(self, number: int) -> int:
        """Answer when the row of this update stands, and its page."""
        row = [workflow.info().workflow_id, str(number)]
        if number in self._pages:
            await workflow.execute_activity("make_page", row, start_to_close_timeout=PATIENCE)
        await workflow.execute_activity("insert_row", row, start_to_close_timeout=PATIENCE)
        self._taken += 1
        return self._taken


@workflow.defn(name="BareAlarm")
class BareAlarm:
    """Waits for one instant (ISO 8601) and writes one row: the least that an alarm could be."""

    @workflow.run
    async def run(self, at: str) -> None:
        await workflow.sleep(max(datetime.fromisoformat(at) - workflow.now(), timedelta(0)))
        row = [workflow.info().workflow_id, "alarm"]
        await workflow.execute_activity("insert_row", row, start_to_close_timeout=PATIENCE)
