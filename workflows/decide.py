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
from workflows.articles import in_own_words
from workflows.book import REGISTER, STAFF_RULES, Phase, Rule
from workflows.evolve import fold
from workflows.limit import due_of
from workflows.moment import Moment, refuse_if
from workflows.rules.calendar import WorkingCalendar


def decide(case: Case, step: Step, moment: Moment) -> list[Event]:
    """What happens when this step is taken now: never an empty list.

    What time alone had made true by the day of the act comes first, and what it makes true by today comes last, so
    that no step can slip past a deadline. Raises ``StepRefused``, ``NotAllowed`` or ``InvalidInput``, with the article
    of the Regulation the case is under.
    """
    try:
        return _decided(case, step, moment)
    except DaylightError as refused:
        raise in_own_words(refused, case.statute) from None


def _decided(case: Case, step: Step, moment: Moment) -> list[Event]:
    rule = _rule_for(case, step)
    refuse_if(step.expected_version != case.version, "stale_version")
    refuse_if(_archived_by(case, moment), "case_closed")
    acted_on = min(step.acted_on(moment.today), moment.today)
    before = list(overtaken(case, acted_on, moment.calendar))
    case = fold(case, before)
    _permit(rule, case, moment)
    done = list(rule.carry_out(case, step, moment))
    case = fold(case, done)
    return [*before, *done, *overtaken(case, moment.today, moment.calendar, acted_on=acted_on)]


def decide_tick(case: Case, today: date, calendar: WorkingCalendar) -> list[Event]:
    """What the clock itself does today; an empty list when there is nothing to do."""
    return list(overtaken(case, today, calendar))


def decide_calendar(case: Case, before: WorkingCalendar, after: WorkingCalendar, today: date) -> list[Event]:
    """A new calendar: both due dates are kept when it moves one; a closed case keeps the calendar it closed under."""
    if case.state in {State.CLOSED, State.ARCHIVED} or after.version == case.calendar_version:
        return []
    moved: list[Event] = [CalendarAdopted(version=after.version), *_moved(case, before, after)]
    return [*moved, *overtaken(fold(case, moved), today, after, acted_on=today)]


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
        _open(rule, case)
        _permit(rule, case, moment)
    except DaylightError as refused:
        return in_own_words(refused, case.statute)
    return None


def _rule_for(case: Case, step: Step) -> Rule[Any]:
    if isinstance(step, Register):
        return REGISTER
    rule = STAFF_RULES[step.step]
    _open(rule, case)
    return rule


def _open(rule: Rule[Any], case: Case) -> None:
    """A case must be registered, and in the phase the step belongs to; to an archived one nothing happens any more."""
    if case.state is State.NEW:
        raise StepRefused("not_registered", article="45")
    ended = case.state is State.CLOSED and rule.phase is Phase.HANDLING
    if ended or case.state is State.ARCHIVED:
        raise StepRefused("case_closed")
    if case.state is not State.CLOSED and rule.phase is Phase.AFTER:
        raise StepRefused("case_not_closed")


def _archived_by(case: Case, moment: Moment) -> bool:
    """Whether the case is archived by today, even when the clock has not noticed yet and the act lies before."""
    if case.state is not State.CLOSED:
        return False
    return fold(case, overtaken(case, moment.today, moment.calendar)).state is State.ARCHIVED


def _permit(rule: Rule[Any], case: Case, moment: Moment) -> None:
    """The person's role carries the step, and the case is where the step belongs."""
    if not rule.roles & set(moment.actor.roles):
        raise NotAllowed("role_not_permitted")
    rule.guard(case, moment)
