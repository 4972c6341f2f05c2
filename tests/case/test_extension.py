"""Extension of the limit: two persons' act, once, in time, and told to the applicant (art. 33(2))."""

from typing import Any

import pytest

from schemas.events_time import ExtensionConsented, ExtensionNotified, ExtensionProposed
from schemas.steps import ReceiveCorrection, RequestCorrection
from schemas.steps_after import RecordRemedy
from schemas.steps_time import DecideExtension, NotifyExtension, NotifyFee, ProposeExtension, RecordPayment
from schemas.vocabulary import DeliveryMethod, Instance, LetterKind, Position, Remedy, Role, State, Verdict
from tests.case.builders import (
    APPROVER,
    HANDLER,
    NOT_PERMITTED,
    OGI_HEAD,
    TENDER,
    Script,
    approved,
    by_law,
    calendar_with,
    consult,
    drafted,
    in_hand,
    issued,
    on,
    received,
    registered,
    senseless,
    sent_back,
    staff,
)
from tests.case.phases import (
    OLD_LAW,
    PROOF,
    TEXT,
    charged,
    consented,
    decided,
    due,
    extended,
    found,
    heard,
    ordered,
    proposed,
    served,
    told,
)

ASKED: dict[str, Any] = {"working_days": 20, "reason": "检索量大"}
YES: dict[str, Any] = {"verdict": Verdict.APPROVE}
SECOND_HEAD = staff(21, Role.OGI_HEAD)


@pytest.mark.parametrize(("working_days", "last_day"), [(20, "2026-10-30"), (10, "2026-10-16")])
def test_e7_an_extension(working_days: int, last_day: str) -> None:
    """Received Mon 2026-08-31, due Mon 09-28: twenty more give Fri 10-30, ten Fri 10-16."""
    script = proposed("2026-08-31", working_days)
    assert due(script) == "2026-09-28"
    consented(script, "2026-09-25")
    assert script.last(ExtensionConsented).due_on == on(last_day)
    assert due(script) == "2026-09-28"  # nothing counts before the applicant is told
    told(script, "2026-09-28")
    assert script.last(ExtensionNotified).due_on == on(last_day)
    assert due(script) == last_day


def test_who_proposed_and_who_consented_are_on_record() -> None:
    script = consented(proposed(), "2026-05-12")
    assert script.last(ExtensionProposed).by == HANDLER.staff_id
    assert script.last(ExtensionConsented).by == OGI_HEAD.staff_id


def test_the_notice_is_made_on_consent_and_names_the_new_day() -> None:
    script = proposed()
    assert script.take("2026-05-12", OGI_HEAD, DecideExtension, **YES) == ["extension_consented", "letter_issued"]
    order = script.orders[-1]
    assert (order.kind, order.remedy, order.due_on) == (LetterKind.EXTENSION_NOTICE, Remedy.NONE, on("2026-07-07"))
    assert order.extension
    assert order.extension.reason == ASKED["reason"]


def test_twenty_one_days_are_refused() -> None:
    refusal = in_hand().refusal("2026-05-11", HANDLER, ProposeExtension, working_days=21, reason="多")
    assert refusal == by_law("extension_too_long", "33(2)")


def test_on_the_last_day_but_not_on_the_day_after() -> None:
    script = in_hand()
    assert script.refusal("2026-06-09", HANDLER, ProposeExtension, **ASKED) == by_law("extension_after_due", "33(2)")
    assert script.take("2026-06-08", HANDLER, ProposeExtension, **ASKED)[-1] == "extension_proposed"
    refusal = script.refusal("2026-06-09", OGI_HEAD, DecideExtension, **YES)
    assert refusal == by_law("extension_after_due", "33(2)")


def test_a_second_extension_is_refused() -> None:
    for script in (proposed(), consented(proposed(), "2026-05-11"), extended("2026-05-11", 5)):
        refusal = script.refusal("2026-05-12", HANDLER, ProposeExtension, working_days=5, reason="再延")
        assert refusal == by_law("second_extension", "33(2)")


def test_nobody_consents_to_his_own_proposal() -> None:
    script = in_hand()
    script.take("2026-05-11", OGI_HEAD, ProposeExtension, **ASKED)
    assert script.refusal("2026-05-12", OGI_HEAD, DecideExtension, **YES) == by_law("own_extension", "33(2)")
    assert script.take("2026-05-12", SECOND_HEAD, DecideExtension, **YES)[0] == "extension_consented"


