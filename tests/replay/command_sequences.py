"""What a workflow asked of Temporal, in order: read out of its history, kept as text, compared with what is kept.

A case that is open replays its history with the code of today, and every command has to come again in its order. So the
sequences are kept (``commands/*.txt``, one line a command), and whoever changes one is told what goes with that.
"""

from collections.abc import Callable, Iterable, Sequence
from difflib import unified_diff
from pathlib import Path

from temporalio import workflow
from temporalio.api.common.v1 import Payload
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory

from tests.harness import TEST_KEYS
from worker.codec import data_converter

KEPT = Path(__file__).parent / "commands"
Run = list[str]
Names = dict[int | str, str]
"""What earlier events were about: timers by the number of their event, updates by their id."""
OTHER_COMMANDS = frozenset(
    {
        "activity_task_cancel_requested",
        "request_cancel_external_workflow_execution_initiated",
        "signal_external_workflow_execution_initiated",
        "start_child_workflow_execution_initiated",
        "nexus_operation_scheduled",
        "workflow_execution_cancelled",
        "workflow_execution_completed",
        "workflow_execution_continued_as_new",
        "workflow_execution_failed",
        "workflow_properties_modified",
    }
)
"""Told by the name of their event. Every other event is what the server or a worker did, not what was asked."""
ADVICE = """
{name} gives other commands than those kept in tests/replay/commands/{name}.txt.
A case that is open replays its history with this code; where a command is missing, new or in another place it stops.

Not meant? Then undo it: this test has just spared the cases that are open.
Meant? Then, in one commit:
  1. leave the old way where it is and put the new one behind `if workflow.patched("what-is-new"):`;
  2. add the patch to the table in ARCHITECTURE.md, section Patches;
  3. pytest tests/replay --record -k {name}
     which keeps the new sequence and its histories; those that are there are never edited and must still replay.

{difference}"""


class CommandsChanged(AssertionError):
    """A workflow no longer gives the commands that are kept; says which, and what to do."""


async def commands_of(history: WorkflowHistory) -> Run:
    """One line a command, in order. Timers go by their summary, updates by their name, patches by their id."""
    names = Names()
    lines = Run()
    for event in history.events:
        line = await _line(event, names)
        if line:
            lines.append(line)
    return lines


async def _line(event: HistoryEvent, names: Names) -> str | None:
    kind = str(event.WhichOneof("attributes")).removesuffix("_event_attributes")
    if kind == "timer_started":
        names[event.event_id] = await _summary(event)
    elif kind == "workflow_execution_update_accepted":
        accepted = event.workflow_execution_update_accepted_event_attributes
        names[accepted.protocol_instance_id] = accepted.accepted_request.input.name
    if tell := _TELL.get(kind):
        return tell(event, names)
    return kind.replace("_", " ") if kind in OTHER_COMMANDS else None


def _activity(event: HistoryEvent, _names: Names) -> str:
    return f"activity {event.activity_task_scheduled_event_attributes.activity_type.name}"


def _timer(event: HistoryEvent, names: Names) -> str:
    return f"timer {names[event.event_id]}"


def _timer_cancelled(event: HistoryEvent, names: Names) -> str:
    return f"cancel timer {names[event.timer_canceled_event_attributes.started_event_id]}"


def _update(event: HistoryEvent, names: Names) -> str:
    return f"accept {names[event.workflow_execution_update_accepted_event_attributes.protocol_instance_id]}"


def _update_answered(event: HistoryEvent, names: Names) -> str:
    return f"answer {names[event.workflow_execution_update_completed_event_attributes.meta.update_id]}"


def _marker(event: HistoryEvent, _names: Names) -> str:
    return f"marker {event.marker_recorded_event_attributes.marker_name}"


def _attributes(event: HistoryEvent, _names: Names) -> str:
    """Beside a patch's marker the server is told of it in the clear, and so are we."""
    fields = event.upsert_workflow_search_attributes_event_attributes.search_attributes.indexed_fields
    return "attributes " + ", ".join(f"{name}={value.data.decode()}" for name, value in sorted(fields.items()))


_TELL: dict[str, Callable[[HistoryEvent, Names], str]] = {
    "activity_task_scheduled": _activity,
    "timer_started": _timer,
    "timer_canceled": _timer_cancelled,
    "workflow_execution_update_accepted": _update,
    "workflow_execution_update_completed": _update_answered,
    "marker_recorded": _marker,
    "upsert_workflow_search_attributes": _attributes,
}


async def _summary(event: HistoryEvent) -> str:
    summary: Payload = event.user_metadata.summary
    if not summary.metadata:
        return "unnamed"
    (text,) = await data_converter(TEST_KEYS["codec_keys"]).decode([summary], [str])
    return str(text)


def type_of(history: WorkflowHistory) -> str:
    """The name of the workflow type whose history it is."""
    return history.events[0].workflow_execution_started_event_attributes.workflow_type.name


def text_of(kind: str, runs: Iterable[Run]) -> str:
    """A sequence as it is kept: the type, then run after run."""
    numbered = (f"run {number}\n" + "".join(f"  {line}\n" for line in run) for number, run in enumerate(runs, 1))
    return f"workflow {kind}\n" + "".join(numbered)


def runs_in(text: str) -> list[Run]:
    """The runs of a sequence that is kept."""
    return [[line.strip() for line in part.splitlines()[1:]] for part in text.split("\nrun ")[1:]]


def kind_in(text: str) -> str:
    """The workflow type of a sequence that is kept."""
    return text.partition("\n")[0].removeprefix("workflow ")


async def told(histories: Sequence[WorkflowHistory]) -> str:
    """The sequence of one execution, all its runs, as text."""
    return text_of(type_of(histories[0]), [await commands_of(history) for history in histories])


async def hold(name: str, histories: Sequence[WorkflowHistory]) -> None:
    """Compare what was just played with what is kept under ``name``. Raises ``CommandsChanged``, with advice."""
    file = KEPT / f"{name}.txt"
    kept, now = file.read_text() if file.exists() else "", await told(histories)
    if kept != now:
        difference = unified_diff(kept.splitlines(True), now.splitlines(True), "kept", "now", n=2)
        raise CommandsChanged(ADVICE.format(name=name, difference="".join(difference)))


def unrecorded(types: Iterable[type]) -> list[str]:
    """The names of workflow types of which no sequence is kept."""
    kept = {kind_in(file.read_text()) for file in KEPT.glob("*.txt")}
    return sorted({name_of(one) for one in types} - kept)


def name_of(one: type) -> str:
    """Under which a workflow type is registered."""
    found = workflow._Definition.must_from_class(one).name
    return found or one.__name__
