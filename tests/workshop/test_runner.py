"""Jobs in processes of their own: bounded in every way, nothing left behind, and the worker does the next job."""

import asyncio
import stat
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from structlog.testing import capture_logs

from activities.store import DocumentStore
from activities.workshop.runner import PREFIX, Workshop
from activities.workshop.verbs import Verb
from schemas.errors import InvalidInput, NotFound, TooLarge
from tests.embedded.processes import still_alive
from tests.waiting import until
from tests.workshop.conftest import LIMITS, MEBIBYTE
from tests.workshop.jobs import Order, Result, verb
from tests.workshop.processes import left_in, started_in, working_in

SECRET = "DAYLIGHT_PERSONAL_DATA_KEYS"
SLOW_SECONDS = 30
KILLED_WORKER = """
import asyncio, sys
from pathlib import Path
from tests.workshop.conftest import LIMITS
from activities.workshop.runner import Workshop
from tests.workshop.jobs import Order, verb
async def main():
    async with Workshop(LIMITS, 1, Path(sys.argv[1])).bench() as bench:
        print(bench.folder, flush=True)
        await bench.work(verb("nap"), Order())
asyncio.run(main())
"""


async def done(workshop: Workshop, name: str, text: str = "", seconds: float | None = None) -> Result:
    async with workshop.bench() as bench:
        (bench.folder / "source").write_text("from the folder ")
        return await bench.work(verb(name, seconds), Order(text=text))


async def code_of(workshop: Workshop, name: str, seconds: float | None = None) -> str:
    with pytest.raises(InvalidInput) as refused:
        await done(workshop, name, seconds=seconds)
    assert refused.value.field == "file"
    return refused.value.code


async def test_a_job_reads_its_folder_and_answers(workshop: Workshop, benches: Path) -> None:
    assert await done(workshop, "echo", "and the order") == Result(text="from the folder and the order")
    assert left_in(benches) == []


async def test_the_folder_is_private(workshop: Workshop) -> None:
    async with workshop.bench() as bench:
        assert stat.S_IMODE(bench.folder.stat().st_mode) == 0o700


async def test_a_job_knows_no_secret_and_imports_nothing_from_its_folder(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, "k1:secret")
    async with workshop.bench() as bench:
        (bench.folder / "activities.py").write_text("raise SystemExit(3)")
        lines = (await bench.work(verb("surroundings"), Order())).text.splitlines()
        assert f"HOME={bench.folder}" in lines
        assert not [line for line in lines if SECRET in line or "k1:secret" in line]
        assert lines.count(str(bench.folder)) == 1  # the working directory itself, not a place to import from


@pytest.mark.parametrize(
    ("name", "seconds", "code"),
    [
        ("loop", 2, "document_too_heavy"),
        ("nap", 1, "document_too_heavy"),
        ("eat", None, "document_too_heavy"),
        ("eat_outside_python", None, "document_too_heavy"),
        ("eat_in_parts", None, "document_too_heavy"),
        ("fork", None, "document_too_heavy"),
        ("write", None, "document_too_heavy"),
        ("write_many", None, "document_too_heavy"),
        ("answer_without_end", None, "document_too_heavy"),
        ("crash", None, "document_broken"),
        ("stumble", None, "document_broken"),
        ("recurse", None, "document_broken"),
        ("forge", None, "document_broken"),
        ("refuse", None, "document_encrypted"),
    ],
)
async def test_a_job_that_misbehaves_is_ended_and_the_next_one_is_done(
    workshop: Workshop, benches: Path, name: str, seconds: float | None, code: str
) -> None:
    started = time.monotonic()
    assert await code_of(workshop, name, seconds) == code
    assert time.monotonic() - started < SLOW_SECONDS
    assert left_in(benches) == []
    assert (await done(workshop, "echo")).text == "from the folder "


async def test_what_a_job_leaves_running_is_ended_with_it(workshop: Workshop) -> None:
    child = int((await done(workshop, "leave_a_child")).text)
    assert not psutil.pid_exists(child) or still_alive([psutil.Process(child)]) == []


async def test_a_cancelled_job_leaves_no_process_and_no_folder(workshop: Workshop, benches: Path) -> None:
    job = asyncio.create_task(done(workshop, "loop"))
    await until(lambda: started_in(benches) == 1)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert left_in(benches) == []


@pytest.mark.parametrize("delay", [0.0, 0.002, 0.01, 0.05, 0.15, 0.3])
async def test_a_job_cancelled_at_any_moment_leaves_nothing(workshop: Workshop, benches: Path, delay: float) -> None:
    job = asyncio.create_task(done(workshop, "nap"))
    await asyncio.sleep(delay)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert left_in(benches) == []


