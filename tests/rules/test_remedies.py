"""What the applicant may do against a reply, and until when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InvalidInput
from schemas.law.remedies import REMEDY_LAWS
from schemas.vocabulary import Ground, Outcome, Remedy
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar
from workflows.rules.remedies import reconsideration_until, remedy_for, suit_until

CALENDAR = WorkingCalendar.of(national_calendar())
TODAY = date(2026, 6, 8)


@pytest.mark.parametrize("ground", list(Ground))
def test_refusals_go_to_reconsideration_first_since_2024(ground: Ground) -> None:
    assert remedy_for(Outcome.REFUSED, (ground,), date(2023, 12, 31)) is Remedy.EITHER
    assert remedy_for(Outcome.REFUSED, (ground,), date(2024, 1, 1)) is Remedy.RECONSIDERATION_FIRST


def test_of_a_partial_disclosure_only_the_withheld_part_does() -> None:
    withheld = Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD
    assert remedy_for(Outcome.PARTLY_DISCLOSED, (Ground.PRIVACY,), TODAY) is withheld
    assert remedy_for(Outcome.PARTLY_DISCLOSED, (), TODAY) is Remedy.EITHER


def test_of_several_items_only_the_withheld_ones_do() -> None:
    for outcome in (Outcome.REFUSED, Outcome.NOT_FOUND):
        remedy = remedy_for(outcome, (Ground.PRIVACY,), TODAY, mixed=True)
        assert remedy is Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD
    assert remedy_for(Outcome.NOT_FOUND, (), TODAY, mixed=True) is Remedy.EITHER


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.WITHDRAWN, Outcome.JOINED}))
def test_where_nothing_is_withheld_the_applicant_chooses(outcome: Outcome) -> None:
    assert remedy_for(outcome, (), TODAY) is Remedy.EITHER


def test_an_unpaid_fee_withholds_nothing_whatever_the_review_had_found() -> None:
    assert remedy_for(Outcome.FEE_UNPAID, (Ground.PRIVACY,), TODAY) is Remedy.EITHER


def test_a_special_register_goes_to_reconsideration_first_only_by_policy_and_since_2024() -> None:
    first, before = Remedy.RECONSIDERATION_FIRST, date(2023, 12, 31)
    assert remedy_for(Outcome.SPECIAL_REGISTER, (), TODAY, registers_first=True) is first
    assert remedy_for(Outcome.SPECIAL_REGISTER, (), before, registers_first=True) is Remedy.EITHER
    assert remedy_for(Outcome.NOT_FOUND, (), TODAY, registers_first=True) is Remedy.EITHER


@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.JOINED])
def test_the_applicants_own_act_and_a_joinder_carry_no_remedy(outcome: Outcome) -> None:
    assert remedy_for(outcome, (Ground.PRIVACY,), TODAY) is Remedy.NONE


def test_the_remedies_laws_stand_newest_first() -> None:
    days = [law.in_force_from for law in REMEDY_LAWS]
    assert days == sorted(days, reverse=True)


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
