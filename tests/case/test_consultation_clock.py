"""What a consultation does to the limit: days left out, lapse, acts entered late (arts. 32, 33(3), 34; 6.3, 6.5)."""

import pytest

from schemas.events_consultation import (
    ConsultationDelivered,
    ConsultationLapsed,
    ConsultationWithdrawn,
    OpinionReceived,
)
from schemas.steps import Accept, DraftReply, ReceiveCorrection, RequestCorrection
from schemas.steps_consultation import (
    RecordConsultationDelivery,
    RecordOpinion,
    WithdrawConsultation,
)
from schemas.vocabulary import (
    ConsultationKind,
    Outcome,
    Position,
    ReviewResult,
)
from tests.case.builders import (
    DECISIONS,
    HANDLER,
    TENDER,
    TEXT_ID,
    by_law,
    consult,
    on,
    received,
    review,
    search,
)
from tests.case.phases import OLD_LAW, PROOF, TENDER_ID, TEXT, asked, asked_agency, due, found, heard, served

AGREES = [{"document": TENDER_ID, "position": Position.AGREES}]


def test_e6_the_answer_ends_the_excluded_days() -> None:
    """Received Mon 2026-05-11, due 06-08; sent 05-18, served 05-20, answered Wed 06-03: due Thu 06-25, strict 06-23."""
    script = served(asked(), "2026-05-20")
    assert script.last(ConsultationDelivered).respond_by == on("2026-06-10")
    assert due(script) == "2026-07-02"
    heard(script, "2026-06-03", Position.AGREES)
    assert (due(script), str(script.row.target_due_on)) == ("2026-06-25", "2026-06-23")


def test_e6_silence_excludes_up_to_the_lapse() -> None:
    """(b): nothing by Wed 2026-06-10: due Thu 07-02."""
    script = served(asked(), "2026-05-20")
    assert script.tick("2026-06-10") == []
    assert script.tick("2026-06-11") == ["consultation_lapsed"]
    assert script.last(ConsultationLapsed).respond_by == on("2026-06-10")
    assert due(script) == "2026-07-02"


def test_e9_a_silent_co_producer_consents() -> None:
    """Received Mon 2026-09-14; sent and served Fri 09-18; silent until Thu 10-15: due Fri 11-06, and disclosed."""
    script = served(asked_agency("2026-09-14", "2026-09-18", ConsultationKind.CO_PRODUCER), "2026-09-18")
    assert script.last(ConsultationDelivered).respond_by == on("2026-10-15")
    script.tick("2026-10-16")
    assert due(script) == "2026-11-06"
    review(script, "2026-10-16", TENDER, ReviewResult.DISCLOSE)
    script.take("2026-10-16", HANDLER, DraftReply, decision=DECISIONS[Outcome.DISCLOSED])


def test_several_at_once_exclude_the_union_of_their_days() -> None:
    """6.3: sent 2026-05-18 and 05-20, answered 05-27 and 06-03: excluded 05-19 to 06-03, once."""
    script = asked()
    consult(script, "2026-05-20", TENDER)
    heard(script, "2026-05-27", Position.AGREES, "c1")
    heard(script, "2026-06-03", Position.AGREES, "c2")
    assert due(script) == "2026-06-25"


def test_an_opinion_after_the_lapse_is_kept_and_moves_no_date() -> None:
    script = served(asked(), "2026-05-20")
    script.tick("2026-06-11")
    heard(script, "2026-06-12", Position.OBJECTS)
    opinion = script.last(OpinionReceived)
    assert (opinion.late, opinion.text_id, due(script)) == (True, TEXT_ID, "2026-07-02")


def test_an_opinion_in_time_but_entered_after_the_lapse_ends_the_excluded_days_with_its_own_date() -> None:
    script = served(asked(), "2026-05-20")
    script.tick("2026-06-11")
    heard(script, "2026-06-12", Position.OBJECTS, received_on=on("2026-06-03"))
    assert (script.last(OpinionReceived).late, due(script)) == (False, "2026-06-25")


def test_an_opinion_may_come_before_the_delivery_is_known() -> None:
    script = asked()
    heard(script, "2026-06-03", Position.AGREES)
    assert due(script) == "2026-06-25"


