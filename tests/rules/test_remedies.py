"""What the applicant may do against a reply, and until when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InvalidInput
from schemas.vocabulary import Ground, Outcome, Remedy
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar
from workflows.rules.remedies import article_of, reconsideration_until, remedy_for, suit_until

CALENDAR = WorkingCalendar.of(national_calendar())
TODAY = date(2026, 6, 8)


@pytest.mark.parametrize(
    ("ground", "article"),
    [
        (Ground.STATE_SECRET, "14"),
        (Ground.FORBIDDEN_BY_LAW, "14"),
        (Ground.SECURITY_AND_STABILITY, "14"),
        (Ground.BUSINESS_SECRET, "15"),
        (Ground.PRIVACY, "15"),
        (Ground.INTERNAL_AFFAIRS, "16(1)"),
        (Ground.PROCESS_INFORMATION, "16(2)"),
        (Ground.ENFORCEMENT_FILE, "16(2)"),
    ],
)
def test_every_ground_has_its_article(ground: Ground, article: str) -> None:
    assert article_of(ground) == article


@pytest.mark.parametrize("ground", list(Ground))
def test_refusals_go_to_reconsideration_first_since_2024(ground: Ground) -> None:
    assert remedy_for(Outcome.REFUSED, (ground,), date(2023, 12, 31)) is Remedy.EITHER
    assert remedy_for(Outcome.REFUSED, (ground,), date(2024, 1, 1)) is Remedy.RECONSIDERATION_FIRST


def test_of_a_partial_disclosure_only_the_withheld_part_does() -> None:
    withheld = Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD
    assert remedy_for(Outcome.PARTLY_DISCLOSED, (Ground.PRIVACY,), TODAY) is withheld
    assert remedy_for(Outcome.PARTLY_DISCLOSED, (), TODAY) is Remedy.EITHER


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome.ALREADY_PUBLIC,
        Outcome.DISCLOSED,
        Outcome.NOT_FOUND,
        Outcome.NOT_THIS_AGENCY,
        Outcome.ABANDONED,
    ],
)
def test_other_replies_leave_the_choice(outcome: Outcome) -> None:
    assert remedy_for(outcome, (), TODAY) is Remedy.EITHER


def test_a_withdrawal_carries_no_remedy() -> None:
    assert remedy_for(Outcome.WITHDRAWN, (), TODAY) is Remedy.NONE


def test_before_2008_there_is_nothing_to_attack() -> None:
    with pytest.raises(InvalidInput, match="no_statute_in_force"):
        remedy_for(Outcome.DISCLOSED, (), date(2008, 4, 30))


def test_reconsideration_rolls_over_national_day() -> None:
    assert date(2026, 8, 5) + timedelta(days=60) == date(2026, 10, 4)
    assert reconsideration_until(date(2026, 8, 5), CALENDAR) == date(2026, 10, 8)


def test_suit_ends_with_a_shorter_month_and_rolls_if_asked() -> None:
    assert suit_until(date(2026, 8, 31)) == date(2027, 2, 28)
    assert suit_until(date(2027, 8, 31)) == date(2028, 2, 29)
    assert suit_until(date(2026, 4, 1)) == date(2026, 10, 1)
    assert suit_until(date(2026, 4, 1), CALENDAR) == date(2026, 10, 8)


def test_before_may_2015_a_suit_had_three_months() -> None:
    assert suit_until(date(2015, 4, 30)) == date(2015, 7, 30)
    assert suit_until(date(2015, 5, 1)) == date(2015, 11, 1)


@given(st.dates(date(2008, 5, 1), date(2099, 12, 31)))
def test_reconsideration_ends_on_a_working_day_no_earlier_than_sixty_days(served: date) -> None:
    until = reconsideration_until(served, CALENDAR)
    assert CALENDAR.is_working(until)
    assert 60 <= (until - served).days <= 75
