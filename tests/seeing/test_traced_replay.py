"""Tracing changes no command: what ran untraced replays traced, and the other way round."""

import asyncio
import json
from collections.abc import Sequence

import pytest
from opentelemetry import trace
from temporalio.client import Plugin, WorkflowHistory
from temporalio.contrib.opentelemetry import create_tracer_provider
from temporalio.worker import Plugin as WorkerPlugin
from temporalio.worker import Replayer

from tests.harness import TEST_KEYS
from tests.replay.recorded import RECORDED
from tests.seeing.conftest import Watched
from worker.codec import data_converter
from worker.main import WORKFLOWS
from worker.tracing import temporal_plugins

SOME = RECORDED[::8]
"""All of them replay untraced in tests/replay; tracing is the same code for each."""


@pytest.fixture(scope="module")
def tracing() -> Sequence[WorkerPlugin]:
    """What a traced worker brings along; the provider is global, and sends nothing to anybody."""
    trace.set_tracer_provider(create_tracer_provider())
    return [plugin for plugin in temporal_plugins() if isinstance(plugin, WorkerPlugin)]


async def replayed(history: WorkflowHistory, plugins: Sequence[WorkerPlugin] = ()) -> None:
    converter = data_converter(TEST_KEYS["codec_keys"])
    replayer = Replayer(workflows=WORKFLOWS, data_converter=converter, plugins=plugins)
    await replayer.replay_workflow(history)


async def test_what_ran_untraced_replays_traced(tracing: Sequence[WorkerPlugin]) -> None:
    assert len(SOME) > 15
    for file in SOME:
        text = await asyncio.to_thread(file.read_text)
        await replayed(WorkflowHistory.from_json(file.stem, text), tracing)


async def test_what_ran_traced_replays_untraced_and_traced(watched: Watched, tracing: Sequence[WorkerPlugin]) -> None:
    await replayed(watched.history)
    await replayed(watched.history, tracing)


def test_a_history_takes_over_the_trace_and_nothing_else_a_caller_sent(watched: Watched) -> None:
    scheduled = [event.activity_task_scheduled_event_attributes for event in watched.history.events]
    carried = [json.loads(one.header.fields["_tracer-data"].data) for one in scheduled if one.header.fields]
    assert carried
    assert {name for carrier in carried for name in carrier} == {"traceparent"}


def test_every_plugin_is_for_clients_and_workers() -> None:
    assert all(isinstance(plugin, Plugin) and isinstance(plugin, WorkerPlugin) for plugin in temporal_plugins())
