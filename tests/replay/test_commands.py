"""Nobody changes the sequence of commands of a workflow unawares. The paths of a case are held where they are played.

Replay alone would not notice: old histories replay also when new cases go another way, of which no history is kept.
"""

from datetime import timedelta

import pytest
from temporalio import workflow
from temporalio.worker import Worker

from activities.db.database import Database
from activities.intake import Intake
from schemas.commands import SweepRequest, Swept
from schemas.settings import Settings
from tests.conftest import time_skipping
from tests.harness import World
from tests.replay.command_sequences import (
    KEPT,
    CommandsChanged,
    hold,
    kind_in,
    runs_in,
    unrecorded,
)
from tests.replay.plays import CASES, OTHERS
from tests.replay.plays_schedules import NAME, schedules_looked_at
from tests.replay.recorded import HISTORIES, shown
from tests.replay.runs import runs_of
from worker.main import WORKFLOWS
from workflows import activity_options as options


@pytest.mark.parametrize("name", OTHERS)
async def test_what_is_played_gives_the_commands_that_are_kept(world: World, name: str) -> None:
    await hold(name, await runs_of(world.environment.client, await OTHERS[name](world)))


async def test_a_look_at_the_schedules_gives_the_commands_that_are_kept(settings: Settings, database: Database) -> None:
    await hold(NAME, await schedules_looked_at(settings, database))


def test_of_every_workflow_and_of_nothing_else_a_sequence_is_kept() -> None:
    assert {file.stem for file in KEPT.glob("*.txt")} == {*CASES, *OTHERS, NAME}
    assert unrecorded(WORKFLOWS) == [], "play it in tests/replay/plays.py, then: pytest tests/replay --record"


async def test_every_run_of_today_has_a_history_that_replays() -> None:
    recorded = await shown()
    for file in sorted(KEPT.glob("*.txt")):
        text = file.read_text()
        for number, run in enumerate(runs_in(text), 1):
            assert (kind_in(text), *run) in recorded, f"run {number}: pytest tests/replay --record -k {file.stem}"


@workflow.defn(name="IntakeSweep", sandboxed=False)
class HastySweep:
    """The sweeper as somebody might change it: it takes a breath first."""

    @workflow.run
    async def run(self, request: SweepRequest) -> Swept:
        await workflow.sleep(timedelta(seconds=1), summary="breath")
        swept: Swept = await workflow.execute_activity(
            "sweep_intake", request, result_type=Swept, **options.SWEEP_INTAKE
        )
        return swept


@workflow.defn(name="Newcomer", sandboxed=False)
class Newcomer:
    """A workflow somebody might add and forget to record."""

    @workflow.run
    async def run(self) -> None:
        """Ends at once."""


async def test_a_changed_workflow_is_told_what_to_do(settings: Settings, database: Database) -> None:
    async with time_skipping(settings) as environment:
        client, queue = environment.client, settings.task_queue
        sweep = Intake(database, client, queue).sweep_intake
        async with Worker(client, task_queue=queue, workflows=[HastySweep], activities=[sweep]):
            await client.execute_workflow("IntakeSweep", SweepRequest(), id="hasty", task_queue=queue)
        played = await runs_of(client, "hasty")
    with pytest.raises(CommandsChanged) as told:
        await hold("intake_sweep", played)
    for needed in ("+  timer breath", "workflow.patched(", "ARCHITECTURE.md", "pytest tests/replay --record"):
        assert needed in str(told.value)


def test_a_new_workflow_without_a_sequence_is_named() -> None:
    assert unrecorded([*WORKFLOWS, Newcomer]) == ["Newcomer"]


def test_histories_lie_where_they_are_looked_for() -> None:
    assert {file.name.split(".")[0].split("@")[0] for file in HISTORIES.iterdir()} == {*CASES, *OTHERS, NAME}