def test_before_the_delivery_is_known_the_lapse_is_counted_from_sending_and_nothing_lapses() -> None:
    """Sent Mon 2026-05-18: taken to Mon 06-08, due Tue 06-30; served Wed 05-20: due Thu 07-02."""
    script = asked()
    assert due(script) == "2026-06-30"
    assert "consultation_lapsed" not in script.tick("2026-07-01")
    assert script.case.overdue_on == on("2026-07-01")
    served(script, "2026-07-01", delivered_on=on("2026-05-20"))
    assert (due(script), script.row.overdue_on) == ("2026-07-02", None)


def test_a_letter_sent_in_time_but_entered_late_takes_the_overdue_mark_away() -> None:
    script = found()
    script.tick("2026-06-09")
    assert script.case.overdue_on
    consult(script, "2026-06-10", TENDER, sent_on=on("2026-05-18"))
    assert (due(script), script.row.overdue_on) == ("2026-06-30", None)


def test_a_letter_sent_after_the_limit_moves_nothing() -> None:
    script = found()
    script.tick("2026-06-09")
    consult(script, "2026-06-10", TENDER)
    assert (due(script), script.case.overdue_on) == ("2026-06-08", on("2026-06-09"))


def test_an_answer_entered_late_can_make_the_case_overdue_earlier() -> None:
    """Taken for silent the case was overdue from Fri 2026-07-03; answered on 06-03 it was from Fri 06-26."""
    script = served(asked(), "2026-05-20")
    script.tick("2026-07-03")
    heard(script, "2026-07-06", Position.AGREES, received_on=on("2026-06-03"))
    assert script.case.overdue_on == on("2026-06-26")


def test_a_consultation_that_is_taken_back_leaves_its_days_out() -> None:
    script = asked()
    script.take("2026-05-20", HANDLER, WithdrawConsultation, consultation="c1", reason="文件与该公司无关")
    assert script.last(ConsultationWithdrawn).withdrawn_on == on("2026-05-20")
    assert due(script) == "2026-06-10"
    for step, said in ((RecordOpinion, {"positions": AGREES}), (RecordConsultationDelivery, PROOF)):
        refusal = script.refusal("2026-05-21", HANDLER, step, TEXT, consultation="c1", **said)
        assert refusal == by_law("consultation_over", "32")


def test_a_late_proof_of_delivery_leaves_a_case_overdue_that_is() -> None:
    """Taken for served when it was sent, on Mon 2026-05-18: due Tue 06-30. Served on 05-20: due Thu 07-02."""
    script = asked()
    script.tick("2026-07-06")
    assert script.case.overdue_on == on("2026-07-01")
    served(script, "2026-07-06", delivered_on=on("2026-05-20"))
    assert script.row.overdue_on == on("2026-07-03")


def test_a_consultation_sent_before_a_corrected_application_came_leaves_out_only_what_lies_after_it() -> None:
    """Corrected Wed 2026-05-20; asked on Mon 05-18, entered later; answered Fri 05-22: two days left out."""
    script = received()
    script.take("2026-05-12", HANDLER, RequestCorrection, items=["请写明合同的名称"])
    script.take("2026-05-20", HANDLER, ReceiveCorrection, TEXT)
    script.take("2026-05-20", HANDLER, Accept)
    search(script, "2026-05-20", TENDER)
    consult(script, "2026-05-20", TENDER, sent_on=on("2026-05-18"))
    heard(script, "2026-05-22", Position.AGREES)
    assert due(script) == "2026-06-22"


def test_the_law_of_2007_excludes_third_parties_only() -> None:
    """Received Tue 2019-05-14, due Tue 06-04; a third party asked 05-20 and heard 05-24: four days more."""
    script = asked(OLD_LAW, "2019-05-20")
    heard(script, "2019-05-24", Position.AGREES)
    assert due(script) == "2019-06-11"
    other = asked_agency(OLD_LAW, "2019-05-20", ConsultationKind.OTHER_AGENCY)
    heard(other, "2019-05-24", Position.AGREES)
    assert due(other) == "2019-06-04"


@pytest.mark.parametrize("kind", [ConsultationKind.OTHER_AGENCY, ConsultationKind.APPROVING_AGENCY])
def test_other_agencies_time_is_left_out_for_fifteen_working_days_at_most(kind: ConsultationKind) -> None:
    """6.5: sent and served Fri 2026-09-18, received Mon 09-14: due Fri 11-06 at the latest."""
    script = served(asked_agency("2026-09-14", "2026-09-18", kind), "2026-09-18")
    assert due(script) == "2026-11-06"