async def test_the_job_of_a_killed_worker_ends_and_its_folder_is_swept(workshop: Workshop, benches: Path) -> None:
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED_WORKER, str(benches), stdout=subprocess.PIPE
    )
    assert worker.stdout
    folder = Path((await worker.stdout.readline()).decode().strip())
    await until(lambda: started_in(benches) == 1)
    jobs = working_in(folder)
    worker.kill()
    await worker.wait()
    assert (len(jobs), still_alive(jobs)) == (1, [])
    assert await workshop.sweep(timedelta(hours=1)) == 0
    assert await workshop.sweep(timedelta(0)) == 1
    assert left_in(benches) == []


async def test_a_bench_that_somebody_works_at_is_not_swept(workshop: Workshop, benches: Path) -> None:
    async with workshop.bench() as bench:
        assert await workshop.sweep(timedelta(0)) == 0
        assert bench.folder.is_dir()
    assert left_in(benches) == []


async def test_sweeping_spares_what_is_not_a_bench(workshop: Workshop, benches: Path) -> None:
    (benches / "somebody's").mkdir()
    (benches / f"{PREFIX}left").mkdir()
    (benches / f"{PREFIX}file.log").touch()
    assert await workshop.sweep(timedelta(0)) == 1
    assert left_in(benches) == [f"{PREFIX}file.log", "somebody's"]


async def test_no_more_jobs_run_at_once_than_there_are_places(workshop: Workshop, benches: Path) -> None:
    jobs = [asyncio.create_task(done(workshop, "nap")) for _ in range(4)]
    await until(lambda: started_in(benches) == 2)
    assert len(working_in(benches)) == 2
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    assert left_in(benches) == []


async def test_who_waits_for_a_place_has_no_folder_yet(benches: Path) -> None:
    workshop = Workshop(LIMITS, processes=1, folder=benches)
    async with workshop.bench():
        waiting = asyncio.create_task(done(workshop, "echo"))
        await asyncio.wait([waiting], timeout=0.3)
        assert not waiting.done()
        assert len(left_in(benches)) == 1
    assert (await waiting).text == "from the folder "


async def test_what_a_job_has_made_may_be_larger_than_an_upload(workshop: Workshop, tmp_path: Path) -> None:
    store = DocumentStore.open(f"file://{tmp_path}/documents", MEBIBYTE)
    async with workshop.bench() as bench:
        await bench.work(verb("write_two_mebibytes"), Order())
        with pytest.raises(TooLarge):
            await store.put_bytes((bench.folder / "made").read_bytes())
        kept = await bench.keep(store, "made")
    assert kept.size > MEBIBYTE
    assert await store.verify(kept.sha256)


async def test_the_log_says_what_broke_and_nothing_of_the_document(workshop: Workshop) -> None:
    with capture_logs() as lines, pytest.raises(InvalidInput, match="document_broken"):
        await done(workshop, "stumble", "of the document")
    [line] = lines
    assert (line["event"], line["verb"], line["error"]) == ("workshop_job_failed", "stumble", "ValueError")
    assert line["at"].startswith("jobs.py:")
    assert "of the document" not in str(line)


async def test_code_that_is_not_there_is_no_fault_of_the_document(workshop: Workshop) -> None:
    async with workshop.bench() as bench:
        with pytest.raises(RuntimeError, match="ModuleNotFoundError"):
            await bench.work(Verb("tests.workshop.nowhere:x", Order, Result), Order())


async def test_documents_come_from_the_store_and_go_back(workshop: Workshop, tmp_path: Path) -> None:
    store = DocumentStore.open(f"file://{tmp_path}/documents", MEBIBYTE)
    blob = await store.put_bytes("原件".encode())
    async with workshop.bench() as bench:
        await bench.take(store, blob.sha256, "source")
        made = await bench.work(verb("echo"), Order(text="！"))
        (bench.folder / "made").write_text(made.text)
        kept = await bench.keep(store, "made")
        with pytest.raises(NotFound, match="document_not_found"):
            await bench.take(store, "0" * 64, "other")
    assert b"".join([chunk async for chunk in store.read(kept.sha256)]) == "原件！".encode()


async def test_a_link_that_leads_out_of_the_folder_is_not_kept(workshop: Workshop, tmp_path: Path) -> None:
    store = DocumentStore.open(f"file://{tmp_path}/documents", MEBIBYTE)
    (tmp_path / "outside").write_text("not for you")
    async with workshop.bench() as bench:
        await bench.work(verb("link_out"), Order(text=str(tmp_path / "outside")))
        with pytest.raises(OSError, match="symbolic links"):
            await bench.keep(store, "made.pdf")
    assert not [file for file in (tmp_path / "documents").rglob("*") if file.is_file()]
