"""``pytest tests/replay --record [-k NAME]``: keep the sequences of commands of today, and histories that show them.

A sequence that changed is replaced; a history that is there is never touched: a new one gets the next generation.
"""

import pytest
from temporalio.client import WorkflowHistory

from activities.db.database import Database
from schemas.settings import Settings
from tests.harness import World
from tests.replay.command_sequences import KEPT, told
from tests.replay.plays import CASES, OTHERS, Play
from tests.replay.plays_schedules import NAME, schedules_looked_at
from tests.replay.recorded import HISTORIES, sequence_of, shown
from tests.replay.runs import runs_of

PLAYS: dict[str, Play] = CASES | OTHERS


@pytest.mark.records
@pytest.mark.parametrize("name", PLAYS)
async def test_record(world: World, name: str) -> None:
    await keep(name, await runs_of(world.environment.client, await PLAYS[name](world)))


@pytest.mark.records
async def test_record_digest_schedules(settings: Settings, database: Database) -> None:
    await keep(NAME, await schedules_looked_at(settings, database))


async def keep(name: str, played: list[WorkflowHistory]) -> None:
    """Write the sequence, and the histories of runs that no history shows yet."""
    (KEPT / f"{name}.txt").write_text(await told(played))
    known, generation = await shown(), _generation(name)
    for number, history in enumerate(played, 1):
        if await sequence_of(history) not in known:
            (HISTORIES / f"{name}{generation}.{number}.json").write_text(history.to_json() + "\n")


def _generation(name: str) -> str:
    """What sets these histories apart from those of the same name that are there."""
    if not list(HISTORIES.glob(f"{name}.*.json")):
        return ""
    later = [int(file.name.split("@")[1].split(".")[0]) for file in HISTORIES.glob(f"{name}@*.json")]
    return f"@{max(later, default=1) + 1}"
