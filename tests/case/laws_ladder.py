"""What must hold of every rung that is told, said a second time: something is owed, and its day has come."""

from collections.abc import Callable
from datetime import date

from schemas.case import Case
from schemas.escalation import Matter, Recipient
from schemas.events_escalation import EscalationFell
from schemas.policy import LADDER
from schemas.vocabulary import State
from workflows.limit import due_of, limit_runs
from workflows.rules.calendar import WorkingCalendar

Owed = Callable[[Case, str, WorkingCalendar], set[date | None]]


def check_rung(event: EscalationFell, before: Case, calendar: WorkingCalendar) -> None:
    """It is told of something that is owed, on a rung of the policy, at the earliest on its day, and not again."""
    assert before.edition >= LADDER
    rungs = {rung.working_days: set(rung.to) for rung in before.policy.ladder_of(event.matter)}
    passed = (to for working_days, to in rungs.items() if working_days <= event.working_days)
    assert rungs[event.working_days] <= set(event.to) <= set[Recipient]().union(*passed)
    over = event.working_days > 0
    counted = calendar.count(event.due_on, event.on) if over else calendar.count(event.on, event.due_on)
    assert counted >= event.working_days if over else counted <= -event.working_days
    told = [one for one in before.escalated if (one.matter, one.subject) == (event.matter, event.subject)]
    assert all(one.due_on != event.due_on or one.working_days < event.working_days for one in told)
    assert event.due_on in OWED[event.matter](before, event.subject, calendar)


def _reply(case: Case, _: str, calendar: WorkingCalendar) -> set[date | None]:
    return {due_of(case, calendar).due} if limit_runs(case) else set()


def _receipt(case: Case, _: str, calendar: WorkingCalendar) -> set[date | None]:
    return {calendar.roll_forward(case.arrived_on)} if case.arrived_on and not case.received_on else set()


def _correction_notice(case: Case, _: str, calendar: WorkingCalendar) -> set[date | None]:
    return {due_of(case, calendar).correction_notice_by} if case.state is State.RECEIVED else set()


def _correction(case: Case, _: str, __: WorkingCalendar) -> set[date | None]:
    return {case.correction.respond_by} if case.correction and not case.correction.received_on else set()


def _reasons(case: Case, _: str, __: WorkingCalendar) -> set[date | None]:
    return {case.excess.respond_by} if case.excess and not case.excess.received_on else set()


def _consultation(case: Case, subject: str, _: WorkingCalendar) -> set[date | None]:
    return {asked.respond_by for asked in case.consultations if asked.open and asked.id == subject}


def _fee(case: Case, _: str, __: WorkingCalendar) -> set[date | None]:
    return {case.fee.open_until} if case.fee and not case.fee.paid_on else set()


def _search(case: Case, subject: str, _: WorkingCalendar) -> set[date | None]:
    return {asked.due_on for asked in case.rounds if asked.open and asked.id == subject}


def _approval(case: Case, _: str, calendar: WorkingCalendar) -> set[date | None]:
    laid_on = case.draft.laid_on if case.draft else None
    return {calendar.add(laid_on, case.policy.approval_working_days)} if laid_on else set()


def _remedy(case: Case, subject: str, _: WorkingCalendar) -> set[date | None]:
    dates = (wanted for sought in case.remedies if sought.result is None for wanted in sought.dates)
    return {wanted.due_on for wanted in dates if wanted.id == subject and not wanted.kept_on}


OWED: dict[Matter, Owed] = {
    Matter.REPLY: _reply,
    Matter.RECEIPT: _receipt,
    Matter.CORRECTION_NOTICE: _correction_notice,
    Matter.CORRECTION: _correction,
    Matter.REASONS: _reasons,
    Matter.CONSULTATION: _consultation,
    Matter.FEE: _fee,
    Matter.SEARCH: _search,
    Matter.APPROVAL: _approval,
    Matter.REMEDY: _remedy,
}
"""The dates at which something of a kind is owed."""
