"""Legality review and graded approval (合法性审查、分级审批): who signs, in which order, and never twice."""

from collections.abc import Iterator
from uuid import UUID

from schemas.case import Case
from schemas.case_parts import Draft
from schemas.errors import NotAllowed
from schemas.events import ApprovalDelegated, Event, FinalTextSet, ReplyApproved, ReplyReturned
from schemas.policy import SIGNING
from schemas.steps import ApproveReply, DelegateApproval, Legality, SetFinalText
from schemas.vocabulary import Role, State, Verdict
from workflows.moment import Moment, present, refuse_if, refuse_unless, reject_if

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AWAITED = frozenset({State.AWAITING_APPROVAL, State.APPROVED})


def may_approve_reply(case: Case, moment: Moment) -> None:
    """The person whose stage it is, who neither drafted nor signed; an approval can be taken back until issue."""
    _refuse_outsider(case.draft, moment)
    refuse_unless(case.state in AWAITED and case.draft, "nothing_to_approve", article="45")
    assert case.draft is not None  # noqa: S101 - refused above
    refuse_if(moment.actor.staff_id in case.drafters, "approver_is_drafter", article="45")
    stage = case.draft.stage
    if stage is None:
        takes_back = {*case.draft.chain, Role.OGI_HEAD}
        refuse_if(takes_back.isdisjoint(moment.actor.roles), "not_your_stage", article="45")
        return
    refuse_if(moment.actor.staff_id in has_acted(case), "signed_already", article="45")
    refuse_unless(_holds(case.draft, stage, moment), "not_your_stage", article="45")


def approve_reply(case: Case, step: ApproveReply, moment: Moment) -> Iterator[Event]:
    """Sign the stage, or return the draft with a comment to the drafter; an approved one can only be returned."""
    assert case.draft is not None  # noqa: S101 - the guard has seen it
    stage = case.draft.stage
    _check_legality(stage, step)
    if step.verdict is Verdict.RETURN:
        reject_if(step.comment is None, "comment_missing", field="comment")
        at = stage or case.draft.chain[-1]
        by = moment.actor.staff_id
        yield ReplyReturned(comment=step.comment or "", by=by, stage=at, legality=step.legality)
        return
    refuse_if(stage is None, "already_approved", article="45")
    assert stage is not None  # noqa: S101 - refused above
    yield ReplyApproved(
        comment=step.comment,
        by=moment.actor.staff_id,
        stage=stage,
        final=len(case.draft.signatures) + 1 == len(case.draft.chain),
        legality=step.legality,
        laid_on=moment.today,
    )


def may_delegate_approval(case: Case, moment: Moment) -> None:
    """Who may sign the stage may hand it on."""
    _refuse_outsider(case.draft, moment)
    refuse_unless(case.state is State.AWAITING_APPROVAL, "nothing_to_approve", article="45")
    may_approve_reply(case, moment)


def delegate_approval(case: Case, step: DelegateApproval, moment: Moment) -> Iterator[Event]:
    """Another active person of the agency, who neither drafted nor signed."""
    assert case.draft is not None  # noqa: S101
    assert case.draft.stage is not None  # noqa: S101 - a signature is awaited
    reject_if(not moment.facts.person_known or step.to == moment.actor.staff_id, "unknown_delegate", field="to")
    refuse_if(step.to in case.drafters, "approver_is_drafter", article="45")
    refuse_if(step.to in has_acted(case), "signed_already", article="45")
    yield ApprovalDelegated(stage=case.draft.stage, to=step.to, reason=step.reason, by=moment.actor.staff_id)


def has_acted(case: Case) -> frozenset[UUID]:
    """Who drafted the reply or signed the standing draft: they sign it no more."""
    signed = (signature.by for signature in case.draft.signatures) if case.draft else ()
    return frozenset((*case.drafters, *signed))


def may_set_final_text(case: Case, moment: Moment) -> None:
    """A draft waits for its signatures, or has them and is not issued."""
    refuse_unless(case.state in AWAITED and case.draft, "nothing_to_approve", article="45")


def set_final_text(case: Case, step: SetFinalText, moment: Moment) -> Iterator[Event]:
    """The edited text is drafted by who sets it; what was signed before is not what goes out, so all sign again."""
    uploaded = next((ref for ref in moment.facts.documents if ref.document_id == step.document), None)
    text = present(uploaded, "document_not_of_case", field="document")
    reject_if(text.media_type != DOCX, "final_text_unreadable", field="document")
    yield FinalTextSet(document=text, by=moment.actor.staff_id, laid_on=moment.today)


def _holds(draft: Draft, stage: Role, moment: Moment) -> bool:
    """Whether the stage is this person's: by role, or by delegation. The head of the OGI office is an approver too."""
    bearing = {stage, Role.OGI_HEAD} if stage is Role.APPROVER else {stage}
    return draft.delegate == moment.actor.staff_id or not bearing.isdisjoint(moment.actor.roles)


def _refuse_outsider(draft: Draft | None, moment: Moment) -> None:
    """Who holds no signing role signs only what was delegated to him."""
    delegate = draft.delegate if draft else None
    if SIGNING.isdisjoint(moment.actor.roles) and delegate != moment.actor.staff_id:
        raise NotAllowed("role_not_permitted")


def _check_legality(stage: Role | None, step: ApproveReply) -> None:
    """At its stage the legality review gives its three findings, and none of them may fail when it approves."""
    reject_if(step.legality and stage is not Role.LEGAL, "legality_not_asked", field="legality")
    if stage is Role.LEGAL:
        reject_if(step.legality is None, "legality_missing", field="legality")
        lawful = step.legality is not None and _all_hold(step.legality)
        refuse_if(step.verdict is Verdict.APPROVE and not lawful, "legality_not_given", article="45")


def _all_hold(legality: Legality) -> bool:
    return legality.facts_and_evidence and legality.legal_basis and legality.procedure
