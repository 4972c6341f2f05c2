"""Whether the forecast is right: a synthetic year played day by day, each day judged by what was known that day only.

Offices of different size and pace handle applications whose stages have heavy tails: some cases are harder throughout,
drafts are returned, third parties are asked, refusals need more signatures. The last year is played: in the morning of
every working day every open case is forecast, and later compared with what became of it: missed is a reply after the
due date. Nothing here knows the rule of the forecast, nor the rule this world.
"""

import random
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.forecast import Passage, Stage, StageRow
from schemas.law.versions import statute_for
from schemas.vocabulary import Outcome
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.forecast import Experience, chance_to_miss, experience_of, standing_of
from workflows.rules.learning import MOST_CASES, learned_from, period_of
from workflows.rules.national import national_calendar
from workflows.rules.passages import passages_of

SEED = 33
A_YEAR = 250
"""Working days, about."""
BEGIN, YEAR, AFTER = date(2023, 7, 3), date(2025, 1, 2), date(2026, 1, 1)
CALENDAR = WorkingCalendar.of(national_calendar())
STATUTE = statute_for(BEGIN)
SCARCE = 100
"""Forecasts a tenth must hold to be judged."""
WITHIN = 0.12
"""How far the predicted and the actual share may lie apart in a tenth that is judged."""
GAIN = 0.2
"""By how much the Brier score must at least be better than that of always saying the actual share."""


@dataclass(frozen=True, slots=True)
class AgencyAtWork:
    """An invented agency: applications a year, and how slow it is (1: as usual)."""

    agency_id: UUID
    a_year: int
    slowness: float


AGENCIES = (
    AgencyAtWork(UUID(int=1), 420, 1.0),
    AgencyAtWork(UUID(int=2), 300, 0.8),
    AgencyAtWork(UUID(int=3), 260, 1.25),
    AgencyAtWork(UUID(int=4), 160, 1.1),
    AgencyAtWork(UUID(int=5), 12, 1.0),
)
"""The last one never has thirty closed cases."""
_MEAN = {
    Stage.ACCEPTANCE: 1.2,
    Stage.SEARCH: 3.4,
    Stage.REVIEW: 2.8,
    Stage.DRAFTING: 1.9,
    Stage.APPROVAL: 2.0,
    Stage.DISPATCH: 1.0,
}
_SLOWER = {Outcome.REFUSED: 1.7, Outcome.DISCLOSED: 1.0, Outcome.NOT_FOUND: 0.8}


@dataclass(frozen=True, slots=True)
class Open:
    """An open case as it stood in the morning of a day."""

    stage: Stage
    entered_on: date
    outcome: Outcome | None
    asked_on: date | None
    until_on: date | None
    due_on: date | None
    counts: bool = True
    extendable: bool = True


@dataclass(frozen=True, slots=True)
class Played:
    """A case from beginning to end; ``dues``: the due date from a day on."""

    agency_id: UUID
    rows: tuple[StageRow, ...]
    dues: tuple[tuple[date, date], ...]

    @property
    def done_on(self) -> date:
        return self.rows[-1].entered_on

    @property
    def due_on(self) -> date:
        """The due date in the end: to ask a third party moves it, and is no delay."""
        return self.dues[-1][1]

    def at(self, day: date) -> Open:
        """What was known in the morning of a day on which it was open: all that happened before."""
        row = [row for row in self.rows if row.entered_on < day][-1]
        due = [due for since, due in self.dues if since < day][-1]
        return Open(row.stage, row.entered_on, row.outcome, row.asked_on, row.until_on, due)


@dataclass(frozen=True, slots=True)
class Said:
    """A forecast, and what became of the case."""

    chance: float
    missed: bool


def days_taken(dice: random.Random, mean: float) -> int:
    """Working days with a heavy tail: log-normal, and now and then a multiple of it."""
    usual = dice.lognormvariate(0, 0.75) / 1.32
    return int(usual * mean * (dice.uniform(2, 5) if dice.random() < 0.04 else 1) + dice.random())


