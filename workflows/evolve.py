"""The fold: how each event changes the case. No decision is made here; an event that happened is taken as it is."""

from collections.abc import Iterable

from schemas.case import Case
from schemas.events import Event
from workflows.folding import after, consultation, escalation, handling, intake, keeping, reply, review, search, time
from workflows.folding.changes import changes

FOLDING = (intake, search, handling, time, consultation, review, reply, after, escalation, keeping)
"""The modules that know how an event changes a case, one a phase; imported so that they are registered."""


def evolve(case: Case, event: Event) -> Case:
    """The case after the event; its version counts the events."""
    return case.model_copy(update={**changes(event, case), "version": case.version + 1})


def fold(case: Case, events: Iterable[Event]) -> Case:
    """The case after all the events, in order."""
    for event in events:
        case = evolve(case, event)
    return case
