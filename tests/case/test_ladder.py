"""The ladder: which rung falls on which day, when it stops, and that an outage loses none and doubles none."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.escalation import DEFAULT_LADDER, Matter, Recipient, Rung
from schemas.events import BecameOverdue
from schemas.events_escalation import EscalationFell
from schemas.policy import LADDER, Policy
from schemas.steps import Accept, ConfirmReceipt, DraftReply, RequestCorrection
from schemas.steps_after import RecordRemedy, SetRemedyDate
from schemas.steps_search import AnswerSearch, RequestSearch
from schemas.steps_time import DecideExtension, NotifyExtension, ProposeExtension
from schemas.vocabulary import Channel, Instance, Outcome, RemedyDateKind, Verdict
from tests.case.builders import (
    CALENDAR,
    DECISIONS,
    HANDLER,
    OGI_HEAD,
    Script,
    in_hand,
    on,
    received,
    registered,
)
from workflows.alarms import next_alarm
from workflows.decide import decide_tick
from workflows.ladder import rung_day

H, S, O = Recipient.HANDLER, Recipient.SECTION_HEAD, Recipient.OGI_HEAD  # noqa: E741
A, UP = Recipient.AGENCY_HEAD, Recipient.SUPERVISING_AUTHORITY


def climbed(script: Script) -> list[tuple[Matter, int, str]]:
    fallen = [record.event for record in script.records if isinstance(record.event, EscalationFell)]
    return [(fell.matter, fell.working_days, fell.on.isoformat()) for fell in fallen]


def awake(script: Script, until: str) -> Script:
    """The clock rings on each of its days."""
    while (alarm := next_alarm(script.case, script.calendar)) and alarm.on <= on(until):
        script.tick(alarm.on.isoformat())
    return script


@pytest.mark.parametrize(
    ("working_days", "day"),
    [(-5, "2026-06-02"), (-2, "2026-06-05"), (0, "2026-06-09"), (1, "2026-06-10"), (5, "2026-06-16")],
)
def test_the_rungs_of_a_due_date(working_days: int, day: str) -> None:
    """Due Tue 2026-06-09."""
    assert rung_day(date(2026, 6, 9), Rung(working_days=working_days, to=(H,)), CALENDAR) == on(day)


def test_the_default_ladder_tells_whom_the_agency_expects() -> None:
    assert [(rung.working_days, rung.to) for rung in DEFAULT_LADDER] == [
        (-5, (H,)),
        (-2, (H,)),
        (0, (H, S)),
        (1, (O,)),
        (5, (A, UP)),
    ]


def test_the_reply_climbs_and_the_overdue_mark_carries_the_date_of_the_law() -> None:
    """Received Mon 2026-05-11, due Mon 06-08."""
    script = awake(in_hand(edition=LADDER), "2026-12-31")
    assert climbed(script) == [
        (Matter.REPLY, -5, "2026-06-01"),
        (Matter.REPLY, -2, "2026-06-04"),
        (Matter.REPLY, 0, "2026-06-08"),
        (Matter.REPLY, 1, "2026-06-09"),
        (Matter.REPLY, 5, "2026-06-15"),
    ]
    assert script.last(BecameOverdue).overdue_on == on("2026-06-09")


@pytest.mark.parametrize("wakes", ["2026-06-02", "2026-06-08", "2026-06-10", "2026-06-15", "2027-03-01"])
def test_a_clock_that_slept_tells_each_rung_once_with_its_own_date(wakes: str) -> None:
    slept, watched = in_hand(edition=LADDER), in_hand(edition=LADDER)
    slept.tick(wakes)
    assert [r.event for r in slept.records] == [r.event for r in awake(watched, wakes).records]
    assert decide_tick(slept.case, on(wakes), CALENDAR) == []


def test_what_is_accepted_in_time_needs_no_correction_notice_any_more() -> None:
    script = received(edition=LADDER)
    awake(script, "2026-05-13")
    assert climbed(script) == [(Matter.CORRECTION_NOTICE, -5, "2026-05-13")]
    script.take("2026-05-13", HANDLER, Accept)
    assert {matter for matter, _, _ in climbed(awake(script, "2026-12-31"))} == {
        Matter.CORRECTION_NOTICE,
        Matter.REPLY,
    }


def test_an_ordinary_letter_is_to_be_confirmed_on_the_day_it_comes() -> None:
    """Arrived Sat 2026-05-09, a make-up working day (art. 31)."""
    script = awake(registered("2026-05-09", Channel.POST_ORDINARY, edition=LADDER), "2026-06-30")
    assert climbed(script) == [
        (Matter.RECEIPT, 1, "2026-05-11"),
        (Matter.RECEIPT, 2, "2026-05-12"),
        (Matter.RECEIPT, 5, "2026-05-15"),
    ]


def test_an_act_entered_late_brings_out_what_had_become_true_since_with_the_dates_of_the_law() -> None:
    """Confirmed on Mon 2026-05-11, entered on Fri 06-12: the limit had run out meanwhile."""
    script = registered("2026-05-11", Channel.POST_ORDINARY, policy=Policy(ladders={}), edition=LADDER)
    script.take("2026-06-12", HANDLER, ConfirmReceipt, how="电话确认", confirmed_on=on("2026-05-11"))
    replies = [fell for fell in climbed(script) if fell[0] is Matter.REPLY]
    assert replies == [
        (Matter.REPLY, -5, "2026-06-01"),
        (Matter.REPLY, -2, "2026-06-04"),
        (Matter.REPLY, 0, "2026-06-08"),
        (Matter.REPLY, 1, "2026-06-09"),
    ]


def test_a_department_that_is_asked_for_tomorrow_has_no_rungs_before_today() -> None:
    script = in_hand(edition=LADDER)
    script.take("2026-05-12", HANDLER, RequestSearch, departments=["规划科"], sought="决算", due_on=on("2026-05-13"))
    assert climbed(script) == []
    awake(script, "2026-05-14")
    assert climbed(script) == [(Matter.SEARCH, 0, "2026-05-13"), (Matter.SEARCH, 1, "2026-05-14")]
    assert script.case.rounds[0].reminded_on == on("2026-05-14")
    said: dict[str, Any] = {"search": "s1", "searched_by": "档案员", "how": "查档案室", "none_because": "未立项"}
    script.take("2026-05-14", HANDLER, AnswerSearch, **said)
    awake(script, "2026-05-29")
    assert {matter for matter, _, _ in climbed(script)} == {Matter.SEARCH}


def test_a_date_that_moves_is_climbed_towards_anew() -> None:
    script = awake(in_hand(edition=LADDER), "2026-06-05")
    script.take("2026-06-05", HANDLER, ProposeExtension, working_days=5, reason="需调取档案")
    script.take("2026-06-05", OGI_HEAD, DecideExtension, verdict=Verdict.APPROVE)
    script.take("2026-06-05", HANDLER, NotifyExtension, method="post", proof="1234")
    awake(script, "2026-06-15")
    assert climbed(script)[-3:] == [
        (Matter.REPLY, -5, "2026-06-08"),
        (Matter.REPLY, -2, "2026-06-11"),
        (Matter.REPLY, 0, "2026-06-15"),
    ]
    assert [one.due_on for one in script.case.escalated] == [on("2026-06-15")]


def test_a_draft_climbs_from_the_day_it_was_laid_before_its_signer() -> None:
    script = in_hand(edition=LADDER)
    script.take("2026-05-12", HANDLER, DraftReply, decision=DECISIONS[Outcome.ALREADY_PUBLIC])
    awake(script, "2026-05-19")
    assert climbed(script) == [
        (Matter.APPROVAL, 0, "2026-05-14"),
        (Matter.APPROVAL, 1, "2026-05-15"),
        (Matter.APPROVAL, 3, "2026-05-19"),
    ]


def test_an_applicant_who_does_not_correct_is_not_forgotten() -> None:
    """Asked Mon 2026-05-11, until Mon 05-25; then somebody has to draw the conclusion from his silence (art. 30)."""
    script = received(edition=LADDER)
    script.take("2026-05-11", HANDLER, RequestCorrection, items=["请写明合同的名称"])
    awake(script, "2026-07-31")
    assert climbed(script) == [
        (Matter.CORRECTION, 0, "2026-05-25"),
        (Matter.CORRECTION, 1, "2026-05-26"),
        (Matter.CORRECTION, 5, "2026-06-01"),
    ]


@pytest.mark.parametrize(("due_on", "rungs"), [("2026-07-07", [5]), ("2026-07-14", [1]), ("2026-07-15", [])])
def test_a_day_in_a_remedy_that_is_over_when_it_is_entered_is_told_of_at_once(due_on: str, rungs: list[int]) -> None:
    script = awake(in_hand(edition=LADDER), "2026-06-30")
    script.take("2026-07-01", HANDLER, RecordRemedy, instance=Instance.LITIGATION, body="示例市中级人民法院")
    response: dict[str, Any] = {"remedy": "m1", "what": RemedyDateKind.RESPONSE}
    script.take("2026-07-15", HANDLER, SetRemedyDate, due_on=on(due_on), **response)
    told = [fell for fell in climbed(script) if fell[0] is Matter.REMEDY]
    assert told == [(Matter.REMEDY, rung, "2026-07-15") for rung in rungs]


def test_an_empty_ladder_tells_nobody_and_the_case_still_becomes_overdue() -> None:
    policy = Policy(ladder=(), ladders={})
    script = awake(in_hand(policy=policy, edition=LADDER), "2026-12-31")
    assert climbed(script) == []
    assert script.last(BecameOverdue)


@pytest.mark.parametrize("days", [(0, 0), (1, 0), (-2, -5)])
def test_a_ladder_out_of_order_is_refused(days: tuple[int, int]) -> None:
    with pytest.raises(ValidationError, match="ladder_out_of_order"):
        Policy(ladder=tuple(Rung(working_days=n, to=(H,)) for n in days))
