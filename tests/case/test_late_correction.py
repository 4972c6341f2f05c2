"""A correction notice after the seventh working day: refused, or irregular with the limit running on (art. 30; 6.6)."""

from typing import Any

import pytest

from schemas.events import CorrectionReceived, CorrectionRequested
from schemas.policy import Policy
from schemas.steps import Accept, ConfirmAbandonment, ReceiveCorrection, RequestCorrection
from schemas.vocabulary import Late, State
from tests.case.builders import HANDLER, Script, by_law, on, received, senseless
from tests.case.phases import OLD_LAW, TEXT, due, ordered

ITEMS: dict[str, Any] = {"items": ["请写明合同的名称"]}
STRICT = Policy(late_correction_notice=Late.REFUSE)


def asked_late(**said: Any) -> Script:
    """Received Mon 2026-04-20, due 05-20; asked on Thu 04-30, the eighth working day."""
    script = received("2026-04-20")
    script.take("2026-04-30", HANDLER, RequestCorrection, **{**ITEMS, **said})
    return script


def test_a_notice_on_day_eight_is_refused_where_the_agency_says_so() -> None:
    refusal = received("2026-04-20", policy=STRICT).refusal("2026-04-30", HANDLER, RequestCorrection, **ITEMS)
    assert refusal == by_law("correction_notice_too_late", "30")


def test_the_strict_agency_takes_day_seven() -> None:
    script = received("2026-04-20", policy=STRICT)
    assert script.take("2026-04-29", HANDLER, RequestCorrection, **ITEMS)[0] == "correction_requested"
    assert not script.last(CorrectionRequested).irregular


def test_a_notice_on_day_eight_is_irregular_and_the_limit_runs_on() -> None:
    script = asked_late()
    assert script.last(CorrectionRequested).irregular
    assert (script.case.state, script.row.limit_runs, due(script)) == (State.AWAITING_CORRECTION, True, "2026-05-20")


def test_an_irregular_notice_does_not_keep_the_case_from_being_overdue() -> None:
    script = asked_late(respond_by=on("2026-06-30"))
    assert script.tick("2026-05-21") == ["became_overdue"]


def test_a_correction_after_an_irregular_notice_restarts_nothing() -> None:
    script = asked_late()
    script.take("2026-05-13", HANDLER, ReceiveCorrection, TEXT)
    assert script.last(CorrectionReceived).due_on == on("2026-05-20")
    assert due(script) == "2026-05-20"
    script.take("2026-05-13", HANDLER, Accept)
    assert script.tick("2026-05-21") == ["became_overdue"]


def test_an_irregular_correction_leaves_the_overdue_mark() -> None:
    script = asked_late(respond_by=on("2026-06-30"))
    script.tick("2026-05-21")
    script.take("2026-05-22", HANDLER, ReceiveCorrection, TEXT)
    assert script.case.overdue_on == on("2026-05-21")


def test_a_notice_that_went_out_on_day_seven_is_regular_however_late_it_is_entered() -> None:
    script = received("2026-04-20")
    script.take("2026-05-06", HANDLER, RequestCorrection, notified_on=on("2026-04-29"), **ITEMS)
    assert not script.last(CorrectionRequested).irregular
    assert not script.row.limit_runs


def test_a_notice_that_came_too_late_costs_nobody_his_application() -> None:
    """Nothing by Fri 2026-05-15: not abandoned, but taken in hand as it is."""
    script = asked_late(respond_by=on("2026-05-15"))
    refusal = script.refusal("2026-05-18", HANDLER, ConfirmAbandonment, finding="未见理由")
    assert refusal == by_law("correction_irregular", "30")
    script.take("2026-05-18", HANDLER, Accept)
    assert (script.case.state, due(script)) == (State.PROCESSING, "2026-05-20")


def test_in_an_ordered_limit_nothing_is_sent_back() -> None:
    script = ordered("2026-06-01")
    refusal = script.refusal("2026-06-02", HANDLER, RequestCorrection, **ITEMS)
    assert refusal == by_law("ordered_limit_stands", "30")


def test_the_irregular_notice_was_the_one_notice() -> None:
    script = asked_late()
    script.take("2026-05-13", HANDLER, ReceiveCorrection, TEXT)
    refusal = script.refusal("2026-05-13", HANDLER, RequestCorrection, **ITEMS)
    assert refusal == by_law("correction_already_requested", "30")


def test_e5_the_period_counts_from_service() -> None:
    """Notice Tue 2026-04-28, served Wed 04-29, ten working days: until Fri 2026-05-15, for Sat 05-09 counts."""
    script = received("2026-04-20")
    script.take(
        "2026-04-29", HANDLER, RequestCorrection, notified_on=on("2026-04-28"), served_on=on("2026-04-29"), **ITEMS
    )
    assert script.last(CorrectionRequested).respond_by == on("2026-05-15")
    script.take("2026-05-13", HANDLER, ReceiveCorrection, TEXT)
    assert due(script) == "2026-06-10"


@pytest.mark.parametrize(("served", "code"), [("2026-04-27", "date_before_receipt"), ("2026-04-29", "date_in_future")])
def test_a_notice_is_served_after_it_was_sent_and_not_ahead(served: str, code: str) -> None:
    refusal = received("2026-04-20").refusal("2026-04-28", HANDLER, RequestCorrection, served_on=on(served), **ITEMS)
    assert refusal == senseless(code, "served_on")


def test_the_law_of_2007_knows_no_day_seven_and_no_abandonment() -> None:
    script = received(OLD_LAW, policy=STRICT)
    script.take("2019-05-30", HANDLER, RequestCorrection, **ITEMS)
    assert not script.last(CorrectionRequested).irregular
    script.tick("2019-06-20")
    refusal = script.refusal("2019-06-20", HANDLER, ConfirmAbandonment, finding="未见理由")
    assert refusal == by_law("no_abandonment_rule", "21(4)")
