"""Correction of own records (更正, art. 41) as pure functions: what staff may do, when, and what happens then.

The Regulation sets no limit and the annual report does not count these requests, so no clock runs here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from schemas import own_records as st
from schemas import own_records_events as ev
from schemas.documents import DocumentRef
from schemas.errors import DaylightError, NotAllowed
from schemas.events import Actor
from schemas.law.versions import FIRST_STATUTE
from schemas.own_records import OwnRecordOutcome, OwnRecordState
from schemas.own_records_events import OwnEvent, OwnRecord
from schemas.vocabulary import Role, Verdict
from workflows.moment import refuse_if, refuse_unless, reject_if
from workflows.service import reject_not_for_applicants

ARTICLE = "41"
HANDLING = frozenset({Role.HANDLER, Role.OGI_HEAD})
APPROVING = frozenset({Role.APPROVER, Role.OGI_HEAD})
ON_THE_FACTS = frozenset({OwnRecordOutcome.CORRECTED, OwnRecordOutcome.NOT_CORRECTED})
"""Decisions on the facts: only after something was examined."""


@dataclass(frozen=True, slots=True)
class Act:
    """By whom and on which day (at the agency) a step is taken; ``documents`` were found before the decision."""

    actor: Actor
    today: date
    documents: tuple[DocumentRef, ...] = ()


def act_at(at: datetime, timezone: str, actor: Actor, documents: tuple[DocumentRef, ...]) -> Act:
    """An act at this instant, as seen from the agency's time zone."""
    return Act(actor, at.astimezone(ZoneInfo(timezone)).date(), documents)


@dataclass(frozen=True, slots=True)
class OwnRule:
    """``guard`` refuses by how the request stands, ``carry_out`` by what the step says; then it tells what happened."""

    roles: frozenset[Role]
    guard: Callable[[OwnRecord, Act], None]
    carry_out: Callable[[OwnRecord, Any, Act], Iterator[OwnEvent]]


def decide(record: OwnRecord, step: st.OwnStep, act: Act) -> list[OwnEvent]:
    """What happens when this step is taken now. Raises ``StepRefused``, ``NotAllowed`` or ``InvalidInput``."""
    rule = REGISTER if isinstance(step, st.RegisterOwnRecord) else OWN_STEPS[step.step]
    refuse_if(step.expected_version != record.version, "stale_version")
    _permit(rule, record, act)
    return list(rule.carry_out(record, step, act))


def available_steps(record: OwnRecord, act: Act) -> dict[str, DaylightError | None]:
    """For every step: None if it may be taken now, else the refusal. The same guards as ``decide``."""
    return {name: _refusal(rule, record, act) for name, rule in OWN_STEPS.items()}


def _refusal(rule: OwnRule, record: OwnRecord, act: Act) -> DaylightError | None:
    try:
        _permit(rule, record, act)
    except DaylightError as refused:
        return refused
    return None


def _permit(rule: OwnRule, record: OwnRecord, act: Act) -> None:
    """The request is open, the person's role carries the step, and the request is where the step belongs."""
    if rule is not REGISTER:
        refuse_if(record.state is OwnRecordState.NEW, "not_registered")
        refuse_if(record.state is OwnRecordState.CLOSED, "case_closed")
    if not rule.roles & set(act.actor.roles):
        raise NotAllowed("role_not_permitted")
    rule.guard(record, act)


def _may_register(record: OwnRecord, act: Act) -> None:
    refuse_unless(record.state is OwnRecordState.NEW, "already_registered")


def _register(record: OwnRecord, step: st.RegisterOwnRecord, act: Act) -> Iterator[OwnEvent]:
    """Enter the request."""
    reject_if(step.arrived_on < FIRST_STATUTE, "no_statute_in_force", field="arrived_on")
    reject_if(step.arrived_on > act.today, "date_in_future", field="arrived_on")
    yield ev.RequestReceived(reference=step.reference, channel=step.channel, arrived_on=step.arrived_on)


def _in_hand(record: OwnRecord, act: Act) -> None:
    """Before a decision is drafted, or after the draft was returned."""
    refuse_unless(record.state in {OwnRecordState.RECEIVED, OwnRecordState.VERIFYING}, "not_in_hand", article=ARTICLE)


def _examine(record: OwnRecord, step: st.Examine, act: Act) -> Iterator[OwnEvent]:
    """Record what was examined; as often as it takes."""
    reject_if(len(set(step.documents)) < len(step.documents), "document_named_twice", field="documents")
    reject_if(len(act.documents) < len(step.documents), "document_not_of_case", field="documents")
    yield ev.RecordsExamined(found=step.found, documents=act.documents)


def is_unexamined(record: OwnRecord, outcome: OwnRecordOutcome) -> bool:
    """Whether this cannot be decided yet: it is about the facts, and nothing was examined (经核实)."""
    return outcome in ON_THE_FACTS and not record.found


