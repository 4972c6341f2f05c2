"""The history of the work on a case's documents: several jobs, and a word in between that there is more."""

import pytest

from activities.jobs.work import start_work, work_id
from tests.harness import World
from tests.paths_basic import found, in_hand
from tests.replay.test_replay import HISTORIES
from tests.workflows.work import held_up

FILE = HISTORIES / "document_work.1.json"


def test_the_work_has_a_recorded_history() -> None:
    assert FILE.exists(), "record it: pytest tests/replay --record"


@pytest.mark.records
@pytest.mark.skipif(FILE.exists(), reason="it is recorded")
async def test_record(world: World) -> None:
    clerk = await in_hand(world)
    client = world.environment.client
    async with held_up(world.settings, "document_readings") as somebody_waits:
        await found(clerk, "招标文件", "中标通知书", "验收报告")
        await somebody_waits()
        await start_work(client, world.settings.task_queue, clerk.case_id)
    handle = client.get_workflow_handle(work_id(clerk.case_id))
    await handle.result()
    history = await handle.fetch_history()
    FILE.write_text(history.to_json() + "\n")
