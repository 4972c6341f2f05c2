"""The lives of invented cases: when they came, how long they took, how they ended. Dates only, by a real calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from schemas.vocabulary import ApplicantKind, Channel, Ground, Instance, Outcome, RemedyResult, ReportRow, State
from workflows.limit import LIMIT_RUNS
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.report import row_for

T = TypeVar("T")
LIMIT, EXTENSION = 20, 20
YEARS = 5
ARCHIVED_AFTER = timedelta(days=730)
_OUTCOMES = {
    Outcome.DISCLOSED: 34,
    Outcome.PARTLY_DISCLOSED: 11,
    Outcome.REFUSED: 9,
    Outcome.NOT_FOUND: 17,
    Outcome.NOT_THIS_AGENCY: 9,
    Outcome.ALREADY_PUBLIC: 5,
    Outcome.SPECIAL_REGISTER: 3,
    Outcome.PETITION: 3,
    Outcome.REPEATED: 2,
    Outcome.ABANDONED: 3,
    Outcome.WITHDRAWN: 4,
}
_OPEN = {
    State.REGISTERED: 6,
    State.RECEIVED: 14,
    State.AWAITING_CORRECTION: 9,
    State.AWAITING_PAYMENT: 1,
    State.PROCESSING: 46,
    State.AWAITING_APPROVAL: 12,
    State.APPROVED: 5,
    State.ISSUED: 7,
}
_CHANNELS = {Channel.ONLINE: 58, Channel.POST_SIGNED: 26, Channel.POST_ORDINARY: 4, Channel.IN_PERSON: 12}
_KINDS = {
    ApplicantKind.NATURAL_PERSON: 86,
    ApplicantKind.BUSINESS: 8,
    ApplicantKind.RESEARCH: 1,
    ApplicantKind.PUBLIC_BENEFIT: 1,
    ApplicantKind.LEGAL_SERVICE: 3,
    ApplicantKind.OTHER: 1,
}
_RESULTS = {RemedyResult.UPHELD: 66, RemedyResult.CORRECTED: 16, RemedyResult.OTHER: 18}
_INSTANCES = {Instance.RECONSIDERATION: 78, Instance.LITIGATION: 22}
EXTENDED_SHARE, LATE_SHARE, CONTESTED_SHARE = 0.13, 0.025, 0.035


@dataclass(slots=True)
class Contest:
    """A reconsideration or suit; ``result`` is open while it is pending."""

    instance: Instance
    filed_on: date
    result: RemedyResult | None
    served_on: date | None


@dataclass(slots=True)
class Life:
    """What one case went through; what has not happened is None."""

    channel: Channel
    kind: ApplicantKind
    arrived_on: date
    received_on: date | None
    due_on: date | None
    state: State
    extended: bool = False
    outcome: Outcome | None = None
    row: ReportRow | None = None
    closed_on: date | None = None
    days_used: int | None = None
    contest: Contest | None = None

    @property
    def runs(self) -> bool:
        """Whether the limit runs."""
        return self.state in LIMIT_RUNS

    @property
    def corrected(self) -> bool:
        """Whether the reply was corrected since."""
        return self.contest is not None and self.contest.result is RemedyResult.CORRECTED


class Lives:
    """Draws lives up to ``today``."""

    def __init__(self, rng: Random, calendar: WorkingCalendar, today: date) -> None:
        self._rng, self._calendar, self._today = rng, calendar, today

    def over(self) -> Life:
        """A case that was closed within the last years."""
        rng, calendar = self._rng, self._calendar
        closed_on = calendar.roll_forward(self._today - timedelta(days=rng.randint(4, YEARS * 365)))
        closed_on = min(closed_on, self._today)
        extended, late = rng.random() < EXTENDED_SHARE, rng.random() < LATE_SHARE
        used = self._days_used(extended=extended, late=late)
        received_on = calendar.before(closed_on, used)
        due_on = calendar.add(received_on, LIMIT + EXTENSION * extended)
        outcome = self._drawn(_OUTCOMES)
        archived = closed_on + ARCHIVED_AFTER < self._today
        life = self._begun(received_on, State.ARCHIVED if archived else State.CLOSED)
        life.due_on, life.extended, life.outcome, life.closed_on, life.days_used = (
            *(due_on, extended, outcome, closed_on),
            calendar.count(received_on, closed_on),
        )
        life.row = row_for(outcome, rng.choice(tuple(Ground)) if outcome is Outcome.REFUSED else None)
        life.contest = self._contest(closed_on) if rng.random() < CONTESTED_SHARE else None
        return life

    def in_hand(self) -> Life:
        """A case that is open: most are young, a few are late."""
        age = min(int(self._rng.expovariate(1 / 9)), 70)
        received_on = self._calendar.before(self._today, age)
        life = self._begun(received_on, self._drawn(_OPEN))
        if life.state is State.REGISTERED:
            life.received_on = None
            return life
        life.extended = age > LIMIT - 4 and self._rng.random() < 0.8
        life.due_on = self._calendar.add(received_on, LIMIT + EXTENSION * life.extended)
        return life

    def _begun(self, received_on: date, state: State) -> Life:
        channel = self._drawn(_CHANNELS)
        waited = self._rng.randrange(3) if channel is Channel.ONLINE else 0
        arrived_on = received_on - timedelta(days=waited)
        return Life(channel, self._drawn(_KINDS), arrived_on, received_on, None, state)

    def _days_used(self, *, extended: bool, late: bool) -> int:
        limit = LIMIT + EXTENSION * extended
        if late:
            return limit + 1 + int(self._rng.expovariate(1 / 6))
        return min(limit, max(1, round(self._rng.lognormvariate(2.45, 0.5)) + EXTENSION * extended // 2))

    def _contest(self, closed_on: date) -> Contest | None:
        filed_on = closed_on + timedelta(days=self._rng.randint(3, 60))
        served_on = filed_on + timedelta(days=self._rng.randint(30, 180))
        if filed_on > self._today:
            return None
        instance = self._drawn(_INSTANCES)
        if served_on > self._today:
            return Contest(instance, filed_on, None, None)
        return Contest(instance, filed_on, self._drawn(_RESULTS), served_on)

    def _drawn(self, weights: Mapping[T, int]) -> T:
        return self._rng.choices(tuple(weights), tuple(weights.values()))[0]
