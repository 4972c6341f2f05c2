"""The clock of each consultation: its own days, and those it keeps out of the limit (art. 33(3); docs/law.md 6.3)."""

from datetime import date

from api.consultation_clocks import clocks_of
from schemas.sight import ConsultationClock
from schemas.vocabulary import Position
from tests.case.builders import CALENDAR, Script, on
from tests.case.phases import asked, heard, served


def clock(script: Script, day: str) -> ConsultationClock:
    """The only one there is, as of a day."""
    (only,) = clocks_of(script.case, CALENDAR, on(day))
    return only


def test_days_are_left_out_from_the_sending_and_run_from_the_delivery() -> None:
    """Sent Mon 2026-05-18, served 05-20: on Mon 05-25 five days are out, and twelve are left until Wed 06-10."""
    told = clock(served(asked(), "2026-05-20"), "2026-05-25")
    assert (told.excluded, told.working_days_left, told.respond_by) == (5, 12, date(2026, 6, 10))
    assert (told.open, told.excluded_until) == (True, date(2026, 6, 10))


def test_an_answer_ends_what_is_left_out() -> None:
    """Answered Wed 2026-06-03: twelve working days after Mon 05-18, however much later one looks."""
    script = served(asked(), "2026-05-20")
    heard(script, "2026-06-03", Position.AGREES)
    told = clock(script, "2026-06-20")
    assert (told.excluded, told.working_days_left, told.open) == (12, None, False)


def test_without_a_proven_delivery_no_days_are_left_to_answer() -> None:
    told = clock(asked(), "2026-05-25")
    assert (told.delivered_on, told.working_days_left, told.open) == (None, None, True)