def _propose(record: OwnRecord, step: st.Propose, act: Act) -> Iterator[OwnEvent]:
    """Draft the decision: on the facts only when they were examined (经核实)."""
    refuse_if(is_unexamined(record, step.decision.outcome), "records_not_examined", article=ARTICLE)
    yield ev.DecisionProposed(decision=step.decision, by=act.actor.staff_id)


def _may_approve(record: OwnRecord, act: Act) -> None:
    """Nobody approves what he drafted; until it is carried out an approval can be taken back."""
    drafted = record.state in {OwnRecordState.AWAITING_APPROVAL, OwnRecordState.APPROVED}
    refuse_unless(drafted, "nothing_to_approve", article=ARTICLE)
    refuse_if(act.actor.staff_id in record.proposed_by, "approver_is_drafter", article=ARTICLE)


def _approve(record: OwnRecord, step: st.Approve, act: Act) -> Iterator[OwnEvent]:
    """Approve the draft, or return it with a comment; an approved one can only be returned."""
    if step.verdict is Verdict.APPROVE:
        refuse_if(record.state is OwnRecordState.APPROVED, "already_approved", article=ARTICLE)
        yield ev.DecisionApproved(comment=step.comment, by=act.actor.staff_id)
        return
    reject_if(step.comment is None, "comment_missing", field="comment")
    yield ev.DecisionReturned(comment=step.comment or "", by=act.actor.staff_id)


def _may_carry_out(record: OwnRecord, act: Act) -> None:
    refuse_unless(record.state is OwnRecordState.APPROVED, "reply_not_approved", article=ARTICLE)


def _carry_out(record: OwnRecord, step: st.CarryOut, act: Act) -> Iterator[OwnEvent]:
    """The record is corrected, the request forwarded, or the person only told; the letters follow."""
    assert record.decision is not None  # noqa: S101 - an approved request has one
    on = step.carried_out_on or act.today
    _reject_date(on, record.arrived_on, act, field="carried_out_on")
    yield ev.DecisionCarriedOut(carried_out_on=on, issued_on=act.today, outcome=record.decision.outcome)


def _may_record_delivery(record: OwnRecord, act: Act) -> None:
    refuse_unless(record.state is OwnRecordState.DECIDED, "reply_not_issued", article=ARTICLE)


def _record_delivery(record: OwnRecord, step: st.RecordNotice, act: Act) -> Iterator[OwnEvent]:
    """The person has been told: the request is closed."""
    assert record.outcome is not None  # noqa: S101 - a decided request has it
    assert record.issued_on is not None  # noqa: S101
    on = step.delivered_on or act.today
    reject_not_for_applicants(step.method)
    reject_if(on > act.today, "date_in_future", field="delivered_on")
    reject_if(on < record.issued_on, "date_before_issue", field="delivered_on")
    reject_if(step.proof_document and not act.documents, "document_not_of_case", field="proof_document")
    proof = act.documents[0] if step.proof_document else None
    yield ev.NoticeDelivered(method=step.method, delivered_on=on, proof=step.proof, proof_document=proof)
    yield ev.RequestClosed(outcome=record.outcome, closed_on=act.today)


def _may_withdraw(record: OwnRecord, act: Act) -> None:
    refuse_if(record.state is OwnRecordState.DECIDED, "reply_already_issued", article=ARTICLE)


def _withdraw(record: OwnRecord, step: st.WithdrawRequest, act: Act) -> Iterator[OwnEvent]:
    """The person takes the request back before it is decided."""
    on = step.withdrawn_on or act.today
    _reject_date(on, record.arrived_on, act, field="withdrawn_on")
    yield ev.RequestWithdrawn(withdrawn_on=on)
    yield ev.RequestClosed(outcome=OwnRecordOutcome.WITHDRAWN, closed_on=act.today)


def _reject_date(day: date, not_before: date, act: Act, *, field: str) -> None:
    reject_if(day > act.today, "date_in_future", field=field)
    reject_if(day < not_before, "date_before_receipt", field=field)


REGISTER = OwnRule(HANDLING, _may_register, _register)
OWN_STEPS = {
    "examine": OwnRule(HANDLING, _in_hand, _examine),
    "propose": OwnRule(HANDLING, _in_hand, _propose),
    "approve": OwnRule(APPROVING, _may_approve, _approve),
    "carry_out": OwnRule(HANDLING, _may_carry_out, _carry_out),
    "record_delivery": OwnRule(HANDLING, _may_record_delivery, _record_delivery),
    "withdraw": OwnRule(HANDLING, _may_withdraw, _withdraw),
}
"""Step name to rule, for every step that staff may take."""


def waits_for(state: OwnRecordState) -> frozenset[Role]:
    """Whose step comes next for a request that stands so; nobody's once it is closed."""
    match state:
        case OwnRecordState.NEW | OwnRecordState.CLOSED:
            return frozenset()
        case OwnRecordState.AWAITING_APPROVAL:
            return APPROVING
        case _:
            return HANDLING
