"""Which events owe a notice, to whom, under which key, and until when it is repeated."""

from typing import get_args
from uuid import UUID

import pytest

from schemas import events as ev
from schemas.commands import Facts
from schemas.escalation import Matter, Recipient
from schemas.notices import NoticeOrder
from schemas.policy import LADDER
from schemas.steps import ApproveReply, Assign, DraftReply, Withdraw
from schemas.steps_time import NotifyFee, ProposeExtension
from schemas.vocabulary import Channel, Outcome, Role, Verdict
from tests.case.builders import (
    APPROVER,
    CALENDAR,
    DECISIONS,
    HANDLER,
    Script,
    approved,
    in_hand,
    new_case,
    on,
    registered,
)
from tests.case.phases import FEE
from workflows.matters import open_matters
from workflows.notices import CALLS, MATTERS, notices_for


def owed(script: Script) -> list[NoticeOrder]:
    """Everything the case has owed since it began."""
    return list(notices_for(new_case(), script.records, script.calendar).orders)


def last(script: Script) -> NoticeOrder:
    return owed(script)[-1]


def drafted() -> Script:
    script = in_hand(edition=LADDER)
    script.take("2026-05-12", HANDLER, DraftReply, decision=DECISIONS[Outcome.ALREADY_PUBLIC])
    return script


def test_only_events_that_there_are_call_for_notices() -> None:
    kinds = {member.model_fields["kind"].default for member in get_args(get_args(ev.Event)[0])}
    assert CALLS.keys() <= kinds
    assert MATTERS.keys() <= CALLS.keys()


def test_the_key_is_the_case_and_the_number_of_the_event() -> None:
    script = drafted()
    (order,) = owed(script)
    assert order.key == f"{script.case.case_id}/notice/{script.records[-1].seq}"
    assert len({one.key for one in owed(script)}) == len(owed(script))


def test_a_draft_calls_whoever_has_to_sign() -> None:
    order = last(drafted())
    assert (order.to, order.stage, order.kind) == ((Recipient.SIGNER,), Role.APPROVER, "reply_drafted")
    assert (order.matter, order.subject, order.due_on) == (Matter.APPROVAL, "approver", on("2026-05-14"))
    assert order.tag == "approval/approver/2026-05-14"


@pytest.mark.parametrize("verdict", [Verdict.APPROVE, Verdict.RETURN])
def test_what_becomes_of_a_draft_is_told_to_the_handler(verdict: Verdict) -> None:
    script = drafted()
    script.take("2026-05-12", APPROVER, ApproveReply, verdict=verdict, comment="同意")
    assert (last(script).to, last(script).stage) == ((Recipient.HANDLER,), None)


def test_the_handler_is_told_by_name_once_there_is_one() -> None:
    script = in_hand(edition=LADDER)
    script.tick("2026-06-01")
    assert (last(script).to, last(script).handler) == ((Recipient.HANDLER,), None)


def test_a_rung_says_what_is_due_when_and_how_late_it_was_noticed() -> None:
    script = in_hand(edition=LADDER)
    script.tick("2026-06-04")
    first, second = owed(script)
    assert (first.on, first.late_days, first.working_days) == (on("2026-06-01"), 3, -5)
    assert (second.on, second.late_days, second.working_days) == (on("2026-06-04"), 0, -2)
    assert first.tag == second.tag == "reply//2026-06-08"


def test_what_is_settled_is_no_longer_open() -> None:
    script = drafted()
    before = notices_for(new_case(), script.records, CALENDAR).open_tags
    assert before == ("reply//2026-06-08", "approval/approver/2026-05-14")
    script.take("2026-05-12", APPROVER, ApproveReply, verdict=Verdict.APPROVE)
    assert notices_for(new_case(), script.records, CALENDAR).open_tags == ("reply//2026-06-08",)


def test_an_extension_is_put_before_the_head_of_the_office() -> None:
    script = in_hand(edition=LADDER)
    script.take("2026-05-12", HANDLER, ProposeExtension, working_days=5, reason="需调取档案")
    assert last(script).to == (Recipient.OGI_HEAD,)


