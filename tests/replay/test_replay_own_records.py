"""Histories of requests for correction of own records, one for each way they end; all of them replay in test_replay."""

from pathlib import Path

import pytest

from activities.own_records import own_workflow_id
from tests.harness import World
from tests.workflows.test_own_records import DECISIONS, received

HISTORIES = Path(__file__).parent / "histories"
ENDS = (*DECISIONS, "withdrawn")


def file_of(outcome: str) -> Path:
    return HISTORIES / f"own_record_{outcome}.1.json"


@pytest.mark.parametrize("outcome", ENDS)
def test_every_end_has_a_recorded_history(outcome: str) -> None:
    assert file_of(outcome).exists(), "record it: pytest tests/replay --record"


@pytest.mark.records
@pytest.mark.parametrize("outcome", [outcome for outcome in ENDS if not file_of(outcome).exists()])
async def test_record(world: World, outcome: str) -> None:
    officer = await received(world)
    if outcome == "withdrawn":
        await officer.step("withdraw")
    else:
        await officer.decided(outcome)
        await officer.step("record_delivery", method="direct", proof="送达回证001")
    await officer.handle.result()
    handle = world.environment.client.get_workflow_handle(own_workflow_id(officer.last.id))
    file_of(outcome).write_text((await handle.fetch_history()).to_json() + "\n")
