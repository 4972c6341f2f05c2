"""Work on documents goes beside the steps of cases: on a queue of its own, no more at once than there are places."""

from collections import Counter
from uuid import UUID

from sqlalchemy import text
from temporalio.api.enums.v1 import PendingActivityState

from activities.store import DocumentStore
from schemas.jobs import DocumentWorkEnd, DocumentWorkStart
from tests.api.office import Office, folder_of
from tests.waiting import until_answered
from tests.workflows.test_document_work import READ, search, searched, uploaded, work_of
from tests.workflows.work import held_up, jobs
from worker.connection import connect

STARTED = PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
SCHEDULED = PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED


async def test_a_step_is_taken_while_every_place_for_documents_is_taken(office: Office) -> None:
    assert office.settings.workshop_processes == 2
    async with held_up(office.settings, "document_readings") as somebody_waits:
        cases = [(await searched(office, content))[0] for content in ("第一份", "第二份", "第三份")]
        await somebody_waits()

        async def one_must_wait() -> bool:
            return await _states(office, cases) == {STARTED: 2, SCHEDULED: 1}

        await until_answered(one_must_wait, limit=60)
        other = await office.registered()
        assert (await office.step(other["case_id"], "accept"))["state"] == "processing"
        assert await _states(office, cases) == {STARTED: 2, SCHEDULED: 1}
    for case_id in cases:
        await office.worked(str(case_id))


async def test_work_is_given_out_on_the_queue_of_documents(office: Office) -> None:
    case_id, _ = await searched(office, "招标文件")
    await office.worked(str(case_id))
    work = await work_of(office, case_id)
    await work.result()
    queues = {
        event.activity_task_scheduled_event_attributes.task_queue.name
        for event in (await work.fetch_history()).events
        if event.HasField("activity_task_scheduled_event_attributes")
    }
    assert queues == {f"{office.settings.task_queue}-documents"}


async def test_the_count_of_what_was_done_goes_on_in_the_next_run(office: Office) -> None:
    case_id, _ = await searched(office, "招标文件")
    await office.worked(str(case_id))
    await (await work_of(office, case_id)).result()
    end = await (await connect(office.settings)).execute_workflow(
        "DocumentWork",
        DocumentWorkStart(case_id=case_id, done=3),
        id=f"documents/{case_id}",
        task_queue=office.settings.task_queue,
        result_type=DocumentWorkEnd,
    )
    assert end == DocumentWorkEnd(done=3)


async def test_bytes_that_vanish_before_their_row_is_there_are_made_again(office: Office) -> None:
    """As the destruction of the same bytes in another case may take them away."""
    case_id, found = await uploaded(office, "招标文件")
    async with held_up(office.settings, "document_readings") as somebody_waits:
        await search(office, case_id, found)
        await somebody_waits()
        named = await _hashes(office)
        unnamed = [path for path in (folder_of(office.settings) / "sha256").glob("*/*/*") if path.name not in named]
        assert len(unnamed) == 1
        unnamed[0].unlink()
    await office.worked(str(case_id))
    assert await jobs(office.database, case_id) == [READ]
    store = DocumentStore.open(office.settings.documents_url, office.settings.max_upload_bytes)
    assert [sha256 for sha256 in await _hashes(office) if not await store.verify(sha256)] == []


async def _states(office: Office, cases: list[UUID]) -> Counter[int]:
    handles = [await work_of(office, case_id) for case_id in cases]
    described = [(await handle.describe()).raw_description.pending_activities for handle in handles]
    return Counter(activity.state for pending in described for activity in pending)


async def _hashes(office: Office) -> set[str]:
    async with office.database.reading() as connection:
        return set((await connection.execute(text("SELECT sha256 FROM documents"))).scalars())
