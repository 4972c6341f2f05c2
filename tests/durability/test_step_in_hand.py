"""What builds on a step that is still in hand waits for it: the record may know it before its workflow does."""

import asyncio
from uuid import UUID

import httpx
from temporalio.api.enums.v1 import EventType

from activities.db.database import Database
from activities.intake import workflow_id
from schemas.settings import Settings
from tests.api.office import Office
from tests.durability.test_killed_worker import record_held_up, someone_waits_for_the_record
from tests.waiting import until_answered
from worker.connection import connect


async def steps_taken_up(settings: Settings, case_id: UUID) -> int:
    """How many updates the workflow of a case has accepted."""
    handle = (await connect(settings)).get_workflow_handle(workflow_id(case_id))
    history = await handle.fetch_history()
    accepted = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
    return sum(event.event_type == accepted for event in history.events)


async def until_taken_up(settings: Settings, case_id: UUID, step: asyncio.Task[httpx.Response]) -> None:
    """Return when the workflow has accepted a third update, or the step is answered without."""

    async def taken_up() -> bool:
        return step.done() or await steps_taken_up(settings, case_id) >= 3

    await until_answered(taken_up, limit=120)


async def test_a_step_based_on_one_that_is_being_recorded_is_not_refused_as_stale(
    api: httpx.AsyncClient, sample: dict[str, str], settings: Settings, database: Database
) -> None:
    office = Office(api, sample, settings, database)
    case = await office.registered()
    case_id, version = case["case_id"], case["version"]
    search = {"step": "record_search", "expected_version": version + 1, "description": "检索档案管理系统"}
    async with record_held_up(settings):
        accept = asyncio.create_task(office.post_step(case_id, {"step": "accept", "expected_version": version}))
        await someone_waits_for_the_record(settings)
        next_one = asyncio.create_task(office.post_step(case_id, search))
        await until_taken_up(settings, case_id, next_one)
    assert [answer.status_code for answer in await asyncio.gather(accept, next_one)] == [200, 200]
    assert (await office.kinds(case_id))[-2:] == ["application_accepted", "search_recorded"]


async def test_what_is_refused_while_another_is_recorded_may_be_sent_put_right_under_its_key(
    api: httpx.AsyncClient, sample: dict[str, str], settings: Settings, database: Database
) -> None:
    office = Office(api, sample, settings, database)
    case = await office.registered()
    case_id, version = case["case_id"], case["version"]
    search = {"step": "record_search", "description": "检索档案管理系统"}
    async with record_held_up(settings):
        accept = asyncio.create_task(office.post_step(case_id, {"step": "accept", "expected_version": version}))
        await someone_waits_for_the_record(settings)
        stale = asyncio.create_task(office.post_step(case_id, {**search, "expected_version": version}, key="search"))
        await until_taken_up(settings, case_id, stale)
    assert [answer.status_code for answer in await asyncio.gather(accept, stale)] == [200, 409]
    put_right = {**search, "expected_version": version + 1}
    answers = [await office.post_step(case_id, put_right, key="search") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (await office.kinds(case_id))[-2:] == ["application_accepted", "search_recorded"]