def test_only_the_head_of_the_ogi_office_consents() -> None:
    for actor in (HANDLER, APPROVER):
        assert proposed().refusal("2026-05-11", actor, DecideExtension, **YES) == NOT_PERMITTED
    assert in_hand().refusal("2026-05-11", APPROVER, ProposeExtension, **ASKED) == NOT_PERMITTED


def test_nothing_is_consented_to_that_was_not_proposed() -> None:
    for script in (in_hand(), extended("2026-05-11")):
        refusal = script.refusal("2026-05-11", OGI_HEAD, DecideExtension, **YES)
        assert refusal == by_law("no_extension_proposed", "33(2)")


def test_what_was_sent_back_may_be_proposed_again() -> None:
    script = proposed()
    refusal = script.refusal("2026-05-11", OGI_HEAD, DecideExtension, verdict=Verdict.RETURN)
    assert refusal == senseless("comment_missing", "comment")
    script.take("2026-05-11", OGI_HEAD, DecideExtension, verdict=Verdict.RETURN, comment="不必延期")
    assert script.take("2026-05-12", HANDLER, ProposeExtension, **ASKED) == ["extension_proposed"]


def test_the_applicant_is_told_in_time_or_it_does_not_count() -> None:
    script = consented(proposed(), "2026-06-08")
    refusal = script.refusal("2026-06-09", HANDLER, NotifyExtension, **PROOF)
    assert refusal == by_law("extension_after_due", "33(2)")
    assert script.tick("2026-06-09") == ["became_overdue"]


def test_a_notice_that_went_out_in_time_may_be_entered_late() -> None:
    script = consented(proposed(), "2026-06-08")
    script.tick("2026-06-10")
    assert script.case.overdue_on == on("2026-06-09")
    told(script, "2026-06-10", sent_on=on("2026-06-08"))
    assert (due(script), script.row.overdue_on) == ("2026-07-07", None)


@pytest.mark.parametrize(("sent", "code"), [("2026-05-11", "date_before_receipt"), ("2026-05-14", "date_in_future")])
def test_the_notice_is_not_older_than_the_consent(sent: str, code: str) -> None:
    script = consented(proposed(), "2026-05-12")
    refusal = script.refusal("2026-05-13", HANDLER, NotifyExtension, sent_on=on(sent), **PROOF)
    assert refusal == senseless(code, "sent_on")


def test_the_applicant_is_told_once_and_only_of_what_was_consented_to() -> None:
    for script in (in_hand(), proposed()):
        refusal = script.refusal("2026-05-11", HANDLER, NotifyExtension, **PROOF)
        assert refusal == by_law("extension_not_consented", "33(2)")
    refusal = extended("2026-05-11").refusal("2026-05-11", HANDLER, NotifyExtension, **PROOF)
    assert refusal == by_law("extension_already_notified", "33(2)")


def test_an_applicant_is_not_told_by_public_notice() -> None:
    script = consented(proposed(), "2026-05-11")
    said: dict[str, Any] = {**PROOF, "method": DeliveryMethod.PUBLIC_NOTICE}
    assert script.refusal("2026-05-11", HANDLER, NotifyExtension, **said) == senseless(
        "method_not_for_applicants", "method"
    )


@pytest.mark.parametrize(
    "script", [registered(), sent_back("2026-05-11", "2026-05-11"), issued()], ids=lambda script: str(script.case.state)
)
def test_an_extension_needs_a_limit_that_runs_and_a_reply_that_is_in_the_house(script: Script) -> None:
    assert script.refusal("2026-05-11", HANDLER, ProposeExtension, **ASKED) == by_law("not_in_hand", "33(2)")


@pytest.mark.parametrize("script", [received(), drafted(), approved()], ids=lambda script: str(script.case.state))
def test_an_extension_may_still_be_wanted_when_the_draft_lies_ready(script: Script) -> None:
    assert script.take("2026-05-11", HANDLER, ProposeExtension, **ASKED) == ["extension_proposed"]


def test_a_proposal_waits_while_the_applicant_corrects() -> None:
    script = received()
    script.take("2026-05-11", HANDLER, ProposeExtension, **ASKED)
    script.take("2026-05-12", HANDLER, RequestCorrection, items=["请写明合同的名称"])
    refusal = script.refusal("2026-05-13", OGI_HEAD, DecideExtension, **YES)
    assert refusal == by_law("not_in_hand", "33(2)")
    script.take("2026-05-20", HANDLER, ReceiveCorrection, TEXT)
    told(consented(script, "2026-05-20"), "2026-05-20")
    assert due(script) == "2026-07-16"


