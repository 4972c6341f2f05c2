"""Folding: the reply from draft to delivery, and the end of the handling."""

from uuid import UUID

from schemas import events as ev
from schemas.case import Case
from schemas.case_parts import Draft, Signature
from schemas.vocabulary import Outcome, ReportRow, State
from workflows.drafting import grounds_of
from workflows.folding.changes import Changes, changes
from workflows.rules.months import months_later
from workflows.rules.report import outcome_of, row_for


@changes.register
def _(event: ev.ReplyDrafted, case: Case) -> Changes:
    draft = Draft(
        decision=event.decision,
        by=event.by,
        outcome=event.outcome or outcome_of(event.decision),
        main_ground=event.main_ground,
        earlier=event.earlier,
        chain=event.chain,
        laid_on=event.laid_on,
    )
    return {"state": State.AWAITING_APPROVAL, "draft": draft, "drafters": _with(case.drafters, event.by)}


@changes.register
def _(event: ev.FinalTextSet, case: Case) -> Changes:
    text = {"final_text": event.document, "signatures": (), "delegate": None, "approved_by": None}
    draft = _draft(case, **text, laid_on=event.laid_on)
    return {"state": State.AWAITING_APPROVAL, "draft": draft, "drafters": _with(case.drafters, event.by)}


@changes.register
def _(event: ev.ApprovalDelegated, case: Case) -> Changes:
    return {"draft": _draft(case, delegate=event.to)}


@changes.register
def _(event: ev.ReplyApproved, case: Case) -> Changes:
    assert case.draft is not None  # noqa: S101 - nothing is approved that was not drafted
    signed = (*case.draft.signatures, Signature(stage=event.stage, by=event.by))
    told = {"comment": event.comment, "delegate": None, "approved_by": event.by if event.final else None}
    draft = _draft(case, **told, signatures=signed, laid_on=event.laid_on)
    return {"state": State.APPROVED if event.final else State.AWAITING_APPROVAL, "draft": draft}


@changes.register
def _(event: ev.ReplyReturned, case: Case) -> Changes:
    returned = {"comment": event.comment, "signatures": (), "delegate": None, "approved_by": None}
    return {"state": State.PROCESSING, "draft": _draft(case, **returned)}


@changes.register
def _(event: ev.ReplyIssued, case: Case) -> Changes:
    told = {"issued_on": event.issued_on, "remedy": event.remedy, "report_row": event.row or _row(case, event.outcome)}
    return {"state": State.ISSUED, "release": event.release, **told}


@changes.register
def _(event: ev.ReplyDelivered, case: Case) -> Changes:
    cleared = {"overdue_on": None} if event.in_time else {}
    how = {"delivered_by": event.method, "delivery_proof": event.proof}
    return {"delivered_on": event.delivered_on, **how, **cleared}


@changes.register
def _(event: ev.CaseClosed, case: Case) -> Changes:
    closed = {"state": State.CLOSED, "outcome": event.outcome, "closed_on": event.closed_on, "filed_on": None}
    every = case.policy.reassess_every_months
    look_again = months_later(event.closed_on, every) if every and case.delivered_on and case.withheld else None
    return {**closed, "report_row": event.row or _row(case, event.outcome), "reassess_on": look_again}


@changes.register
def _(event: ev.CaseArchived, case: Case) -> Changes:
    return {"state": State.ARCHIVED, "reassess_on": None}


def _row(case: Case, outcome: Outcome) -> ReportRow:
    """The row of the annual report, for events from before it was on record."""
    return row_for(outcome, next(iter(grounds_of(case)), None))


def _draft(case: Case, **told: object) -> Draft:
    assert case.draft is not None  # noqa: S101 - nothing happens to a draft that is not there
    return case.draft.model_copy(update=told)


def _with(people: tuple[UUID, ...], person: UUID) -> tuple[UUID, ...]:
    return people if person in people else (*people, person)
