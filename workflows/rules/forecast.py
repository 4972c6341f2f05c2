"""The forecast: the chance that an open case misses its date, from what the agency's closed cases still needed.

Not from averages: what counts is how many of the cases that had stayed in this stage as long as this one still needed
more working days than are left. Three layers, each drawn to the one before as if ``WEIGHT`` cases had shown that one:
the stated default, the agency's cases in this stage, those of them with the outcome that is drafted. So a few cases
move the figure a little and many move it far, it never is 0 or 1 by chance, and more days left never raise it.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from schemas.forecast import (
    DEFAULT_DAYS,
    ENOUGH_CASES,
    ORDER,
    Basis,
    BasisKind,
    Forecast,
    Passage,
    Period,
    Stage,
    StageDays,
    Standing,
)
from schemas.law.statute import Statute
from schemas.oversight import CaseQuery
from schemas.vocabulary import Outcome
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.passages import Stay, counted, resumes_on

WEIGHT = 5
"""So many cases the layer below is worth."""
HORIZON = 250
"""Working days past which nothing is told apart: a year."""
_HALF, _ONE_IN_TEN = 0.5, 0.1

Group = tuple[Stage, Outcome | None]
"""A stage, and the drafted outcome or any."""


@dataclass(frozen=True, slots=True)
class Experience:
    """What the closed cases of one agency show, in counted working days.

    ``needed``: by group; at place n, ascending, what all that stayed n days or longer still needed. ``stays``: by
    stage, ascending.
    """

    period: Period
    needed: Mapping[Group, tuple[tuple[int, ...], ...]]
    stays: Mapping[Stage, tuple[int, ...]]

    @property
    def is_own(self) -> bool:
        """Whether the cases are enough."""
        return self.period.cases >= ENOUGH_CASES

    def still_needed(self, group: Group, spent: int) -> tuple[int, ...]:
        """The days still needed by those that stayed this long; past the longest stay that thirty reached, by those."""
        by_stay = self.needed.get(group, ())
        return by_stay[min(spent, len(by_stay) - 1)] if by_stay else ()


def experience_of(period: Period, passages: Iterable[Passage]) -> Experience:
    """Sort the passages of an agency's closed cases so that a forecast is a few look-ups."""
    groups: defaultdict[Group, list[Passage]] = defaultdict(list)
    for passage in passages:
        for outcome in {None, passage.outcome}:
            groups[passage.stage, outcome].append(passage)
    needed = {group: tuple(_by_stay(alike)) for group, alike in groups.items()}
    stays = {stage: tuple(sorted(one.stayed for one in groups[stage, None])) for stage in ORDER}
    return Experience(period, needed, stays)


def _by_stay(passages: Sequence[Passage]) -> Iterable[tuple[int, ...]]:
    stayed, spent = list(passages), 0
    while spent == 0 or (len(stayed) >= ENOUGH_CASES and spent < HORIZON):
        yield tuple(sorted(one.remained - spent for one in stayed))
        spent += 1
        stayed = [one for one in stayed if one.stayed >= spent]


class OpenStay(Stay, Protocol):
    """The present stage of an open case, and its due date; see ``schemas.forecast.StageRow``."""

    @property
    def stage(self) -> Stage: ...
    @property
    def outcome(self) -> Outcome | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def extendable(self) -> bool: ...


def standing_of(stay: OpenStay, today: date, statute: Statute, calendar: WorkingCalendar) -> Standing:
    """Where an open case stands today. While no limit runs a whole new one is ahead.

    While those consulted are waited for the days left are those after the last day that is left out: due Thu
    2026-06-25 with an answer by Mon 2026-06-08 at the latest leaves 12 on 2026-05-20 and on 2026-06-08.
    An extension must be told before the limit ends (art. 33(2)), so its last day is the due date itself.
    """
    due_on, limit = stay.due_on, statute.consultation_limit
    here = {"stage": stay.stage, "outcome": stay.outcome, "spent": counted(stay, today, limit, calendar)}
    if not stay.counts or due_on is None:
        return Standing.model_validate({**here, "left": statute.answer_limit})
    over = today > due_on
    resumes = resumes_on(stay, limit, calendar)
    stopped = resumes is not None and resumes < due_on  # who was asked on the last day or later stops nothing
    left = calendar.rank(due_on) - calendar.rank(max(today, resumes) if resumes and stopped else today)
    extend_by = due_on if stay.extendable and not over else None
    return Standing.model_validate({**here, "left": left, "over": over, "extend_by": extend_by})


