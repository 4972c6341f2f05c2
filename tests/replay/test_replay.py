"""Recorded histories, one or two runs a path, replay under today's code. Old ones are never edited or made again."""

import asyncio
import json
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from activities.intake import workflow_id
from tests.harness import TEST_KEYS, Clerk, World
from tests.paths import PATHS
from worker.codec import data_converter
from worker.main import WORKFLOWS

HISTORIES = Path(__file__).parent / "histories"
RECORDED = sorted(HISTORIES.glob("*.json"))


@pytest.mark.parametrize("name", PATHS)
def test_every_path_has_a_recorded_history(name: str) -> None:
    assert list(HISTORIES.glob(f"{name}.*.json")), "record it: pytest tests/replay --record"


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
async def test_recorded_history_replays(file: Path) -> None:
    text = await asyncio.to_thread(file.read_text)
    replayer = Replayer(workflows=WORKFLOWS, data_converter=data_converter(TEST_KEYS["codec_keys"]))
    await replayer.replay_workflow(WorkflowHistory.from_json(file.stem, text))


async def test_a_changed_sequence_of_commands_is_noticed() -> None:
    document = json.loads((HISTORIES / "withdrawn.1.json").read_text())
    scheduled = next(event for event in document["events"] if "activityTaskScheduledEventAttributes" in event)
    scheduled["activityTaskScheduledEventAttributes"]["activityType"]["name"] = "another_activity"
    replayer = Replayer(workflows=WORKFLOWS, data_converter=data_converter(TEST_KEYS["codec_keys"]))
    with pytest.raises(workflow.NondeterminismError):
        await replayer.replay_workflow(WorkflowHistory.from_json("withdrawn", json.dumps(document)))


@pytest.mark.records
@pytest.mark.parametrize("name", [name for name in PATHS if not list(HISTORIES.glob(f"{name}.*.json"))])
async def test_record(world: World, name: str) -> None:
    clerk = await PATHS[name](world)
    await clerk.end()
    for number, history in enumerate(await _runs(world, clerk), 1):
        (HISTORIES / f"{name}.{number}.json").write_text(history.to_json() + "\n")


async def _runs(world: World, clerk: Clerk) -> list[WorkflowHistory]:
    """The histories of the case's runs, the first one first."""
    client = world.environment.client
    execution = (await clerk.handle.describe()).raw_description.workflow_execution_info
    last = execution.execution.run_id
    runs = dict.fromkeys([execution.first_run_id or last, last])
    return [
        await client.get_workflow_handle(workflow_id(clerk.case_id), run_id=run_id).fetch_history() for run_id in runs
    ]
