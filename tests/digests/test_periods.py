"""Which days a digest covers, by examples and for any day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.digest_periods import Period, Span, before, beginning, covered, due_at, following, whole, wholes_within

SHANGHAI = "Asia/Shanghai"
DAY = timedelta(days=1)


def span(first: str, until: str, *, interim: bool = False) -> Span:
    return Span(first=date.fromisoformat(first), until=date.fromisoformat(until), interim=interim)


@pytest.mark.parametrize(
    ("period", "rings", "covers"),
    [
        (Period.WEEKLY, "2026-11-23T07:00", ("2026-11-16", "2026-11-23")),
        (Period.WEEKLY, "2027-01-04T07:00", ("2026-12-28", "2027-01-04")),
        (Period.MONTHLY, "2026-12-01T07:00", ("2026-11-01", "2026-12-01")),
        (Period.MONTHLY, "2027-01-01T07:00", ("2026-12-01", "2027-01-01")),
        (Period.MONTHLY, "2028-03-01T07:00", ("2028-02-01", "2028-03-01")),
        (Period.QUARTERLY, "2027-01-01T07:00", ("2026-10-01", "2027-01-01")),
        (Period.QUARTERLY, "2026-04-01T07:00", ("2026-01-01", "2026-04-01")),
        (Period.HALF_YEARLY, "2026-07-01T07:00", ("2026-01-01", "2026-07-01")),
        (Period.HALF_YEARLY, "2027-01-01T07:00", ("2026-07-01", "2027-01-01")),
        (Period.YEARLY, "2027-01-01T07:00", ("2026-01-01", "2027-01-01")),
    ],
)
def test_a_schedule_that_rings_is_for_the_period_before(period: Period, rings: str, covers: tuple[str, str]) -> None:
    nominal = datetime.fromisoformat(rings).replace(tzinfo=ZoneInfo(SHANGHAI))
    assert covered(period, nominal.astimezone(UTC), SHANGHAI) == span(*covers)


@pytest.mark.parametrize(
    ("period", "asked", "covers"),
    [
        (Period.WEEKLY, "2026-11-23T09:12", ("2026-11-23", "2026-11-24")),
        (Period.WEEKLY, "2026-11-29T23:59", ("2026-11-23", "2026-11-30")),
        (Period.MONTHLY, "2026-12-31T12:00", ("2026-12-01", "2027-01-01")),
        (Period.YEARLY, "2026-02-28T07:00", ("2026-01-01", "2026-03-01")),
    ],
)
def test_at_any_other_time_it_is_for_the_running_period(period: Period, asked: str, covers: tuple[str, str]) -> None:
    nominal = datetime.fromisoformat(asked).replace(tzinfo=ZoneInfo(SHANGHAI))
    assert covered(period, nominal, SHANGHAI) == span(*covers, interim=True)


def test_the_day_is_the_agencys() -> None:
    """At 23:00 UTC of Sunday it is Monday at Shanghai and still Sunday in London."""
    nominal = datetime(2026, 11, 22, 23, tzinfo=UTC)
    assert covered(Period.WEEKLY, nominal, SHANGHAI) == span("2026-11-16", "2026-11-23")
    assert covered(Period.WEEKLY, nominal, "Europe/London") == span("2026-11-16", "2026-11-23", interim=True)


def test_the_hour_is_the_same_in_summer_and_in_winter() -> None:
    summer, winter = span("2026-07-13", "2026-07-20"), span("2026-11-16", "2026-11-23")
    assert due_at(summer, "Europe/London", 7).astimezone(UTC).hour == 6
    assert due_at(winter, "Europe/London", 7).astimezone(UTC).hour == 7


@pytest.mark.parametrize(
    ("period", "of", "compared"),
    [
        (Period.WEEKLY, span("2027-01-04", "2027-01-11"), ("2026-12-28", "2027-01-04")),
        (Period.MONTHLY, span("2026-03-01", "2026-04-01"), ("2026-02-01", "2026-03-01")),
        (Period.YEARLY, span("2026-01-01", "2027-01-01"), ("2025-01-01", "2026-01-01")),
        (Period.MONTHLY, span("2026-03-01", "2026-03-11", interim=True), ("2026-02-01", "2026-02-11")),
        (Period.MONTHLY, span("2026-03-01", "2026-03-31", interim=True), ("2026-02-01", "2026-03-01")),
    ],
)
def test_a_span_is_compared_with_as_much_of_the_period_before(
    period: Period, of: Span, compared: tuple[str, str]
) -> None:
    found = before(period, of)
    assert (found.first, found.until) == (date.fromisoformat(compared[0]), date.fromisoformat(compared[1]))


@pytest.mark.parametrize(
    ("period", "first", "until", "firsts"),
    [
        (Period.WEEKLY, "2026-10-05", "2026-10-26", ["2026-10-05", "2026-10-12", "2026-10-19"]),
        (Period.WEEKLY, "2026-10-06", "2026-10-25", ["2026-10-12"]),
        (Period.WEEKLY, "2026-10-06", "2026-10-12", []),
        (Period.MONTHLY, "2026-11-15", "2027-02-15", ["2026-12-01", "2027-01-01"]),
        (Period.YEARLY, "2024-01-01", "2026-12-31", ["2024-01-01", "2025-01-01"]),
    ],
)
def test_only_whole_periods_lie_between_two_days(period: Period, first: str, until: str, firsts: list[str]) -> None:
    found = wholes_within(period, date.fromisoformat(first), date.fromisoformat(until))
    assert [one.first.isoformat() for one in found] == firsts


@given(st.sampled_from(Period), st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_every_day_lies_in_one_period_and_periods_leave_no_gap(period: Period, day: date) -> None:
    first = beginning(period, day)
    until = following(period, first)
    assert first <= day < until
    assert beginning(period, until) == until
    assert beginning(period, until - DAY) == first


@given(
    st.sampled_from(Period),
    st.dates(date(1990, 1, 1), date(2090, 12, 31)),
    st.sampled_from([SHANGHAI, "America/Chicago"]),
)
def test_what_is_due_when_a_period_is_over_covers_that_period(period: Period, day: date, zone: str) -> None:
    found = whole(period, beginning(period, day))
    assert covered(period, due_at(found, zone, 7), zone) == found
