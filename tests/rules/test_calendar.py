"""The working calendar: every day against a second package, the index against plain walking, the overlay, the edges."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.clock import CalendarData, DayKind
from schemas.errors import InvalidInput
from workflows.rules.calendar import FIRST_DAY, LAST_DAY, WorkingCalendar
from workflows.rules.national import national_calendar

CALENDAR = WorkingCalendar.of(national_calendar())
PLAIN = WorkingCalendar.of(CalendarData(version="plain", official_years=(), off=(), on=()))
EVERY_DAY = [date(2006, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2006, 1, 1)).days)]

days = st.dates(date(2006, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize("year", range(2006, 2027))
def test_every_day_agrees_with_chinesecalendar(year: int) -> None:
    differing = [
        day for day in EVERY_DAY if day.year == year and CALENDAR.is_working(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


def test_2025_and_2026_have_248_working_days_each() -> None:
    assert CALENDAR.count(date(2024, 12, 31), date(2025, 12, 31)) == 248
    assert CALENDAR.count(date(2025, 12, 31), date(2026, 12, 31)) == 248


def walk(day: date, working_days: int, step: int) -> date:
    while working_days:
        day += timedelta(days=step)
        working_days -= CALENDAR.is_working(day)
    return day


@settings(max_examples=500, deadline=None)
@given(days, st.integers(0, 60))
def test_adding_is_walking(day: date, working_days: int) -> None:
    assert CALENDAR.add(day, working_days) == walk(day, working_days, 1)
    assert CALENDAR.before(day, working_days) == walk(day, working_days, -1)


@settings(max_examples=500, deadline=None)
@given(days, st.integers(-20, 90))
def test_counting_is_walking(after: date, length: int) -> None:
    between = [after + timedelta(days=n) for n in range(1, length + 1)]
    assert CALENDAR.count(after, after + timedelta(days=length)) == sum(map(CALENDAR.is_working, between))


@settings(max_examples=200, deadline=None)
@given(days)
def test_rolling_forward_is_walking(day: date) -> None:
    assert CALENDAR.roll_forward(day) == (day if CALENDAR.is_working(day) else walk(day, 1, 1))


@settings(max_examples=200, deadline=None)
@given(st.dates(FIRST_DAY, date(2100, 9, 30)), st.integers(1, 60))
def test_without_exceptions_the_week_is_monday_to_friday(day: date, working_days: int) -> None:
    assert PLAIN.is_working(day) == (day.weekday() < 5)
    assert PLAIN.count(day, PLAIN.add(day, working_days)) == working_days


def test_kinds_of_days() -> None:
    assert CALENDAR.kind(date(2026, 2, 13)) is DayKind.COUNTED
    assert CALENDAR.kind(date(2026, 2, 14)) is DayKind.COUNTED_MAKE_UP
    assert CALENDAR.kind(date(2026, 2, 16)) is DayKind.HOLIDAY
    assert CALENDAR.kind(date(2026, 2, 15)) is DayKind.WEEKEND


@pytest.mark.parametrize("day", [date.min, date(1999, 12, 31), date(2101, 1, 1), date.max])
def test_a_day_outside_the_calendar_is_refused(day: date) -> None:
    for ask in (CALENDAR.is_working, CALENDAR.roll_forward, CALENDAR.kind, CALENDAR.rank):
        with pytest.raises(InvalidInput, match="date_out_of_range"):
            ask(day)


def test_adding_too_many_working_days_is_refused() -> None:
    with pytest.raises(InvalidInput, match="date_out_of_range"):
        CALENDAR.add(LAST_DAY, 10**9)
    with pytest.raises(InvalidInput, match="date_out_of_range"):
        CALENDAR.before(FIRST_DAY, 1)
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add(LAST_DAY, -1)


def test_the_last_day_is_still_counted() -> None:
    assert CALENDAR.add(date(2100, 12, 30), 1) == LAST_DAY == CALENDAR.roll_forward(LAST_DAY)


def test_official_years_are_those_with_an_arrangement_of_the_state_council() -> None:
    assert CALENDAR.data.official_years == tuple(range(2006, 2027))
    assert CALENDAR.is_official(date(2026, 12, 31))
    assert not CALENDAR.is_official(date(2027, 1, 1))
    assert not CALENDAR.is_official_throughout(date(2026, 12, 31), date(2027, 1, 4))


def test_a_year_without_arrangement_has_the_statutory_holidays() -> None:
    assert CALENDAR.kind(date(2027, 1, 1)) is DayKind.HOLIDAY
    assert CALENDAR.is_working(date(2027, 1, 4))
    assert not any(day.year > 2026 for day in CALENDAR.data.on)


def test_the_overlay_has_the_last_word() -> None:
    friday, saturday, monday = date(2026, 2, 13), date(2026, 2, 14), date(2026, 2, 16)
    overlaid = national_calendar(((friday, False), (saturday, False), (monday, True)))
    calendar = WorkingCalendar.of(overlaid)
    assert [calendar.is_working(day) for day in (friday, saturday, monday)] == [False, False, True]
    assert set(overlaid.off) ^ set(CALENDAR.data.off) == {friday, monday}
    assert set(CALENDAR.data.on) - set(overlaid.on) == {saturday}


def test_an_overlay_can_make_a_plain_saturday_a_working_day() -> None:
    saturday = date(2026, 3, 14)
    assert WorkingCalendar.of(national_calendar(((saturday, True),))).kind(saturday) is DayKind.COUNTED_MAKE_UP


def test_the_version_names_the_content() -> None:
    one, other = ((date(2026, 3, 13), False),), ((date(2026, 3, 12), False),)
    plain = national_calendar().version
    assert plain.startswith("cn-2026.1+holidays-")
    assert national_calendar(one).version.startswith(f"{plain}+overlay-")
    assert len({plain, national_calendar(one).version, national_calendar(other).version}) == 3
    assert national_calendar((*one, *other)).version == national_calendar((*other, *one)).version


def test_a_published_year_comes_from_the_overlay_alone() -> None:
    arrangement = ((date(2027, 1, 1), False), (date(2027, 1, 4), False), (date(2027, 1, 9), True))
    calendar = WorkingCalendar.of(national_calendar(arrangement, published=(2027,)))
    assert calendar.is_official(date(2027, 1, 1))
    assert [day for day in calendar.data.off if day.year == 2027] == [date(2027, 1, 1), date(2027, 1, 4)]
    assert calendar.is_working(date(2027, 1, 9))
    assert not calendar.is_official(date(2028, 1, 1))


def test_a_window_keeps_its_years_and_nothing_else() -> None:
    windowed = CALENDAR.data.window(2025, 2026)
    calendar = WorkingCalendar.of(windowed)
    assert windowed.version == CALENDAR.version
    assert windowed.official_years == (2025, 2026)
    assert all(calendar.is_working(day) == CALENDAR.is_working(day) for day in EVERY_DAY if day.year >= 2025)
    assert not calendar.is_official(date(2024, 12, 31))


def test_equal_data_share_one_calendar_even_after_a_journey_as_json() -> None:
    data = CALENDAR.data.window(2025, 2027)
    assert WorkingCalendar.of(CalendarData.model_validate_json(data.model_dump_json())) is WorkingCalendar.of(data)
