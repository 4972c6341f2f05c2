"""Events and bytes that cases leave in Temporal's history, over all the runs of each."""

from dataclasses import asdict, dataclass

import httpx
from temporalio.client import Client

from activities.intake import workflow_id
from api.cli.local import Access
from tests.bench.load import Timed
from tests.bench.steps import CasePlay


@dataclass(frozen=True)
class Size:
    """``bytes`` is what the server counts, sealed payloads included."""

    steps: int
    runs: int
    events: int
    bytes: int


async def histories(client: Client, http: httpx.AsyncClient, access: Access) -> dict[str, dict[str, int]]:
    """A plain case to its delivery, and a long one: corrected, three documents, returned once."""
    plain, long = CasePlay(http, access), CasePlay(http, access)
    return {
        "plain": asdict(await _size(client, plain, await _plain(plain))),
        "long": asdict(await _size(client, long, await _long(long))),
    }


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


async def _size(client: Client, case: CasePlay, steps: int) -> Size:
    """Follow the runs of a case from the last to the first."""
    events = size = runs = 0
    run: str | None = None
    while True:
        handle = client.get_workflow_handle(workflow_id(case.case_id), run_id=run)
        info = (await handle.describe()).raw_description.workflow_execution_info
        events, size, runs = events + info.history_length, size + info.history_size_bytes, runs + 1
        started = (await anext(handle.fetch_history_events())).workflow_execution_started_event_attributes
        run = started.continued_execution_run_id
        if not run:
            return Size(steps, runs, events, size)
