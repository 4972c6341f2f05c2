"""The forecast: what the closed cases of an agency say about one that is open, and how it is worked out."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.forecast import (
    ENOUGH_CASES,
    ORDER,
    BasisKind,
    Passage,
    Period,
    Stage,
    StageRow,
    Standing,
)
from schemas.law.versions import statute_for
from schemas.oversight import CaseQuery
from schemas.vocabulary import Outcome
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.forecast import (
    HORIZON,
    Experience,
    chance_to_miss,
    default_chance,
    experience_of,
    forecast,
    standing_of,
)
from workflows.rules.learning import MOST_CASES, learned_from, period_of
from workflows.rules.national import national_calendar
from workflows.rules.passages import counted, passages_of, resumes_on

CALENDAR = WorkingCalendar.of(national_calendar())
CASE, AGENCY = UUID(int=1), UUID(int=2)
STATUTE = statute_for(date(2026, 5, 11))
LIMIT = STATUTE.consultation_limit
FIRST, LAST = date(2025, 5, 11), date(2026, 5, 10)


def on(text: str) -> date:
    return date.fromisoformat(text)


def experience(*passages: Passage, cases: int = 40) -> Experience:
    return experience_of(Period(agency_id=AGENCY, closed_from=FIRST, closed_until=LAST, cases=cases), passages)


def approval(remained: int, stayed: int = 1, outcome: Outcome | None = None) -> Passage:
    return Passage(stage=Stage.APPROVAL, outcome=outcome, stayed=stayed, remained=remained)


def standing(left: int, spent: int = 0, outcome: Outcome | None = None, *, over: bool = False) -> Standing:
    return Standing(stage=Stage.APPROVAL, outcome=outcome, spent=spent, left=left, over=over)


HALF_AND_HALF = experience(*[approval(2)] * 20, *[approval(6, stayed=4)] * 20)
"""Twenty needed two more working days from the draft on, twenty six."""


def row(n: int, stage: Stage, entered_on: str, left_on: str | None, **told: object) -> StageRow:
    usual = {"case_id": CASE, "n": n, "agency_id": AGENCY, "course": 1, "counts": True, "seq": n}
    return StageRow.model_validate({**usual, "stage": stage, "entered_on": entered_on, "left_on": left_on, **told})


PLAIN = (
    row(1, Stage.REGISTRATION, "2026-05-11", "2026-05-11", course=0, counts=False),
    row(2, Stage.ACCEPTANCE, "2026-05-11", "2026-05-12"),
    row(3, Stage.SEARCH, "2026-05-12", "2026-05-15"),
    row(4, Stage.REVIEW, "2026-05-15", "2026-05-19"),
    row(5, Stage.DRAFTING, "2026-05-19", "2026-05-20"),
    row(6, Stage.APPROVAL, "2026-05-20", "2026-05-22", outcome=Outcome.DISCLOSED),
    row(7, Stage.DISPATCH, "2026-05-22", "2026-05-25", outcome=Outcome.DISCLOSED),
    row(8, Stage.DONE, "2026-05-25", None, counts=False),
)


def told(rows: tuple[StageRow, ...]) -> list[tuple[str, int, int]]:
    return [(one.stage, one.stayed, one.remained) for one in passages_of(rows, LIMIT, CALENDAR)]


def test_the_passages_of_a_plain_case() -> None:
    assert told(PLAIN) == [
        ("registration", 0, 10),
        ("acceptance", 1, 10),
        ("search", 3, 9),
        ("review", 2, 6),
        ("drafting", 1, 4),
        ("approval", 2, 3),
        ("dispatch", 1, 1),
    ]
    drafted = [one.outcome for one in passages_of(PLAIN, LIMIT, CALENDAR)]
    assert drafted == [None] * 5 + [Outcome.DISCLOSED] * 2


def test_a_returned_draft_passes_drafting_and_approval_twice() -> None:
    rows = (
        row(1, Stage.DRAFTING, "2026-05-11", "2026-05-12"),
        row(2, Stage.APPROVAL, "2026-05-12", "2026-05-14"),
        row(3, Stage.DRAFTING, "2026-05-14", "2026-05-15"),
        row(4, Stage.APPROVAL, "2026-05-15", "2026-05-18"),
        row(5, Stage.DISPATCH, "2026-05-18", "2026-05-19"),
        row(6, Stage.DONE, "2026-05-19", None, counts=False),
    )
    assert told(rows) == [
        ("drafting", 1, 6),
        ("approval", 2, 5),
        ("drafting", 1, 3),
        ("approval", 1, 2),
        ("dispatch", 1, 1),
    ]


def test_a_corrected_application_ends_one_limit_and_begins_another() -> None:
    """Nothing is learned from the days on which the applicant is waited for."""
    rows = (
        row(1, Stage.ACCEPTANCE, "2026-05-11", "2026-05-13"),
        row(2, Stage.ACCEPTANCE, "2026-05-13", "2026-05-25", course=2, counts=False),
        row(3, Stage.ACCEPTANCE, "2026-05-25", "2026-05-26", course=2),
        row(4, Stage.SEARCH, "2026-05-26", "2026-05-29", course=2),
        row(5, Stage.DONE, "2026-05-29", None, course=2, counts=False),
    )
    assert told(rows) == [("acceptance", 2, 2), ("acceptance", 1, 4), ("search", 3, 3)]


def test_nothing_is_learned_from_a_reply_that_was_ordered() -> None:
    rows = (*PLAIN[:-1], row(8, Stage.DONE, "2026-05-25", "2026-07-01", counts=False))
    ordered = row(9, Stage.SEARCH, "2026-07-01", "2026-08-31", course=2, ordered=True)
    assert told((*rows, ordered, row(10, Stage.DONE, "2026-08-31", None, counts=False))) == told(PLAIN)


def test_days_on_which_others_are_waited_for_do_not_count() -> None:
    """Delivered with an answer due by Mon 2026-06-08, answered 06-03; a silent one counts again after its lapse."""
    answered = row(1, Stage.CONSULTATION, "2026-05-18", "2026-06-03", until_on="2026-06-08")
    silent = row(1, Stage.CONSULTATION, "2026-05-18", "2026-06-10", until_on="2026-06-08")
    assert counted(answered, on("2026-06-03"), LIMIT, CALENDAR) == 0
    assert counted(silent, on("2026-06-10"), LIMIT, CALENDAR) == 2
    unproven = row(1, Stage.CONSULTATION, "2026-05-18", None, asked_on="2026-05-18")
    assert resumes_on(unproven, LIMIT, CALENDAR) == on("2026-06-08")


class Open:
    """An open case in the making: any stay, with what the rule wants to know besides."""

    def __init__(self, stay: StageRow, due_on: str | None) -> None:
        self.entered_on, self.counts = stay.entered_on, stay.counts
        self.asked_on, self.until_on = stay.asked_on, stay.until_on
        self.stage, self.outcome, self.extendable = stay.stage, stay.outcome, stay.extendable
        self.due_on = on(due_on) if due_on else None


@pytest.mark.parametrize("today", ["2026-05-20", "2026-06-05", "2026-06-08"])
def test_while_others_are_waited_for_the_days_left_stand_still(today: str) -> None:
    waiting = row(1, Stage.CONSULTATION, "2026-05-18", None, until_on="2026-06-08", extendable=True)
    found = standing_of(Open(waiting, "2026-06-25"), on(today), STATUTE, CALENDAR)
    assert (found.left, found.spent, found.over, found.extend_by) == (12, 0, False, on("2026-06-25"))


def test_who_is_asked_on_the_last_day_stops_nothing() -> None:
    asked = row(3, Stage.CONSULTATION, "2026-06-08", None, asked_on="2026-06-08")
    found = standing_of(Open(asked, "2026-06-08"), on("2026-06-08"), STATUTE, CALENDAR)
    assert (found.left, found.over) == (0, False)


def test_while_the_applicant_is_waited_for_a_whole_limit_is_ahead() -> None:
    waiting = row(2, Stage.ACCEPTANCE, "2026-05-13", None, course=2, counts=False)
    found = standing_of(Open(waiting, "2026-06-08"), on("2026-07-01"), STATUTE, CALENDAR)
    assert (found.left, found.over, found.extend_by) == (STATUTE.answer_limit, False, None)


@pytest.mark.parametrize(
    ("today", "extendable", "extend_by"),
    [("2026-06-08", True, "2026-06-08"), ("2026-06-09", True, None), ("2026-06-08", False, None)],
)
def test_an_extension_can_be_told_until_the_limit_ends(today: str, extendable: bool, extend_by: str | None) -> None:
    """Not once it is over, nor where the limit was extended or ordered."""
    stay = row(3, Stage.SEARCH, "2026-05-12", None, extendable=extendable)
    found = standing_of(Open(stay, "2026-06-08"), on(today), STATUTE, CALENDAR)
    assert found.extend_by == (on(extend_by) if extend_by else None)
    assert found.over == (today > "2026-06-08")


def test_the_worked_example() -> None:
    assert round(default_chance(Stage.APPROVAL, 4), 3) == 0.232
    expected = (20 + 5 * default_chance(Stage.APPROVAL, 4)) / (40 + 5)
    assert chance_to_miss(HALF_AND_HALF, standing(left=4)) == pytest.approx(expected)
    assert round(expected, 3) == 0.470


def test_who_stayed_as_long_is_what_counts() -> None:
    """After two days in approval only the slow ones are left; thirty of them are enough to go by."""
    slow = experience(*[approval(2)] * 30, *[approval(6, stayed=4)] * 30, cases=60)
    fresh, waiting = chance_to_miss(slow, standing(left=3)), chance_to_miss(slow, standing(left=3, spent=2))
    assert fresh < 0.5 < 0.75 < waiting


def test_past_the_longest_stay_that_thirty_reached_these_thirty_count() -> None:
    assert HALF_AND_HALF.still_needed((Stage.APPROVAL, None), 3) == HALF_AND_HALF.still_needed(
        (Stage.APPROVAL, None), 1
    )


def test_the_drafted_outcome_counts_where_it_is_known() -> None:
    mixed = experience(
        *[approval(2, outcome=Outcome.DISCLOSED)] * 40, *[approval(9, outcome=Outcome.REFUSED)] * 40, cases=80
    )
    unknown, given, refused = (
        chance_to_miss(mixed, standing(5, outcome=outcome)) for outcome in (None, Outcome.DISCLOSED, Outcome.REFUSED)
    )
    assert given < unknown < refused
    basis = forecast(mixed, standing(5, outcome=Outcome.REFUSED)).basis
    assert (basis.cases, basis.passages, basis.with_outcome) == (80, 80, 40)


def test_with_fewer_than_thirty_closed_cases_the_stated_default_holds_and_is_named() -> None:
    few = experience(*[approval(9)] * 29, cases=ENOUGH_CASES - 1)
    found = forecast(few, standing(left=4))
    assert found.chance == round(default_chance(Stage.APPROVAL, 4), 3)
    assert (found.basis.kind, found.basis.cases, found.basis.passages) == (BasisKind.DEFAULT, 29, 0)
    own = forecast(experience(*[approval(9)] * 30, cases=ENOUGH_CASES), standing(left=4))
    assert (own.basis.kind, own.basis.passages) == (BasisKind.OWN, 30)


def test_the_default_is_what_it_is_said_to_be() -> None:
    """Twelve of twenty working days on average, and one case in ten too late."""
    mean = sum(default_chance(Stage.ACCEPTANCE, left) for left in range(HORIZON))
    assert mean == pytest.approx(12, abs=0.01)
    assert 0.09 < default_chance(Stage.ACCEPTANCE, 20) < 0.11


def test_a_limit_that_is_over_is_missed() -> None:
    assert chance_to_miss(HALF_AND_HALF, standing(left=0, over=True)) == 1
    assert chance_to_miss(HALF_AND_HALF, standing(left=0)) < 1


def test_a_forecast_names_the_cases_it_rests_on_and_what_is_ahead() -> None:
    found = forecast(HALF_AND_HALF, standing(left=4).model_copy(update={"extend_by": on("2026-06-08")}))
    assert found.basis.query == CaseQuery(agency=AGENCY, open=False, closed_from=FIRST, closed_until=LAST)
    assert [(one.stage, one.median, one.ninetieth) for one in found.stages] == [("approval", 1, 4), ("dispatch", 0, 3)]
    assert (found.usual, found.slow, found.extend_by) == (2, 6, on("2026-06-08"))


def test_what_is_closed_today_counts_from_tomorrow() -> None:
    assert learned_from(on("2026-05-11")) == (on("2025-05-11"), on("2026-05-10"))


def test_of_too_many_cases_the_newest_whole_days_are_used() -> None:
    days = [LAST - timedelta(days=n // 10) for n in range(MOST_CASES + 1)]
    found = period_of(AGENCY, days, (FIRST, LAST))
    assert (found.closed_from, found.cases) == (LAST - timedelta(days=49), MOST_CASES)
    assert period_of(AGENCY, days[:-1], (FIRST, LAST)).closed_from == FIRST


passages = st.builds(
    lambda stage, outcome, stayed, later: Passage(stage=stage, outcome=outcome, stayed=stayed, remained=stayed + later),
    st.sampled_from(ORDER[:-1]),
    st.sampled_from([None, Outcome.DISCLOSED, Outcome.REFUSED]),
    st.integers(0, 12),
    st.integers(0, 60),
)
experiences = st.builds(
    lambda found, times, cases: experience(*(found * times), cases=cases),
    st.lists(passages, max_size=12),
    st.integers(1, 12),
    st.sampled_from([0, 29, 30, 500]),
)
standings = st.builds(
    Standing,
    stage=st.sampled_from(ORDER[:-1]),
    outcome=st.sampled_from([None, Outcome.DISCLOSED, Outcome.NOT_FOUND]),
    spent=st.integers(0, 300),
    left=st.integers(0, 300),
)


@given(experiences, standings)
def test_a_chance_is_never_outside_of_nought_and_one(known: Experience, case: Standing) -> None:
    found = forecast(known, case)
    assert 0 <= found.chance <= 1
    assert 0 <= found.usual <= found.slow <= HORIZON


@given(experiences, standings, st.integers(1, 60))
def test_more_days_left_never_raise_the_chance(known: Experience, case: Standing, more: int) -> None:
    later = case.model_copy(update={"left": case.left + more})
    assert chance_to_miss(known, later) <= chance_to_miss(known, case)


@given(
    st.lists(passages, max_size=40).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))), standings
)
def test_the_order_of_the_cases_makes_no_difference(
    orders: tuple[list[Passage], list[Passage]], case: Standing
) -> None:
    assert forecast(experience(*orders[0]), case) == forecast(experience(*orders[1]), case)


@given(st.lists(passages, min_size=1, max_size=40), standings, st.integers(1, 30))
def test_slower_cases_never_lower_the_chance(found: list[Passage], case: Standing, slower: int) -> None:
    late = [one.model_copy(update={"remained": one.remained + slower}) for one in found]
    assert chance_to_miss(experience(*late), case) >= chance_to_miss(experience(*found), case)


@given(st.lists(passages, max_size=40), standings)
def test_thirty_on_the_same_side_never_make_it_certain(found: list[Passage], case: Standing) -> None:
    near = case.model_copy(update={"left": case.left % 30})
    assert 0 < chance_to_miss(experience(*found), near) < 1
