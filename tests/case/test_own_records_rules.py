"""The rules of correcting own records (art. 41), without any server: each guard broken once."""

from datetime import date
from typing import Any
from uuid import UUID, uuid5

import pytest

from api.cli.setup import SAMPLE_AGENCY
from schemas.documents import DocumentRef
from schemas.errors import DaylightError
from schemas.events import Actor
from schemas.own_records import RegisterOwnRecord, own_staff_step
from schemas.own_records_events import OwnRecord
from schemas.vocabulary import Channel, Role
from workflows.own_records_fold import fold
from workflows.own_records_rules import OWN_STEPS, Act, available_steps, decide

TODAY = date(2026, 6, 8)
HANDLER, APPROVER, HEAD = (
    Actor(staff_id=uuid5(SAMPLE_AGENCY.id, name), roles=(role,))
    for name, role in (("handler", Role.HANDLER), ("approver", Role.APPROVER), ("head", Role.OGI_HEAD))
)
PAPER = DocumentRef(document_id=UUID(int=7), sha256="0" * 64, size=1, media_type="text/plain")


def played(*steps: tuple[str, Actor, dict[str, Any]]) -> OwnRecord:
    """A request received on 2026-06-01 and worked this far on 2026-06-08."""
    record = OwnRecord(id=UUID(int=1), agency_id=SAMPLE_AGENCY.id)
    first = RegisterOwnRecord(reference="示建公更申〔2026〕1号", channel=Channel.IN_PERSON, arrived_on=date(2026, 6, 1))
    record = fold(record, decide(record, first, Act(HANDLER, TODAY)))
    for name, actor, fields in steps:
        record = taken(record, name, actor, **fields)
    return record


def taken(record: OwnRecord, name: str, actor: Actor = HANDLER, **fields: Any) -> OwnRecord:
    documents = (PAPER,) if fields.pop("known", False) else ()
    step = own_staff_step.validate_python({"step": name, "expected_version": record.version, **fields})
    return fold(record, decide(record, step, Act(actor, TODAY, documents)))


Played = tuple[str, Actor, dict[str, Any]]
EXAMINED: Played = ("examine", HANDLER, {"found": "核对登记原件。"})
DRAFTED = ("propose", HANDLER, {"decision": {"outcome": "corrected"}})
RETURNED = ("approve", APPROVER, {"verdict": "return", "comment": "请补充。"})
REDRAFTED_BY_HEAD = ("propose", HEAD, {"decision": {"outcome": "corrected"}})
APPROVED = ("approve", APPROVER, {"verdict": "approve"})
CARRIED_OUT: Played = ("carry_out", HANDLER, {})
DELIVERED = ("record_delivery", HANDLER, {"method": "direct", "proof": "回证"})
DECIDED = (EXAMINED, DRAFTED, APPROVED, CARRIED_OUT)
APPROVE = {"verdict": "approve"}

