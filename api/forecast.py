"""The forecast for those who oversee: which open cases will miss their dates, and for one case whether it will.

What an agency's closed cases show rests on those closed before today, so it cannot change within the day but by acts
entered late: it is worked out once a day. The order of a list is made behind the back of who reads (see
``forecast_orders``) and may be behind what was done; the cases on a page, and a case by itself, are always read anew.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from uuid import UUID

from activities.db.agency_tree import agencies_below
from activities.db.stages import OpenCase, open_cases
from api.desk import Desk
from api.forecast_orders import Orders, Place, places_after, standing_now, statute_known
from schemas.errors import InvalidInput, NotAllowed, NotFound
from schemas.forecast import CaseForecast, ForecastPage
from schemas.oversight import OVERSEEING, SEES_BELOW
from schemas.people import SignedIn
from workflows.rules.forecast import Experience, forecast
from workflows.rules.passages import resumes_on


class Forecasts:
    """Forecasts for one signed-in person at a time, over one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._orders = Orders(desk)

    async def aclose(self) -> None:
        """Give up what is being made behind the back of who reads."""
        await self._orders.close()

    async def page(self, person: SignedIn, agency: UUID | None, after: str | None, limit: int) -> ForecastPage:
        """Open cases of one agency or of all the person oversees, the riskiest first. Raises ``NotFound``."""
        begins = _place_in(after)
        today = await self._desk.today(person.agency_id)
        overseen = await self._overseen(person, agency)
        orders = await self._orders.of(overseen, today)
        places = [*islice(places_after(orders, begins), limit + 1)]
        items = await self._items(overseen, [case_id for *_, case_id in places[:limit]], today)
        return ForecastPage(
            as_of=today,
            cases=sum(len(one.places) for one in orders),
            expected=round(sum(one.expected for one in orders), 1),
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
        shown = await self._orders.experience({one.situation.agency_id for one in found.values()}, today)
        return tuple([await self._item(found[case_id], shown, today) for case_id in case_ids if case_id in found])

    async def _item(self, case: OpenCase, shown: Mapping[UUID, Experience], today: date) -> CaseForecast:
        now = case.situation
        calendar = await self._desk.calendar(now.calendar_version)
        standing = standing_now(now, today, calendar)
        resumes = resumes_on(now, statute_known(now.statute, today).consultation_limit, calendar)
        return CaseForecast(
            **now.model_dump(include={"agency_id", "stage", "outcome", "entered_on", "due_on", "added"}),
            **case.model_dump(include={"case_id", "reference", "handler_id"}),
            spent=standing.spent,
            days_left=standing.left if now.counts and now.due_on else None,
            resumes_on=resumes if resumes and resumes > today else None,
            as_of=today,
            forecast=forecast(shown[now.agency_id], standing),
        )


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
