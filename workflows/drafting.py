"""Drafting, approval and issue of the reply (拟稿、审批、制发; arts. 33, 36, 37)."""

from collections.abc import Iterator

from schemas.case import Case
from schemas.events import Event, ReplyApproved, ReplyDrafted, ReplyIssued, ReplyReturned
from schemas.steps import ApproveReply, DraftReply, IssueReply
from schemas.vocabulary import Ground, Outcome, ReviewResult, State, Verdict
from workflows.moment import Moment, refuse_if, refuse_unless, reject_if
from workflows.rules.remedies import remedy_for


def outcomes_open(case: Case) -> frozenset[Outcome]:
    """The outcomes that agree with what was found and reviewed (arts. 36, 37).

    Example: one document to disclose and one withheld: only partly disclosed (art. 37).
    """
    results = {document.review.result for document in case.documents if document.review}
    if not results:
        none_found = {Outcome.NOT_FOUND} if case.searches else set()
        return frozenset({Outcome.ALREADY_PUBLIC, Outcome.NOT_THIS_AGENCY} | none_found)
    if results == {ReviewResult.DISCLOSE}:
        return frozenset({Outcome.DISCLOSED, Outcome.ALREADY_PUBLIC})
    if results == {ReviewResult.WITHHOLD}:
        return frozenset({Outcome.REFUSED})
    return frozenset({Outcome.PARTLY_DISCLOSED})


def grounds_of(case: Case) -> tuple[Ground, ...]:
    """All grounds on which something of the case is withheld, each once, in the order of the Regulation."""
    named = {ground for document in case.documents if document.review for ground in document.review.grounds}
    return tuple(ground for ground in Ground if ground in named)


def may_draft_reply(case: Case, moment: Moment) -> None:
    """Before disclosure everything is reviewed (art. 17)."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="36")
    refuse_if(any(document.review is None for document in case.documents), "documents_unreviewed", article="17")


def draft_reply(case: Case, step: DraftReply, moment: Moment) -> Iterator[Event]:
    """Draft a reply whose outcome agrees with search and review (art. 36)."""
    outcome = step.decision.outcome
    unsearched = outcome is Outcome.NOT_FOUND and not case.searches
    refuse_if(unsearched, "not_found_without_search", article="36(4)")
    refuse_unless(outcome in outcomes_open(case), "outcome_contradicts_review", article="36")
    yield ReplyDrafted(decision=step.decision, grounds=grounds_of(case), by=moment.actor.staff_id)


def may_approve_reply(case: Case, moment: Moment) -> None:
    """Another person than the drafter looks at it (分级审批); until it is issued an approval can be taken back."""
    refuse_unless(case.state in {State.AWAITING_APPROVAL, State.APPROVED}, "nothing_to_approve", article="45")
    drafted_by = case.draft.by if case.draft else None
    refuse_if(drafted_by == moment.actor.staff_id, "approver_is_drafter", article="45")


def approve_reply(case: Case, step: ApproveReply, moment: Moment) -> Iterator[Event]:
    """Approve the draft, or return it with a comment to the drafter; an approved one can only be returned."""
    if step.verdict is Verdict.APPROVE:
        refuse_if(case.state is State.APPROVED, "already_approved", article="45")
        yield ReplyApproved(comment=step.comment, by=moment.actor.staff_id)
        return
    reject_if(step.comment is None, "comment_missing", field="comment")
    yield ReplyReturned(comment=step.comment or "", by=moment.actor.staff_id)


def may_issue_reply(case: Case, moment: Moment) -> None:
    """Only an approved reply leaves the house."""
    refuse_unless(case.state is State.APPROVED, "reply_not_approved", article="45")


def issue_reply(case: Case, step: IssueReply, moment: Moment) -> Iterator[Event]:
    """Issue the reply as a numbered letter with the remedy notice of its outcome and date."""
    assert case.draft is not None  # noqa: S101 - an approved case has one
    outcome = case.draft.decision.outcome
    yield ReplyIssued(
        issued_on=moment.today, outcome=outcome, remedy=remedy_for(outcome, grounds_of(case), moment.today)
    )
