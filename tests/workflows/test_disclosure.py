"""The durable shell: locks, repeated commands, calendars by signal, stages, and a record that disagrees."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowFailureError
from temporalio.exceptions import ApplicationError

from activities.db.events import append_events
from activities.intake import workflow_id
from api.cli.setup import SAMPLE_AGENCY
from schemas.chain import forge
from schemas.commands import CaseStart
from schemas.errors import DaylightError
from schemas.events import ApplicationAccepted, DeadlineMoved
from schemas.policy import Policy
from tests.harness import Clerk, World, calendar_2031, person
from tests.paths_basic import answer, disclosed, found, in_hand, publish, received, review
from tests.waiting import until_answered


async def test_of_two_clerks_at_once_one_wins_and_one_is_told_the_version_is_stale(world: World) -> None:
    clerk = await received(world)
    seen = clerk.last.version
    both = await asyncio.gather(
        clerk.step("accept", expected_version=seen),
        clerk.step("withdraw", expected_version=seen),
        return_exceptions=True,
    )
    (refusal,) = [outcome for outcome in both if isinstance(outcome, DaylightError)]
    assert refusal.code in {"stale_version", "case_closed"}  # what was withdrawn is archived at once
    assert len(await clerk.events()) in {seen + 1, seen + 3}  # accepted; or withdrawn, letter and closed


async def test_the_same_command_twice_has_one_effect_and_one_answer(world: World) -> None:
    clerk = await received(world)
    seen = clerk.last.version
    first, second = await asyncio.gather(
        clerk.step("accept", key="click", expected_version=seen),
        clerk.step("accept", key="click", expected_version=seen),
    )
    assert first == second
    assert (await clerk.kinds()).count("application_accepted") == 1


async def test_a_command_repeated_in_a_later_run_still_gives_its_one_answer(world: World) -> None:
    clerk = await received(world)
    seen = clerk.last.version
    first = await clerk.step("accept", key="once")
    (document,) = await found(clerk, "文件")
    await review(clerk, document, "disclose")
    await clerk.step("draft_reply", decision={"outcome": "disclosed"})
    await clerk.step("approve_reply", "approver", verdict="approve")
    await clerk.worked()
    run = (await clerk.handle.describe()).run_id
    await clerk.step("issue_reply")

    async def begun() -> bool:
        return (await clerk.handle.describe()).run_id != run

    await until_answered(begun)  # the next run begins after the answer
    assert await clerk.step("accept", key="once", expected_version=seen) == first
    assert (await clerk.kinds()).count("application_accepted") == 1


async def test_a_command_repeated_after_the_end_still_gives_its_one_answer(world: World) -> None:
    clerk = await in_hand(world)
    seen = clerk.last.version
    first = await clerk.step("withdraw", key="gone")
    await clerk.end()
    again = await clerk.step("withdraw", key="gone", expected_version=seen)
    assert again.model_copy(update={"fingerprint": ""}) == first.model_copy(update={"fingerprint": ""})


async def test_a_refused_step_leaves_no_update_and_no_activity_in_history(world: World) -> None:
    clerk = await received(world)
    before = await _acts(clerk)
    with pytest.raises(DaylightError, match="reply_not_approved"):
        await clerk.step("issue_reply")
    assert await _acts(clerk) == before


async def test_a_published_calendar_moves_the_due_date_and_keeps_both(world: World) -> None:
    clerk = await in_hand(world)
    before = clerk.last.due_on
    await publish(world, clerk, date(2031, 1, 29))
    moved = (await clerk.events())[-1].event
    assert isinstance(moved, DeadlineMoved)
    assert (moved.due_before, moved.due_after) == (before, date(2031, 2, 13))
    await world.go_to(date(2031, 2, 13), hour=23)
    assert "became_overdue" not in await clerk.kinds()
    await world.go_to(date(2031, 2, 14))
    assert "became_overdue" in await clerk.kinds()


async def test_a_case_that_nothing_registers_ends_itself(world: World) -> None:
    case_id = uuid4()
    start = CaseStart(case_id=case_id, agency_id=SAMPLE_AGENCY.id, policy=Policy(), calendar=calendar_2031())
    handle = await world.environment.client.start_workflow(
        "DisclosureApplication", start, id=workflow_id(case_id), task_queue=world.settings.task_queue
    )
    with pytest.raises(WorkflowFailureError) as failed:
        await handle.result()
    assert isinstance(failed.value.cause, ApplicationError)
    assert failed.value.cause.type == "never_registered"


async def test_a_case_whose_record_disagrees_stops_loudly(world: World) -> None:
    clerk = await received(world)
    last = (await clerk.events())[-1]
    foreign = forge(
        clerk.case_id, last.seq + 1, last.at, person("handler").staff_id, "x", ApplicationAccepted(), last.hash
    )
    async with world.database.transaction() as connection:
        await append_events(connection, [foreign])
    with pytest.raises(DaylightError, match="case_stopped"):
        await clerk.step("withdraw")
    with pytest.raises(WorkflowFailureError):
        await clerk.end()
    assert (await clerk.events())[-1] == foreign


async def test_reply_issued_ends_the_stage_and_the_case_goes_on_in_a_new_run(world: World) -> None:
    clerk = await disclosed(world)
    await clerk.end()
    description = await clerk.handle.describe()
    assert description.raw_description.workflow_execution_info.first_run_id != description.run_id


async def test_a_full_case_is_a_small_history_without_plain_text(world: World) -> None:
    clerk = await in_hand(world)
    (document,) = await found(clerk, "招标文件")
    await review(clerk, document, "partial", "privacy")
    first = (await clerk.handle.describe()).run_id
    await answer(clerk, outcome="partly_disclosed", reasons="涉及个人隐私，且第三方不同意公开。")
    size = events = 0
    for run_id in (first, (await clerk.handle.describe()).run_id):
        history = await world.environment.client.get_workflow_handle(
            workflow_id(clerk.case_id), run_id=run_id
        ).fetch_history()
        events += len(history.events)
        size += sum(event.ByteSize() for event in history.events)
        assert "个人隐私" not in history.to_json()
        assert "privacy" not in history.to_json()
    assert events < 130
    assert size < 60_000


async def test_alarms_are_one_timer_that_is_replaced_only_when_its_moment_comes_nearer(world: World) -> None:
    clerk = await in_hand(world)
    await clerk.step("assign", handler=person("handler2").staff_id)
    await found(clerk)
    history = await clerk.handle.fetch_history()
    started = [event for event in history.events if event.HasField("timer_started_event_attributes")]
    assert len(started) == 1


async def _acts(clerk: Clerk) -> list[int]:
    """The history without the turns of the worker, which the test server writes even for a refused update."""
    turns = {EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED}
    turns.add(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
    return [event.event_type async for event in clerk.handle.fetch_history_events() if event.event_type not in turns]
