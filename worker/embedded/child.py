"""One operating-system process of the stack: its own session, its log file, its orderly end."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from worker.embedded.account import Account
from worker.embedded.failure import StackFailed

HURRIED_SECONDS = 1.0
POLL_SECONDS = 0.05
LOG_LIMIT_BYTES = 10 * 1024 * 1024
TAIL_BYTES = 4_096


@dataclass(frozen=True)
class Command:
    """What to run, where its output goes, and how it is asked to end: signals, each with its seconds of patience."""

    name: str
    argv: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(repr=False)
    account: Account | None = None
    farewell: tuple[tuple[signal.Signals, float], ...] = ((signal.SIGTERM, 15.0),)


class Child:
    """A running process. It never sees the terminal's Ctrl-C: only the supervisor ends it."""

    def __init__(self, command: Command, process: asyncio.subprocess.Process) -> None:
        self.command = command
        self._process = process

    @classmethod
    async def launch(cls, command: Command) -> "Child":
        """Start the process; raises ``StackFailed("program_missing")`` when it cannot be executed."""
        with open_log(command.log) as output:
            try:
                process = await _execute(command, output)
            except OSError as error:
                raise StackFailed("program_missing", f"{command.argv[0]}: {error.strerror}") from error
        return cls(command, process)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative: the signal that ended it."""
        return self._process.returncode

    async def ended(self) -> int:
        """Wait for its end; returns the exit code."""
        return await self._process.wait()

    async def stop(self, hurry: asyncio.Event) -> None:
        """Ask with each signal of the farewell in turn, then SIGKILL. ``hurry`` cuts every wait to a second."""
        for sign, patience in self.command.farewell:
            if self.exit_code is None:
                self._signal(sign)
                await self._wait_for_end(patience, hurry)
        if self.exit_code is None:
            self._signal(signal.SIGKILL)
            await self.ended()

    def tail(self) -> str:
        """The last lines of its log."""
        with self.command.log.open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - TAIL_BYTES))
            return log.read().decode(errors="replace").strip()

    def _signal(self, sign: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self._process.send_signal(sign)

    async def _wait_for_end(self, patience: float, hurry: asyncio.Event) -> None:
        end = asyncio.create_task(self.ended())
        if hurry.is_set():
            await asyncio.wait({end}, timeout=HURRIED_SECONDS)
        else:
            hurried = asyncio.create_task(hurry.wait())
            await asyncio.wait({end, hurried}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            hurried.cancel()
        end.cancel()


Launch = Callable[[Command], Awaitable[Child]]


async def until_ready(child: Child, ready: Callable[[], Awaitable[bool]], limit: float) -> None:
    """Poll until ``ready``; ``StackFailed`` with the tail of the log when it ends before, or ``limit`` seconds pass."""
    name, clock = child.command.name, asyncio.get_running_loop().time
    deadline = clock() + limit
    while not await ready():
        if child.exit_code is not None:
            detail = f"{name} ended with {child.exit_code} before it was ready, see {child.command.log}"
            raise StackFailed("start_failed", detail, log_tail=child.tail())
        if clock() > deadline:
            detail = f"{name} was not ready after {limit:.0f} s, see {child.command.log}"
            raise StackFailed("start_timeout", detail, log_tail=child.tail())
        await asyncio.sleep(POLL_SECONDS)


def open_log(path: Path) -> IO[bytes]:
    """Append to the log; one that has grown past 10 MB is put aside as ``.1`` first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(path.suffix + ".1"))
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


async def _execute(command: Command, output: IO[bytes]) -> asyncio.subprocess.Process:
    account = command.account
    return await asyncio.create_subprocess_exec(
        *command.argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=asyncio.subprocess.STDOUT,
        env=dict(command.environment),
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def bare_environment(home: Path) -> dict[str, str]:
    """For servers: nothing of ours may change them (``PG*``, ``TEMPORAL_*``, proxies), no secret reaches them."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return {**kept, "HOME": str(home), "LC_ALL": "C", "TZ": "UTC"}
