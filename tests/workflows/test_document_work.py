"""The work on documents in the background, on real servers: done once, whatever is killed, lost or away."""

import asyncio
import signal
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from temporalio.client import WorkflowHandle
from temporalio.testing import ActivityEnvironment

from activities.db.database import Database
from activities.intake import Intake
from activities.jobs.work import start_work, work_id
from api.cli.setup import SAMPLE_AGENCY
from schemas.commands import SweepRequest
from schemas.settings import Settings
from tests.api.office import Json, Office, folder_of
from tests.conftest import serving
from tests.durability.test_killed_worker import worker_process
from tests.waiting import until_answered
from tests.workflows.work import codes, held_up, jobs, made
from worker.connection import connect
from worker.embedded.stack import EmbeddedStack

READ = ("read", "done", None)


async def searched(office: Office, *texts: str) -> tuple[UUID, list[Json]]:
    """A case in hand that has just found these."""
    case_id, found = await uploaded(office, *texts)
    await search(office, case_id, found)
    return case_id, found


async def uploaded(office: Office, *texts: str) -> tuple[UUID, list[Json]]:
    """A case in hand with documents that no search has named yet."""
    case_id = (await office.registered())["case_id"]
    await office.step(case_id, "accept")
    return UUID(case_id), [
        await office.uploaded(case_id, content.encode(), f"{n}.txt") for n, content in enumerate(texts)
    ]


async def search(office: Office, case_id: UUID, found: list[Json]) -> None:
    await office.step(str(case_id), "record_search", description="检索", documents=[one["id"] for one in found])


async def signed(office: Office, case_id: UUID, document: Json) -> None:
    """Reviewed, drafted, approved: the copy is being made."""
    await office.reviewed(str(case_id), document["id"])
    await office.step(str(case_id), "draft_reply", decision={"outcome": "disclosed"})
    await office.step(str(case_id), "approve_reply", "approver", verdict="approve")


async def reviewed_together(office: Office, case_id: UUID, found: list[Json]) -> None:
    """All of them proposed and confirmed at once."""
    named = [one["id"] for one in found]
    await office.worked(str(case_id))
    await office.step(str(case_id), "propose_review", documents=named, result="disclose")
    await office.step(str(case_id), "confirm_review", "reviewer", documents=named, verdict="approve")


async def work_of(office: Office, case_id: UUID) -> WorkflowHandle[object, object]:
    return (await connect(office.settings)).get_workflow_handle(work_id(case_id))


async def enter(office: Office, case_id: UUID, kind: str, document: str) -> str:
    """Enter a job by hand; its key."""
    key = f"{document}/{kind}/{uuid4()}"
    row = {"key": key, "case": case_id, "agency": SAMPLE_AGENCY.id, "kind": kind, "document": UUID(document)}
    statement = text(
        "INSERT INTO document_jobs (key, case_id, agency_id, kind, document_id)"
        " VALUES (:key, :case, :agency, :kind, :document)"
    )
    async with office.database.transaction() as connection:
        await connection.execute(statement, row)
    return key


async def ended(database: Database, key: str) -> None:
    """Return when the job is done."""
    query = text("SELECT status FROM document_jobs WHERE key = :key")

    async def done() -> bool:
        async with database.reading() as connection:
            return bool((await connection.execute(query, {"key": key})).scalar_one() == "done")

    await until_answered(done, limit=120)


async def test_a_case_is_read_copied_and_bound_in_the_background(office: Office) -> None:
    case_id, (document,) = await searched(office, "招标文件正文")
    await signed(office, case_id, document)
    await office.worked(str(case_id))
    await office.step(str(case_id), "issue_reply")
    await office.delivered(str(case_id))
    assert await jobs(office.database, case_id) == [READ, ("release", "done", None), ("package", "done", None)]
    counts = await made(office.database, case_id)
    assert {origin: counts[origin] for origin in ("uploaded", "working", "released", "package")} == {
        "uploaded": 1,
        "working": 1,
        "released": 1,
        "package": 2,
    }


@pytest.mark.parametrize(("table", "origin"), [("document_readings", "working"), ("release_copies", "released")])
async def test_work_goes_on_after_its_worker_was_killed_and_makes_nothing_twice(
    settings: Settings, sample: dict[str, str], database: Database, table: str, origin: str
) -> None:
    async with serving(settings) as http:
        office = Office(http, sample, settings, database)
        async with worker_process(settings) as first:
            case_id, found = await uploaded(office, "招标文件", "中标通知书")
            async with held_up(settings, table) as somebody_waits:
                await search(office, case_id, found)
                if origin == "released":
                    await reviewed_together(office, case_id, found)
                await somebody_waits()
                first.send_signal(signal.SIGKILL)
                await first.wait()
        async with worker_process(settings):
            await office.worked(str(case_id))
    assert (await made(database, case_id))[origin] == 2
    assert {status for _, status, _ in await jobs(database, case_id)} == {"done"}


