"""The worked deadlines of the law, computed by hand with the official calendars. Day 0 is the day of receipt."""

from datetime import date

import pytest

from schemas.clock import (
    ClockEvent,
    ClockLine,
    ConsultationAnswered,
    ConsultationSent,
    CorrectionWasReceived,
    CorrectionWasRequested,
    Deadline,
    Delayed,
    Extended,
    FeeNotified,
    FeePaid,
    Ordered,
)
from schemas.law.regulation_2007 import CN_OGI_2007
from schemas.law.regulation_2019 import CN_OGI_2019
from schemas.law.versions import statute_for
from schemas.vocabulary import Channel, Consulted, Ground, Outcome, Remedy
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.clock import deadline
from workflows.rules.limits import (
    answer_by,
    consultation_lapses,
    correct_by,
    correction_notice_by,
    fee_open_until,
    fee_payable_until,
)
from workflows.rules.national import national_calendar
from workflows.rules.receipt import receipt_date
from workflows.rules.remedies import reconsideration_until, remedy_for, suit_until

CALENDAR = WorkingCalendar.of(national_calendar())


def on(text: str) -> date:
    return date.fromisoformat(text)


def clock(received: str, *events: ClockEvent, as_of: str | None = None) -> Deadline:
    """The clock of an application, under the statute of its day of receipt."""
    statute = statute_for(on(received)).id
    asked = on(as_of) if as_of else None
    return deadline(ClockLine(statute=statute, received=on(received), as_of=asked, events=events), CALENDAR)


def due(received: str, *events: ClockEvent) -> str:
    return clock(received, *events).due.isoformat()


def asked_third_party(*answer: str) -> tuple[ClockEvent, ...]:
    """E6: sent on 18 May, received on 20 May, perhaps answered."""
    sent = ConsultationSent(on=on("2026-05-18"), id="a", who=Consulted.THIRD_PARTY, delivered=on("2026-05-20"))
    return (sent, *(ConsultationAnswered(on=on(day), id="a") for day in answer))


def test_e1_make_up_days_around_national_day_count() -> None:
    assert due("2025-09-22") == "2025-10-24"


def test_e2_spring_festival_2026_and_a_notice_due_on_a_saturday() -> None:
    assert due("2026-02-05") == "2026-03-11"
    assert clock("2026-02-05").correction_notice_by == on("2026-02-14")
    assert correction_notice_by(on("2026-02-05"), CN_OGI_2019, CALENDAR) == on("2026-02-14")


def test_e3_spring_festival_2025() -> None:
    assert due("2025-01-20") == "2025-02-21"


@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        ("2026-03-13", "2026-04-13"),  # Friday
        ("2026-03-14", "2026-04-13"),  # ordinary Saturday
        ("2026-02-14", "2026-03-20"),  # make-up Saturday
        ("2026-02-16", "2026-03-20"),  # holiday
    ],
)
def test_e4_received_on_a_day_off(received: str, last_day: str) -> None:
    assert due(received) == last_day


def test_e5_correction_restarts_a_full_limit() -> None:
    requested = CorrectionWasRequested(on=on("2026-04-28"))
    assert due("2026-04-20") == "2026-05-20"
    assert due("2026-04-20", requested) == "2026-05-20"
    assert due("2026-04-20", requested, CorrectionWasReceived(on=on("2026-05-13"))) == "2026-06-10"


def test_e5_notice_and_the_applicants_period() -> None:
    assert correction_notice_by(on("2026-04-20"), CN_OGI_2019, CALENDAR) == on("2026-04-29")
    assert CALENDAR.count(on("2026-04-20"), on("2026-04-28")) == 6
    assert correct_by(on("2026-04-29"), 10, CALENDAR) == on("2026-05-15")


def test_e6_before_anyone_is_asked() -> None:
    assert due("2026-05-11") == "2026-06-08"
    assert answer_by(on("2026-05-11"), CN_OGI_2019, CALENDAR) == on("2026-06-08")
    assert consultation_lapses(on("2026-05-20"), CN_OGI_2019, CALENDAR) == on("2026-06-10")


def test_e6a_an_answer_ends_the_excluded_time() -> None:
    answered = clock("2026-05-11", *asked_third_party("2026-06-03"), as_of="2026-06-03")
    assert answered.due == on("2026-06-25")
    assert (answered.working_days_used, answered.working_days_left) == (5, 15)
    assert answered.correction_notice_by == on("2026-05-20")
    assert not answered.provisional


def test_e6b_silence_is_taken_to_the_lapse() -> None:
    assert due("2026-05-11", *asked_third_party()) == "2026-07-02"


def test_e6c_strictly_only_receipt_to_answer_is_excluded() -> None:
    assert clock("2026-05-11", *asked_third_party("2026-06-03")).strict_due == on("2026-06-23")


@pytest.mark.parametrize(("working_days", "last_day"), [(20, "2026-10-30"), (10, "2026-10-16")])
def test_e7_extension(working_days: int, last_day: str) -> None:
    assert due("2026-08-31") == "2026-09-28"
    assert due("2026-08-31", Extended(on=on("2026-09-28"), working_days=working_days)) == last_day


def test_e8_a_paid_fee_restarts_a_full_limit() -> None:
    notified, paid = FeeNotified(on=on("2026-06-24")), FeePaid(on=on("2026-07-10"))
    assert due("2026-06-01") == due("2026-06-01", notified) == "2026-06-30"
    assert CALENDAR.count(on("2026-06-01"), on("2026-06-24")) == 16
    assert fee_payable_until(on("2026-06-24"), CN_OGI_2019, CALENDAR) == on("2026-07-22")
    assert due("2026-06-01", notified, paid) == "2026-08-07"


