"""Objections weighed, and what they bar (arts. 11, 15, 32, 34), document by document; binding under the law of 2007."""

from typing import Any

import pytest

from schemas.case_parts import Objection
from schemas.events_consultation import ObjectionWeighed
from schemas.steps import DraftReply, IssueReply
from schemas.steps_consultation import (
    ConsultAgency,
    RecordConsultationDelivery,
    RecordOpinion,
    WeighObjection,
    WithdrawConsultation,
)
from schemas.vocabulary import (
    ConsultationKind,
    Ground,
    LetterKind,
    Outcome,
    Position,
    Remedy,
    ReviewResult,
    Weight,
)
from tests.case.builders import (
    APPROVER,
    CONTRACT,
    DECISIONS,
    HANDLER,
    NOT_PERMITTED,
    OGI_HEAD,
    REVIEWER,
    TENDER,
    Script,
    approve,
    by_law,
    consult,
    on,
    review,
    search,
    senseless,
)
from tests.case.phases import OLD_LAW, PROOF, TENDER_ID, TEXT, asked, found, heard, objected, served, weighed

DAY = "2026-05-11"
SECRET: dict[str, Any] = {"grounds": [Ground.BUSINESS_SECRET], "reason": "分项报价属于商业秘密"}
WEIGHED: dict[str, Any] = {"consultation": "c1", "documents": [TENDER_ID], "reason": "理由"}


def disclosing(script: Script, day: str = DAY) -> Script:
    return review(script, day, TENDER, ReviewResult.DISCLOSE)


def refused(script: Script, outcome: Outcome = Outcome.DISCLOSED, day: str = DAY) -> Any:
    """The refusal of a draft with this outcome."""
    return script.refusal(day, HANDLER, DraftReply, decision=DECISIONS[outcome])


def drafts(script: Script, outcome: Outcome = Outcome.DISCLOSED, day: str = DAY) -> Script:
    assert script.take(day, HANDLER, DraftReply, decision=DECISIONS[outcome]) == ["reply_drafted"]
    return script


def agency(kind: ConsultationKind) -> Script:
    script = found()
    said: dict[str, Any] = {"agency": "示例市财政局", "documents": [TENDER_ID], "concerns": "共同制作"}
    script.take(DAY, HANDLER, ConsultAgency, kind=kind, **said)
    return script


def test_what_nobody_was_asked_about_is_disclosed() -> None:
    drafts(disclosing(found()))


def test_while_the_opinion_is_awaited_nothing_is_disclosed() -> None:
    assert refused(disclosing(asked(DAY, DAY))) == by_law("consultation_open", "32")
    assert refused(disclosing(asked(DAY, DAY)), Outcome.ALREADY_PUBLIC) == by_law("consultation_open", "32")


def test_while_the_opinion_is_awaited_it_can_be_withheld() -> None:
    script = review(asked(DAY, DAY), DAY, TENDER, ReviewResult.WITHHOLD, **SECRET)
    drafts(script, Outcome.REFUSED)


def test_what_is_agreed_to_is_disclosed() -> None:
    drafts(disclosing(heard(asked(DAY, DAY), DAY, Position.AGREES)))


def test_a_third_partys_silence_leaves_it_to_the_agency() -> None:
    script = served(asked(DAY, DAY), DAY)
    script.tick("2026-06-02")
    drafts(disclosing(script, "2026-06-02"), day="2026-06-02")


def test_an_objected_document_is_not_disclosed_before_the_objection_is_weighed() -> None:
    assert refused(disclosing(objected())) == by_law("objection_not_weighed", "32")


def test_an_objected_document_is_not_disclosed_without_override() -> None:
    script = weighed(objected(), DAY, Weight.REASONABLE)
    assert refused(disclosing(script)) == by_law("objection_stands", "32")
    review(script, DAY, TENDER, ReviewResult.WITHHOLD, **SECRET)
    drafts(script, Outcome.REFUSED)


