"""The forecast for those who oversee: which open cases will miss their dates, and for one case whether it will.

What an agency's closed cases show is worked out once a day and kept in this process: it rests on the cases closed
before today, so it cannot change within the day but by acts entered late. Open cases that stand alike are read as one
row, and the order of a list, agency by agency, is kept for half a minute: so long may a list be behind what was done.
The cases on a page, and a case by itself, are always read anew. Nothing of it outlives the process, or needs to.
"""

import base64
import binascii
import heapq
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from activities.db.agency_tree import agencies_below
from activities.db.stages import Alike, ClosedCase, OpenCase, Situation, closed_cases, open_cases, situations
from api.desk import Desk
from schemas.errors import InvalidInput, NotAllowed, NotFound
from schemas.forecast import CaseForecast, ForecastPage, Passage, Standing
from schemas.law.statute import Statute
from schemas.law.versions import statute_for, statute_of
from schemas.oversight import OVERSEEING, SEES_BELOW
from schemas.people import SignedIn
from schemas.vocabulary import StatuteId
from workflows.rules.forecast import Experience, chance_to_miss, experience_of, forecast, standing_of
from workflows.rules.learning import MOST_CASES, learned_from, period_of
from workflows.rules.passages import passages_of, resumes_on

Place = tuple[float, date, UUID]
"""Where an open case stands in the list: the riskiest first, then the earliest due date."""
_AT_A_TIME = 10
FRESH_SECONDS = 30.0
"""How long the order of a list is kept."""
Judged = tuple[float, Alike]


@dataclass(frozen=True, slots=True)
class Order:
    """The open cases of one agency with their chances, as they were at a moment (of the monotonic clock) of a day."""

    made_at: float
    day: date
    judged: list[Judged]


