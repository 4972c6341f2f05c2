"""Acceptance, assignment and withdrawal (art. 29)."""

from uuid import UUID

import pytest

from schemas.commands import Facts
from schemas.events import ApplicationWithdrawn, CaseClosed
from schemas.steps import Accept, Assign, ConfirmReceipt, Withdraw
from schemas.vocabulary import LetterKind, Outcome, ReportRow, State
from tests.case.builders import (
    APPROVER,
    HANDLER,
    NOT_PERMITTED,
    OGI_HEAD,
    Script,
    approved,
    by_law,
    drafted,
    in_hand,
    issued,
    on,
    received,
    registered,
    senseless,
    sent_back,
)

KNOWN = Facts(handler_known=True)
SOMEBODY = UUID(int=77)


def test_a_received_application_is_accepted() -> None:
    script = received()
    assert script.take("2026-05-11", HANDLER, Accept) == ["application_accepted"]
    assert script.case.state is State.PROCESSING


@pytest.mark.parametrize("script", [registered(), in_hand(), sent_back()], ids=lambda script: str(script.case.state))
def test_what_does_not_await_acceptance_is_not_accepted(script: Script) -> None:
    assert script.refusal("2026-05-11", HANDLER, Accept) == by_law("not_awaiting_acceptance", "29")


def test_an_approver_does_not_accept() -> None:
    assert received().refusal("2026-05-11", APPROVER, Accept) == NOT_PERMITTED


@pytest.mark.parametrize(
    "script",
    [registered(), received(), in_hand(), drafted(), approved(), sent_back()],
    ids=lambda script: str(script.case.state),
)
def test_an_open_case_changes_hands(script: Script) -> None:
    day = "2026-05-11"
    assert script.take(day, OGI_HEAD, Assign, KNOWN, handler=SOMEBODY)[-1] == "handler_assigned"
    assert script.case.handler == SOMEBODY
    assert script.row.handler_id == SOMEBODY


def test_an_unknown_handler_is_rejected() -> None:
    refusal = received().refusal("2026-05-11", OGI_HEAD, Assign, handler=SOMEBODY)
    assert refusal == senseless("unknown_handler", "handler")


def test_an_issued_case_changes_hands_no_more() -> None:
    refusal = issued().refusal("2026-05-11", OGI_HEAD, Assign, KNOWN, handler=SOMEBODY)
    assert refusal == by_law("reply_already_issued", "45")


@pytest.mark.parametrize(
    "script",
    [registered("2026-04-20"), received("2026-04-20"), in_hand("2026-04-20"), sent_back()],
    ids=lambda script: str(script.case.state),
)
def test_a_withdrawal_ends_the_case_and_there_is_nothing_to_contest(script: Script) -> None:
    kinds = script.take("2026-04-30", HANDLER, Withdraw, withdrawn_on=on("2026-04-29"))
    assert kinds == ["application_withdrawn", "letter_issued", "case_closed", "case_archived"]
    assert script.case.state is State.ARCHIVED
    assert script.last(ApplicationWithdrawn).withdrawn_on == on("2026-04-29")
    assert script.last(CaseClosed) == CaseClosed(
        outcome=Outcome.WITHDRAWN, closed_on=on("2026-04-30"), row=ReportRow.OTHER
    )
    assert script.orders[-1].kind is LetterKind.WITHDRAWAL
    assert script.orders[-1].withdrawn_on == on("2026-04-29")


@pytest.mark.parametrize("script", [drafted(), approved()], ids=lambda script: str(script.case.state))
def test_a_reply_that_is_not_issued_can_still_be_forestalled(script: Script) -> None:
    assert "case_closed" in script.take("2026-05-11", HANDLER, Withdraw)


def test_nothing_is_withdrawn_after_the_reply_is_issued() -> None:
    assert issued().refusal("2026-05-11", HANDLER, Withdraw) == by_law("reply_already_issued")


def test_a_withdrawal_in_the_future_is_rejected() -> None:
    refusal = received().refusal("2026-05-11", HANDLER, Withdraw, withdrawn_on=on("2026-05-12"))
    assert refusal == senseless("date_in_future", "withdrawn_on")


def test_a_withdrawal_before_arrival_is_rejected() -> None:
    refusal = received().refusal("2026-05-11", HANDLER, Withdraw, withdrawn_on=on("2026-05-10"))
    assert refusal == senseless("date_before_receipt", "withdrawn_on")


def test_withdrawn_between_arrival_and_confirmation_but_entered_later() -> None:
    script = registered("2026-10-09")
    script.take("2026-10-12", HANDLER, ConfirmReceipt, how="电话确认")
    assert "case_closed" in script.take("2026-10-13", HANDLER, Withdraw, withdrawn_on=on("2026-10-10"))


def test_withdrawn_in_time_but_entered_late_is_never_overdue() -> None:
    """Due Mon 2026-06-08; the applicant withdrew that day and it was entered two days later."""
    script = in_hand()
    kinds = script.take("2026-06-10", HANDLER, Withdraw, withdrawn_on=on("2026-06-08"))
    assert "became_overdue" not in kinds
    assert script.case.overdue_on is None


def test_withdrawn_in_time_but_entered_late_clears_the_overdue_mark() -> None:
    """Whether the clock had noticed before the entry makes no difference to what the case is."""
    script = in_hand()
    assert script.tick("2026-06-09") == ["became_overdue"]
    script.take("2026-06-10", HANDLER, Withdraw, withdrawn_on=on("2026-06-08"))
    assert script.case.overdue_on is None


def test_withdrawn_after_the_limit_stays_overdue() -> None:
    script = in_hand()
    kinds = script.take("2026-06-10", HANDLER, Withdraw, withdrawn_on=on("2026-06-09"))
    assert kinds[0] == "became_overdue"
    assert script.case.overdue_on == on("2026-06-09")
