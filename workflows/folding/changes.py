"""How one event changes a case: a function for each kind of event, chosen by its type."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import singledispatch
from typing import Any, TypeVar

from schemas.case import Case
from schemas.case_parts import Consultation, Referral, RemedyDate, RemedySought, SearchRound
from schemas.clock import ClockEvent

Changes = dict[str, Any]
Part = TypeVar("Part", Consultation, Referral, RemedyDate, RemedySought, SearchRound)


@singledispatch
def changes(event: object, case: Case) -> Changes:
    """The fields of the case that the event changes."""
    raise TypeError(f"no way to fold {type(event).__name__}")


def overdue_before(acted_on: date, case: Case) -> date | None:
    """The overdue mark as it was on the day of an act: an act in time takes it away, however late it is entered."""
    return case.overdue_on if case.overdue_on and case.overdue_on <= acted_on else None


def changed(parts: Iterable[Part], part_id: str, change: Callable[[Part], Changes]) -> tuple[Part, ...]:
    """The parts, with the one of this id changed."""
    return tuple(part.model_copy(update=change(part)) if part.id == part_id else part for part in parts)


def on_the_clock(case: Case, event: ClockEvent) -> tuple[ClockEvent, ...]:
    """The clock's events with one more, in the order of their days: an act may be entered late."""
    return tuple(sorted((*case.clock, event), key=lambda happened: happened.on))


def restarted(case: Case, event: ClockEvent) -> Changes:
    """What a new limit resets."""
    return {"clock": on_the_clock(case, event), "reminded": (), "overdue_on": None}
