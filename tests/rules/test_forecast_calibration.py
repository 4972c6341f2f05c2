"""What the forecast says comes true as often as it says, in a small synthetic year without a look ahead."""

from datetime import date
from uuid import UUID

import pytest

from schemas.forecast import ENOUGH_CASES
from tests.bench.forecast import (
    CALENDAR,
    GAIN,
    STATUTE,
    WITHIN,
    AgencyAtWork,
    Said,
    brier,
    experience_on,
    said_in_the_year,
    tenths,
    widest_gap,
    world,
)
from workflows.rules.passages import passages_of

SMALL = (AgencyAtWork(UUID(int=1), 260, 1.0), AgencyAtWork(UUID(int=5), 12, 1.0))


@pytest.fixture(scope="module")
def said() -> list[Said]:
    return said_in_the_year(world(SMALL))


def test_predicted_and_actual_share_agree_in_every_tenth(said: list[Said]) -> None:
    judged = [tenth for tenth in tenths(said) if tenth.within is not None]
    assert len(judged) >= 5
    assert widest_gap(said) <= WITHIN, judged


def test_it_tells_more_than_the_base_rate(said: list[Said]) -> None:
    score, base = brier(said)
    assert 1 - score / base >= GAIN


def test_the_table_would_show_a_forecast_that_is_wrong(said: list[Said]) -> None:
    """The measure itself: halved chances lie outside the bounds, and score worse."""
    halved = [Said(one.chance / 2, one.missed) for one in said]
    assert widest_gap(halved) > WITHIN
    assert brier(halved)[0] > brier(said)[0]


def test_what_a_day_knows_does_not_change_when_later_cases_turn_out_otherwise() -> None:
    own = sorted((case for case in world(SMALL[:1])), key=lambda case: case.done_on)
    passages = [passages_of(case.rows, STATUTE.consultation_limit, CALENDAR) for case in own]
    done = [case.done_on for case in own]
    today = date(2025, 6, 3)
    upto = sum(1 for day in done if day < today)
    known = experience_on(UUID(int=1), today, done, passages)
    assert known.period.cases >= ENOUGH_CASES
    later = [passages[0] if n >= upto else those for n, those in enumerate(passages)]
    assert experience_on(UUID(int=1), today, done, later) == known
