"""What cases leave in Temporal's history, over all the runs of each, beside the bare workflow of as many updates."""

from dataclasses import asdict, dataclass

import httpx
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHandle

from activities.intake import workflow_id
from api.cli.local import Access
from tests.bench.bare import BarePlay
from tests.bench.load import Play, Timed
from tests.bench.steps import CasePlay


@dataclass(frozen=True)
class Size:
    """``bytes`` is what the server counts, sealed payloads included.

    ``actions``: what Temporal Cloud would bill of it, by its list of billed actions; retries of activities, heartbeats,
    queries and rejected updates come on top, and leave no event.
    """

    steps: int
    runs: int
    events: int
    bytes: int
    actions: int


BILLED = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED: 1,  # a first run's start, or the continue-as-new that led here
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED: 1,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED: 1,
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED: 1,
    EventType.EVENT_TYPE_TIMER_STARTED: 1,
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES: 1,
    EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED: 2,
    EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED: 1,
}
"""Actions by the event they leave; all other events cost nothing."""


async def histories(client: Client, http: httpx.AsyncClient, access: Access) -> dict[str, dict[str, int]]:
    """A plain case to its delivery, and a long one: corrected, three documents, returned once. A bare workflow too."""
    plain, long = CasePlay(http, access), CasePlay(http, access)
    return {
        "plain": asdict(await _of_case(client, plain, await _plain(plain))),
        "long": asdict(await _of_case(client, long, await _long(long))),
    }


async def bare_history(client: Client) -> dict[str, int]:
    """The yardstick's; its worker must be running."""
    bare = BarePlay(client)
    return asdict(await _size(client, bare.workflow_id, await _played(bare)))


async def _played(play: Play) -> int:
    timed = Timed()
    await play.first_half(timed)
    await play.between()
    await play.second_half(timed)
    return sum(map(len, timed.taken.values()))


async def _plain(case: CasePlay) -> int:
    timed = Timed()
    await case.first_half(timed)
    await case.between()
    await case.second_half(timed)
    await _delivered(case, timed)
    return sum(map(len, timed.taken.values()))


async def _long(case: CasePlay) -> int:
    timed = Timed()
    await case.submit(timed)
    await case.step(timed, "request_correction", items=["请写明项目名称。"], guidance="可列明小区名称。")
    await case.step(timed, "receive_correction", content="申请公开幸福里小区改造项目招标文件。")
    await case.step(timed, "accept")
    documents = [await case.upload(f"第{n}份文件", f"{n}.txt") for n in range(3)]
    await case.step(timed, "record_search", description="在档案管理系统中检索", documents=documents)
    await case.worked()
    await case.step(timed, "propose_review", documents=documents, result="disclose")
    await case.step(timed, "confirm_review", "reviewer", documents=documents, verdict="approve")
    await case.step(timed, "draft_reply", decision={"outcome": "disclosed"})
    await case.step(timed, "approve_reply", "approver", verdict="return", comment="请附目录。")
    await case.step(timed, "draft_reply", decision={"outcome": "disclosed", "note": "目录附后。"})
    await case.step(timed, "approve_reply", "approver", verdict="approve")
    await case.worked()
    await case.step(timed, "issue_reply")
    await case.worked()
    await _delivered(case, timed)
    return sum(map(len, timed.taken.values()))


async def _delivered(case: CasePlay, timed: Timed) -> None:
    await case.step(timed, "record_delivery", method="electronic", proof="电子邮件发送回执")


async def _of_case(client: Client, case: CasePlay, steps: int) -> Size:
    return await _size(client, workflow_id(case.case_id), steps)


async def _size(client: Client, workflow: str, steps: int) -> Size:
    """Follow the runs from the last to the first."""
    events = size = runs = actions = 0
    run: str | None = None
    while True:
        handle = client.get_workflow_handle(workflow, run_id=run)
        info = (await handle.describe()).raw_description.workflow_execution_info
        left = await _events(handle)
        events, size, runs = events + info.history_length, size + info.history_size_bytes, runs + 1
        actions += sum(BILLED.get(event.event_type, 0) for event in left)
        run = left[0].workflow_execution_started_event_attributes.continued_execution_run_id
        if not run:
            return Size(steps, runs, events, size, actions)


async def _events(handle: WorkflowHandle[object, object]) -> list[HistoryEvent]:
    return [event async for event in handle.fetch_history_events()]
