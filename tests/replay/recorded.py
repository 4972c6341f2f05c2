"""The histories that are kept, and which sequences of commands they show."""

from pathlib import Path

from temporalio.client import WorkflowHistory

from tests.replay.command_sequences import commands_of, type_of

HISTORIES = Path(__file__).parent / "histories"
RECORDED = sorted(HISTORIES.glob("*.json"))
"""``{what was played}.{run}.json``, or ``{what was played}@{generation}.{run}.json`` for what was recorded later."""


async def sequence_of(history: WorkflowHistory) -> tuple[str, ...]:
    """One run: its type, then its commands."""
    return (type_of(history), *await commands_of(history))


async def shown() -> set[tuple[str, ...]]:
    """Every sequence of which there is a history."""
    histories = [WorkflowHistory.from_json(file.stem, file.read_text()) for file in HISTORIES.glob("*.json")]
    return {await sequence_of(history) for history in histories}
