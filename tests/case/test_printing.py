"""Printing what is no decision: the application form and return slips (D1, D28)."""

from typing import Any
from uuid import UUID

import pytest

from schemas.events import RecordPrinted
from schemas.steps import PrintRecord
from schemas.vocabulary import LetterKind, Outcome, Remedy
from tests.case.builders import (
    APPROVER,
    HANDLER,
    NOT_PERMITTED,
    Script,
    closed,
    in_hand,
    issued,
    on,
    registered,
    senseless,
    sent_back,
)
from tests.case.phases import charged, contested, ordered

DAY = "2026-05-11"
FORM: dict[str, Any] = {"record": LetterKind.APPLICATION_FORM}
SLIP: dict[str, Any] = {"record": LetterKind.PROOF_OF_SERVICE}


@pytest.mark.parametrize(
    "script",
    [registered(), in_hand(), sent_back(DAY, DAY), charged(DAY, DAY), issued(), closed(), contested(), ordered(DAY)],
    ids=lambda script: str(script.case.state),
)
def test_the_application_form_is_printed_at_any_time(script: Script) -> None:
    assert script.take(DAY, HANDLER, PrintRecord, **FORM) == ["record_printed", "letter_issued"]
    order = script.orders[-1]
    assert (order.kind, order.remedy) == (LetterKind.APPLICATION_FORM, Remedy.NONE)


def test_a_return_slip_names_its_letter_and_the_day_it_was_served_once_that_is_known() -> None:
    script = issued(Outcome.REFUSED)
    reply = script.case.letters[-1]
    script.take(DAY, HANDLER, PrintRecord, letter=reply.letter_id, **SLIP)
    assert script.last(RecordPrinted).letter == reply.letter_id
    assert (script.orders[-1].served, script.orders[-1].served_on) == (reply, None)
    after = closed()
    script = after
    script.take(DAY, HANDLER, PrintRecord, letter=script.case.letters[-1].letter_id, **SLIP)
    assert script.orders[-1].served_on == on(DAY)


def test_every_print_is_a_paper_of_its_own() -> None:
    script = in_hand()
    for number in (1, 2):
        script.take(DAY, HANDLER, PrintRecord, **FORM)
        assert script.orders[-1].key.endswith(f"/letter/application_form/{number}")


def test_a_return_slip_for_no_letter_is_rejected() -> None:
    for letter in (None, UUID(int=99)):
        refusal = in_hand().refusal(DAY, HANDLER, PrintRecord, letter=letter, **SLIP)
        assert refusal == senseless("letter_unknown", "letter")


def test_an_application_form_is_for_no_letter() -> None:
    script = in_hand()
    refusal = script.refusal(DAY, HANDLER, PrintRecord, letter=script.case.letters[0].letter_id, **FORM)
    assert refusal == senseless("letter_not_asked", "letter")


def test_printing_changes_nothing_else() -> None:
    script = in_hand()
    before = script.row
    script.take(DAY, HANDLER, PrintRecord, **FORM)
    after = script.row
    assert after.model_copy(update={"version": before.version, "head": before.head}) == before


def test_an_approver_prints_nothing() -> None:
    assert in_hand().refusal(DAY, APPROVER, PrintRecord, **FORM) == NOT_PERMITTED