BROKEN: list[tuple[str, tuple[Any, ...], str, Actor, dict[str, Any]]] = [
    ("stale_version", (), "withdraw", HANDLER, {"expected_version": 0}),
    ("role_not_permitted", (), "examine", APPROVER, {"found": "x"}),
    ("role_not_permitted", (EXAMINED, DRAFTED), "approve", HANDLER, APPROVE),
    ("records_not_examined", (), "propose", HANDLER, {"decision": {"outcome": "corrected"}}),
    ("records_not_examined", (), "propose", HANDLER, {"decision": {"outcome": "not_corrected", "reasons": "x"}}),
    ("document_named_twice", (), "examine", HANDLER, {"found": "x", "documents": [UUID(int=7), UUID(int=7)]}),
    ("document_not_of_case", (), "examine", HANDLER, {"found": "x", "documents": [UUID(int=7)]}),
    ("not_in_hand", (EXAMINED, DRAFTED), "propose", HANDLER, {"decision": {"outcome": "corrected"}}),
    ("not_in_hand", (EXAMINED, DRAFTED), "examine", HANDLER, {"found": "x"}),
    ("nothing_to_approve", (EXAMINED,), "approve", APPROVER, APPROVE),
    ("approver_is_drafter", (EXAMINED, REDRAFTED_BY_HEAD), "approve", HEAD, APPROVE),
    ("approver_is_drafter", (EXAMINED, REDRAFTED_BY_HEAD, RETURNED, DRAFTED), "approve", HEAD, APPROVE),
    ("already_approved", (EXAMINED, DRAFTED, APPROVED), "approve", APPROVER, APPROVE),
    ("comment_missing", (EXAMINED, DRAFTED), "approve", APPROVER, {"verdict": "return"}),
    ("reply_not_approved", (EXAMINED, DRAFTED), "carry_out", HANDLER, {}),
    ("date_in_future", (EXAMINED, DRAFTED, APPROVED), "carry_out", HANDLER, {"carried_out_on": "2026-06-09"}),
    ("date_before_receipt", (EXAMINED, DRAFTED, APPROVED), "carry_out", HANDLER, {"carried_out_on": "2026-05-31"}),
    ("reply_not_issued", (EXAMINED, DRAFTED, APPROVED), *DELIVERED),
    ("method_not_for_applicants", DECIDED, "record_delivery", HANDLER, {"method": "public_notice", "proof": "x"}),
    ("date_in_future", DECIDED, "record_delivery", HANDLER, {**DELIVERED[2], "delivered_on": "2026-06-09"}),
    ("date_before_issue", DECIDED, "record_delivery", HANDLER, {**DELIVERED[2], "delivered_on": "2026-06-07"}),
    ("document_not_of_case", DECIDED, "record_delivery", HANDLER, {**DELIVERED[2], "proof_document": UUID(int=7)}),
    ("reply_already_issued", DECIDED, "withdraw", HANDLER, {}),
    ("date_before_receipt", (), "withdraw", HANDLER, {"withdrawn_on": "2026-05-31"}),
    ("date_in_future", (), "withdraw", HANDLER, {"withdrawn_on": "2026-06-09"}),
    ("case_closed", (*DECIDED, DELIVERED), "examine", HANDLER, {"found": "x"}),
]


@pytest.mark.parametrize(("code", "before", "name", "actor", "fields"), BROKEN)
def test_each_guard_refuses(
    code: str, before: tuple[Any, ...], name: str, actor: Actor, fields: dict[str, Any]
) -> None:
    record = played(*before)
    with pytest.raises(DaylightError, match=f"^{code}$") as refused:
        taken(record, name, actor, **fields)
    if refused.value.status == 409 and code not in {"stale_version", "case_closed"}:
        assert refused.value.article == "41"


@pytest.mark.parametrize(
    ("code", "arrived_on"), [("date_in_future", date(2026, 6, 9)), ("no_statute_in_force", date(2008, 4, 30))]
)
def test_a_day_of_arrival_that_cannot_be_is_refused(code: str, arrived_on: date) -> None:
    step = RegisterOwnRecord(reference="x", channel=Channel.IN_PERSON, arrived_on=arrived_on)
    with pytest.raises(DaylightError, match=code):
        decide(OwnRecord(id=UUID(int=1), agency_id=SAMPLE_AGENCY.id), step, Act(HANDLER, TODAY))


def test_nothing_happens_before_registration_and_registration_only_once() -> None:
    fresh = OwnRecord(id=UUID(int=1), agency_id=SAMPLE_AGENCY.id)
    with pytest.raises(DaylightError, match="not_registered"):
        taken(fresh, "withdraw")
    step = RegisterOwnRecord(expected_version=1, reference="x", channel=Channel.IN_PERSON, arrived_on=TODAY)
    with pytest.raises(DaylightError, match="already_registered"):
        decide(played(), step, Act(HANDLER, TODAY))


def test_the_steps_that_are_offered_are_those_that_can_be_taken() -> None:
    offered = {name for name, refusal in available_steps(played(), Act(HANDLER, TODAY)).items() if refusal is None}
    assert offered == {"examine", "propose", "withdraw"}
    assert available_steps(played(), Act(HANDLER, TODAY)).keys() == OWN_STEPS.keys()


def test_papers_that_were_examined_and_that_prove_delivery_are_named_by_the_events() -> None:
    record = played(("examine", HANDLER, {"found": "x", "documents": [PAPER.document_id], "known": True}))
    assert record.documents == (PAPER,)