def test_e8_nothing_is_closed_before_the_later_reading_of_the_payment_limit() -> None:
    assert fee_open_until(on("2026-06-24"), CN_OGI_2019, CALENDAR) == on("2026-07-24")
    assert fee_open_until(on("2026-01-26"), CN_OGI_2019, CALENDAR) == on("2026-02-28")  # twenty working days are longer
    assert fee_open_until(on("2026-06-25"), CN_OGI_2019, CALENDAR) == on("2026-07-27")  # the thirtieth is a Saturday
    assert fee_open_until(on("2020-12-31"), CN_OGI_2019, CALENDAR) is None
    assert fee_open_until(on("2018-01-08"), CN_OGI_2007, CALENDAR) is None


def test_e9_a_silent_co_producing_agency() -> None:
    sent = ConsultationSent(on=on("2026-09-18"), id="b", who=Consulted.AGENCY, delivered=on("2026-09-18"))
    assert due("2026-09-14") == "2026-10-16"
    assert consultation_lapses(on("2026-09-18"), CN_OGI_2019, CALENDAR) == on("2026-10-15")
    asked = clock("2026-09-14", sent, as_of="2026-10-15")
    assert asked.due == on("2026-11-06")
    assert (asked.working_days_used, asked.working_days_left) == (4, 16)


@pytest.mark.parametrize(
    ("received", "last_day", "provisional"),
    [
        ("2026-12-03", "2026-12-31", False),
        ("2026-12-04", "2027-01-04", True),
        ("2026-12-10", "2027-01-08", True),
        ("2026-12-21", "2027-01-19", True),
        ("2026-12-31", "2027-01-29", True),
    ],
)
def test_e10_a_limit_that_reaches_into_2027_is_provisional(received: str, last_day: str, provisional: bool) -> None:
    answer = clock(received)
    assert (answer.due, answer.provisional) == (on(last_day), provisional)


def test_e10_fifteen_of_the_days_lie_in_2026() -> None:
    assert clock("2026-12-10", as_of="2026-12-31").working_days_used == 15


def test_e10_the_date_moves_when_the_year_is_published() -> None:
    published = national_calendar(((on("2027-01-01"), False), (on("2027-01-04"), False)), published=(2027,))
    line = ClockLine(statute=CN_OGI_2019.id, received=on("2026-12-10"))
    moved = deadline(line, WorkingCalendar.of(published))
    assert (moved.due, moved.provisional) == (on("2027-01-11"), False)


def test_e11_online_counts_from_the_confirmation() -> None:
    received = receipt_date(Channel.ONLINE, on("2026-10-09"), on("2026-10-12"))
    assert received == on("2026-10-12")
    assert due("2026-10-12") == "2026-11-09"
    assert due("2026-10-09") == "2026-11-05"


def test_e12_the_statute_of_2007() -> None:
    assert due("2019-04-22") == "2019-05-14"
    assert due("2019-04-22", Extended(on=on("2019-05-14"), working_days=15)) == "2019-06-04"
    assert clock("2019-04-22").correction_notice_by is None


def test_e12_the_day_of_receipt_picks_the_statute() -> None:
    assert (statute_for(on("2019-05-14")).id, due("2019-05-14")) == (CN_OGI_2007.id, "2019-06-04")
    assert (statute_for(on("2019-05-15")).id, due("2019-05-15")) == (CN_OGI_2019.id, "2019-06-13")


def test_e13_remedies() -> None:
    served = on("2026-06-08")
    assert remedy_for(Outcome.REFUSED, (Ground.PROCESS_INFORMATION,), served) is Remedy.RECONSIDERATION_FIRST
    assert reconsideration_until(served, CALENDAR) == on("2026-08-07")
    assert suit_until(served) == on("2026-12-08")


def test_a_reasonable_delay_adds_to_the_limit_and_leaves_the_extension() -> None:
    delayed, extended = Delayed(on=on("2026-09-21"), working_days=10), Extended(on=on("2026-10-16"), working_days=5)
    assert due("2026-08-31", delayed) == "2026-10-16"
    both = clock("2026-08-31", delayed, extended)
    assert (both.due, both.limit) == (on("2026-10-23"), 35)


def test_a_correction_asked_for_too_late_does_not_restart_the_limit() -> None:
    late = CorrectionWasRequested(on=on("2026-05-08"), irregular=True)
    assert due("2026-04-20", late, CorrectionWasReceived(on=on("2026-05-13"))) == "2026-05-20"


def test_an_ordered_reply_has_a_limit_of_its_own() -> None:
    """Ordered on Fri 2026-10-09 within 15 working days: Sat 10 Oct counts, and what was excluded before does not."""
    sent = ConsultationSent(on=on("2026-09-18"), id="b", who=Consulted.AGENCY)
    ordered = clock("2026-09-14", sent, Ordered(on=on("2026-10-09"), working_days=15))
    assert (ordered.due, ordered.strict_due) == (on("2026-10-29"), on("2026-10-29"))
    assert (ordered.limit, ordered.limit_starts, ordered.article) == (15, on("2026-10-09"), "51")


def test_an_ordered_last_day_stays_though_it_is_a_sunday() -> None:
    ordered = clock("2026-05-11", Ordered(on=on("2026-08-03"), by=on("2026-08-16")), as_of="2026-08-10")
    assert (ordered.due, ordered.limit) == (on("2026-08-16"), 9)
    assert (ordered.working_days_used, ordered.working_days_left) == (5, 4)


def test_a_second_order_takes_the_place_of_the_first() -> None:
    first, second = Ordered(on=on("2026-08-03"), working_days=30), Ordered(on=on("2026-08-10"), by=on("2026-08-31"))
    assert due("2026-05-11", first, second) == "2026-08-31"
