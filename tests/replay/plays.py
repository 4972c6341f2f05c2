"""What is played for the record: every path of a case, and every other workflow there is, each to its end."""

from collections.abc import Awaitable, Callable
from functools import partial
from uuid import uuid4

from activities.intake import workflow_id
from activities.jobs.work import start_work, work_id
from activities.own_records import own_workflow_id
from api.cli.setup import SAMPLE_AGENCY
from schemas.commands import SweepRequest
from schemas.digest_periods import Period
from schemas.digests import DigestRequest
from schemas.post import PostRequest
from tests.harness import World
from tests.paths import PATHS
from tests.paths_basic import Path, found, in_hand
from tests.workflows.test_own_records import DECISIONS, received
from tests.workflows.work import held_up

Play = Callable[[World], Awaitable[str]]
"""Played on the time-skipping server; the workflow id of what was played."""


async def case_played(path: Path, world: World) -> str:
    """A case from its receipt to the archive."""
    clerk = await path(world)
    await clerk.end()
    return workflow_id(clerk.case_id)


async def own_record_decided(outcome: str, world: World) -> str:
    """A request for correction of own records, decided so and delivered."""
    officer = await received(world)
    await officer.decided(outcome)
    await officer.step("record_delivery", method="direct", proof="送达回证001")
    await officer.handle.result()
    return own_workflow_id(officer.last.id)


async def own_record_withdrawn(world: World) -> str:
    """One that the person takes back."""
    officer = await received(world)
    await officer.step("withdraw")
    await officer.handle.result()
    return own_workflow_id(officer.last.id)


async def document_work(world: World) -> str:
    """Several jobs, and a word in between that there is more."""
    clerk = await in_hand(world)
    client = world.environment.client
    async with held_up(world.settings, "document_readings") as somebody_waits:
        await found(clerk, "招标文件", "中标通知书", "验收报告")
        await somebody_waits()
        await start_work(client, world.settings.task_queue, clerk.case_id)
    await client.get_workflow_handle(work_id(clerk.case_id)).result()
    return work_id(clerk.case_id)


async def rung(kind: str, request: object, world: World) -> str:
    """One run of a workflow that a schedule starts."""
    name = f"{kind}/{uuid4()}"
    await world.environment.client.execute_workflow(kind, request, id=name, task_queue=world.settings.task_queue)
    return name


DIGEST = DigestRequest(agency_id=SAMPLE_AGENCY.id, period=Period.WEEKLY, timezone="Asia/Shanghai")
CASES: dict[str, Play] = {name: partial(case_played, path) for name, path in PATHS.items()}
OTHERS: dict[str, Play] = {
    **{f"own_record_{outcome}": partial(own_record_decided, outcome) for outcome in DECISIONS},
    "own_record_withdrawn": own_record_withdrawn,
    "document_work": document_work,
    "intake_sweep": partial(rung, "IntakeSweep", SweepRequest()),
    "notice_post": partial(rung, "NoticePost", PostRequest()),
    "periodic_digest": partial(rung, "PeriodicDigest", DIGEST),
}
"""The look at the schedules needs a server that has schedules: see ``schedules_looked_at``."""