def test_an_objection_without_good_grounds_gives_way_and_the_third_party_is_told() -> None:
    script = objected()
    kinds = script.take(DAY, REVIEWER, WeighObjection, weight=Weight.NOT_REASONABLE, **WEIGHED)
    assert kinds == ["objection_weighed", "letter_issued"]
    order = script.orders[-1]
    assert (order.kind, order.remedy, order.weighed) == (
        LetterKind.THIRD_PARTY_DECISION,
        Remedy.EITHER,
        (TENDER_ID,),
    )
    drafts(disclosing(script))


def test_the_public_interest_outweighs_a_good_objection_and_the_third_party_is_told() -> None:
    script = weighed(objected(), DAY, Weight.REASONABLE)
    weighed(script, DAY, Weight.PUBLIC_INTEREST)
    assert (script.orders[-1].kind, script.orders[-1].weight) == (
        LetterKind.THIRD_PARTY_DECISION,
        Weight.PUBLIC_INTEREST,
    )
    drafts(disclosing(script))


def test_a_good_objection_calls_for_no_letter() -> None:
    script = objected()
    kinds = script.take(DAY, OGI_HEAD, WeighObjection, weight=Weight.REASONABLE, **WEIGHED)
    assert kinds == ["objection_weighed"]
    event = script.last(ObjectionWeighed)
    assert (event.by, event.weight) == (OGI_HEAD.staff_id, Weight.REASONABLE)


def test_an_objection_to_a_part_is_respected_by_withholding_a_part() -> None:
    script = weighed(objected(position=Position.OBJECTS_IN_PART), DAY, Weight.REASONABLE)
    assert refused(disclosing(script)) == by_law("objection_stands", "32")
    review(script, DAY, TENDER, ReviewResult.PARTIAL, **SECRET)
    drafts(script, Outcome.PARTLY_DISCLOSED)


def test_a_part_withheld_on_another_ground_does_not_respect_it() -> None:
    script = weighed(objected(position=Position.OBJECTS_IN_PART), DAY, Weight.REASONABLE)
    review(script, DAY, TENDER, ReviewResult.PARTIAL)  # process information
    assert refused(script, Outcome.PARTLY_DISCLOSED) == by_law("objection_stands", "32")


def test_an_objection_to_the_whole_is_not_respected_by_withholding_a_part() -> None:
    script = weighed(objected(), DAY, Weight.REASONABLE)
    review(script, DAY, TENDER, ReviewResult.PARTIAL, **SECRET)
    assert refused(script, Outcome.PARTLY_DISCLOSED) == by_law("objection_stands", "32")


def test_each_document_has_its_own_answer() -> None:
    """Two documents asked about: one agreed to and disclosed, the other objected to and withheld."""
    script = search(found(), DAY, CONTRACT)
    consult(script, DAY, TENDER, CONTRACT)
    positions = [
        {"document": TENDER_ID, "position": Position.AGREES},
        {"document": CONTRACT.document_id, "position": Position.OBJECTS},
    ]
    script.take(DAY, HANDLER, RecordOpinion, TEXT, consultation="c1", positions=positions)
    said: dict[str, Any] = {**WEIGHED, "documents": [CONTRACT.document_id], "weight": Weight.REASONABLE}
    script.take(DAY, REVIEWER, WeighObjection, **said)
    disclosing(script)
    review(script, DAY, CONTRACT, ReviewResult.WITHHOLD, **SECRET)
    drafts(script, Outcome.PARTLY_DISCLOSED)


def test_a_document_passed_over_in_the_opinion_is_left_to_the_agency_when_the_period_has_ended() -> None:
    """Delivered Mon 2026-05-11: until Mon 2026-06-01."""
    script = search(found(), DAY, CONTRACT)
    consult(script, DAY, TENDER, CONTRACT)
    script.take(DAY, HANDLER, RecordConsultationDelivery, consultation="c1", method="post", proof="EMS")
    heard(script, DAY, Position.AGREES)
    disclosing(script)
    review(script, DAY, CONTRACT, ReviewResult.DISCLOSE)
    assert refused(script) == by_law("consultation_open", "32")
    assert "consultation_lapsed" in script.tick("2026-06-02")
    script.take("2026-06-02", HANDLER, DraftReply, decision=DECISIONS[Outcome.DISCLOSED])


