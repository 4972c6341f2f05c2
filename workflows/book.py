"""The book of steps: for each step who may take it, when, and what it does. The one place that knows them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from schemas import steps as st
from schemas.case import Case
from schemas.events import Event
from schemas.vocabulary import Role
from workflows import acceptance, confidentiality, delivery, drafting, intake
from workflows.moment import Moment

S = TypeVar("S", bound=st.StepBase)


@dataclass(frozen=True, slots=True)
class Rule(Generic[S]):
    """``guard`` refuses by what the case is; ``carry_out`` refuses by what the step says, then tells what happened."""

    step: type[S]
    roles: frozenset[Role]
    guard: Callable[[Case, Moment], None]
    carry_out: Callable[[Case, S, Moment], Iterator[Event]]


HANDLING = frozenset({Role.HANDLER, Role.OGI_HEAD})
REVIEWING = frozenset({Role.REVIEWER})
APPROVING = frozenset({Role.APPROVER, Role.OGI_HEAD})

REGISTER = Rule(st.Register, HANDLING, intake.may_register, intake.register)

_RULES: tuple[Rule[Any], ...] = (
    Rule(st.ConfirmReceipt, HANDLING, intake.may_confirm_receipt, intake.confirm_receipt),
    Rule(st.Accept, HANDLING, acceptance.may_accept, acceptance.accept),
    Rule(st.Assign, HANDLING, acceptance.may_assign, acceptance.assign),
    Rule(st.RequestCorrection, HANDLING, acceptance.may_request_correction, acceptance.request_correction),
    Rule(st.ReceiveCorrection, HANDLING, acceptance.may_receive_correction, acceptance.receive_correction),
    Rule(st.ConfirmAbandonment, HANDLING, acceptance.may_confirm_abandonment, acceptance.confirm_abandonment),
    Rule(st.Withdraw, HANDLING, acceptance.may_withdraw, acceptance.withdraw),
    Rule(st.RecordSearch, HANDLING, confidentiality.may_record_search, confidentiality.record_search),
    Rule(st.ReviewDocument, REVIEWING, confidentiality.may_review_document, confidentiality.review_document),
    Rule(st.DraftReply, HANDLING, drafting.may_draft_reply, drafting.draft_reply),
    Rule(st.ApproveReply, APPROVING, drafting.may_approve_reply, drafting.approve_reply),
    Rule(st.IssueReply, HANDLING, drafting.may_issue_reply, drafting.issue_reply),
    Rule(st.RecordDelivery, HANDLING, delivery.may_record_delivery, delivery.record_delivery),
)

STAFF_RULES = {rule.step.model_fields["step"].default: rule for rule in _RULES}
"""Step name to rule, for every step that staff may take on a registered case."""
