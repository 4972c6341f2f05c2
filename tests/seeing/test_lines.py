"""Log lines: JSON, with request, case, actor and trace by their ids; and the guard that hears all of them."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
import structlog

from api.cli.setup import sample_member
from tests.api.test_privacy import assert_nothing_personal
from tests.log_guard import LISTENER, refuse_personal_lines, refuse_personal_logs
from tests.persons import personal_in, secrets
from tests.seeing.conftest import Watched
from tests.seeing.walk import CALLER, PERSON

Line = dict[str, Any]


def lines(watched: Watched, process: str) -> list[Line]:
    """Every line of a process; each must be JSON."""
    return [json.loads(line) for line in watched.logs[process].splitlines()]


def test_a_request_is_one_line_with_who_asked_about_which_case(watched: Watched) -> None:
    [line] = [one for one in lines(watched, "api") if one.get("request_id") == watched.walked.request_id]
    assert line["event"] == "request_answered"
    assert (line["method"], line["route"], line["status"]) == ("POST", "/api/applications/{case_id}/steps", 200)
    assert (line["case_id"], line["actor"]) == (watched.walked.case_id, str(sample_member("handler").id))
    assert (line["trace_id"], line["level"]) == (CALLER[0], "info")
    assert line["ms"] > 0


def test_an_address_that_is_no_case_id_is_not_taken_for_one(watched: Watched) -> None:
    told = [one for one in lines(watched, "api") if one["event"] == "request_answered" and one["status"] == 422]
    assert [one.get("case_id") for one in told] == [None]


def test_no_line_of_worker_or_api_names_a_person(watched: Watched) -> None:
    for text in watched.logs.values():
        assert_nothing_personal(text)
        assert personal_in(text) == frozenset()


def test_what_goes_well_is_not_warned_of(watched: Watched) -> None:
    warned = [one["event"] for name in watched.logs for one in lines(watched, name) if one["level"] != "info"]
    assert warned == []


@pytest.mark.parametrize("how", ["field", "argument", "exception"])
def test_the_guard_hears_a_name_however_it_is_logged(how: str) -> None:
    match how:
        case "field":
            structlog.get_logger("planted").info("planted", who=PERSON["name"])
        case "argument":
            logging.getLogger("planted").warning("planted %s", PERSON["identity_number"])
        case _:
            try:
                raise ValueError(PERSON["contact"]["phone"])
            except ValueError:
                logging.getLogger("planted").exception("planted")
    with pytest.raises(AssertionError, match="planted"):
        refuse_personal_lines()
    assert LISTENER.taken() == []


def test_the_guard_reads_the_logs_of_processes(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "worker.log").write_text('{"event": "letter_issued"}\n')
    refuse_personal_logs(tmp_path)
    (tmp_path / "logs" / "api.log").write_text(f'{{"event": "planted", "who": "{PERSON["name"]}"}}\n')
    with pytest.raises(AssertionError, match=r"api\.log"):
        refuse_personal_logs(tmp_path)


def test_everybody_the_demo_invents_is_known() -> None:
    assert {"王小明", "110101199003070011", "010-55550123", "阿依古丽·样本", "林承办"} <= secrets()
