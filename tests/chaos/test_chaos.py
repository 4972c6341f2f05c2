"""A short run of chaos: every kind of fault once, and every promise of the engine held."""

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.clock_jumps import library
from tests.chaos.disk_full import refusal
from tests.chaos.plan import KINDS, faults, jobs
from tests.chaos.report import Report
from tests.chaos.run import Special, Wish, run

SEED = 7
DISK_SECONDS = 270.0


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the account of PostgreSQL may pass through as well."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-tests-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def broken(report: Report) -> list[str]:
    """Everything that is wrong, to be read in the failure of a test."""
    return [*report.unfinished, *(f"{check.promise}: {wrong}" for check in report.checks for wrong in check.wrong)]


@pytest.mark.timeout(600)
async def test_nothing_acknowledged_is_lost_or_doubled_while_every_part_fails(place: Path) -> None:
    wish = Wish(cases=15, faults=len(KINDS), seed=SEED, minutes=8, clients=8, long=False)
    report = await run(wish, place)
    assert broken(report) == []
    assert all(check.looked_at for check in report.checks if not check.promise.startswith("what is recorded"))
    assert {(one.part, one.harm) for one in report.recoveries} == {*KINDS}


@pytest.mark.timeout(300)
@pytest.mark.skipif(library() is None, reason="libfaketime is not installed: apt-get install libfaketime")
async def test_a_clock_that_is_set_forth_and_back_moves_no_date_and_loses_nothing(place: Path) -> None:
    report = await run(Wish(cases=5, faults=0, seed=SEED, minutes=4, clients=3, only=Special.CLOCK), place)
    assert broken(report) == []


@pytest.mark.timeout(300)
@pytest.mark.skipif(refusal() is not None, reason="no file system can be mounted here without root (unshare -Urm)")
def test_a_full_disk_is_waited_out_and_loses_nothing(place: Path) -> None:
    told = place / "report.json"
    asked = ("--only", "disk", "--cases", "5", "--clients", "3", "--minutes", "3", "--seed", str(SEED))
    command = [sys.executable, "-m", "tests.chaos", *asked, "--json", str(told)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as played:
        try:
            said, _ = played.communicate(timeout=DISK_SECONDS)
        finally:
            played.terminate()  # in good order, should it still run: what it started ends with it
    assert told.exists(), (played.returncode, said)
    assert broken(Report.model_validate_json(told.read_text())) == []


def test_one_seed_gives_one_course_in_which_every_kind_of_fault_is_as_frequent() -> None:
    assert (jobs(50, 3), faults(50, 3)) == (jobs(50, 3), faults(50, 3))
    assert (jobs(50, 3), faults(50, 3)) != (jobs(50, 4), faults(50, 4))
    counted = Counter((fault.part, fault.harm) for fault in faults(10 * len(KINDS), 3))
    assert set(counted.values()) == {10}


def test_every_application_of_a_run_is_of_somebody_else() -> None:
    numbers = [job.case.applicant.identity_number for job in jobs(2500, 1)]
    assert len({*numbers}) == len(numbers)
