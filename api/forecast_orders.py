"""The order of forecast lists: who may be late, agency by agency, made behind the back of who reads.

What an agency's closed cases show is worked out once a day, the order of its open cases at most every half minute; both
in a thread, so that other requests go on. An order that is older than half a minute is still given out, while one task
makes the next: a list may be as far behind as ten minutes. One that is older still, or of another day, or of a process
that has just begun, is waited for by whoever asks; those who ask at once wait for the same task. Nothing of it outlives
the process, or needs to.
"""

import asyncio
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from uuid import UUID

import structlog

from activities.db.stages import Alike, ClosedCase, Situation, closed_cases, situations
from api.desk import Desk
from schemas.forecast import Passage, Standing
from schemas.law.statute import Statute
from schemas.law.versions import statute_for, statute_of
from schemas.vocabulary import StatuteId
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.forecast import Experience, chance_to_miss, experience_of, standing_of
from workflows.rules.learning import MOST_CASES, learned_from, period_of
from workflows.rules.passages import passages_of

Place = tuple[float, date, UUID]
"""Where an open case stands in the list: the riskiest first, then the earliest due date."""
Calendars = Mapping[str, WorkingCalendar]
FRESH_SECONDS = 30.0
"""The age from which a new order is made."""
KEPT_SECONDS = 600.0
"""The age up to which the old one is given out meanwhile."""
AT_A_TIME = 2
"""Agencies a task: their cases are in memory together."""
TASKS = 2
"""So many tasks at work at once, so that connections are left for others."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """The open cases of one agency in the order of the list, as they were at a moment (monotonic clock) of a day.

    ``expected``: the sum of their chances.
    """

    made_at: float
    day: date
    places: list[Place]
    expected: float


class Orders:
    """Experiences and orders of this process, over one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._experiences: dict[UUID, tuple[date, Experience]] = {}
        self._orders: dict[UUID, Order] = {}
        self._making: dict[UUID, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(TASKS)

    async def of(self, agency_ids: Sequence[UUID], today: date) -> list[Order]:
        """The orders of these agencies. Raises what making them raises, where there is none to give out."""
        self._begin([one for one in agency_ids if self._age(one, today) > FRESH_SECONDS], today)
        missing = [one for one in agency_ids if self._age(one, today) > KEPT_SECONDS]
        while missing:
            self._begin(missing, today)
            await _all_of({self._making[one] for one in missing})
            missing = [one for one in missing if not self._is_of(one, today)]  # somebody's day may be another
        return [self._orders[one] for one in agency_ids]

    async def experience(self, agency_ids: Iterable[UUID], today: date) -> dict[UUID, Experience]:
        """What the closed cases of these agencies show today."""
        wanted = sorted(set(agency_ids))
        unknown = [one for one in wanted if self._experiences.get(one, (None,))[0] != today]
        for some in _some(unknown):
            await self._learn(some, today)
        return {one: self._experiences[one][1] for one in wanted}

    async def close(self) -> None:
        """Give up what is being made: whoever asks again has it made anew."""
        tasks = {*self._making.values()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _age(self, agency_id: UUID, today: date) -> float:
        return time.monotonic() - self._orders[agency_id].made_at if self._is_of(agency_id, today) else float("inf")

    def _is_of(self, agency_id: UUID, today: date) -> bool:
        kept = self._orders.get(agency_id)
        return kept is not None and kept.day == today

    def _begin(self, agency_ids: Sequence[UUID], today: date) -> None:
        """Make the orders of those that nobody is making."""
        for some in _some([one for one in agency_ids if one not in self._making]):
            task = asyncio.create_task(self._make(some, today))
            self._making |= dict.fromkeys(some, task)
            task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._making = {one: other for one, other in self._making.items() if other is not task}
        if not task.cancelled() and (failed := task.exception()):
            log.warning("forecast_order_not_made", error=type(failed).__name__)

    async def _make(self, agency_ids: Sequence[UUID], today: date) -> None:
        async with self._room:
            now = time.monotonic()
            async with self._desk.database.snapshot() as connection:
                alike = await situations(connection, agency_ids)
            shown = await self.experience({one.situation.agency_id for one in alike}, today)
            calendars = await self._calendars({one.situation.calendar_version for one in alike})
            for agency_id in agency_ids:
                own = [one for one in alike if one.situation.agency_id == agency_id]
                made = asyncio.to_thread(_order, now, today, own, shown, calendars)
                self._orders[agency_id] = await made

    async def _learn(self, agency_ids: Sequence[UUID], today: date) -> None:
        first, last = learned_from(today)
        async with self._desk.database.reading() as connection:
            closed = await closed_cases(connection, agency_ids, first, last, MOST_CASES)
        calendars = await self._calendars({case.calendar_version for case in closed})
        for agency_id in agency_ids:
            own = [case for case in closed if case.agency_id == agency_id]
            shown = await asyncio.to_thread(_experience, agency_id, own, (first, last), calendars)
            self._experiences[agency_id] = today, shown

    async def _calendars(self, versions: Iterable[str]) -> Calendars:
        return {version: await self._desk.calendar(version) for version in sorted(versions)}


def statute_known(known: StatuteId | None, day: date) -> Statute:
    """Before the receipt the version is not fixed: then that of the day."""
    return statute_of(known) if known else statute_for(day)


def standing_now(now: Situation, today: date, calendar: WorkingCalendar) -> Standing:
    """Where the cases of a situation stand today."""
    return standing_of(now, today, statute_known(now.statute, today), calendar)


def places_after(orders: Iterable[Order], begins: Place | None) -> Iterator[Place]:
    """The open cases of these agencies in the order of the list, from after a place on."""
    return merge(*(islice(one.places, bisect_right(one.places, begins) if begins else 0, None) for one in orders))


def _order(
    now: float, today: date, alike: Sequence[Alike], shown: Mapping[UUID, Experience], calendars: Calendars
) -> Order:
    """Chances are rounded, so that the order does not hang on their last bits."""
    places, expected = list[Place](), 0.0
    for one in alike:
        standing = standing_now(one.situation, today, calendars[one.situation.calendar_version])
        chance = round(chance_to_miss(shown[one.situation.agency_id], standing), 3)
        expected += chance * len(one.case_ids)
        due_on = one.situation.due_on or date.max
        places += [(-chance, due_on, case_id) for case_id in one.case_ids]
    return Order(now, today, sorted(places), expected)


def _experience(
    agency_id: UUID, cases: Sequence[ClosedCase], window: tuple[date, date], calendars: Calendars
) -> Experience:
    period = period_of(agency_id, [case.closed_on for case in cases], window)
    used = [case for case in cases if case.closed_on >= period.closed_from]
    return experience_of(period, [passage for case in used for passage in _passages(case, calendars)])


def _passages(case: ClosedCase, calendars: Calendars) -> tuple[Passage, ...]:
    limit = statute_known(case.statute, case.closed_on).consultation_limit
    return passages_of(case.rows, limit, calendars[case.calendar_version])


def _some(agency_ids: Sequence[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(agency_ids), AT_A_TIME):
        yield [*agency_ids[start : start + AT_A_TIME]]


async def _all_of(tasks: set[asyncio.Task[None]]) -> None:
    """Wait for them; who gives up waiting does not end them."""
    await asyncio.wait(tasks)
    for task in tasks:
        task.result()
