"""What staff do again and again, and the runs of events that follow from it."""

from api.demo.papers import Paper
from api.demo.script import APPROVER, HANDLER, REVIEWER, Act, Doc, Take, Upload
from schemas.vocabulary import DeliveryMethod, Ground, LetterKind, Outcome, ReviewResult

REGISTERED = ("application_registered",)
RECEIVED = ("application_received", "letter_issued")
ACCEPTED = ("application_accepted",)
SEARCHED = ("search_recorded",)
REVIEWED = ("document_reviewed",)
CORRECTION = ("correction_requested", "letter_issued")
DRAFTED = ("reply_drafted",)
APPROVED = ("reply_approved",)
ISSUED = ("reply_issued", "letter_issued")
DELIVERED = ("reply_delivered", "case_closed")
ANSWERED = (*DRAFTED, *APPROVED, *ISSUED, *DELIVERED)
WITHDRAWN = ("application_withdrawn", "letter_issued", "case_closed")
REMINDED = ("reminder_fell",)
OVERDUE = ("became_overdue",)

RECEIPT_AND_REPLY = (LetterKind.RECEIPT, LetterKind.REPLY)


def take(actor: str, step: str, **fields: object) -> Take:
    """A step with its fields."""
    return Take(actor, step, fields)


ACCEPT = take(HANDLER, "accept")
APPROVE = take(APPROVER, "approve_reply", verdict="approve")
ISSUE = take(HANDLER, "issue_reply")


def confirmed(how: str, on: object) -> Take:
    """Confirm receipt with the applicant (art. 31)."""
    return take(HANDLER, "confirm_receipt", how=how, confirmed_on=on)


def search(description: str, *papers: Paper, actor: str = HANDLER) -> tuple[Act, ...]:
    """Put what was found into the case and record the search; without papers nothing was found."""
    named = tuple(Doc(paper.name) for paper in papers)
    record = take(actor, "record_search", description=description, documents=named)
    return (*(Upload(actor, paper) for paper in papers), record)


def disclose(paper: Paper) -> Take:
    """The review finds nothing against disclosure."""
    return take(REVIEWER, "review_document", document=Doc(paper.name), result=ReviewResult.DISCLOSE)


def withhold(paper: Paper, reason: str, *grounds: Ground, result: ReviewResult = ReviewResult.WITHHOLD) -> Take:
    """The review withholds all of it, or a part."""
    return take(REVIEWER, "review_document", document=Doc(paper.name), result=result, grounds=grounds, reason=reason)


def draft(outcome: Outcome, *, actor: str = HANDLER, **said: str) -> Take:
    """Draft the reply."""
    return take(actor, "draft_reply", decision={"outcome": outcome, **said})


def deliver(method: DeliveryMethod, proof: str, *, slip: Paper | None = None, actor: str = HANDLER) -> tuple[Act, ...]:
    """Record the delivery, with a scan of its proof if there is one."""
    if slip is None:
        return (take(actor, "record_delivery", method=method, proof=proof),)
    delivered = take(actor, "record_delivery", method=method, proof=proof, proof_document=Doc(slip.name))
    return (Upload(actor, slip), delivered)


def issue(decision: Take) -> tuple[Act, ...]:
    """Draft, approve, issue."""
    return (decision, APPROVE, ISSUE)
