"""The command itself: loud when a case is out of place, and a whole stack of its own from nothing to nothing."""

import json
from dataclasses import replace

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
from tests.demo.fresh_run import FreshRun
from tests.demo.paper_agency import ANY_DAY, played, sample


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
def test_a_fresh_demo_plays_everything_verifies_it_and_leaves_nothing(demo_run: FreshRun) -> None:
    assert demo_run.status == 0, demo_run.said
    assert (demo_run.left, demo_run.running) == (("letters",), ())
    report = demo_run.report
    assert report["well"] is True
    assert report["verified"] == len(CASES) + len(REQUESTS)
    assert report["missing"] == []
    assert [letter["code"] for letter in report["letters"]] == list(LABELS)
    assert {path.stem for path in demo_run.letters.iterdir()} == {
        *LABELS,
        "release",
        f"annual-report-{report['today'][:4]}",
    }
    assert {row["outcome"] for row in report["requests"]} == set(OwnRecordOutcome)
    rows = {row["key"]: row for row in report["cases"]}
    assert {key: (row["state"], row["outcome"]) for key, row in rows.items()} == {
        case.key: (case.end.state, case.end.outcome) for case in CASES
    }
    for case in CASES:
        row = rows[case.key]
        counts = (len(case.end.events), len(case.end.letters), len(case.papers) + len(case.edits))
        assert (row["events"] - row["rungs"], row["letters"], row["documents"]) == counts