def test_a_case_without_a_ladder_owes_notices_of_its_reminders() -> None:
    script = approved()
    script.tick("2026-06-20")
    assert [(one.kind, one.to) for one in owed(script)][-1] == (
        "became_overdue",
        (Recipient.HANDLER, Recipient.OGI_HEAD),
    )
    assert last(script).on == on("2026-06-09")
    assert last(script).late_days == 11


def test_every_open_matter_has_a_tag_of_its_own() -> None:
    tags = [matter.tag for matter in open_matters(drafted().case, CALENDAR)]
    assert len(set(tags)) == len(tags) == 2


def test_in_a_history_stands_only_what_is_said_and_it_is_read_back_whole() -> None:
    order = last(drafted())
    assert "due_on" in order.model_dump()
    assert "working_days" not in order.model_dump_json()
    assert NoticeOrder.model_validate_json(order.model_dump_json()) == order
    assert order.model_dump()["working_days"] is None


def test_who_is_assigned_is_told_until_he_says_so_and_the_one_before_him_no_more() -> None:
    script = in_hand(edition=LADDER)
    script.take("2026-05-12", HANDLER, Assign, Facts(handler_known=True), handler=UUID(int=77))
    assert (last(script).kind, last(script).handler, last(script).tag) == (
        "handler_assigned",
        UUID(int=77),
        "reply//2026-06-08",
    )
    assert notices_for(new_case(), script.records, CALENDAR).former is None
    before, seen = script.case, len(script.records)
    script.take("2026-05-13", HANDLER, Assign, Facts(handler_known=True), handler=UUID(int=78))
    assert notices_for(before, script.records[seen:], CALENDAR).former == UUID(int=77)


def test_a_fee_is_due_on_the_day_before_which_nothing_may_be_closed() -> None:
    """Served on Tue 2026-09-01: told until 09-29, open until Thu 10-08 (docs/law.md 6.12)."""
    script = in_hand("2026-08-31", edition=LADDER)
    script.take("2026-09-01", HANDLER, NotifyFee, **FEE, served_on=on("2026-09-01"))
    (due_on,) = [matter.due_on for matter in open_matters(script.case, CALENDAR) if matter.matter is Matter.FEE]
    assert script.case.fee
    assert due_on == script.case.fee.open_until > script.case.fee.payable_until


def test_what_was_entered_late_is_told_to_everybody_below_and_with_the_days_it_is_over() -> None:
    """Handed in on Mon 2026-05-11, entered on Tue 07-14: due 06-08, so 25 working days over (06-19 is a holiday)."""
    script = registered("2026-07-14", Channel.IN_PERSON, arrived_on="2026-05-11", edition=LADDER)
    (reply,) = [one for one in owed(script) if one.matter is Matter.REPLY and one.kind == "escalation_fell"]
    assert (reply.on, reply.due_on, reply.working_days) == (on("2026-07-14"), on("2026-06-08"), 25)
    assert reply.to == (
        Recipient.HANDLER,
        Recipient.SECTION_HEAD,
        Recipient.OGI_HEAD,
        Recipient.AGENCY_HEAD,
        Recipient.SUPERVISING_AUTHORITY,
    )


def test_the_last_signature_waits_for_nobody() -> None:
    script = drafted()
    script.take("2026-05-12", APPROVER, ApproveReply, verdict=Verdict.APPROVE)
    assert (last(script).kind, last(script).matter, last(script).tag) == ("reply_approved", None, None)


def test_a_closed_case_wants_no_answer_any_more() -> None:
    script = in_hand(edition=LADDER)
    seen, before = len(script.records), script.case
    script.take("2026-05-12", HANDLER, Withdraw)
    assert notices_for(before, script.records[seen:], CALENDAR).over
    assert not notices_for(new_case(), script.records[:seen], CALENDAR).over
