"""The sample cases on paper: they end where they must on any day, and a wrong end is not overlooked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from api.demo import check
from api.demo.cases import CASES
from api.demo.days import Days
from api.demo.run import doubles_marked, play_all
from schemas.vocabulary import LetterKind, Outcome, Remedy, State, StatuteId
from tests.demo.paper_agency import CALENDAR, PaperAgency, played, sample
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
async def test_the_statute_of_2007_gives_the_due_date_of_its_worked_example() -> None:
    (result,) = await played((sample("statute-2007"),))
    assert result.found is not None
    assert result.found.view.summary.due_on == date(2019, 6, 4)
    assert result.found.view.summary.statute is StatuteId.CN_OGI_2007


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
    agency = PaperAgency(spring.today, no_holidays)
    (result,) = await play_all(agency, (sample("disclosed"),), spring, "run", lambda _: None)
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
