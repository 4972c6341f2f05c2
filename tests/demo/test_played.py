"""The sample cases on paper: they end where they must on any day, and a wrong end is not overlooked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from activities.letters.catalogue import LABELS
from api.demo import check
from api.demo.cases import CASES
from api.demo.cases_own_records import REQUESTS
from api.demo.coverage import missing, printed, save
from api.demo.days import Days
from api.demo.line import deadline_of, line_of
from api.demo.run import doubles_marked, play_all
from schemas.law.regulation_2007 import CN_OGI_2007
from schemas.own_records import OwnRecordOutcome
from schemas.vocabulary import LetterKind, Outcome, Remedy, State
from tests.demo.paper_agency import CALENDAR, played, requests_played, sample, stage_on
from tests.rules.naive_clock import NaiveClock
from workflows.rules.calendar import WorkingCalendar


def days_of(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(count))


HARD_DAYS = [
    *days_of(date(2025, 9, 26), 16),  # National Day with make-up days
    *days_of(date(2026, 2, 12), 20),  # Spring Festival
    *days_of(date(2026, 12, 28), 10),  # into a year without an official arrangement
    *days_of(date(2026, 11, 16), 7),  # a plain week
]


@pytest.mark.usefixtures("on_paper")
@pytest.mark.parametrize("today", HARD_DAYS, ids=str)
async def test_every_case_ends_where_it_must_whatever_the_day(today: date) -> None:
    results = await played(CASES, Days(today, CALENDAR))
    assert [(result.case.key, str(wrong)) for result in results for wrong in result.wrong] == []


@pytest.mark.usefixtures("on_paper")
async def test_every_request_for_correction_ends_where_it_must() -> None:
    results = await requests_played()
    assert [(result.request.key, str(wrong)) for result in results for wrong in result.wrong] == []


@pytest.mark.usefixtures("on_paper")
async def test_a_request_with_a_wrong_end_is_named() -> None:
    request = REQUESTS[0]
    wrong = replace(request, end=replace(request.end, outcome=OwnRecordOutcome.FORWARDED, letters=2))
    (result,) = await requests_played((wrong,))
    assert [point.what for point in result.wrong] == ["outcome", "letters"]


@pytest.mark.usefixtures("on_paper")
async def test_all_together_show_everything_and_what_is_left_out_is_named(tmp_path: Path) -> None:
    results, requests = await played(CASES), await requests_played()
    letters = printed(results, requests)
    assert missing(results, requests, letters) == ()
    shown = save(letters, tmp_path)
    assert [one.code for one in shown] == list(LABELS)
    assert [one.file for one in shown] == [str(tmp_path / f"{code}.pdf") for code in LABELS]
    assert sum(one.count for one in shown) == len(letters)
    fewer = [result for result in results if result.case.key != "joined"]
    left = missing(fewer, requests[1:], printed(fewer, requests[1:]))
    assert left == ("letter JOINDER", "outcome joined", "step join_application", "own-record outcome corrected")


@pytest.mark.parametrize("today", HARD_DAYS, ids=str)
def test_a_clock_that_walks_through_the_days_finds_every_due_date_too(today: date) -> None:
    days, walker = Days(today, CALENDAR), NaiveClock(CALENDAR.data)
    for case in CASES:
        line, counted = line_of(case, days), deadline_of(case, days)
        if line and counted:
            assert (case.key, walker.walk(line).due) == (case.key, counted.due)


@pytest.mark.usefixtures("on_paper")
async def test_the_statute_of_2007_gives_the_due_date_of_its_worked_example() -> None:
    (result,) = await played((sample("statute-2007"),))
    assert result.found is not None
    assert result.found.view.summary.due_on == date(2019, 6, 4)
    assert result.found.view.summary.statute == CN_OGI_2007.id


@pytest.mark.usefixtures("on_paper")
@pytest.mark.parametrize(
    ("tampered", "said"),
    [
        ({"state": State.ISSUED}, "state: expected issued, found closed"),
        ({"outcome": Outcome.REFUSED}, "outcome: expected refused, found disclosed"),
        ({"remedy": Remedy.NONE}, "remedy: expected none, found either"),
        ({"events": ("application_registered",)}, "events: expected application_registered, found"),
        ({"letters": (LetterKind.RECEIPT,)}, "letters: expected receipt, found receipt, reply"),
        ({"late": True}, "answered in time: expected False, found True"),
        ({"fee": 100}, "fee: expected 100, found None"),
    ],
)
async def test_a_wrong_expectation_is_named(tampered: dict[str, Any], said: str) -> None:
    case = sample("disclosed")
    (result,) = await played((replace(case, end=replace(case.end, **tampered)),))
    assert any(str(wrong).startswith(said) for wrong in result.wrong)


@pytest.mark.usefixtures("on_paper")
async def test_a_due_date_counted_by_another_calendar_is_wrong() -> None:
    no_holidays = WorkingCalendar.of(CALENDAR.data.model_copy(update={"off": (), "on": (), "version": "none"}))
    spring = Days(date(2026, 2, 27), CALENDAR)
    (result,) = await play_all(stage_on(spring, no_holidays), (sample("disclosed"),), lambda: None)
    assert "due date" in {wrong.what for wrong in result.wrong}


@pytest.mark.usefixtures("on_paper")
async def test_a_refused_step_is_a_case_that_was_not_played_to_its_end() -> None:
    case = sample("disclosed")
    (result,) = await played((replace(case, script=case.script[1:]),))
    assert [wrong.what for wrong in result.wrong] == ["script"]


@pytest.mark.usefixtures("on_paper")
async def test_a_broken_chain_is_seen() -> None:
    (result,) = await played((sample("disclosed"),))
    assert result.found is not None
    links = list(result.found.links)
    assert check.chain_state(links) == "whole"
    assert check.chain_state(links[1:]) == "broken at event 1"
    changed = {**links[3], "by": "nobody"}
    assert check.chain_state([*links[:3], changed, *links[4:]]) == "broken at event 4"


@pytest.mark.usefixtures("on_paper")
async def test_a_number_given_twice_is_wrong() -> None:
    case = sample("disclosed")
    first, second = [(await played((case,)))[0] for _ in range(2)]
    assert [bool(result.wrong) for result in doubles_marked([first, second])] == [False, True]