async def test_a_word_that_comes_in_the_middle_of_the_work_is_heard(office: Office) -> None:
    async with held_up(office.settings, "document_readings") as somebody_waits:
        case_id, _ = await searched(office, "招标文件")
        await somebody_waits()
        client = await connect(office.settings)
        await start_work(client, office.settings.task_queue, case_id)
    work = await work_of(office, case_id)
    await work.result()
    history = await work.fetch_history()
    looks = [event for event in history.events if event.HasField("activity_task_scheduled_event_attributes")]
    assert len(looks) == 2


async def test_a_word_that_comes_while_the_work_ends_is_not_lost(office: Office) -> None:
    case_id, (document,) = await searched(office, "招标文件")
    await office.worked(str(case_id))
    client = await connect(office.settings)
    async with asyncio.timeout(120):
        for _ in range(25):  # a job is done: the activity, and then the workflow, are just about to end
            key = await enter(office, case_id, "read", document["id"])
            await start_work(client, office.settings.task_queue, case_id)
            await ended(office.database, key)
    assert await jobs(office.database, case_id) == [READ] * 26


async def test_what_fails_for_good_is_told_by_its_code_and_holds_nobody_up(office: Office) -> None:
    case_id, found = await uploaded(office, "第一份", "第二份", "第三份")
    digest = found[1]["sha256"]
    path = folder_of(office.settings) / "sha256" / digest[:2] / digest[2:4] / digest
    path.chmod(0o600)
    path.write_bytes(b"something else")
    await search(office, case_id, found)
    progress: Json = {"waiting": 1}
    while progress["waiting"]:
        progress = await office.read(f"/api/applications/{case_id}/document-work", wait=30)
    assert (progress["waiting"], progress["done"], progress["failed"]) == (0, 2, {"document_corrupt": 1})
    assert await jobs(office.database, case_id) == [READ, ("read", "failed", "document_corrupt"), READ]
    assert await codes(office.database) == ["document_corrupt"]


async def test_the_sweeper_finds_work_that_nobody_was_told_of(office: Office) -> None:
    case_id, (document,) = await searched(office, "招标文件")
    await office.worked(str(case_id))
    before = await made(office.database, case_id)
    key = await enter(office, case_id, "read", document["id"])
    intake = Intake(office.database, await connect(office.settings), office.settings.task_queue)
    await ActivityEnvironment().run(intake.sweep_intake, SweepRequest())
    assert ("read", "waiting", None) in await jobs(office.database, case_id)  # it may yet be told by itself
    async with office.database.transaction() as connection:
        moment = {"at": datetime.now(UTC) - timedelta(minutes=2)}
        await connection.execute(text("UPDATE document_jobs SET queued_at = :at"), moment)
    await ActivityEnvironment().run(intake.sweep_intake, SweepRequest())
    async with asyncio.timeout(60):
        await ended(office.database, key)
    assert await made(office.database, case_id) == before


async def test_work_waits_for_a_store_that_is_away(office: Office) -> None:
    folder = folder_of(office.settings) / "sha256"
    away = folder.with_name("away")
    case_id, found = await uploaded(office, "第一份", "第二份")
    folder.rename(away)
    folder.write_text("no folder")
    await search(office, case_id, found)
    await _tried_again(office, case_id)
    folder.unlink()
    away.rename(folder)
    await office.worked(str(case_id))
    assert await jobs(office.database, case_id) == [READ, READ]


async def test_work_waits_for_postgresql(office: Office, stack: EmbeddedStack) -> None:
    name = make_url(office.settings.database_url.get_secret_value()).database
    elsewhere = Database(stack.settings.database_url.get_secret_value(), 1)
    async with held_up(office.settings, "document_readings") as somebody_waits:
        case_id, _ = await searched(office, "第一份", "第二份")
        await somebody_waits()
        async with elsewhere.reading() as connection:
            await connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
            await connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = :name AND query LIKE 'INSERT INTO document_readings%'"
                ),
                {"name": name},
            )
    await _tried_again(office, case_id)
    async with elsewhere.reading() as connection:
        await connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
    await elsewhere.close()
    await office.worked(str(case_id))
    assert await jobs(office.database, case_id) == [READ, READ]
    assert (await made(office.database, case_id))["working"] == 2


async def _tried_again(office: Office, case_id: UUID) -> None:
    """Return when Temporal has tried the work a second time."""
    handle = await work_of(office, case_id)

    async def tried_again() -> bool:
        pending = (await handle.describe()).raw_description.pending_activities
        return any(activity.attempt > 1 for activity in pending)

    await until_answered(tried_again, limit=60)
