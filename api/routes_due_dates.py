"""Due dates by the day, calendars to subscribe to, and the heat map of days left."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query
from starlette.responses import Response

from api.access import DeskDep, OptionalKey, Person
from api.calendar_file import MEDIA_TYPE
from api.due_dates import due_dates
from api.feeds import end_own_feed, make_feed, own_calendar, own_feeds
from api.heat import heat_now
from schemas.clock import Day
from schemas.due_dates import DueDates, DueScope, Feeds, MadeFeed, NewFeed
from schemas.heat import Heat, HeatBy

router = APIRouter(prefix="/api", tags=["oversight"])
Agency = Annotated[UUID | None, Query(description="one agency; all that you oversee unless given")]
_AGENCY = {"the agency's": {"value": {"scope": "agency"}}, "one's own": {"value": {"scope": "mine"}}}


@router.get("/oversight/heat")
async def heat(desk: DeskDep, person: Person, agency: Agency = None, by: HeatBy | None = None) -> Heat:
    """Open cases by days left, 0 to 20 each by itself: of one agency by handler or department, of several by agency."""
    return await heat_now(desk, person, agency, by)


@router.get("/oversight/due-dates")
async def due(
    desk: DeskDep,
    person: Person,
    first: Annotated[Day, Query(alias="from", description="first day")],
    until: Annotated[Day, Query(description="last day, included; 400 days at most")],
    agency: Agency = None,
    scope: Annotated[DueScope | None, Query(description="`mine`: the cases you handle; for everybody")] = None,
) -> DueDates:
    """How many open cases are due on each day; every day leads to its cases."""
    return await due_dates(desk, person, agency, scope, first, until)


@router.get("/feeds")
async def feeds(desk: DeskDep, person: Person) -> Feeds:
    """Your own calendars that live; their addresses are not told again."""
    return await own_feeds(desk, person)


@router.post("/feeds", status_code=201)
async def new_feed(
    desk: DeskDep, person: Person, key: OptionalKey, wanted: Annotated[NewFeed, Body(openapi_examples=_AGENCY)]
) -> MadeFeed:
    """A calendar (RFC 5545) to subscribe to, of the cases you handle or of your agency's; its address is a secret."""
    return await make_feed(desk, person, key, wanted.scope)


@router.post("/feeds/{feed_id}/end")
async def end(desk: DeskDep, person: Person, feed_id: UUID) -> Feeds:
    """End a calendar of yours: its address leads nowhere from now on. Again, nothing changes."""
    return await end_own_feed(desk, person, feed_id)


@router.get("/feeds/calendar.ics", response_class=Response, responses={200: {"content": {MEDIA_TYPE: {}}}})
async def file(desk: DeskDep, person: Person, scope: DueScope = DueScope.MINE) -> Response:
    """Due dates from ninety days ago to half a year ahead, as a file to import once."""
    made = await own_calendar(desk, person, scope)
    headers = {
        "Content-Disposition": 'attachment; filename="due-dates.ics"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(made.content, media_type=MEDIA_TYPE, headers=headers)
