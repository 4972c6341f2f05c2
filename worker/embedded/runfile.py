"""Who runs on a data folder: a lock for the supervisor, and a list of its processes for the time after a SIGKILL."""

import fcntl
import os
import signal
from contextlib import suppress
from pathlib import Path

import psutil
import structlog
from pydantic import BaseModel, ValidationError

from worker.embedded.ending import runs, send, wait_for_end
from worker.embedded.failure import StackFailed
from worker.embedded.secrets import write_private

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

RUN_FILE = "run.json"
SAME_START_SECONDS = 2.0  # the start is counted from boot, and the clock may have been set meanwhile
PATIENCE_SECONDS = 15.0
KILL_SECONDS = 10.0


class Record(BaseModel):
    """A process: its number means nothing without the moment it was created (seconds since 1970)."""

    pid: int
    created: float
    stop_signal: int = signal.SIGTERM


class Run(BaseModel):
    """The content of ``run.json``; ``address`` is where people find the stack."""

    supervisor: Record
    address: str = ""
    processes: dict[str, Record] = {}


class RunFile:
    """``<data>/lock`` and ``<data>/run.json``."""

    def __init__(self, data_dir: Path) -> None:
        self._lock_path, self._path = data_dir / "lock", data_dir / RUN_FILE
        self._lock: int | None = None
        self._run = Run(supervisor=_record(os.getpid()))

    def claim(self) -> None:
        """Take the lock, or ``StackFailed("already_running")``; then end what an earlier supervisor left behind."""
        lock = os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise StackFailed("already_running", self._who_runs()) from None
        self._lock = lock
        _end_leftovers(_read(self._path))
        self._write()

    def note(self, name: str, pid: int, stop_signal: signal.Signals) -> None:
        """Remember a process that was just started."""
        with suppress(psutil.NoSuchProcess):
            self._run.processes[name] = _record(pid, stop_signal)
            self._write()

    def announce(self, address: str) -> None:
        """Remember where people find the stack."""
        self._run.address = address
        self._write()

    def release(self) -> None:
        """Forget everything and give the lock back; to be called when every process has ended."""
        if self._lock is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def _who_runs(self) -> str:
        run = _read(self._path)
        where = f" at {run.address}" if run and run.address else ""
        who = f" (process {run.supervisor.pid})" if run else ""
        return f"a stack is already running on {self._path.parent}{where}{who}"

    def _write(self) -> None:
        write_private(self._path, self._run.model_dump_json(indent=2))


def is_running_on(data_dir: Path) -> bool:
    """Whether the supervisor of this data folder lives."""
    run = _read(data_dir / RUN_FILE)
    return run is not None and _same_process(run.supervisor) is not None


def _read(path: Path) -> Run | None:
    try:
        return Run.model_validate_json(path.read_text())
    except (OSError, ValidationError):
        return None


def _record(pid: int, stop_signal: signal.Signals = signal.SIGTERM) -> Record:
    return Record(pid=pid, created=psutil.Process(pid).create_time(), stop_signal=stop_signal)


def _end_leftovers(run: Run | None) -> None:
    """Processes of the list that still live and are the same ones, last started first."""
    for name, record in reversed((run.processes if run else {}).items()):
        if process := _same_process(record):
            log.warning("process_left_over", process=name, pid=record.pid)
            _end(process, record.stop_signal)


def _same_process(record: Record) -> psutil.Process | None:
    with suppress(psutil.Error):
        process = psutil.Process(record.pid)
        if runs(process) and abs(process.create_time() - record.created) < SAME_START_SECONDS:
            return process
    return None


def _end(process: psutil.Process, stop_signal: int) -> None:
    send([process], stop_signal)
    if stubborn := wait_for_end([process], PATIENCE_SECONDS):
        send(stubborn, signal.SIGKILL)
        wait_for_end(stubborn, KILL_SECONDS)
