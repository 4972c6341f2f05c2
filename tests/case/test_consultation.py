"""Consulting third parties and other agencies (arts. 11, 32, 34): proof of delivery, lapse, late opinion, the clock."""

from typing import Any
from uuid import UUID

import pytest

from schemas.commands import Facts
from schemas.events_consultation import (
    ConsultationDelivered,
    ConsultationDeliveryFailed,
    ThirdPartyConsulted,
)
from schemas.policy import Policy
from schemas.steps import DraftReply, IssueReply
from schemas.steps_consultation import (
    ConsultAgency,
    ConsultThirdParty,
    RecordConsultationDelivery,
    RecordFailedDelivery,
    RecordOpinion,
    WithdrawConsultation,
)
from schemas.vocabulary import (
    ConsultationKind,
    DeliveryMethod,
    LetterKind,
    Outcome,
    Position,
    Remedy,
    ReviewResult,
    State,
)
from tests.case.builders import (
    APPROVER,
    CONTRACT,
    DECISIONS,
    HANDLER,
    NOT_PERMITTED,
    PARTY_ID,
    TENDER,
    Script,
    approve,
    by_law,
    closed,
    consult,
    drafted,
    in_hand,
    on,
    received,
    review,
    search,
    senseless,
)
from tests.case.phases import OLD_LAW, PROOF, TENDER_ID, TEXT, asked, found, heard, served

PARTY = Facts(party_id=PARTY_ID)
ABOUT: dict[str, Any] = {"documents": [TENDER_ID], "concerns": "分项报价"}
AGREES = [{"document": TENDER_ID, "position": Position.AGREES}]


def refusing(script: Script, day: str) -> Script:
    """A draft that withholds the document."""
    review(script, day, TENDER, ReviewResult.WITHHOLD)
    script.take(day, HANDLER, DraftReply, decision=DECISIONS[Outcome.REFUSED])
    return script


def test_the_letters_go_to_the_third_party_and_to_the_applicant() -> None:
    script = found()
    kinds = script.take("2026-05-18", HANDLER, ConsultThirdParty, PARTY, **ABOUT)
    assert kinds == ["third_party_consulted", "letter_issued", "letter_issued"]
    assert [order.kind for order in script.orders[-2:]] == [
        LetterKind.THIRD_PARTY_CONSULTATION,
        LetterKind.CONSULTATION_NOTICE,
    ]
    assert {order.remedy for order in script.orders[-2:]} == {Remedy.NONE}
    assert script.last(ThirdPartyConsulted).party_id == PARTY_ID


def test_an_agency_may_choose_not_to_tell_the_applicant() -> None:
    script = found(policy=Policy(tell_applicant_of_consultation=False))
    assert script.take("2026-05-18", HANDLER, ConsultThirdParty, PARTY, **ABOUT)[1:] == ["letter_issued"]


def test_a_consultation_that_is_over_is_not_taken_back() -> None:
    script = asked()
    heard(script, "2026-05-20", Position.AGREES)
    refusal = script.refusal("2026-05-21", HANDLER, WithdrawConsultation, consultation="c1", reason="多余")
    assert refusal == by_law("consultation_over", "32")


def test_an_opinion_is_given_once() -> None:
    script = asked()
    heard(script, "2026-05-20", Position.AGREES)
    refusal = script.refusal("2026-05-21", HANDLER, RecordOpinion, TEXT, consultation="c1", positions=AGREES)
    assert refusal == by_law("consultation_over", "32")


def test_delivery_is_recorded_once() -> None:
    script = served(asked(), "2026-05-20")
    refusal = script.refusal("2026-05-21", HANDLER, RecordConsultationDelivery, consultation="c1", **PROOF)
    assert refusal == by_law("consultation_delivery_on_record", "32")
    refusal = script.refusal("2026-05-21", HANDLER, RecordFailedDelivery, consultation="c1", how="退信")
    assert refusal == by_law("consultation_delivery_on_record", "32")


def test_a_public_notice_only_after_an_attempt() -> None:
    """6.19: attempts on record, then silence fifteen working days after the notice."""
    script = asked()
    said: dict[str, Any] = {**PROOF, "method": DeliveryMethod.PUBLIC_NOTICE, "consultation": "c1"}
    refusal = script.refusal("2026-05-20", HANDLER, RecordConsultationDelivery, **said)
    assert refusal == by_law("no_attempt_on_record", "32")
    script.take("2026-05-20", HANDLER, RecordFailedDelivery, consultation="c1", how="查无此人，退回")
    assert script.last(ConsultationDeliveryFailed).attempted_on == on("2026-05-20")
    script.take("2026-05-21", HANDLER, RecordConsultationDelivery, **said)
    assert script.last(ConsultationDelivered).respond_by == on("2026-06-11")


@pytest.mark.parametrize("script", [received(), drafted(), closed()], ids=lambda script: str(script.case.state))
@pytest.mark.parametrize("step", [ConsultThirdParty, ConsultAgency])
def test_somebody_is_asked_while_the_case_is_in_hand(script: Script, step: type[Any]) -> None:
    said: dict[str, Any] = {"kind": ConsultationKind.CO_PRODUCER, "agency": "财政局"} if step is ConsultAgency else {}
    refusal = script.refusal("2026-05-11", HANDLER, step, PARTY, **ABOUT, **said)
    assert refusal.code in {"not_in_hand", "case_closed"}


