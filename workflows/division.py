"""Splitting one application into several, and joining it with another (一事一申请、并案)."""

from collections.abc import Iterator
from uuid import uuid5

from schemas.case import Case
from schemas.events import ApplicationJoined, ApplicationSplit, CaseClosed, Event, Part
from schemas.joining import Joined
from schemas.steps import JoinApplication, SplitApplication, Withdraw
from schemas.vocabulary import Outcome, State
from workflows.limit import due_of
from workflows.moment import Moment, present, refuse_if, refuse_unless, reject_if
from workflows.rules.report import row_for

UNANSWERED = frozenset({State.RECEIVED, State.PROCESSING})
ANSWERED = frozenset({State.ISSUED, State.CLOSED, State.ARCHIVED})


def may_split_application(case: Case, moment: Moment) -> None:
    """Once, before anything was found or asked; the parts have the same day of receipt (docs/law.md 6.12, 6.16)."""
    refuse_unless(case.state in UNANSWERED, "not_in_hand", article="29")
    refuse_if(case.parts or case.split_from, "already_split", article="29")
    begun = (
        case.correction or case.documents or case.draft or case.fee or case.excess or case.extension or case.remedies
    )
    refuse_if(begun, "split_too_late", article="29")


def split_application(case: Case, step: SplitApplication, moment: Moment) -> Iterator[Event]:
    """This case keeps the first part; each other part becomes a case and a row of its own."""
    texts = moment.facts.text_ids
    reject_if(len(texts) < 2, "missing_field", field="parts")
    parts = tuple(Part(case_id=uuid5(case.case_id, f"part/{n}"), text_id=text) for n, text in enumerate(texts[1:], 2))
    yield ApplicationSplit(text_id=texts[0], parts=parts)


def may_join_application(case: Case, moment: Moment) -> None:
    """Before a reply is drafted."""
    refuse_unless(case.state in UNANSWERED, "not_in_hand", article="36(6)")


def takes_in(state: State) -> bool:
    """Whether another may be joined into a case in this state: so that its notices and its reply speak of both.

    Not once it is answered, nor once its reply is drafted, or its applicant was asked for something (docs/law.md 6.18).
    """
    return state in UNANSWERED


def join_application(case: Case, step: JoinApplication, moment: Moment) -> Iterator[Event]:
    """Same applicant, the other case still open, and due no later: joining never lengthens a limit.

    Of two due on one day the younger joins the older, so that two clerks never join both ways.

    An answered one makes this a repetition (docs/law.md 6.18).
    """
    other = present(moment.facts.other, "other_case_unknown", field="into")
    reject_if(other.case_id == case.case_id, "other_case_unknown", field="into")
    refuse_if(moment.facts.joined_here, "others_joined_here", article="36(6)")
    refuse_if(other.state in ANSWERED, "other_case_answered", article="36(6)")
    this = due_of(case, moment.calendar).due, len(case.reference), case.reference
    later = other.due_on is None or (other.due_on, len(other.reference), other.reference) > this
    refuse_if(later, "other_case_due_later", article="33(2)")
    refuse_if(other.settled, "other_case_settled", article="36(6)")
    yield ApplicationJoined(into=other.case_id, reference=other.reference)
    yield CaseClosed(outcome=Outcome.JOINED, closed_on=moment.today, row=row_for(Outcome.JOINED, None))


def refuse_unanswered(case: Case, step: Withdraw, moment: Moment) -> None:
    """Refuse a withdrawal that leaves open what becomes of applications joined into the case (art. 33(2)).

    Each of them is owed an answer; only the applicant can take them back, and he takes back what he names
    (docs/law.md 6.18). Example: of two joined applications he takes back the older; the case goes on for the younger,
    by the date of the older, which is no later. One that was joined since he was asked was not named.
    """
    joined, here = step.joined, moment.facts.joined_here
    waiting = here > 0
    refuse_if(waiting and joined is None, "joined_unanswered", article="33(2)")
    reject_if(not waiting and joined is not None, "nothing_joined_here", field="joined")
    refuse_if(step.joined_count not in {None, here}, "joined_since", article="33(2)")
    refuse_if(case.own_withdrawn_on and joined is Joined.GO_ON, "own_withdrawn", article="33(2)")
