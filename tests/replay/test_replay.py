"""Recorded histories replay under today's code. Old ones are never edited or made again."""

import asyncio
import json
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from tests.harness import TEST_KEYS
from tests.replay.plays import CASES, OTHERS
from tests.replay.plays_schedules import NAME
from tests.replay.recorded import HISTORIES, RECORDED
from worker.codec import data_converter
from worker.main import WORKFLOWS


@pytest.mark.parametrize("name", [*CASES, *OTHERS, NAME])
def test_everything_played_has_a_recorded_history(name: str) -> None:
    assert list(HISTORIES.glob(f"{name}.*.json")), f"record it: pytest tests/replay --record -k {name}"


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
