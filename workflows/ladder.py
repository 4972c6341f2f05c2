"""The ladder of escalation (逐级督办): which rungs of its open matters a case has yet to reach, and on which days."""

from collections.abc import Iterator
from datetime import date

from schemas.case import Case
from schemas.case_parts import Escalated
from schemas.escalation import Rung
from schemas.events_escalation import EscalationFell
from workflows.matters import OpenMatter, open_matters
from workflows.rules.calendar import WorkingCalendar


def rungs_ahead(case: Case, calendar: WorkingCalendar, acted_on: date | None = None) -> Iterator[EscalationFell]:
    """Every rung not yet reached, of every open matter. Those above the last one reached, after the matter was opened.

    ``acted_on``: an act of that day is being recorded. What it makes true of days before is true from that day, and of
    several such rungs the last tells everybody whom the others would have told. Example: due Tue 2026-06-09; the
    default ladder falls on 06-02, 06-05, 06-09, 06-10 and 06-16.
    """
    for open_matter in open_matters(case, calendar):
        ahead = list(_ahead(case, open_matter, calendar))
        at_once = [fell for fell in ahead if acted_on and fell.on <= acted_on]
        everybody = tuple(dict.fromkeys(person for fell in at_once for person in fell.to))
        yield from (fell.model_copy(update={"on": acted_on, "to": everybody}) for fell in at_once[-1:])
        yield from ahead[len(at_once) :]


def rung_day(due_on: date, rung: Rung, calendar: WorkingCalendar) -> date:
    """The day of a rung: so many working days before the due date, on it, or after it."""
    days = rung.working_days
    return calendar.before(due_on, -days) if days < 0 else calendar.add(due_on, days)


def _ahead(case: Case, of: OpenMatter, calendar: WorkingCalendar) -> Iterator[EscalationFell]:
    reached = _reached(case.escalated, of)
    for rung in case.policy.ladder_of(of.matter):
        on = rung_day(of.due_on, rung, calendar)
        if on > of.opened_on and (reached is None or rung.working_days > reached):
            yield EscalationFell(
                matter=of.matter,
                subject=of.subject,
                due_on=of.due_on,
                working_days=rung.working_days,
                on=on,
                to=rung.to,
            )


def _reached(escalated: tuple[Escalated, ...], of: OpenMatter) -> int | None:
    """The last rung that was reached with this due date; a date that has moved is climbed towards anew."""
    same = (one for one in escalated if (one.matter, one.subject, one.due_on) == (of.matter, of.subject, of.due_on))
    return max((one.working_days for one in same), default=None)