def course_of(dice: random.Random, slowness: float) -> Iterator[tuple[Stage, int, Outcome | None]]:
    """The stages of one case, working days in each, and the outcome once there is a draft."""
    hard = slowness * dice.lognormvariate(-0.03, 0.25)
    for stage in (Stage.ACCEPTANCE, Stage.SEARCH, Stage.REVIEW):
        yield stage, days_taken(dice, hard * _MEAN[stage]), None
    if dice.random() < 0.12:
        yield Stage.CONSULTATION, min(1 + days_taken(dice, 9), STATUTE.consultation_limit), None
    outcome = dice.choices([*_SLOWER], weights=[3, 5, 2])[0]
    drafted: Outcome | None = None
    returned = True
    while returned:
        yield Stage.DRAFTING, days_taken(dice, hard * _MEAN[Stage.DRAFTING]), drafted
        drafted, returned = outcome, dice.random() < 0.15
        yield Stage.APPROVAL, days_taken(dice, hard * _SLOWER[outcome] * _MEAN[Stage.APPROVAL]), drafted
    yield Stage.DISPATCH, days_taken(dice, _MEAN[Stage.DISPATCH]), drafted


def played(dice: random.Random, agency: AgencyAtWork, received_on: date) -> Played:
    """One case from its receipt on."""
    rows: list[StageRow] = []
    day, limit = received_on, STATUTE.answer_limit
    dues = [(received_on, CALENDAR.add(received_on, limit))]
    for stage, days, outcome in course_of(dice, agency.slowness):
        left_on, until_on = CALENDAR.add(day, days), None
        if stage is Stage.CONSULTATION:
            until_on = CALENDAR.add(day, STATUTE.consultation_limit)
            if CALENDAR.count(received_on, day) < limit:  # asked too late stops nothing
                dues.append((day, CALENDAR.add(received_on, limit + STATUTE.consultation_limit)))
                dues.append((left_on, CALENDAR.add(received_on, limit + days)))
        rows.append(_row(agency, len(rows) + 1, stage, day, left_on, until_on=until_on, outcome=outcome))
        day = left_on
    rows.append(_row(agency, len(rows) + 1, Stage.DONE, day, None, counts=False))
    return Played(agency.agency_id, tuple(rows), tuple(dues))


def _row(
    agency: AgencyAtWork, n: int, stage: Stage, entered_on: date, left_on: date | None, **told: object
) -> StageRow:
    usual = {"case_id": agency.agency_id, "agency_id": agency.agency_id, "course": 1, "counts": True, "seq": n}
    return StageRow.model_validate(
        {**usual, "n": n, "stage": stage, "entered_on": entered_on, "left_on": left_on, **told}
    )


