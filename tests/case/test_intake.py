"""Registration and the date of receipt (arts. 31, 45)."""

from typing import Any

import pytest

from schemas.events import ApplicationReceived, ApplicationRegistered
from schemas.law.regulation_2007 import CN_OGI_2007
from schemas.law.regulation_2019 import CN_OGI_2019
from schemas.policy import Policy
from schemas.steps import Accept, ConfirmReceipt, Register
from schemas.vocabulary import ApplicantKind, Channel, State
from tests.case.builders import (
    APPROVER,
    CALENDAR,
    HANDLER,
    NOT_PERMITTED,
    OGI_HEAD,
    Script,
    by_law,
    confirmed,
    new_case,
    on,
    received,
    registered,
    senseless,
)
from workflows.evolve import fold

CONFIRMED_CHANNELS = (Channel.ONLINE, Channel.FAX, Channel.POST_ORDINARY, Channel.POST_MISDIRECTED)
IMMEDIATE_CHANNELS = (Channel.IN_PERSON, Channel.ORAL, Channel.POST_SIGNED)
APPLICATION: dict[str, Any] = {
    "reference": "2026-0001",
    "channel": Channel.IN_PERSON,
    "arrived_on": on("2026-05-11"),
    "applicant_kind": ApplicantKind.BUSINESS,
}


@pytest.mark.parametrize("channel", IMMEDIATE_CHANNELS)
def test_what_is_handed_in_or_signed_for_is_received_on_arrival(channel: Channel) -> None:
    script = registered("2026-05-12", channel, arrived_on="2026-05-11")
    assert [event.kind for event in script.events] == [
        "application_registered",
        "application_received",
        "letter_issued",
    ]
    assert script.case.state is State.RECEIVED
    assert script.case.received_on == on("2026-05-11")
    assert script.last(ApplicationReceived).due_on == on("2026-06-08")


@pytest.mark.parametrize("channel", CONFIRMED_CHANNELS)
def test_what_needs_confirmation_is_only_registered(channel: Channel) -> None:
    script = registered("2026-05-11", channel)
    assert [event.kind for event in script.events] == ["application_registered"]
    assert script.case.state is State.REGISTERED
    assert script.case.received_on is None


def test_the_first_event_keeps_policy_and_calendar() -> None:
    policy = Policy(correction_working_days=15)
    script = registered(policy=policy)
    assert script.last(ApplicationRegistered).policy == policy
    assert fold(new_case(), script.events).policy == policy
    assert script.case.reference == "2026-0001"
    assert script.case.calendar_version == CALENDAR.version


def test_registering_twice_is_refused() -> None:
    script = received()
    assert script.refusal("2026-05-11", HANDLER, Register, **APPLICATION) == by_law("already_registered", "45")


def test_a_repeated_registration_that_names_no_version_is_stale() -> None:
    script = received()
    refusal = script.refusal("2026-05-11", HANDLER, Register, expected_version=0, **APPLICATION)
    assert refusal == by_law("stale_version")


def test_registration_needs_a_handler() -> None:
    assert Script().refusal("2026-05-11", APPROVER, Register, **APPLICATION) == NOT_PERMITTED


def test_the_head_of_the_office_may_register() -> None:
    assert Script().take("2026-05-11", OGI_HEAD, Register, **APPLICATION)[0] == "application_registered"


def test_arrival_in_the_future_is_rejected() -> None:
    refusal = Script().refusal("2026-05-10", HANDLER, Register, **APPLICATION)
    assert refusal == senseless("date_in_future", "arrived_on")


def test_arrival_before_any_statute_is_rejected() -> None:
    early = {**APPLICATION, "arrived_on": on("2008-04-30")}
    refusal = Script().refusal("2026-05-11", HANDLER, Register, **early)
    assert refusal == senseless("no_statute_in_force", "arrived_on")
    first_day = {**APPLICATION, "arrived_on": on("2008-05-01")}
    assert Script().take("2026-05-11", HANDLER, Register, **first_day)[0] == "application_registered"


def test_nothing_else_happens_before_registration() -> None:
    assert Script().refusal("2026-05-11", HANDLER, Accept) == by_law("not_registered", "45")


def test_the_day_of_confirmation_is_the_day_of_receipt() -> None:
    """Submitted Fri 2026-10-09, confirmed Mon 2026-10-12: due Mon 2026-11-09, target Thu 2026-11-05."""
    script = registered("2026-10-09")
    assert script.row.target_due_on == on("2026-11-05")
    kinds = script.take("2026-10-12", HANDLER, ConfirmReceipt, how="电话确认")
    assert kinds == ["application_received", "letter_issued"]
    assert script.case.received_on == on("2026-10-12")
    assert script.case.how_confirmed == "电话确认"
    assert script.row.due_on == on("2026-11-09")
    assert script.row.target_due_on == on("2026-11-05")


def test_a_confirmation_may_be_entered_later() -> None:
    script = registered("2026-10-09")
    script.take("2026-10-14", HANDLER, ConfirmReceipt, confirmed_on=on("2026-10-12"), how="电话确认")
    assert script.case.received_on == on("2026-10-12")


def test_a_confirmation_entered_after_the_limit_is_overdue_at_once() -> None:
    script = registered("2026-10-09")
    kinds = script.take("2026-11-10", HANDLER, ConfirmReceipt, confirmed_on=on("2026-10-12"), how="电话确认")
    assert kinds == ["application_received", "letter_issued", "became_overdue"]
    assert script.case.overdue_on == on("2026-11-10")


def test_confirming_twice_is_refused() -> None:
    script = confirmed("2026-10-09", "2026-10-12")
    assert script.refusal("2026-10-12", HANDLER, ConfirmReceipt, how="x") == by_law("receipt_already_fixed", "31")


def test_confirming_what_was_handed_in_is_refused() -> None:
    assert received().refusal("2026-05-11", HANDLER, ConfirmReceipt, how="x") == by_law("receipt_already_fixed", "31")


def test_a_confirmation_in_the_future_is_rejected() -> None:
    script = registered("2026-10-09")
    refusal = script.refusal("2026-10-12", HANDLER, ConfirmReceipt, confirmed_on=on("2026-10-13"), how="x")
    assert refusal == senseless("date_in_future", "confirmed_on")


def test_a_confirmation_before_arrival_is_rejected() -> None:
    script = registered("2026-10-09")
    refusal = script.refusal("2026-10-12", HANDLER, ConfirmReceipt, confirmed_on=on("2026-10-08"), how="x")
    assert refusal == senseless("date_before_receipt", "confirmed_on")


def test_the_statute_is_that_of_the_day_of_receipt() -> None:
    """Received 2019-05-14: 15 working days, until 06-04; a day later 20, until 06-13."""
    old, new = received("2019-05-14"), received("2019-05-15")
    assert (old.case.statute, old.row.due_on) == (CN_OGI_2007.id, on("2019-06-04"))
    assert (new.case.statute, new.row.due_on) == (CN_OGI_2019.id, on("2019-06-13"))


def test_arrived_under_the_old_statute_and_confirmed_under_the_new() -> None:
    """The target keeps to the shorter limit of the day of arrival."""
    script = confirmed("2019-05-14", "2019-05-15")
    assert script.case.statute == CN_OGI_2019.id
    assert script.row.due_on == on("2019-06-13")
    assert script.row.target_due_on == on("2019-06-04")


def test_a_date_in_an_unarranged_year_is_provisional() -> None:
    script = received("2026-12-10")
    assert (script.row.due_on, script.row.provisional) == (on("2027-01-08"), True)
    assert script.last(ApplicationReceived).provisional
    assert not received("2026-12-03").row.provisional
