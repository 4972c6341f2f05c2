"""Jobs on documents that break down: tried a few times, then given up by code, and nothing else waits for them."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from structlog.testing import capture_logs
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.jobs import work
from activities.jobs.place import Place
from activities.jobs.work import MOST_ATTEMPTS, DocumentWorker, start_work
from activities.workshop.runner import Workshop
from schemas.errors import DaylightError, InvalidInput, Unavailable
from schemas.jobs import WorkDone, WorkOrder
from tests.api.office import Json, Office, headers_for
from tests.workflows.test_document_work import READ, enter, searched, uploaded
from tests.workflows.work import attempts, codes, jobs
from worker.connection import connect
from worker.main import resources

SECRET = "of the document"


@pytest_asyncio.fixture
async def worker(office: Office) -> AsyncIterator[DocumentWorker]:
    """Asked by hand, without a workflow."""
    async with resources(office.settings) as (database, store, vault):
        yield DocumentWorker(Place(database, store, vault, Workshop.open(office.settings)), 2)


async def settled(office: Office, case_id: UUID) -> Json:
    """Where the work stands once nothing waits."""
    progress: Json = {"waiting": 1}
    while progress["waiting"]:
        progress = await office.read(f"/api/applications/{case_id}/document-work", wait=30)
    return progress


async def test_a_job_that_breaks_down_is_given_up_after_some_attempts_and_holds_nobody_up(office: Office) -> None:
    case_id, (document,) = await searched(office, "招标文件")
    await office.worked(str(case_id))
    broken = await enter(office, case_id, "release", document["id"])  # without a sheet: no release enters that
    await enter(office, case_id, "read", document["id"])
    await start_work(await connect(office.settings), office.settings.task_queue, case_id)
    assert (await settled(office, case_id))["failed"] == {"job_broken": 1}
    assert await jobs(office.database, case_id) == [READ, ("release", "failed", "job_broken"), READ]
    assert await attempts(office.database, broken) == MOST_ATTEMPTS


async def test_what_was_given_up_is_tried_as_often_again_when_a_person_says_so(office: Office) -> None:
    case_id, (document,) = await searched(office, "招标文件")
    broken = await enter(office, case_id, "release", document["id"])
    await settled(office, case_id)
    headers = headers_for(office.tokens["handler"], str(uuid4()))
    answer = await office.http.post(f"/api/applications/{case_id}/document-work", headers=headers)
    assert (answer.json()["waiting"], answer.json()["failed"]) == (1, {})
    assert (await settled(office, case_id))["failed"] == {"job_broken": 1}
    assert await attempts(office.database, broken) == MOST_ATTEMPTS


async def test_a_document_that_is_not_there_is_an_error_and_no_silence(office: Office) -> None:
    case_id, _ = await searched(office, "招标文件")
    await office.worked(str(case_id))
    await enter(office, case_id, "read", str(uuid4()))
    await start_work(await connect(office.settings), office.settings.task_queue, case_id)
    assert (await settled(office, case_id))["failed"] == {"job_broken": 1}


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (ApplicationError(SECRET, type="letter_failed", non_retryable=True), "letter_failed"),
        (ApplicationError(SECRET, non_retryable=True), "job_broken"),
        (DaylightError("document_corrupt"), "document_corrupt"),
        (InvalidInput("document_encrypted"), "document_encrypted"),
    ],
)
async def test_a_reading_that_fails_for_good_is_tried_once_and_leaves_its_code(
    office: Office, worker: DocumentWorker, monkeypatch: pytest.MonkeyPatch, failure: Exception, code: str
) -> None:
    case_id, (document,) = await uploaded(office, "招标文件")
    key = await enter(office, case_id, "read", document["id"])
    breaks_down(monkeypatch, failure)
    done = await ActivityEnvironment().run(worker.work_on_documents, WorkOrder(case_id=case_id))
    assert done == WorkDone(done=1, more=False)
    assert await jobs(office.database, case_id) == [("read", "failed", code)]
    assert (await codes(office.database), await attempts(office.database, key)) == ([code], 0)


async def test_a_break_down_is_told_by_its_type_alone(
    office: Office, worker: DocumentWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, (document,) = await uploaded(office, "招标文件")
    await enter(office, case_id, "read", document["id"])
    breaks_down(monkeypatch, ValueError(SECRET))
    with capture_logs() as lines, pytest.raises(ApplicationError) as told:
        await ActivityEnvironment().run(worker.work_on_documents, WorkOrder(case_id=case_id))
    assert (told.value.type, told.value.non_retryable, told.value.__cause__) == ("job_broken", False, None)
    assert [(line["event"], line["error"], line["attempts"]) for line in lines] == [
        ("document_job_broke", "ValueError", 1)
    ]
    assert SECRET not in f"{lines}{told.value}"


async def test_what_is_away_does_not_count_as_an_attempt(
    office: Office, worker: DocumentWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, (document,) = await uploaded(office, "招标文件")
    key = await enter(office, case_id, "read", document["id"])
    breaks_down(monkeypatch, Unavailable("documents_unavailable"))
    for _ in range(MOST_ATTEMPTS + 1):
        with pytest.raises(Unavailable):
            await ActivityEnvironment().run(worker.work_on_documents, WorkOrder(case_id=case_id))
    assert await jobs(office.database, case_id) == [("read", "waiting", None)]
    assert await attempts(office.database, key) == 0


async def test_a_worker_that_is_to_stop_begins_no_other_job(office: Office, worker: DocumentWorker) -> None:
    case_id, (document,) = await uploaded(office, "招标文件")
    await enter(office, case_id, "read", document["id"])
    environment = ActivityEnvironment()
    environment.worker_shutdown()
    done = await environment.run(worker.work_on_documents, WorkOrder(case_id=case_id))
    assert done == WorkDone(done=0, more=True)
    assert await jobs(office.database, case_id) == [("read", "waiting", None)]


def breaks_down(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    """Every reading, in this way."""

    async def fail(place: Place, job: object) -> None:
        raise failure

    monkeypatch.setitem(work._DO, "read", fail)
