"""The book of steps: for each step who may take it, when, and what it does. The one place that knows them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, TypeVar

from schemas import steps as st
from schemas import steps_after as sa
from schemas import steps_consultation as sc
from schemas import steps_review as sr
from schemas import steps_search as ss
from schemas import steps_time as tm
from schemas.case import Case
from schemas.events import Event
from schemas.policy import SIGNING
from schemas.steps_base import StepBase
from schemas.vocabulary import Role
from workflows import (
    abandonment,
    acceptance,
    aftermath,
    approval,
    confidentiality,
    consultation,
    delivery,
    division,
    drafting,
    excess,
    extension,
    fees,
    intake,
    objection,
    on_the_spot,
    printing,
    referral,
    remedies,
    review,
    search,
)
from workflows.moment import Moment

S = TypeVar("S", bound=StepBase)


class Phase(Enum):
    """When in the life of a case a step belongs."""

    HANDLING = auto()
    """Until the case is closed."""
    AFTER = auto()
    """Once it is closed, until it is archived."""
    ALWAYS = auto()
    """In both."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[S]):
    """``guard`` refuses by what the case is; ``carry_out`` refuses by what the step says, then tells what happened."""

    step: type[S]
    roles: frozenset[Role]
    guard: Callable[[Case, Moment], None]
    carry_out: Callable[[Case, S, Moment], Iterator[Event]]
    phase: Phase = Phase.HANDLING


HANDLING = frozenset({Role.HANDLER, Role.OGI_HEAD})
REVIEWING = frozenset({Role.REVIEWER})
PROPOSING = HANDLING | REVIEWING
WEIGHING = REVIEWING | {Role.OGI_HEAD}
CONSENTING = frozenset({Role.OGI_HEAD})
SIGNING_OR_DELEGATED = SIGNING | {Role.HANDLER, Role.REVIEWER}

REGISTERING = HANDLING | {Role.PORTAL}

REGISTER = Rule(st.Register, REGISTERING, intake.may_register, intake.register)