def chance_to_miss(experience: Experience, standing: Standing) -> float:
    """From 0 to 1: the chance that the limit ends before the reply is given; 1 once it is over.

    Forty closed cases, of which twenty needed 2 more working days from the draft on and twenty needed 6. A draft laid
    today with 4 days left: twenty of the forty needed more than 4, the default says 0.232; with the weight of five,
    (20 + 5 × 0.232) / (40 + 5) = 0.470.
    """
    if standing.over:
        return 1.0
    return _chance(experience, standing, standing.left)


def _chance(experience: Experience, standing: Standing, left: int) -> float:
    """The chance that more than ``left`` counted working days are still needed."""
    chance = default_chance(standing.stage, left)
    for needed in _layers(experience, standing):
        more = len(needed) - bisect_right(needed, left)
        chance = (more + WEIGHT * chance) / (len(needed) + WEIGHT)
    return chance


def _layers(experience: Experience, standing: Standing) -> list[tuple[int, ...]]:
    """The agency's cases in this stage, then those of them with the drafted outcome; none where they are too few."""
    if not experience.is_own:
        return []
    drafted = [] if standing.outcome is None else [standing.outcome]
    return [experience.still_needed((standing.stage, outcome), standing.spent) for outcome in (None, *drafted)]


def default_chance(stage: Stage, left: int) -> float:
    """The chance that this stage and those after it take more than ``left`` working days, by the stated default."""
    return 1.0 if left < 0 else 0.0 if left >= HORIZON else _default(stage)[left]


@lru_cache(maxsize=len(ORDER))
def _default(stage: Stage) -> tuple[float, ...]:
    days = [1.0] + [0.0] * (HORIZON - 1)
    for later in ORDER[ORDER.index(stage) : -1]:
        days = _one_stage_more(days, float(DEFAULT_DAYS[later]))
    chances, upto = [], 0.0
    for chance in days:
        upto += chance
        chances.append(max(0.0, 1.0 - upto))
    return tuple(chances)


def _one_stage_more(days: list[float], mean: float) -> list[float]:
    """The sum with one more geometric number of days: it ends each day with the same chance, 1 in (mean + 1)."""
    ends, carried, after = 1 / (1 + mean), 0.0, []
    for chance in days:
        carried = carried * (1 - ends) + chance * ends
        after.append(carried)
    return after


def forecast(experience: Experience, standing: Standing) -> Forecast:
    """All that is to be expected of a case that stands so, and what the expectation rests on."""
    return Forecast(
        chance=round(chance_to_miss(experience, standing), 3),
        usual=_days_until(experience, standing, _HALF),
        slow=_days_until(experience, standing, _ONE_IN_TEN),
        stages=tuple(_stage_days(experience, stage) for stage in ORDER[ORDER.index(standing.stage) : -1]),
        extend_by=standing.extend_by,
        basis=_basis(experience, standing),
    )


def _days_until(experience: Experience, standing: Standing, chance: float) -> int:
    """The fewest days within which all but this share of such cases end."""
    return bisect_left(range(HORIZON), -chance, key=lambda left: -_chance(experience, standing, left))


def _stage_days(experience: Experience, stage: Stage) -> StageDays:
    """What the agency's cases took where thirty of them passed; else the default."""
    stays = experience.stays[stage] if experience.is_own else ()
    if len(stays) >= ENOUGH_CASES:
        half, nine_in_ten = (stays[-(-len(stays) * share // 10) - 1] for share in (5, 9))
        return StageDays(stage=stage, median=half, ninetieth=nine_in_ten)
    goes_on = float(DEFAULT_DAYS[stage] / (DEFAULT_DAYS[stage] + 1))
    half, nine_in_ten = (
        next(day for day in range(HORIZON) if goes_on ** (day + 1) <= share) for share in (_HALF, _ONE_IN_TEN)
    )
    return StageDays(stage=stage, median=half, ninetieth=nine_in_ten)


def _basis(experience: Experience, standing: Standing) -> Basis:
    period, layers = experience.period, _layers(experience, standing)
    query = CaseQuery(
        agency=period.agency_id, open=False, closed_from=period.closed_from, closed_until=period.closed_until
    )
    return Basis(
        kind=BasisKind.OWN if experience.is_own else BasisKind.DEFAULT,
        cases=period.cases,
        passages=len(layers[0]) if layers else 0,
        with_outcome=len(layers[1]) if len(layers) > 1 else None,
        query=query,
    )