def test_nobody_is_asked_about_nothing() -> None:
    script = search(in_hand(), "2026-05-11")
    refusal = script.refusal("2026-05-11", HANDLER, ConsultThirdParty, PARTY, **ABOUT)
    assert refusal == by_law("no_document_to_ask_about", "32")


@pytest.mark.parametrize(
    ("documents", "code"),
    [([UUID(int=99)], "document_not_of_case"), ([TENDER_ID, TENDER_ID], "document_named_twice")],
    ids=["strange", "twice"],
)
def test_somebody_is_asked_about_documents_of_the_case(documents: list[UUID], code: str) -> None:
    said: dict[str, Any] = {**ABOUT, "documents": documents}
    assert found().refusal("2026-05-11", HANDLER, ConsultThirdParty, PARTY, **said) == senseless(code, "documents")


def test_a_third_party_is_somebody() -> None:
    assert found().refusal("2026-05-11", HANDLER, ConsultThirdParty, **ABOUT) == senseless("missing_field", "party")


def test_an_approver_asks_nobody() -> None:
    assert found().refusal("2026-05-11", APPROVER, ConsultThirdParty, PARTY, **ABOUT) == NOT_PERMITTED


@pytest.mark.parametrize(("day", "code"), [("2026-05-10", "date_before_receipt"), ("2026-05-12", "date_in_future")])
def test_a_letter_is_sent_after_receipt_and_not_ahead(day: str, code: str) -> None:
    refusal = found().refusal("2026-05-11", HANDLER, ConsultThirdParty, PARTY, sent_on=on(day), **ABOUT)
    assert refusal == senseless(code, "sent_on")


@pytest.mark.parametrize(("day", "code"), [("2026-05-17", "date_before_receipt"), ("2026-05-20", "date_in_future")])
def test_what_follows_a_letter_lies_after_it_and_not_ahead(day: str, code: str) -> None:
    script, asked_of = asked(), {"consultation": "c1"}
    tries: list[tuple[type[Any], str, dict[str, Any]]] = [
        (RecordConsultationDelivery, "delivered_on", PROOF),
        (RecordFailedDelivery, "attempted_on", {"how": "退信"}),
        (RecordOpinion, "received_on", {"positions": AGREES}),
        (WithdrawConsultation, "withdrawn_on", {"reason": "多余"}),
    ]
    for step, field, said in tries:
        refusal = script.refusal("2026-05-19", HANDLER, step, TEXT, **asked_of, **said, **{field: on(day)})
        assert refusal == senseless(code, field)


def test_an_opinion_does_not_come_before_the_letter_arrived() -> None:
    script = served(asked(), "2026-05-20")
    said: dict[str, Any] = {"consultation": "c1", "positions": AGREES, "received_on": on("2026-05-19")}
    refusal = script.refusal("2026-05-21", HANDLER, RecordOpinion, TEXT, **said)
    assert refusal == senseless("date_before_receipt", "received_on")


def test_a_consultation_that_is_not_there_is_rejected() -> None:
    refusal = asked().refusal("2026-05-19", HANDLER, RecordConsultationDelivery, consultation="c2", **PROOF)
    assert refusal == senseless("no_such_consultation", "consultation")


def test_an_opinion_is_on_the_documents_asked_about() -> None:
    script = search(found(), "2026-05-11", CONTRACT)
    consult(script, "2026-05-11", TENDER)
    strange = [{"document": CONTRACT.document_id, "position": Position.AGREES}]
    refusal = script.refusal("2026-05-11", HANDLER, RecordOpinion, TEXT, consultation="c1", positions=strange)
    assert refusal == senseless("document_not_asked_about", "positions")
    refusal = script.refusal("2026-05-11", HANDLER, RecordOpinion, TEXT, consultation="c1", positions=AGREES * 2)
    assert refusal == senseless("document_named_twice", "positions")


def test_nobody_answers_who_was_not_asked() -> None:
    refusal = found().refusal("2026-05-11", HANDLER, RecordOpinion, TEXT, consultation="c1", positions=AGREES)
    assert refusal == by_law("no_consultation", "32")


def test_a_consultation_lapses_while_the_reply_is_drafted() -> None:
    script = refusing(served(asked(), "2026-05-20"), "2026-05-21")
    assert script.case.state is State.AWAITING_APPROVAL
    assert script.tick("2026-06-11") == ["consultation_lapsed"]


def test_an_opinion_is_taken_in_until_the_reply_is_issued() -> None:
    script = refusing(asked(), "2026-05-21")
    approve(script, "2026-05-21", APPROVER)
    heard(script, "2026-05-22", Position.OBJECTS)
    script.take("2026-05-22", HANDLER, IssueReply)
    refusal = script.refusal("2026-05-23", HANDLER, RecordOpinion, TEXT, consultation="c1", positions=AGREES)
    assert refusal == by_law("reply_already_issued", "32")


def test_the_law_of_2007_has_no_co_producers() -> None:
    said: dict[str, Any] = {"kind": ConsultationKind.CO_PRODUCER, "agency": "示例市财政局"}
    refusal = found(OLD_LAW).refusal(OLD_LAW, HANDLER, ConsultAgency, **ABOUT, **said)
    assert refusal.code == "no_joint_rule"