_ACCEPTANCE: tuple[Rule[Any], ...] = (
    Rule(st.ConfirmReceipt, HANDLING, intake.may_confirm_receipt, intake.confirm_receipt),
    Rule(st.RecordContactAttempt, HANDLING, intake.may_confirm_receipt, intake.record_contact_attempt),
    Rule(st.Accept, HANDLING, acceptance.may_accept, acceptance.accept),
    Rule(st.AnswerOnTheSpot, HANDLING, on_the_spot.may_answer_on_the_spot, on_the_spot.answer_on_the_spot),
    Rule(st.Assign, HANDLING, acceptance.may_assign, acceptance.assign),
    Rule(st.RequestCorrection, HANDLING, acceptance.may_request_correction, acceptance.request_correction),
    Rule(st.ReceiveCorrection, HANDLING, acceptance.may_receive_correction, acceptance.receive_correction),
    Rule(st.ConfirmAbandonment, HANDLING, abandonment.may_confirm_abandonment, abandonment.confirm_abandonment),
    Rule(st.Withdraw, HANDLING, acceptance.may_withdraw, acceptance.withdraw),
    Rule(st.SplitApplication, HANDLING, division.may_split_application, division.split_application),
    Rule(st.JoinApplication, HANDLING, division.may_join_application, division.join_application),
)
_TIME: tuple[Rule[Any], ...] = (
    Rule(tm.AskForReasons, HANDLING, excess.may_ask_for_reasons, excess.ask_for_reasons),
    Rule(tm.RecordReasons, HANDLING, excess.may_record_reasons, excess.record_reasons),
    Rule(tm.JudgeReasons, HANDLING, excess.may_judge_reasons, excess.judge_reasons),
    Rule(tm.ProposeExtension, HANDLING, extension.may_propose_extension, extension.propose_extension),
    Rule(tm.DecideExtension, CONSENTING, extension.may_decide_extension, extension.decide_extension),
    Rule(tm.NotifyExtension, HANDLING, extension.may_notify_extension, extension.notify_extension),
    Rule(tm.NotifyFee, HANDLING, fees.may_notify_fee, fees.notify_fee),
    Rule(tm.RecordFeeDelivery, HANDLING, fees.may_record_fee_delivery, fees.record_fee_delivery),
    Rule(tm.RecordPayment, HANDLING, fees.may_record_payment, fees.record_payment, Phase.ALWAYS),
)
_REVIEW: tuple[Rule[Any], ...] = (
    Rule(st.RecordSearch, HANDLING, search.may_record_search, search.record_search),
    Rule(ss.RequestSearch, HANDLING, search.may_request_search, search.request_search),
    Rule(ss.AnswerSearch, HANDLING, search.may_answer_search, search.answer_search),
    Rule(ss.WithdrawSearch, HANDLING, search.may_withdraw_search, search.withdraw_search),
    Rule(sc.ConsultThirdParty, HANDLING, consultation.may_consult_third_party, consultation.consult_third_party),
    Rule(sc.ConsultAgency, HANDLING, consultation.may_consult_agency, consultation.consult_agency),
    Rule(
        sc.RecordConsultationDelivery,
        HANDLING,
        consultation.may_record_consultation_delivery,
        consultation.record_consultation_delivery,
    ),
    Rule(
        sc.RecordFailedDelivery,
        HANDLING,
        consultation.may_record_failed_delivery,
        consultation.record_failed_delivery,
    ),
    Rule(sc.RecordOpinion, HANDLING, consultation.may_record_opinion, consultation.record_opinion),
    Rule(sc.WeighObjection, WEIGHING, objection.may_weigh_objection, objection.weigh_objection),
    Rule(
        sc.WithdrawConsultation,
        HANDLING,
        consultation.may_withdraw_consultation,
        consultation.withdraw_consultation,
    ),
    Rule(sc.ReferForDetermination, HANDLING, referral.may_refer, referral.refer),
    Rule(sc.RecordDetermination, HANDLING, referral.may_record_determination, referral.record_determination),
    Rule(st.ReviewDocument, REVIEWING, confidentiality.may_review_document, confidentiality.review_document),
    Rule(sr.ProposeReview, PROPOSING, review.may_propose_review, review.propose_review),
    Rule(sr.ConfirmReview, REVIEWING, review.may_confirm_review, review.confirm_review),
    Rule(sr.SetAsideDocument, HANDLING, review.may_set_aside, review.set_aside),
)
_REPLY: tuple[Rule[Any], ...] = (
    Rule(st.DraftReply, HANDLING, drafting.may_draft_reply, drafting.draft_reply),
    Rule(st.SetFinalText, HANDLING, approval.may_set_final_text, approval.set_final_text),
    Rule(st.ApproveReply, SIGNING_OR_DELEGATED, approval.may_approve_reply, approval.approve_reply),
    Rule(st.DelegateApproval, SIGNING_OR_DELEGATED, approval.may_delegate_approval, approval.delegate_approval),
    Rule(st.IssueReply, HANDLING, drafting.may_issue_reply, drafting.issue_reply),
    Rule(st.RecordDelivery, HANDLING, delivery.may_record_delivery, delivery.record_delivery),
    Rule(st.PrintRecord, HANDLING, printing.may_print_record, printing.print_record, Phase.ALWAYS),
)
_AFTER: tuple[Rule[Any], ...] = (
    Rule(sa.RecordRemedy, HANDLING, remedies.may_record_remedy, remedies.record_remedy, Phase.ALWAYS),
    Rule(
        sa.RecordRemedyResult,
        HANDLING,
        remedies.may_record_remedy_result,
        remedies.record_remedy_result,
        Phase.ALWAYS,
    ),
    Rule(sa.SetRemedyDate, HANDLING, remedies.may_set_remedy_date, remedies.set_remedy_date, Phase.ALWAYS),
    Rule(sa.KeepRemedyDate, HANDLING, remedies.may_keep_remedy_date, remedies.keep_remedy_date, Phase.ALWAYS),
    Rule(sa.ReassessDocument, REVIEWING, aftermath.may_reassess, aftermath.reassess, Phase.AFTER),
    Rule(sa.ConvertToProactive, HANDLING, aftermath.may_convert, aftermath.convert, Phase.AFTER),
    Rule(sa.FileRefusal, HANDLING, aftermath.may_file_refusal, aftermath.file_refusal, Phase.AFTER),
)
_RULES = _ACCEPTANCE + _TIME + _REVIEW + _REPLY + _AFTER

STAFF_RULES = {rule.step.model_fields["step"].default: rule for rule in _RULES}
"""Step name to rule, for every step that staff may take on a registered case."""