def world(agencies: Sequence[AgencyAtWork] = AGENCIES, seed: int = SEED) -> list[Played]:
    """Two and a half years of applications, received on working days, the same for the same seed."""
    dice = random.Random(seed)
    first, last = CALENDAR.rank(BEGIN), CALENDAR.rank(AFTER)
    days = [CALENDAR.day(rank) for rank in range(first, last)]
    return [
        played(dice, agency, day)
        for agency in agencies
        for day in sorted(dice.choice(days) for _ in range(agency.a_year * len(days) // A_YEAR))
    ]


def said_in_the_year(cases: Sequence[Played]) -> list[Said]:
    """Every forecast of every working day, by agency."""
    return [said for agency_id in sorted({case.agency_id for case in cases}) for said in _said_of(agency_id, cases)]


def _said_of(agency_id: UUID, cases: Sequence[Played]) -> Iterator[Said]:
    own = sorted((case for case in cases if case.agency_id == agency_id), key=lambda case: case.done_on)
    passages = [passages_of(case.rows, STATUTE.consultation_limit, CALENDAR) for case in own]
    done = [case.done_on for case in own]
    for rank in range(CALENDAR.rank(YEAR), CALENDAR.rank(AFTER)):
        today = CALENDAR.day(rank)
        known = experience_on(agency_id, today, done, passages)
        for case in own[bisect_left(done, today) :]:
            if case.rows[0].entered_on < today:
                yield from _said(known, case, today)


def experience_on(
    agency_id: UUID, today: date, done: Sequence[date], passages: Sequence[tuple[Passage, ...]]
) -> Experience:
    """What the cases closed before a day show; ``done`` ascending, ``passages`` beside it."""
    window = learned_from(today)
    upto = bisect_left(done, today)
    start = max(bisect_left(done, window[0]), upto - MOST_CASES - 1)
    period = period_of(agency_id, done[start:upto], window)
    used = zip(done[start:upto], passages[start:upto], strict=True)
    return experience_of(period, [one for day, those in used if day >= period.closed_from for one in those])


def _said(known: Experience, case: Played, today: date) -> Iterator[Said]:
    """Nothing where the date is over: to call that missed is no forecast."""
    now = case.at(today)
    standing = standing_of(now, today, STATUTE, CALENDAR)
    if not standing.over:
        yield Said(chance_to_miss(known, standing), missed=case.done_on > case.due_on)


@dataclass(frozen=True, slots=True)
class Tenth:
    """Forecasts of which the chance lay in one tenth: how many, their mean, and the share that came true."""

    upto: float
    said: int
    predicted: float
    actual: float

    @property
    def within(self) -> bool | None:
        """Whether the two agree; None where there are too few to tell."""
        return None if self.said < SCARCE else abs(self.predicted - self.actual) <= WITHIN


def tenths(said: Sequence[Said]) -> list[Tenth]:
    """The table of calibration."""
    found = []
    for tenth in range(10):
        those = [one for one in said if min(int(one.chance * 10), 9) == tenth]
        n = max(len(those), 1)
        predicted, actual = sum(one.chance for one in those) / n, sum(one.missed for one in those) / n
        found.append(Tenth((tenth + 1) / 10, len(those), predicted, actual))
    return found


def brier(said: Sequence[Said]) -> tuple[float, float]:
    """The Brier score (the mean square of chance less outcome), and that of always saying the share that came true."""
    share = sum(one.missed for one in said) / len(said)
    score = sum((one.chance - one.missed) ** 2 for one in said) / len(said)
    return score, share * (1 - share)


def bench_forecast() -> dict[str, float]:
    """The table of calibration and the scores, of all agencies and of the one that goes by the default alone."""
    began = time.perf_counter()
    cases = world()
    said = said_in_the_year(cases)
    alone = [*_said_of(AGENCIES[-1].agency_id, cases)]
    (score, base), (alone_score, alone_base) = brier(said), brier(alone)
    figures: dict[str, float] = {"cases": len(cases), "forecasts": len(said)}
    for tenth in tenths(said):
        told = {"said": tenth.said, "predicted": round(tenth.predicted, 3), "actual": round(tenth.actual, 3)}
        figures |= {f"{_tenth_upto(tenth.upto)} {name}": value for name, value in told.items()}
    figures |= {"brier": round(score, 4), "brier_base_rate": round(base, 4), "gain": round(1 - score / base, 3)}
    figures |= {"widest_gap": round(widest_gap(said), 3), "default_forecasts": len(alone)}
    figures |= {"default_brier": round(alone_score, 4), "default_brier_base_rate": round(alone_base, 4)}
    return {**figures, "seconds": round(time.perf_counter() - began, 1)}


def _tenth_upto(upto: float) -> str:
    return f"{upto - 0.1:.1f}–{upto:.1f}"


def calibration(figures: dict[str, float]) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """The table: a row for each tenth."""
    columns = ("said", "predicted", "actual")
    names = [_tenth_upto((tenth + 1) / 10) for tenth in range(10)]
    return ("chance", *columns), [(name, *(figures[f"{name} {column}"] for column in columns)) for name in names]


def scores(figures: dict[str, float]) -> list[tuple[str, float]]:
    """All that is not in the table."""
    return [(name, value) for name, value in figures.items() if "–" not in name]


def widest_gap(said: Sequence[Said]) -> float:
    """How far predicted and actual share lie apart at most, in the tenths that hold enough."""
    return max(abs(one.predicted - one.actual) for one in tenths(said) if one.within is not None)


def forecast_aims(figures: dict[str, float]) -> Iterator[tuple[str, float, str, float]]:
    """What is promised of the forecast."""
    yield "widest gap between predicted and actual share in a tenth", figures["widest_gap"], "≤", WITHIN
    yield "Brier score better than the base rate's by", figures["gain"], "≥", GAIN
