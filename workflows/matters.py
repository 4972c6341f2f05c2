"""What a case still owes, or waits for, with the day on which it is due: what climbs the ladder while it is open."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from schemas.case import Case
from schemas.escalation import Matter
from schemas.vocabulary import State
from workflows.limit import due_of, limit_runs
from workflows.rules.calendar import WorkingCalendar
from workflows.search import open_rounds

OVER = frozenset({State.NEW, State.CLOSED, State.ARCHIVED})


class OpenMatter(NamedTuple):
    """``subject``: which of several, empty where there is one. No rung falls on ``opened_on`` or before it."""

    matter: Matter
    subject: str
    due_on: date
    opened_on: date

    @property
    def tag(self) -> str:
        """The matter with its date, as notices name it: a date that moves is another tag."""
        return f"{self.matter}/{self.subject}/{self.due_on}"


def open_matters(case: Case, calendar: WorkingCalendar) -> list[OpenMatter]:
    """Every matter of the case that is open, in a fixed order."""
    if case.state in OVER:
        return list(_remedies(case))
    return [*_ours(case, calendar), *_the_applicants(case), *_of_others(case, calendar), *_remedies(case)]


def _ours(case: Case, calendar: WorkingCalendar) -> Iterator[OpenMatter]:
    """The reply (art. 33); before it the day of receipt (31) and the correction notice (30)."""
    if case.state is State.REGISTERED and case.arrived_on:
        yield OpenMatter(Matter.RECEIPT, "", calendar.roll_forward(case.arrived_on), case.arrived_on)
    if case.received_on is None:
        return
    limit = due_of(case, calendar)
    if case.state is State.RECEIVED and case.correction is None and limit.correction_notice_by:
        yield OpenMatter(Matter.CORRECTION_NOTICE, "", limit.correction_notice_by, case.received_on)
    if limit_runs(case):
        yield OpenMatter(Matter.REPLY, "", limit.due, limit.limit_starts)


def _the_applicants(case: Case) -> Iterator[OpenMatter]:
    """To correct, to give reasons, to pay; open until the agency has drawn the conclusion from his silence.

    A fee is due on the day before which nothing may be closed, not on the one that was told (docs/law.md 6.12).
    """
    correction, excess, fee = case.correction, case.excess, case.fee
    if case.state is State.AWAITING_CORRECTION and correction:
        yield OpenMatter(Matter.CORRECTION, "", correction.respond_by, correction.notified_on)
    if excess and excess.received_on is None and excess.reasonable is None:
        yield OpenMatter(Matter.REASONS, "", excess.respond_by, excess.notified_on)
    if case.state is State.AWAITING_PAYMENT and fee and fee.served_on:
        yield OpenMatter(Matter.FEE, "", fee.open_until, fee.served_on)


def _of_others(case: Case, calendar: WorkingCalendar) -> Iterator[OpenMatter]:
    """Third parties and agencies to be heard, departments that search, the draft on somebody's desk."""
    for asked in case.consultations:
        if asked.open and asked.respond_by:
            yield OpenMatter(Matter.CONSULTATION, asked.id, asked.respond_by, asked.delivered_on or asked.sent_on)
    for searched in open_rounds(case) if case.state is State.PROCESSING else ():
        yield OpenMatter(Matter.SEARCH, searched.id, searched.due_on, searched.asked_on)
    draft = case.draft
    if case.state is State.AWAITING_APPROVAL and draft and draft.stage and draft.laid_on:
        due_on = calendar.add(draft.laid_on, case.policy.approval_working_days)
        yield OpenMatter(Matter.APPROVAL, draft.stage, due_on, draft.laid_on)


def _remedies(case: Case) -> Iterator[OpenMatter]:
    """What a reconsideration body or a court wants by a day, while it has not decided.

    A day that is over when it is entered is told of at once: what was missed must not stay unnoticed for that.
    """
    for sought in case.remedies if case.state is not State.ARCHIVED else ():
        for wanted in sought.awaited:
            yield OpenMatter(Matter.REMEDY, wanted.id, wanted.due_on, min(wanted.set_on, wanted.due_on))
