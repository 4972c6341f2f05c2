"""A letter that reached somebody else, and an applicant who cannot be reached (art. 31; 国办公开办函〔2015〕207号)."""

from typing import Any

import pytest

from schemas.events import ApplicationReceived, ContactAttempted
from schemas.steps import Accept, ConfirmReceipt, RecordContactAttempt
from schemas.vocabulary import Channel, State
from tests.case.builders import (
    APPROVER,
    HANDLER,
    NOT_PERMITTED,
    Script,
    by_law,
    confirmed,
    on,
    received,
    registered,
    senseless,
)
from tests.case.phases import due

HOW: dict[str, Any] = {"how": "电话两次无人接听"}


def test_a_misdirected_letter_counts_from_the_day_the_applicant_was_told() -> None:
    """Reached another unit Thu 2026-02-05, the OGI office telephoned Mon 02-09: due Fri 2026-03-13."""
    script = registered("2026-02-05", Channel.POST_MISDIRECTED)
    assert script.case.state is State.REGISTERED
    assert script.row.due_on is None
    script.take("2026-02-09", HANDLER, ConfirmReceipt, how="电话告知")
    assert script.last(ApplicationReceived).received_on == on("2026-02-09")
    assert due(script) == "2026-03-13"


def test_e11_an_online_application_counts_from_its_confirmation() -> None:
    """Submitted Fri 2026-10-09, confirmed Mon 10-12: due Mon 2026-11-09, target Thu 11-05."""
    script = confirmed("2026-10-09", "2026-10-12")
    assert (script.row.due_on, script.row.target_due_on) == (on("2026-11-09"), on("2026-11-05"))


def test_an_attempt_that_failed_is_on_record_and_no_limit_runs() -> None:
    script = registered("2026-02-05")
    assert script.take("2026-02-06", HANDLER, RecordContactAttempt, **HOW) == ["contact_attempted"]
    attempt = script.last(ContactAttempted)
    assert (attempt.attempted_on, attempt.how) == (on("2026-02-06"), HOW["how"])
    assert script.tick("2026-06-30") == []
    assert (script.case.state, script.row.limit_runs, script.row.due_on) == (State.REGISTERED, False, None)


def test_the_limit_starts_when_contact_is_restored() -> None:
    script = registered("2026-02-05")
    script.take("2026-02-06", HANDLER, RecordContactAttempt, **HOW)
    script.take("2026-05-11", HANDLER, ConfirmReceipt, how="申请人来电")
    assert due(script) == "2026-06-08"


def test_a_confirmation_that_was_entered_late_counts_from_its_own_day() -> None:
    script = registered("2026-05-08", Channel.FAX)
    kinds = script.take("2026-06-10", HANDLER, ConfirmReceipt, confirmed_on=on("2026-05-11"), how="电话确认")
    assert kinds == ["application_received", "letter_issued", "became_overdue"]


@pytest.mark.parametrize("script", [received(), confirmed("2026-05-11", "2026-05-11")], ids=["handed in", "online"])
def test_nobody_is_sought_whose_application_is_received(script: Script) -> None:
    refusal = script.refusal("2026-05-11", HANDLER, RecordContactAttempt, **HOW)
    assert refusal == by_law("receipt_already_fixed", "31")


def test_an_attempt_lies_neither_ahead_nor_before_arrival() -> None:
    script = registered("2026-05-11")
    for day, code in (("2026-05-12", "date_in_future"), ("2026-05-10", "date_before_receipt")):
        refusal = script.refusal("2026-05-11", HANDLER, RecordContactAttempt, attempted_on=on(day), **HOW)
        assert refusal == senseless(code, "attempted_on")


def test_an_approver_telephones_nobody() -> None:
    assert registered().refusal("2026-05-11", APPROVER, RecordContactAttempt, **HOW) == NOT_PERMITTED


def test_nothing_is_accepted_before_the_applicant_is_reached() -> None:
    assert registered().refusal("2026-05-11", HANDLER, Accept) == by_law("not_awaiting_acceptance", "29")


@pytest.mark.parametrize(
    ("arrived", "reached", "last_day"),
    [("2019-05-14", "2019-05-14", "2019-06-04"), ("2019-05-14", "2019-05-15", "2019-06-13")],
    ids=["the day before", "the day of the new law"],
)
def test_the_day_of_receipt_picks_the_statute(arrived: str, reached: str, last_day: str) -> None:
    """E12: received 2019-05-14 under the Regulation of 2007, on 2019-05-15 under that of 2019."""
    assert due(confirmed(arrived, reached)) == last_day