class Forecasts:
    """Forecasts for one signed-in person at a time, over one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[UUID, tuple[date, Experience]] = {}
        self._orders: dict[UUID, Order] = {}

    async def page(self, person: SignedIn, agency: UUID | None, after: str | None, limit: int) -> ForecastPage:
        """Open cases of one agency or of all the person oversees, the riskiest first. Raises ``NotFound``."""
        begins = _place_in(after)
        today = await self._desk.today(person.agency_id)
        overseen = await self._overseen(person, agency)
        judged = await self._judged(overseen, today)
        places = [*islice(_places(judged, begins), limit + 1)]
        items = await self._items(overseen, [case_id for *_, case_id in places[:limit]], today)
        return ForecastPage(
            as_of=today,
            cases=sum(len(one.case_ids) for _, one in judged),
            expected=round(sum(chance * len(one.case_ids) for chance, one in judged), 1),
            items=items,
            next=_cursor_to(places[limit - 1]) if len(places) > limit else None,
        )

    async def of_case(self, person: SignedIn, case_id: UUID) -> CaseForecast:
        """One open case of the own agency, or of one that is overseen. Raises ``NotFound``, also once it is closed."""
        today = await self._desk.today(person.agency_id)
        visible = await self._visible(person)
        items = await self._items(visible, [case_id], today)
        if not items:
            raise NotFound("not_found")
        return items[0]

    async def _judged(self, agency_ids: Sequence[UUID], today: date) -> list[Judged]:
        """The open cases of these agencies with their chances; anew where what is kept is old, or of another day."""
        now = time.monotonic()
        old = [one for one in agency_ids if not self._is_fresh(one, today, now)]
        async with self._desk.database.reading() as connection:
            alike = await situations(connection, old) if old else []
        await self._learn({one.situation.agency_id for one in alike}, today)
        anew: dict[UUID, list[Judged]] = {agency_id: [] for agency_id in old}
        for one in alike:
            anew[one.situation.agency_id].append((await self._chance(one.situation, today), one))
        self._orders |= {agency_id: Order(now, today, judged) for agency_id, judged in anew.items()}
        return [judged for agency_id in agency_ids for judged in self._orders[agency_id].judged]

    def _is_fresh(self, agency_id: UUID, today: date, now: float) -> bool:
        kept = self._orders.get(agency_id)
        return kept is not None and kept.day == today and now - kept.made_at < FRESH_SECONDS

    async def _overseen(self, person: SignedIn, agency: UUID | None) -> Sequence[UUID]:
        if OVERSEEING.isdisjoint(person.roles):
            raise NotAllowed("role_not_permitted")
        visible = await self._visible(person)
        if agency is None:
            return visible
        if agency not in visible:
            raise NotFound("not_found", field="agency")
        return [agency]

    async def _visible(self, person: SignedIn) -> Sequence[UUID]:
        if SEES_BELOW.isdisjoint(person.roles):
            return [person.agency_id]
        async with self._desk.database.reading() as connection:
            return await agencies_below(connection, person.agency_id)

    async def _items(self, visible: Sequence[UUID], case_ids: Sequence[UUID], today: date) -> tuple[CaseForecast, ...]:
        """In the order asked for; a case that was closed meanwhile is left out."""
        async with self._desk.database.reading() as connection:
            found = await open_cases(connection, visible, case_ids)
        await self._learn({one.situation.agency_id for one in found.values()}, today)
        return tuple([await self._item(found[case_id], today) for case_id in case_ids if case_id in found])

    async def _item(self, case: OpenCase, today: date) -> CaseForecast:
        now = case.situation
        standing = await self._standing(now, today)
        calendar = await self._desk.calendar(now.calendar_version)
        resumes = resumes_on(now, _statute(now.statute, today).consultation_limit, calendar)
        return CaseForecast(
            **now.model_dump(include={"agency_id", "stage", "outcome", "entered_on", "due_on", "added"}),
            **case.model_dump(include={"case_id", "reference", "handler_id"}),
            spent=standing.spent,
            days_left=standing.left if now.counts and now.due_on else None,
            resumes_on=resumes if resumes and resumes > today else None,
            as_of=today,
            forecast=forecast(self._kept[now.agency_id][1], standing),
        )

    async def _chance(self, now: Situation, today: date) -> float:
        """Rounded, so that the order of a list does not hang on the last bits."""
        return round(chance_to_miss(self._kept[now.agency_id][1], await self._standing(now, today)), 3)

    async def _standing(self, now: Situation, today: date) -> Standing:
        calendar = await self._desk.calendar(now.calendar_version)
        return standing_of(now, today, _statute(now.statute, today), calendar)

    async def _learn(self, agency_ids: set[UUID], today: date) -> None:
        """Work out what is not known yet today, some agencies at a time, so that any number of them fits in memory."""
        unknown = sorted(one for one in agency_ids if one not in self._kept or self._kept[one][0] != today)
        first, last = learned_from(today)
        for start in range(0, len(unknown), _AT_A_TIME):
            some = unknown[start : start + _AT_A_TIME]
            async with self._desk.database.reading() as connection:
                closed = await closed_cases(connection, some, first, last, MOST_CASES)
            for agency_id in some:
                own = [case for case in closed if case.agency_id == agency_id]
                self._kept[agency_id] = today, await self._experience(agency_id, own, (first, last))

    async def _experience(self, agency_id: UUID, cases: list[ClosedCase], window: tuple[date, date]) -> Experience:
        period = period_of(agency_id, [case.closed_on for case in cases], window)
        used = [case for case in cases if case.closed_on >= period.closed_from]
        return experience_of(period, [passage for case in used for passage in await self._passages(case)])

    async def _passages(self, case: ClosedCase) -> tuple[Passage, ...]:
        calendar = await self._desk.calendar(case.calendar_version)
        limit = _statute(case.statute, case.closed_on).consultation_limit
        return passages_of(case.rows, limit, calendar)


def _statute(known: StatuteId | None, day: date) -> Statute:
    """Before the receipt the version is not fixed: then that of the day."""
    return statute_of(known) if known else statute_for(day)


def _places(judged: Sequence[Judged], begins: Place | None) -> Iterator[Place]:
    """The open cases in the order of the list, from after a place on."""
    steps: dict[tuple[float, date], list[Alike]] = {}
    for chance, one in judged:
        steps.setdefault((-chance, one.situation.due_on or date.max), []).append(one)
    for step in sorted(step for step in steps if begins is None or step >= begins[:2]):
        for case_id in heapq.merge(*(one.case_ids for one in steps[step])):
            if begins is None or (*step, case_id) > begins:
                yield *step, case_id


def _cursor_to(place: Place) -> str:
    less_chance, due_on, case_id = place
    return base64.urlsafe_b64encode(f"{less_chance}|{due_on}|{case_id}".encode()).decode()


def _place_in(cursor: str | None) -> Place | None:
    """Undo ``_cursor_to``. Raises ``InvalidInput("cursor_invalid")``."""
    if cursor is None:
        return None
    try:
        less_chance, due_on, case_id = base64.urlsafe_b64decode(cursor.encode()).decode().split("|")
        return float(less_chance), date.fromisoformat(due_on), UUID(case_id)
    except (ValueError, binascii.Error):
        raise InvalidInput("cursor_invalid", field="after") from None
