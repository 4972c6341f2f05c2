"""The arithmetic of pauses: they grow, they end, and quiet forgives."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from activities.pauses import FIRST_PAUSE, LONGEST_PAUSE, Bound, Counted, failures_left, pause_after, wait_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
counts = st.integers(0, 10_000)
frees = st.integers(1, 100)
spans = st.timedeltas(timedelta(0), timedelta(days=400))


def test_the_examples_of_the_docstrings() -> None:
    pauses = [pause_after(failed, 5) for failed in (4, 5, 6, 7, 11, 50)]
    assert pauses == [timedelta(0), *(timedelta(minutes=minutes) for minutes in (1, 2, 4, 60, 60))]
    assert failures_left(Counted(5, NOW - timedelta(hours=2.5)), HOUR, NOW) == 3


@given(counts, frees)
def test_pauses_grow_and_are_never_for_good(failed: int, free: int) -> None:
    pause = pause_after(failed, free)
    assert pause <= pause_after(failed + 1, free) <= LONGEST_PAUSE
    assert (pause == timedelta(0)) == (failed < free)
    assert pause == timedelta(0) or pause >= FIRST_PAUSE


@given(counts, spans, spans)
def test_quiet_only_forgives(failed: int, quiet: timedelta, more: timedelta) -> None:
    counted = Counted(failed, NOW)
    left = failures_left(counted, HOUR, NOW + quiet)
    assert 0 <= failures_left(counted, HOUR, NOW + quiet + more) <= left <= failed


@given(counts, frees, spans)
def test_a_wait_is_over_after_itself(failed: int, free: int, quiet: timedelta) -> None:
    bound, counted = Bound("", free, HOUR), Counted(failed, NOW)
    wait = wait_of(counted, bound, NOW + quiet)
    assert timedelta(0) <= wait <= LONGEST_PAUSE
    assert wait_of(counted, bound, NOW + quiet + wait) == timedelta(0)


@given(frees, st.lists(st.timedeltas(timedelta(0), timedelta(hours=3)), max_size=200))
def test_an_attacker_gets_no_more_than_the_free_tries_and_two_an_hour(free: int, rests: list[timedelta]) -> None:
    """However he spreads them: free tries, those of the growing pauses, and what quiet forgives."""
    bound, counted, at, tries = Bound("", free, HOUR), Counted(0, NOW), NOW, 0
    for rest in rests:
        at += rest
        if wait_of(counted, bound, at):
            continue
        counted = Counted(failures_left(counted, HOUR, at) + 1, at)
        tries += 1
    hours = (at - NOW) / HOUR
    assert tries <= free + 6 + 2 * hours + 1
