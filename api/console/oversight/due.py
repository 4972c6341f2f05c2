"""``/oversight/calendar``: due dates month by month, and calendars to subscribe to."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Request
from pydantic import Field, ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import DeskDep
from api.calendar_file import MEDIA_TYPE
from api.console.oversight.asked import OfAgency, asked_of, page_address, valid, with_query
from api.console.oversight.days import month_after, month_before, months_of
from api.console.pages import page
from api.console.typed import Typed, faults_of, status_of, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.due_dates import due_dates, own_due_cases
from api.feeds import calendar_behind, end_own_feed, make_feed, own_feeds
from api.overseen import Overseen, overseen_by
from schemas.due_dates import MOST_CASES, DueDates, DueList, DueScope, MadeFeed, NewFeed
from schemas.errors import DaylightError, NotFound
from schemas.oversight import OVERSEEING

router = APIRouter(include_in_schema=False)
PATH = "/oversight/calendar"
SHOWN = 200
"""So many of one's own cases the page lists; the others are a link away."""
FRESH_SECONDS = 900
"""So long may a program take a calendar for fresh."""


class CalendarAsked(OfAgency):
    """Which month of whose due dates; this month, and the agency's for who oversees it, unless given."""

    month: str | None = Field(None, pattern=r"^(20\d\d)-(0[1-9]|1[0-2])$")
    scope: DueScope | None = None


@router.get(PATH)
async def calendar(request: Request, visit: VisitDep, desk: DeskDep) -> HTMLResponse:
    """A month of due dates, and one's calendars to subscribe to."""
    typed_ = asked_of(request, CalendarAsked)
    return await _page(desk, visit, valid(CalendarAsked, typed_), typed_)


@router.post(f"{PATH}/feeds")
async def subscribe(request: Request, visit: VisitDep, desk: DeskDep) -> HTMLResponse:
    """Make a calendar and tell its address, this once: the answer is the page. Sent again, it is the same one."""
    sent = await typed(request, visit)
    try:
        wanted = NewFeed.model_validate(sent.nested())
        made = await make_feed(desk, visit.person, sent.key, wanted.scope)
    except (ValidationError, DaylightError) as refused:
        status = status_of(refused)
        return await _page(desk, visit, CalendarAsked(), {}, status=status, faults=faults_of(refused), sent=sent)
    base = str(request.app.state.settings.public_url or request.base_url).rstrip("/")
    return await _page(desk, visit, CalendarAsked(), {}, made=made, made_address=f"{base}{made.path}")


@router.post(f"{PATH}/feeds/{{feed_id}}/end")
async def end(request: Request, visit: VisitDep, desk: DeskDep, feed_id: UUID) -> Response:
    """End one of one's calendars."""
    await typed(request, visit)
    await end_own_feed(desk, visit.person, feed_id)
    return RedirectResponse(f"{PATH}#feeds", 303)


@router.get("/calendar/{secret}.ics")
async def feed(
    desk: DeskDep, secret: str, known: Annotated[str | None, Header(alias="If-None-Match")] = None
) -> Response:
    """The calendar behind a secret address, for programs; 304 where it is what they have. Raises ``NotFound``."""
    if not secret.isascii():
        raise NotFound("not_found")
    made = await calendar_behind(desk, secret)
    headers = {
        "ETag": made.etag,
        "Cache-Control": f"private, max-age={FRESH_SECONDS}",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    if known and made.etag in {tag.strip().removeprefix("W/") for tag in known.split(",")}:
        return Response(status_code=304, headers=headers)
    return Response(made.content, media_type=MEDIA_TYPE, headers=headers)


async def _page(
    desk: Desk,
    visit: Visit,
    asked: CalendarAsked,
    typed_: dict[str, str],
    *,
    status: int = 200,
    sent: Typed | None = None,
    made: MadeFeed | None = None,
    **more: Any,
) -> HTMLResponse:
    oversees = bool(OVERSEEING & set(visit.person.roles))
    choices = await overseen_by(desk, visit.person) if oversees else Overseen(agencies=(), handlers=(), departments=())
    mine = not oversees or asked.scope is DueScope.MINE
    scope = DueScope.MINE if mine else asked.scope
    first = _month(asked, await desk.today(visit.person.agency_id))
    last = date.fromordinal(month_after(first).toordinal() - 1)
    due = await due_dates(desk, visit.person, asked.agency, scope, first, last)
    listed = await own_due_cases(desk, visit.person, None, last, SHOWN) if mine else DueList(items=())
    return page(
        visit,
        "oversight/calendar.html",
        status,
        due=due,
        month=months_of(due.days)[0],
        mine=mine,
        listed=listed,
        most=MOST_CASES,
        oversees=oversees,
        choices=choices,
        asked=typed_,
        address=page_address,
        feeds=(await own_feeds(desk, visit.person)).items,
        made=made,
        key=sent.first("key") if sent else None,
        **{"faults": {}, "made_address": "", **more},
        **_ways(typed_, first, due),
    )


def _month(asked: CalendarAsked, today: date) -> date:
    return date.fromisoformat(f"{asked.month}-01") if asked.month else today.replace(day=1)


def _ways(asked: dict[str, str], first: date, due: DueDates) -> dict[str, Any]:
    """The months around this one, and whose due dates may be shown instead."""
    return {
        "before": with_query(PATH, asked, month=f"{month_before(first):%Y-%m}"),
        "after": with_query(PATH, asked, month=f"{month_after(first):%Y-%m}"),
        "total": sum(day.count for day in due.days),
        "own_way": with_query(PATH, asked, scope=DueScope.MINE, agency=None),
        "all_way": with_query(PATH, asked, scope=None),
    }
