"""Work on documents in processes of their own: whatever a file does to the libraries, the worker lives on."""

import asyncio
import fcntl
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_ISDIR
from typing import IO

import structlog
from pydantic import ValidationError

from activities.workshop.bench import Bench
from activities.workshop.limits import Limits
from activities.workshop.metrics import job_timed
from activities.workshop.task import MOST_ANSWER, Failure, Refusal, Status, Task
from activities.workshop.verbs import OrderT, ResultT, Verb
from activities.workshop.watch import Watch, bytes_in
from schemas.errors import InvalidInput
from schemas.settings import Settings

PREFIX = "daylight-bench-"
FRESH = timedelta(seconds=30)
_HANDED_ON = ("PATH", "TESSDATA_PREFIX")
_ROOT = str(Path(__file__).parents[2])
_EXHAUSTED = {signal.SIGKILL, signal.SIGXCPU, signal.SIGXFSZ, signal.SIGABRT, signal.SIGTRAP, signal.SIGILL}
"""How a process ends that the kernel stops, or that stops itself because it gets no memory (pdfium, typst)."""

log = structlog.get_logger(__name__)


class Workshop:
    """Gives out benches, at most so many at once: who wants another waits for his turn."""

    def __init__(self, limits: Limits, processes: int, folder: Path | None = None) -> None:
        self._limits = limits
        self._places = asyncio.Semaphore(processes)
        self._folder = folder or Path(tempfile.gettempdir())

    @classmethod
    def open(cls, settings: Settings) -> "Workshop":
        """As the settings say."""
        return cls(Limits.of(settings), settings.workshop_processes, settings.workshop_folder)

    @asynccontextmanager
    async def bench(self) -> AsyncIterator["Bench"]:
        """A private folder (mode 0700) and work on what lies in it; the folder is gone when the block ends.

        Who waits for a place holds no copies of documents yet.
        """
        async with self._places:
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self._folder))
            held = _held(folder)
            try:
                yield Bench(folder, self)
            finally:
                await asyncio.shield(asyncio.to_thread(shutil.rmtree, folder))
                os.close(held)

    async def run(self, folder: Path, verb: Verb[OrderT, ResultT], order: OrderT) -> ResultT:
        """Do the verb in ``folder``. Ended or cancelled, no process of it remains.

        Raises ``InvalidInput`` with the code the job told, or ``document_too_heavy`` past the limits, or
        ``document_broken`` if the job broke down over the file; ``RuntimeError`` if the job's code cannot be loaded.
        """
        limits = self._limits.for_verb(verb.seconds, await asyncio.to_thread(bytes_in, folder) if verb.binds else 0)
        with tempfile.TemporaryFile(dir=folder) as asked, tempfile.TemporaryFile(dir=folder) as answer:
            asked.write(_task(verb, order, limits).model_dump_json().encode())
            asked.seek(0)
            with job_timed(verb.name):
                status = await _job(folder, verb.name, limits, asked, answer)
                return await asyncio.to_thread(_outcome, verb, status, answer)

    async def sweep(self, older_than: timedelta = FRESH) -> int:
        """Delete the folders that no living process holds any more, documents and all; the number of deleted folders.

        One younger than ``older_than`` may not be held yet by who is just making it.
        """
        return await asyncio.to_thread(_sweep, self._folder, datetime.now(UTC) - older_than)


def _task(verb: Verb[OrderT, ResultT], order: OrderT, limits: Limits) -> Task:
    order_type = f"{verb.order.__module__}:{verb.order.__qualname__}"
    return Task(place=verb.place, order_type=order_type, order=order.model_dump_json(), limits=limits)


async def _job(folder: Path, name: str, limits: Limits, asked: IO[bytes], answer: IO[bytes]) -> int:
    """The exit status of the process, negative for the signal that ended it."""
    lifeline, held = os.pipe()
    try:
        try:
            process = await _start(folder, name, lifeline, asked, answer)
        finally:
            os.close(lifeline)
        return await _ended(process, Watch(process.pid, folder, limits), limits.seconds)
    finally:
        os.close(held)


async def _start(
    folder: Path, name: str, lifeline: int, asked: IO[bytes], answer: IO[bytes]
) -> asyncio.subprocess.Process:
    """Standard error goes nowhere: libraries quote documents in it. ``-P``: nothing is imported from the folder."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-s", "-m", "activities.workshop.child", name, str(lifeline)),
        stdin=asked,
        stdout=answer,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=folder,
        env=_environment(folder),
        pass_fds=(lifeline,),
        start_new_session=True,
    )


def _environment(folder: Path) -> dict[str, str]:
    """None of the worker's own: it holds the keys."""
    own = {"HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "PYTHONPATH": _ROOT, "OMP_THREAD_LIMIT": "1"}
    return own | {name: os.environ[name] for name in _HANDED_ON if name in os.environ}


async def _ended(process: asyncio.subprocess.Process, watch: Watch, seconds: float) -> int:
    try:
        async with asyncio.timeout(seconds):
            return await watch.until_done(asyncio.ensure_future(process.wait()))
    except TimeoutError:
        raise InvalidInput("document_too_heavy", field="file") from None
    finally:
        _kill(process.pid)
        await asyncio.shield(watch.until_gone())


def _kill(group: int) -> None:
    """Also after a good end: a job may have left something running."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def _outcome(verb: Verb[OrderT, ResultT], status: int, answer: IO[bytes]) -> ResultT:
    if -status in _EXHAUSTED or os.fstat(answer.fileno()).st_size > MOST_ANSWER:
        raise InvalidInput("document_too_heavy", field="file")
    answer.seek(0)
    said = answer.read()
    try:
        if status == Status.DONE:
            return verb.result.model_validate_json(said)
        _tell(verb.name, status, said)
    except ValidationError:
        log.warning("workshop_answer_malformed", verb=verb.name, status=status)
    raise InvalidInput("document_broken", field="file")


def _tell(name: str, status: int, said: bytes) -> None:
    """Raise what the job said; return if it said that it failed."""
    if status == Status.REFUSED:
        refusal = Refusal.model_validate_json(said)
        raise InvalidInput(refusal.code, field=refusal.field or "file")
    failure = Failure(error=f"exit {status}", at="?") if status < 0 else Failure.model_validate_json(said)
    log.warning("workshop_job_failed", verb=name, error=failure.error, at=failure.at)
    if status == Status.UNFIT:
        raise RuntimeError(f"the workshop cannot do {name}: {failure.error} at {failure.at}")


def _sweep(folder: Path, moment: datetime) -> int:
    return sum(_swept(found, moment.timestamp()) for found in list(folder.glob(f"{PREFIX}*")))


def _swept(bench: Path, moment: float) -> bool:
    """False also for what another worker has swept in the meantime, for other people's, and for what is no folder."""
    with suppress(FileNotFoundError):
        found = bench.stat()
        if S_ISDIR(found.st_mode) and found.st_mtime <= moment and found.st_uid == os.getuid():
            return _cleared(bench)
    return False


def _held(folder: Path) -> int:
    """A lock on the folder itself, which the kernel lets go when its process ends, however it ends (flock(2))."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def _cleared(bench: Path) -> bool:
    """Whether nobody held it, so that it could be deleted."""
    descriptor = os.open(bench, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(bench)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
