"""``daylight demo --fresh`` in a process of its own, and what it left behind."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

WAIT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class FreshRun:
    """``left``: names in its temporary folder; ``running``: processes that still name it."""

    status: int
    report: Any
    said: str
    letters: Path
    left: tuple[str, ...]
    running: tuple[int, ...]

    @property
    def release(self) -> Path:
        return self.letters / "release"


def fresh_run(folder: Path) -> FreshRun:
    """Play everything on a stack of its own in ``folder``."""
    daylight, letters = Path(sys.executable).with_name("daylight"), folder / "letters"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DAYLIGHT_")}
    done = subprocess.run(
        [str(daylight), "demo", "--fresh", "--json", "--out", str(letters)],
        env={**environment, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=WAIT_SECONDS,
        check=False,
    )
    return FreshRun(
        status=done.returncode,
        report=json.loads(done.stdout) if done.stdout else None,
        said=done.stderr,
        letters=letters,
        left=tuple(path.name for path in folder.iterdir()),
        running=tuple(process.pid for process in psutil.process_iter(["cmdline"]) if _names(process, folder)),
    )


def _names(process: psutil.Process, folder: Path) -> bool:
    return any(str(folder) in part for part in process.info["cmdline"] or ())