def test_an_answer_in_two_parts_is_whole_with_the_second() -> None:
    script = search(found(), DAY, CONTRACT)
    consult(script, DAY, TENDER, CONTRACT)
    heard(script, DAY, Position.AGREES)
    assert script.case.consultations[0].open
    again = [{"document": TENDER.document_id, "position": Position.OBJECTS}]
    refusal = script.refusal(DAY, HANDLER, RecordOpinion, consultation="c1", positions=again)
    assert refusal == senseless("position_on_record", "positions")
    rest = [{"document": CONTRACT.document_id, "position": Position.AGREES}]
    script.take(DAY, HANDLER, RecordOpinion, consultation="c1", positions=rest)
    assert script.case.consultations[0].answered_on == on(DAY)


def test_a_request_for_approval_that_was_taken_back_approves_nothing() -> None:
    script = found()
    approving = ConsultationKind.APPROVING_AGENCY
    asked_for: dict[str, Any] = {"kind": approving, "agency": "示例市水务局", "concerns": "须经批准"}
    script.take(DAY, HANDLER, ConsultAgency, documents=[TENDER_ID], **asked_for)
    script.take(DAY, HANDLER, WithdrawConsultation, consultation="c1", reason="误发")
    assert refused(disclosing(script)) == by_law("approval_missing", "11(2)")


def test_two_third_parties_are_both_heeded() -> None:
    script = heard(asked(DAY, DAY), DAY, Position.AGREES)
    consult(script, DAY, TENDER)
    heard(script, DAY, Position.OBJECTS, "c2")
    assert refused(disclosing(script)) == by_law("objection_not_weighed", "32")


def test_what_was_taken_back_bars_nothing() -> None:

    script = asked(DAY, DAY)
    script.take(DAY, HANDLER, WithdrawConsultation, consultation="c1", reason="文件与该公司无关")
    drafts(disclosing(script))


def test_a_late_objection_is_heeded_before_the_draft() -> None:
    script = served(asked(DAY, DAY), DAY)
    script.tick("2026-06-02")
    heard(script, "2026-06-03", Position.OBJECTS)
    assert refused(disclosing(script, "2026-06-03"), day="2026-06-03") == by_law("objection_not_weighed", "32")


def test_an_objection_that_comes_after_the_draft_stops_the_issue() -> None:
    script = served(asked(DAY, DAY), DAY)
    script.tick("2026-06-02")
    drafts(disclosing(script, "2026-06-02"), day="2026-06-02")
    approve(script, "2026-06-02", APPROVER)
    heard(script, "2026-06-03", Position.OBJECTS)
    assert script.refusal("2026-06-03", HANDLER, IssueReply) == by_law("objection_not_weighed", "32")


def test_an_objecting_co_producer_is_weighed_too() -> None:
    script = heard(agency(ConsultationKind.CO_PRODUCER), DAY, Position.OBJECTS)
    assert refused(disclosing(script)) == by_law("objection_not_weighed", "34")
    weighed(script, DAY, Weight.NOT_REASONABLE)
    assert script.orders[-1].kind is not LetterKind.THIRD_PARTY_DECISION
    drafts(script)


@pytest.mark.parametrize("position", [Position.OBJECTS, Position.OBJECTS_IN_PART])
def test_without_the_approval_the_law_wants_nothing_is_disclosed(position: Position) -> None:
    """Art. 11(2): silence is no approval, and its refusal cannot be outweighed."""
    script = agency(ConsultationKind.APPROVING_AGENCY)
    script.take(DAY, HANDLER, RecordConsultationDelivery, consultation="c1", **PROOF)
    script.tick("2026-06-02")
    disclosing(script, "2026-06-02")
    assert refused(script, day="2026-06-02") == by_law("approval_missing", "11(2)")
    heard(script, "2026-06-02", position)
    for weight in (Weight.NOT_REASONABLE, Weight.PUBLIC_INTEREST):
        refusal = script.refusal("2026-06-02", REVIEWER, WeighObjection, weight=weight, **WEIGHED)
        assert refusal == by_law("approval_missing", "11(2)")
    assert refused(script, day="2026-06-02") == by_law("approval_missing", "11(2)")


