"""``daylight up`` as a newcomer starts it: how soon it is ready, what its processes use, and its orderly end."""

import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

READY_SECONDS = 180.0
END_SECONDS = 60.0


@dataclass
class RunningStack:
    """A running ``daylight up``."""

    folder: Path
    process: subprocess.Popen[bytes]
    ready_seconds: float

    def members(self) -> dict[str, list[psutil.Process]]:
        """The processes of the tree by the name the stack gives them; what lies below a server belongs to it."""
        run = json.loads((self.folder / "run.json").read_text())
        top = psutil.Process(self.process.pid)
        named = {name: psutil.Process(record["pid"]) for name, record in run["processes"].items() if name != "initdb"}
        return {"up": [top], **{name: [one, *one.children(recursive=True)] for name, one in named.items()}}

    def stop(self) -> float:
        """End it as Ctrl-C does; seconds it took."""
        began = time.perf_counter()
        self.process.terminate()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return time.perf_counter() - began


async def start_stack(folder: Path, port: int) -> RunningStack:
    """Start it and wait until ``/readyz`` says so. Raises ``RuntimeError`` with its output when it does not come up."""
    program, log = Path(sys.executable).with_name("daylight"), folder.with_suffix(".log")
    began = time.perf_counter()
    with log.open("ab") as output:
        command = [str(program), "up", "--data", str(folder), "--port", str(port)]
        process = subprocess.Popen(  # noqa: ASYNC220 - nothing else happens here meanwhile
            command, stdout=output, stderr=output, env=plain_environment(), start_new_session=True
        )
    async with httpx.AsyncClient(trust_env=False, timeout=5) as http:
        while not await _ready(http, port):
            if process.poll() is not None or time.perf_counter() - began > READY_SECONDS:
                process.terminate()
                raise RuntimeError(f"daylight up did not get ready:\n{log.read_text()[-2000:]}")
            await asyncio.sleep(0.05)
    return RunningStack(folder, process, time.perf_counter() - began)


def plain_environment() -> dict[str, str]:
    """As on a newcomer's machine: no settings, and bytecode is kept, which the workflow sandbox reads at every run."""
    left_out = ("DAYLIGHT_", "PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME")
    return {name: value for name, value in os.environ.items() if not name.startswith(left_out)}


async def _ready(http: httpx.AsyncClient, port: int) -> bool:
    try:
        return (await http.get(f"http://127.0.0.1:{port}/readyz")).is_success
    except httpx.HTTPError:
        return False


@dataclass
class CpuWatch:
    """Processor seconds of groups of processes while it runs."""

    groups: dict[str, list[psutil.Process]]
    used: dict[str, float] = field(default_factory=dict)
    _before: dict[str, float] = field(default_factory=dict)

    def start(self) -> None:
        self._before = self._read()

    def stop(self) -> None:
        after = self._read()
        self.used = {name: self.used.get(name, 0) + after[name] - self._before[name] for name in after}

    def _read(self) -> dict[str, float]:
        """Processes below a group's first are looked up anew: PostgreSQL makes one for every connection."""
        return {name: sum(map(_seconds, _family(group[0], name))) for name, group in self.groups.items()}


def _family(first: psutil.Process, name: str) -> list[psutil.Process]:
    return [first, *first.children(recursive=True)] if name == "postgres" else [first]


def _seconds(process: psutil.Process) -> float:
    """Own time; that of ended children counts with their parent, so nothing is lost."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def memory(members: dict[str, list[psutil.Process]]) -> dict[str, dict[str, float]]:
    """Megabytes of each part: PSS shares common pages out, RSS counts them in every process."""
    return {name: {"pss_mb": _sum(group, "pss"), "rss_mb": _sum(group, "rss")} for name, group in members.items()}


def _sum(group: list[psutil.Process], kind: str) -> float:
    return round(sum(_bytes(process, kind) for process in group) / 1e6, 1)


def _bytes(process: psutil.Process, kind: str) -> int:
    try:
        return int(getattr(process.memory_full_info(), kind))
    except psutil.Error:
        return 0
