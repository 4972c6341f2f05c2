"""The decider: ``decide(case, step, moment)`` gives the events, or refuses with code, article and sentence."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from schemas.case import Case
from schemas.errors import DaylightError, NotAllowed, StepRefused
from schemas.events import CalendarAdopted, DeadlineMoved, Event
from schemas.steps import Register, Step
from schemas.vocabulary import State
from workflows.alarms import overtaken
from workflows.book import REGISTER, STAFF_RULES, Rule
from workflows.evolve import fold
from workflows.limit import due_of
from workflows.moment import Moment, refuse_if
from workflows.rules.calendar import WorkingCalendar


def decide(case: Case, step: Step, moment: Moment) -> list[Event]:
    """What happens when this step is taken now: never an empty list.

    What time alone had made true by the day of the act comes first, and what it makes true by today comes last, so
    that no step can slip past a deadline. Raises ``StepRefused``, ``NotAllowed`` or ``InvalidInput``.
    """
    rule = _rule_for(case, step)
    refuse_if(step.expected_version != case.version, "stale_version")
    acted_on = min(step.acted_on(moment.today), moment.today)
    before = list(overtaken(case, acted_on, moment.calendar))
    case = fold(case, before)
    _permit(rule, case, moment)
    done = list(rule.carry_out(case, step, moment))
    case = fold(case, done)
    return [*before, *done, *overtaken(case, moment.today, moment.calendar)]


def decide_tick(case: Case, today: date, calendar: WorkingCalendar) -> list[Event]:
    """What the clock itself does today; an empty list when there is nothing to do."""
    return list(overtaken(case, today, calendar))


def decide_calendar(case: Case, before: WorkingCalendar, after: WorkingCalendar, today: date) -> list[Event]:
    """A new calendar: both due dates are kept when it moves one; a closed case keeps the calendar it closed under."""
    if case.state is State.CLOSED or after.version == case.calendar_version:
        return []
    moved: list[Event] = [CalendarAdopted(version=after.version), *_moved(case, before, after)]
    return [*moved, *overtaken(fold(case, moved), today, after)]


def _moved(case: Case, before: WorkingCalendar, after: WorkingCalendar) -> Iterator[Event]:
    if case.received_on is None:
        return
    old, new = due_of(case, before), due_of(case, after)
    if (old.due, old.provisional) != (new.due, new.provisional):
        yield DeadlineMoved(
            due_before=old.due, due_after=new.due, provisional=new.provisional, calendar_version=after.version
        )


def available_steps(case: Case, moment: Moment) -> dict[str, DaylightError | None]:
    """For every step: None if it may be taken now, else the refusal. The same guards as ``decide``, no second copy."""
    case = fold(case, overtaken(case, moment.today, moment.calendar))
    return {name: _refusal(rule, case, moment) for name, rule in STAFF_RULES.items()}


def _refusal(rule: Rule[Any], case: Case, moment: Moment) -> DaylightError | None:
    try:
        _open(case)
        _permit(rule, case, moment)
    except DaylightError as refused:
        return refused
    return None


def _rule_for(case: Case, step: Step) -> Rule[Any]:
    if isinstance(step, Register):
        return REGISTER
    _open(case)
    return STAFF_RULES[step.step]


def _open(case: Case) -> None:
    """A case must be registered and not closed for anything to happen to it."""
    if case.state is State.NEW:
        raise StepRefused("not_registered", article="45")
    if case.state is State.CLOSED:
        raise StepRefused("case_closed")


def _permit(rule: Rule[Any], case: Case, moment: Moment) -> None:
    """The person's role carries the step, and the case is where the step belongs."""
    if not rule.roles & set(moment.actor.roles):
        raise NotAllowed("role_not_permitted")
    rule.guard(case, moment)
