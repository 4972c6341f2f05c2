"""``make chaos``: applications filed and worked over HTTP while parts of the engine are killed, stopped and cut off.

Prints what was done, how soon work went on after each kind of fault, and what the audit finds; ends with 1 if a promise
was broken or the time did not suffice. ``--only`` plays one of the special faults instead.
"""

import argparse
import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from tests.bench import measurements
from tests.chaos.disk_full import refusal, within
from tests.chaos.report import Report, show, tables, write
from tests.chaos.run import Special, Wish, run
from worker.logs import configure_logging

SKIPPED, ENDED = 77, 143
"""Exit status for "cannot be done here", as automake has it; and for a run that was ended by SIGTERM."""

PYTEST = (sys.executable, "-m", "pytest", "--numprocesses", "0")
TESTS = {"poison": "tests/chaos/test_poison.py", "pool": "tests/chaos/test_exhausted.py"}
"""Special faults that need no process of their own: they are tests."""


def main() -> int:
    """Play what is asked for; the exit status."""
    asked = _asked()
    if asked.only in TESTS:
        return subprocess.run([*PYTEST, TESTS[asked.only]], check=False).returncode
    configure_logging("console", "ERROR")
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="daylight-chaos-"))
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    folder.chmod(0o711)  # the account that runs PostgreSQL for root must pass
    try:
        if asked.only == Special.DISK and not asked.mounted:
            return _on_a_small_disk(folder)
        return _told(asyncio.run(_run(_wish(asked), folder)), asked)
    except asyncio.CancelledError:
        return ENDED
    finally:
        if asked.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


async def _run(wish: Wish, folder: Path) -> Report:
    """The run; SIGTERM ends it as Ctrl-C does, and nothing is left running."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await run(wish, folder)


def _on_a_small_disk(folder: Path) -> int:
    """The same again, with a file system of its own on the folder."""
    if said := refusal():
        sys.stderr.write(f"skipped: this machine lets nobody mount without root: {said}\n")
        return SKIPPED
    with subprocess.Popen(within(folder, *sys.argv[1:], "--mounted", "--folder", str(folder))) as inner:
        signal.signal(signal.SIGTERM, lambda *_: inner.terminate())
        return inner.wait()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--cases", type=int, default=2000, help="applications to be filed")
    parser.add_argument("--faults", type=int, default=100, help="faults to be inflicted meanwhile")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another course")
    parser.add_argument("--minutes", type=float, default=40.0, help="for the work; then it stops where it is")
    parser.add_argument("--clients", type=int, default=12, help="applications worked at the same time")
    parser.add_argument("--only", choices=[*Special, *TESTS], help="play this fault alone, and no other")
    parser.add_argument("--folder", type=Path, help="keep data, logs and ledger here; empty or not there yet")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure to this file too")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/measurements.md")
    parser.add_argument("--mounted", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _wish(asked: argparse.Namespace) -> Wish:
    return Wish(asked.cases, asked.faults, asked.seed, asked.minutes, asked.clients, only=_special(asked))


def _special(asked: argparse.Namespace) -> Special | None:
    return Special(asked.only) if asked.only else None


def _told(report: Report, asked: argparse.Namespace) -> int:
    if asked.json:
        write(report, asked.json)
    if asked.write:
        name = f"faults, {asked.only}" if asked.only else "faults"
        measurements.write(name, _command(asked), tables(report), dict(report.machine))
    show(report, Console())
    return 0 if report.well else 1


def _command(asked: argparse.Namespace) -> str:
    course = f"python -m tests.chaos --cases {asked.cases} --faults {asked.faults} --seed {asked.seed}"
    return f"{course} --only {asked.only}" if asked.only else course


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # the Temporal client may abort while the interpreter finalises
