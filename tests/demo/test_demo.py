"""The command itself: loud when a case is out of place, and a whole stack of its own from nothing to nothing."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from typer.testing import CliRunner

from activities.letters.catalogue import LABELS
from api.cli import demo as command
from api.cli import main
from api.demo.cases import CASES
from api.demo.cases_own_records import REQUESTS
from api.demo.table import Report, row_of
from schemas.own_records import OwnRecordOutcome
from schemas.vocabulary import Outcome
from tests.demo.paper_agency import ANY_DAY, played, sample
from tests.embedded.conftest import private_folder


@pytest.mark.usefixtures("on_paper")
def test_one_case_out_of_place_ends_the_command_with_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = sample("not-found")
    tampered = replace(case, end=replace(case.end, outcome=Outcome.DISCLOSED))

    async def standing(*_: object) -> Report:
        (result,) = await played((tampered,))
        return Report(run="run", today=ANY_DAY.today, seconds=1.0, cases=(row_of(result),))

    monkeypatch.setattr(command, "_standing", standing)
    answer = CliRunner().invoke(main.command_line("demo"), ["demo", "--json"])
    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["well"] is False
    assert "not-found" in answer.stderr
    assert "outcome: expected disclosed, found not_found" in answer.stderr


@pytest.mark.whole_stack
def test_a_fresh_demo_plays_everything_verifies_it_and_leaves_nothing() -> None:
    """Starts a whole stack of its own in a subprocess, a minute."""
    with private_folder() as folder:
        done = _fresh_demo(folder)
        assert done.returncode == 0, done.stderr
        report = json.loads(done.stdout)
        assert [path.name for path in folder.iterdir()] == ["letters"]
        assert {path.stem for path in (folder / "letters").iterdir()} == set(LABELS)
        assert [process for process in psutil.process_iter(["cmdline"]) if _names(process, folder)] == []
    assert report["well"] is True
    assert report["verified"] == len(CASES) + len(REQUESTS)
    assert report["missing"] == []
    assert [letter["code"] for letter in report["letters"]] == list(LABELS)
    assert {row["outcome"] for row in report["requests"]} == set(OwnRecordOutcome)
    rows = {row["key"]: row for row in report["cases"]}
    assert {key: (row["state"], row["outcome"]) for key, row in rows.items()} == {
        case.key: (case.end.state, case.end.outcome) for case in CASES
    }
    for case in CASES:
        row = rows[case.key]
        counts = (len(case.end.events), len(case.end.letters), len(case.papers) + len(case.edits))
        assert (row["events"], row["letters"], row["documents"]) == counts


def _fresh_demo(folder: Path) -> subprocess.CompletedProcess[str]:
    daylight = Path(sys.executable).with_name("daylight")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DAYLIGHT_")}
    return subprocess.run(
        [str(daylight), "demo", "--fresh", "--json", "--out", str(folder / "letters")],
        env={**environment, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _names(process: psutil.Process, folder: Path) -> bool:
    return any(str(folder) in part for part in process.info["cmdline"] or ())
