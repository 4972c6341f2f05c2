"""What stands beside invented cases: search terms, remedies, and stages."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from activities.db.search_terms import terms_row
from api.seeding.lives import EXTENSION, Life
from api.seeding.rows import Written
from schemas.forecast import Stage
from schemas.vocabulary import State
from workflows.rules.calendar import WorkingCalendar

TERMS = ("case_id", "agency_id", "registered_at", "folded", "terms")
REMEDY = ("case_id", "id", "instance", "after_reconsideration", "filed_on", "result", "served_on")
STAGE = (
    *("case_id", "n", "agency_id", "stage", "entered_on", "left_on", "course", "counts", "added", "ordered"),
    *("extendable", "outcome", "seq"),
)
STAGES_FOR = timedelta(days=366)
"""Only cases closed within the last year have stages: a forecast learns from the newest."""
_WORK = (Stage.ACCEPTANCE, Stage.SEARCH, Stage.REVIEW, Stage.DRAFTING, Stage.APPROVAL, Stage.DISPATCH)
_WHERE: dict[State, tuple[Stage, ...]] = {
    State.RECEIVED: (Stage.ACCEPTANCE,),
    State.AWAITING_CORRECTION: (Stage.ACCEPTANCE,),
    State.AWAITING_PAYMENT: (Stage.DRAFTING,),
    State.PROCESSING: (Stage.SEARCH, Stage.REVIEW, Stage.DRAFTING),
    State.AWAITING_APPROVAL: (Stage.APPROVAL,),
    State.APPROVED: (Stage.DISPATCH,),
    State.ISSUED: (Stage.DISPATCH,),
}


def terms(one: Written) -> tuple[object, ...]:
    """The row of ``case_terms``."""
    texts = (one.reference, one.description, *sorted(name for _, name in one.documents))
    row = terms_row(one.case_id, one.office.agency.id, one.registered_at, texts)
    return (row.case_id, row.agency_id, row.registered_at, row.folded, list(row.terms))


def remedies(one: Written) -> Iterator[tuple[object, ...]]:
    """The row of ``case_remedies``, if the reply was contested."""
    if contest := one.life.contest:
        yield (one.case_id, "1", contest.instance, False, contest.filed_on, contest.result, contest.served_on)


class Stages:
    """Draws the course of a life through its stages."""

    def __init__(self, rng: Random, calendar: WorkingCalendar, today: date) -> None:
        self._rng, self._calendar, self._today = rng, calendar, today

    def rows(self, one: Written) -> Iterator[tuple[object, ...]]:
        """The rows of ``case_stages``; none of a case that was closed long ago."""
        life = one.life
        if life.closed_on and life.closed_on + STAGES_FOR < self._today:
            return
        for n, (stage, entered_on, left_on) in enumerate(self._course(life), 1):
            before = stage is Stage.REGISTRATION
            waits = left_on is None and not life.runs
            outcome = life.outcome if stage in {Stage.APPROVAL, Stage.DISPATCH, Stage.DONE} else None
            yield (
                *(one.case_id, n, one.office.agency.id, stage, entered_on, left_on, int(not before)),
                *(not before and not waits, EXTENSION * life.extended, False, not life.extended, outcome, n),
            )

    def _course(self, life: Life) -> Iterator[tuple[Stage, date, date | None]]:
        if life.received_on is None:
            yield Stage.REGISTRATION, life.arrived_on, None
            return
        yield Stage.REGISTRATION, life.arrived_on, life.received_on
        stages, last = self._stages(life), life.closed_on or self._today
        days = [*self._entries(life.received_on, last, len(stages)), *([last] if life.closed_on else [])]
        for n, stage in enumerate(stages):
            yield stage, days[n], days[n + 1] if n + 1 < len(days) else None
        if life.closed_on:
            yield Stage.DONE, last, None

    def _stages(self, life: Life) -> Sequence[Stage]:
        if life.closed_on:
            return _WORK
        return _WORK[: _WORK.index(self._rng.choice(_WHERE[life.state])) + 1]

    def _entries(self, first: date, last: date, stages: int) -> list[date]:
        """The first on the day of receipt, the others on working days up to the last day, in order."""
        span = self._calendar.count(first, last)
        later = sorted(self._rng.randint(0, span) for _ in range(stages - 1))
        return [first, *(self._calendar.add(first, days) for days in later)]
