"""An arrangement laid over a calendar: what it makes of it, what it is called, and what cannot be one."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from schemas.errors import InvalidInput
from workflows.rules.arrangement import (
    Dated,
    changed_days,
    check_arrangement,
    days_off,
    laid_over,
    says_the_same,
    usual_days_off,
    version_of,
    without_effect,
)
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import arranged_by_package, national_calendar

BASE = national_calendar()
ARRANGED = range(2008, 2027)
EVERY_WEEKDAY = [day for day in (date(2027, 1, 1) + timedelta(n) for n in range(365)) if day.isoweekday() < 6]


def days(off: Sequence[date], work: Sequence[date] = ()) -> list[Dated]:
    return [
        *(Dated(f"off.{n}", day, working=False) for n, day in enumerate(off)),
        *(Dated(f"work.{n}", day, working=True) for n, day in enumerate(work)),
    ]


def of_package(year: int) -> list[Dated]:
    held = arranged_by_package(year)
    assert held is not None
    return days(*held)


def on(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("year", ARRANGED)
def test_every_arrangement_there_was_is_accepted_and_changes_nothing_a_second_time(year: int) -> None:
    arrangement = of_package(year)
    check_arrangement(arrangement, year)
    assert says_the_same(laid_over(BASE, arrangement, year), BASE)


def test_2026_has_nineteen_weekdays_off_and_works_six_weekend_days() -> None:
    off, work = arranged_by_package(2026) or ((), ())
    assert (len(off), len(work)) == (19, 6)
    assert days_off({one.day: one.working for one in of_package(2026)}, 2026) == usual_days_off(2026) == 13
    assert usual_days_off(2024) == 11


def test_what_the_package_only_guesses_is_no_arrangement() -> None:
    assert arranged_by_package(2027) is None


def test_a_whole_year_drops_the_guess_and_becomes_official() -> None:
    arrangement = days([on("2027-01-01"), on("2027-01-04")])
    laid = WorkingCalendar(laid_over(BASE, arrangement, 2027))
    assert 2027 in laid.data.official_years
    assert not laid.is_working(on("2027-01-04"))
    assert laid.is_working(on("2027-05-03"))
    assert laid.data.version.startswith("cn-2027-")
    assert [day for day in laid.data.off if day.year != 2027] == [day for day in BASE.off if day.year != 2027]


def test_a_few_days_leave_the_rest_of_the_year_and_its_standing() -> None:
    laid = WorkingCalendar(laid_over(BASE, days([on("2027-02-10")], [on("2027-02-13"), on("2027-01-01")]), None))
    assert [laid.is_working(on(day)) for day in ("2027-02-10", "2027-02-13", "2027-01-01", "2027-05-03")] == [
        False,
        True,
        True,
        False,
    ]
    assert laid.data.official_years == BASE.official_years


def test_the_changed_days_are_named_with_what_they_become() -> None:
    after = laid_over(BASE, days([on("2026-12-01")], [on("2026-12-05")]), None)
    assert [(one.day, one.working) for one in changed_days(BASE, after)] == [
        (on("2026-12-01"), False),
        (on("2026-12-05"), True),
    ]
    assert [(one.day, one.working) for one in changed_days(after, BASE)] == [
        (on("2026-12-01"), True),
        (on("2026-12-05"), False),
    ]


def test_weekends_off_and_weekdays_on_have_no_effect() -> None:
    arrangement = days([on("2026-01-01"), on("2026-01-03")], [on("2026-01-04"), on("2026-01-05")])
    assert without_effect(BASE, arrangement, 2026) == (on("2026-01-03"), on("2026-01-05"))


def test_a_name_tells_what_it_says_what_it_was_laid_over_and_for_whom() -> None:
    one = laid_over(BASE, days([on("2026-12-01")]), None)
    again = laid_over(BASE, days([on("2026-12-01")]), None)
    other = laid_over(BASE, days([on("2026-12-02")]), None)
    assert one == again
    later_base = laid_over(other.model_copy(update={"off": BASE.off}), days([on("2026-12-01")]), None)
    local = laid_over(BASE, days([on("2026-12-01")]), None, "agency")
    assert len({one.version, other.version, later_base.version, local.version}) == 4
    assert version_of(BASE.version, one) == one.version


@pytest.mark.parametrize(
    ("arrangement", "year", "code", "place"),
    [
        (days([]), 2027, "calendar_empty", None),
        (days([on("2027-01-01"), on("2027-01-01")]), None, "calendar_day_twice", "off.1"),
        (days([on("2027-01-01")], [on("2027-01-01")]), None, "calendar_contradiction", "work.0"),
        (days([on("2027-01-01"), on("2028-01-01")]), 2027, "calendar_other_year", "off.1"),
        (days([on("2026-12-23")]), 2027, "calendar_other_year", "off.0"),
        (days([on("2101-01-01")]), None, "calendar_other_year", "off.0"),
        (days([on("2027-01-01")]), 2027, "calendar_holiday_missing", "2027-10-01"),
        (days([on("2027-01-01")], [on("2027-05-01")]), 2027, "calendar_holiday_missing", "2027-05-01"),
        (days([on("2027-01-01"), on("2027-10-01")]), 2027, "calendar_implausible", "2027"),
        (days([day for day in EVERY_WEEKDAY if day.month < 12]), 2027, "calendar_implausible", "2027"),
    ],
)
def test_what_cannot_be_an_arrangement_is_refused_with_its_place(
    arrangement: list[Dated], year: int | None, code: str, place: str | None
) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_arrangement(arrangement, year)
    assert (refused.value.code, refused.value.field) == (code, place)


def test_new_year_may_reach_back_into_december() -> None:
    check_arrangement([*of_package(2019), Dated("line 2", on("2018-12-29"), working=True)], 2019)