def test_a_correction_takes_the_extension_away_for_good() -> None:
    """The safe reading of 6.9: the full new limit, and no second extension in it."""
    script = received()
    script.take("2026-05-11", HANDLER, ProposeExtension, **ASKED)
    told(consented(script, "2026-05-12"), "2026-05-12")
    script.take("2026-05-13", HANDLER, RequestCorrection, items=["请写明合同的名称"])
    script.take("2026-05-20", HANDLER, ReceiveCorrection, TEXT)
    assert due(script) == "2026-06-17"
    refusal = script.refusal("2026-05-20", HANDLER, ProposeExtension, **ASKED)
    assert refusal == by_law("second_extension", "33(2)")


def test_a_payment_brings_the_full_new_limit_and_no_more() -> None:
    """6.13: paid Fri 2026-07-10, until Fri 2026-08-07, extended before or not."""
    script = charged()
    script.take("2026-07-10", HANDLER, RecordPayment, receipt="0001")
    assert due(script) == "2026-08-07"


def test_an_ordered_limit_is_not_extended() -> None:
    refusal = ordered("2026-06-01").refusal("2026-06-02", HANDLER, ProposeExtension, **ASKED)
    assert refusal == by_law("ordered_limit_stands", "33(2)")


def test_an_extension_consented_to_before_the_order_is_told_to_nobody() -> None:
    script = consented(proposed(), "2026-06-08")
    script.tick("2026-06-09")
    script.take("2026-06-09", HANDLER, RecordRemedy, instance=Instance.COMPLAINT, body="示例市人民政府")
    decided(script, "2026-06-10", new_reply={"working_days": 10})
    refusal = script.refusal("2026-06-10", HANDLER, NotifyExtension, **PROOF)
    assert refusal == by_law("extension_overtaken", "33(2)")


def test_a_new_calendar_that_makes_the_notice_late_leaves_the_case_standing() -> None:
    """Told on Mon 2026-06-08, the last day; then it turns out that Sat 06-06 was a working day, and the last."""
    script = told(consented(proposed(), "2026-06-08"), "2026-06-08")
    kinds = script.adopt("2026-06-09", calendar_with("worked", on_="2026-06-06"))
    assert kinds == ["calendar_adopted", "deadline_moved", "became_overdue"]
    assert due(script) == "2026-06-06"
    assert script.case.state is State.PROCESSING


def test_an_opinion_entered_late_can_make_the_extension_too_late() -> None:
    """What lengthened the limit when the applicant was told turns out not to have: the extension adds nothing."""
    script = found()
    consult(script, "2026-05-18", TENDER)
    served(script, "2026-05-20")
    script.take("2026-06-22", HANDLER, ProposeExtension, **ASKED)
    told(consented(script, "2026-06-22"), "2026-06-22")
    assert due(script) == "2026-07-30"
    heard(script, "2026-06-23", Position.AGREES, received_on=on("2026-05-20"))
    assert due(script) == "2026-06-10"
    assert script.case.overdue_on == on("2026-06-11")


def test_the_law_of_2007_extends_by_fifteen_days_at_most() -> None:
    """Received Tue 2019-05-14, due Tue 06-04; fifteen more: Wed 06-26."""
    script = in_hand(OLD_LAW)
    refusal = script.refusal(OLD_LAW, HANDLER, ProposeExtension, working_days=16, reason="多")
    assert refusal.code == "extension_too_long"
    assert due(script) == "2019-06-04"
    assert due(extended(OLD_LAW, 15)) == "2019-06-26"


def test_an_extension_of_a_limit_that_began_anew_is_void_and_may_be_proposed_again() -> None:
    """Consented to on Tue 2026-05-12, the fee paid on Thu 05-14: due Thu 2026-06-11, and no later."""
    script = consented(proposed(), "2026-05-12")
    script.take("2026-05-13", HANDLER, NotifyFee, basis="per_page", quantity=80, how_to_pay="窗口")
    assert script.refusal("2026-05-13", HANDLER, NotifyExtension, **PROOF) == by_law("not_in_hand", "33(2)")
    script.take("2026-05-14", HANDLER, RecordPayment, receipt="票据1")
    assert script.refusal("2026-05-14", HANDLER, NotifyExtension, **PROOF) == by_law("extension_overtaken", "33(2)")
    assert due(script) == "2026-06-11"
    script.take("2026-05-14", HANDLER, ProposeExtension, working_days=5, reason="检索量大")
