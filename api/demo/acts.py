"""What staff do again and again, and the runs of events that follow from it."""

from api.demo.papers import Paper
from api.demo.script import (
    APPROVER,
    CHIEF,
    HANDLER,
    LEGAL,
    REVIEWER,
    SECTION,
    Act,
    Doc,
    End,
    Take,
    Upload,
    When,
)
from schemas.vocabulary import DeliveryMethod, DisclosureForm, Ground, LetterKind, Outcome, Remedy, ReviewResult, State

REGISTERED = ("application_registered",)
RECEIVED = ("application_received", "letter_issued")
ACCEPTED = ("application_accepted",)
SEARCHED = ("search_recorded",)
REVIEWED = ("review_proposed", "review_confirmed")
SENT_BACK = ("review_proposed", "review_returned")
SEARCH_ASKED, SEARCH_ANSWERED = ("search_requested",), ("search_answered",)
CORRECTION = ("correction_requested", "letter_issued")
DRAFTED = ("reply_drafted",)
APPROVED = ("reply_approved",)
ISSUED = ("reply_issued", "letter_issued")
DELIVERED = ("reply_delivered", "case_closed")
ANSWERED = (*DRAFTED, *APPROVED, *ISSUED, *DELIVERED)
REFUSED = (*DRAFTED, *APPROVED * 3, *ISSUED, *DELIVERED)
WITHDRAWN = ("application_withdrawn", "letter_issued", "case_closed", "case_archived")
CONSULTED = ("third_party_consulted", "letter_issued", "letter_issued")
AGENCY_CONSULTED = ("agency_consulted", "letter_issued", "letter_issued")
HEARD = ("consultation_delivered", "opinion_received")
PRINTED = ("record_printed", "letter_issued")
OVERDUE = ("became_overdue",)

BEGUN = (*REGISTERED, *RECEIVED, *ACCEPTED)
RECEIPT_AND_REPLY = (LetterKind.RECEIPT, LetterKind.REPLY)
RECEIPT_ASKED_REPLY = (
    LetterKind.RECEIPT,
    LetterKind.THIRD_PARTY_CONSULTATION,
    LetterKind.CONSULTATION_NOTICE,
    LetterKind.REPLY,
)


def closed(
    outcome: Outcome,
    *events: str,
    letters: tuple[LetterKind, ...] = RECEIPT_AND_REPLY,
    remedy: Remedy = Remedy.EITHER,
    late: bool = False,
    fee: int | None = None,
) -> End:
    """The end of a case that was answered."""
    return End(state=State.CLOSED, outcome=outcome, remedy=remedy, letters=letters, events=events, late=late, fee=fee)


def take(actor: str, step: str, **fields: object) -> Take:
    """A step with its fields."""
    return Take(actor, step, fields)


ACCEPT = take(HANDLER, "accept")
APPROVE = take(APPROVER, "approve_reply", verdict="approve")
ISSUE = take(HANDLER, "issue_reply")
LAWFUL = {
    "facts_and_evidence": True,
    "legal_basis": True,
    "procedure": True,
    "opinion": "事实清楚，证据充分，适用依据正确，程序合法。",
}
SIGNED = (
    take(SECTION, "approve_reply", verdict="approve", comment="拟同意，请法制审查。"),
    take(LEGAL, "approve_reply", verdict="approve", legality=LAWFUL),
    take(CHIEF, "approve_reply", verdict="approve", comment="同意。"),
)
"""The chain for a refusal: head of section, legality review, head of the agency."""


def confirmed(how: str, on: When) -> Take:
    """Confirm receipt with the applicant (art. 31)."""
    return take(HANDLER, "confirm_receipt", how=how, confirmed_on=on)


def search(description: str, *papers: Paper, actor: str = HANDLER) -> tuple[Act, ...]:
    """Put what was found into the case and record the search; without papers nothing was found."""
    named = tuple(Doc(paper.name) for paper in papers)
    record = take(actor, "record_search", description=description, documents=named)
    return (*(Upload(actor, paper) for paper in papers), record)


def proposed(*papers: Paper, actor: str = HANDLER, **said: object) -> Take:
    """Propose what becomes of papers; without a result as their pages say."""
    return take(actor, "propose_review", documents=tuple(Doc(paper.name) for paper in papers), **said)


def confirm(*papers: Paper) -> Take:
    """Another person confirms what was proposed."""
    return take(REVIEWER, "confirm_review", documents=tuple(Doc(paper.name) for paper in papers), verdict="approve")


def send_back(paper: Paper, comment: str) -> Take:
    """Another person sends back what was proposed."""
    documents = (Doc(paper.name),)
    return take(REVIEWER, "confirm_review", documents=documents, verdict="return", comment=comment)


def disclose(*papers: Paper) -> tuple[Take, ...]:
    """The review finds nothing against disclosure of any of these."""
    return (proposed(*papers, result=ReviewResult.DISCLOSE), confirm(*papers))


def withhold(paper: Paper, reason: str, *grounds: Ground) -> tuple[Take, ...]:
    """The review withholds all of it."""
    return (proposed(paper, result=ReviewResult.WITHHOLD, grounds=grounds, reason=reason), confirm(paper))


def as_pages_say(paper: Paper, reason: str) -> tuple[Take, ...]:
    """The review gives out what its pages leave to be given out."""
    return (proposed(paper, reason=reason), confirm(paper))


def draft(outcome: Outcome | str, *, actor: str = HANDLER, **said: object) -> Take:
    """Draft the reply."""
    return take(actor, "draft_reply", decision={"outcome": outcome, **said})


def deliver(
    method: DeliveryMethod,
    proof: str,
    *,
    form: DisclosureForm | None = None,
    slip: Paper | None = None,
    actor: str = HANDLER,
) -> tuple[Act, ...]:
    """Record the delivery, with the form of what was given, and with a scan of its proof if there is one."""
    said: dict[str, object] = {"method": method, "proof": proof}
    if form:
        said["form"] = form
    if slip is None:
        return (take(actor, "record_delivery", **said),)
    return (Upload(actor, slip), take(actor, "record_delivery", **said, proof_document=Doc(slip.name)))


def refuse(decision: Take) -> tuple[Act, ...]:
    """Draft, sign through the whole chain, issue."""
    return (decision, *SIGNED, ISSUE)


def issue(decision: Take) -> tuple[Act, ...]:
    """Draft, approve, issue."""
    return (decision, APPROVE, ISSUE)