def test_with_the_approval_it_is_disclosed() -> None:
    drafts(disclosing(heard(agency(ConsultationKind.APPROVING_AGENCY), DAY, Position.AGREES)))


def test_a_silent_agency_concerned_does_not_bar_for_ever() -> None:
    script = agency(ConsultationKind.OTHER_AGENCY)
    assert refused(disclosing(script)) == by_law("consultation_open", "11(1)")
    script.take(DAY, HANDLER, RecordConsultationDelivery, consultation="c1", **PROOF)
    script.tick("2026-06-02")
    drafts(script, day="2026-06-02")


def test_only_an_objection_is_weighed() -> None:
    for script in (found(), asked(DAY, DAY), heard(asked(DAY, DAY), DAY, Position.AGREES)):
        refusal = script.refusal(DAY, REVIEWER, WeighObjection, weight=Weight.REASONABLE, **WEIGHED)
        assert refusal == by_law("no_objection", "32")
    said: dict[str, Any] = {**WEIGHED, "documents": [CONTRACT.document_id]}
    refusal = objected().refusal(DAY, REVIEWER, WeighObjection, weight=Weight.REASONABLE, **said)
    assert refusal == senseless("no_objection_to_document", "documents")


def test_a_handler_does_not_weigh() -> None:
    refusal = objected().refusal(DAY, HANDLER, WeighObjection, weight=Weight.REASONABLE, **WEIGHED)
    assert refusal == NOT_PERMITTED


def test_nothing_is_weighed_once_the_reply_is_drafted() -> None:
    script = review(objected(), DAY, TENDER, ReviewResult.WITHHOLD, **SECRET)
    drafts(script, Outcome.REFUSED)
    refusal = script.refusal(DAY, REVIEWER, WeighObjection, weight=Weight.NOT_REASONABLE, **WEIGHED)
    assert refusal == by_law("not_in_hand", "32")


def test_the_weight_and_its_reason_stand_beside_the_objection() -> None:
    script = weighed(objected(), DAY, Weight.REASONABLE)
    assert script.case.consultations[0].objections[TENDER_ID] == Objection(
        position=Position.OBJECTS, weight=Weight.REASONABLE, reason="理由"
    )


def test_under_the_law_of_2007_an_objection_binds() -> None:
    script = objected(OLD_LAW)
    refusal = script.refusal(OLD_LAW, REVIEWER, WeighObjection, weight=Weight.NOT_REASONABLE, **WEIGHED)
    assert refusal == by_law("objection_binds", "23")
    weighed(script, OLD_LAW, Weight.REASONABLE)
    disclosing(script, OLD_LAW)
    assert refused(script, day=OLD_LAW).code == "objection_stands"


def test_under_the_law_of_2007_the_public_interest_outweighs_it() -> None:
    script = weighed(objected(OLD_LAW), OLD_LAW, Weight.PUBLIC_INTEREST)
    assert script.orders[-1].kind is LetterKind.THIRD_PARTY_DECISION
    drafts(disclosing(script, OLD_LAW), day=OLD_LAW)


def test_under_the_law_of_2007_what_the_public_interest_wants_known_must_be_disclosed() -> None:
    """Art. 23: 应当予以公开. It may still be withheld on a ground that is not the third party's."""
    script = weighed(objected(OLD_LAW), OLD_LAW, Weight.PUBLIC_INTEREST)
    review(script, OLD_LAW, TENDER, ReviewResult.WITHHOLD, **SECRET)
    assert refused(script, Outcome.REFUSED, OLD_LAW) == by_law("override_is_duty", "23")
    review(script, OLD_LAW, TENDER, ReviewResult.WITHHOLD)  # process information
    drafts(script, Outcome.REFUSED, OLD_LAW)


def test_since_2019_the_agency_may_disclose_and_need_not() -> None:
    script = weighed(objected(), DAY, Weight.PUBLIC_INTEREST)
    review(script, DAY, TENDER, ReviewResult.WITHHOLD, **SECRET)
    drafts(script, Outcome.REFUSED)
