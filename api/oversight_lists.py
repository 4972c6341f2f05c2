"""Lists of oversight: pages, one case with the count of its limit, cases of one applicant, and tables to take away."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

import structlog
from pydantic import Field
from starlette.responses import Response

from activities.db.database import AsyncConnection
from activities.db.oversight import DayBounds, calendars_in_use, conditions, counts_days
from activities.db.oversight_lists import Wanted, find_overseen, list_of_applicant, list_overseen
from api.answers import folded
from api.cursors import cursor_to, moment_in, place_of
from api.desk import Desk
from api.exports_table import PAGE, TableFormat, table_response
from api.overseeing import agencies_asked_for, agencies_overseen
from api.oversight_tables import CASES
from schemas.base import Clean, Line
from schemas.clock import Day
from schemas.errors import NotFound
from schemas.oversight import CaseQuery
from schemas.oversight_lists import NO_DUE_PLACE, ApplicantSearch, OverseenCase, OverseenDetail, OverseenPage, Sorting
from schemas.people import SignedIn
from workflows.limit import deadline_of
from workflows.rules.calendar import WorkingCalendar

Days = Annotated[int, Field(ge=-2000, le=2000)]
_DAY = timedelta(days=1)
log = structlog.get_logger(__name__)


class CaseListing(CaseQuery):
    """A query as it is sent, and which page of its list; days no further away than the calendars reach."""

    department: Annotated[str, Field(max_length=200), Clean] | None = None
    received_from: Day | None = None
    received_until: Day | None = None
    closed_from: Day | None = None
    closed_until: Day | None = None
    due_from: Day | None = None
    due_until: Day | None = None
    days_left_from: Days | None = None
    days_left_until: Days | None = None
    age_from: Days | None = None
    age_until: Days | None = None
    text: Line | None = Field(None, description="words that must all stand in reference, description, document names")
    sort: Sorting = Sorting.NEWEST
    after: str | None = Field(None, max_length=300, description="cursor: `next` of the page before")
    limit: int = Field(50, ge=1, le=200)


async def page_of_overseen(desk: Desk, person: SignedIn, listing: CaseListing) -> OverseenPage:
    """One page of the cases the person oversees. Raises ``NotAllowed``, ``NotFound`` for an agency out of sight."""
    today = await desk.today(person.agency_id)
    async with desk.database.transaction() as connection:
        return await _page(desk, connection, person, listing, today)


async def table_of_overseen(desk: Desk, person: SignedIn, listing: CaseListing, wanted: TableFormat) -> Response:
    """The whole list as a file, as it was at one moment."""
    today = await desk.today(person.agency_id)
    zone = (await desk.agency(person.agency_id)).policy.timezone
    async with desk.database.snapshot() as connection:
        pages = _pages(desk, connection, person, listing.model_copy(update={"limit": PAGE}), today)
        return await table_response(CASES, wanted, pages, zone=zone, today=today)


async def overseen_case(desk: Desk, person: SignedIn, case_id: UUID) -> OverseenDetail:
    """One case with its limit counted day by day, as of today or of the day it ended. Raises ``NotFound``."""
    today = await desk.today(person.agency_id)
    async with desk.database.reading() as connection:
        seen = await agencies_overseen(connection, person)
        found = await find_overseen(connection, seen, person.agency_id, case_id)
    if found is None:
        raise NotFound("not_found")
    case = folded(case_id, found.agency_id, await desk.records(case_id))
    as_of = found.delivered_on or found.closed_on or today
    limit = deadline_of(case, await desk.calendar(case.calendar_version), as_of, explain=True)
    return OverseenDetail(summary=await _with_days_left(desk, found, today), deadline=limit)


async def cases_of_applicant(desk: Desk, person: SignedIn, search: ApplicantSearch) -> OverseenPage:
    """The own agency's cases of the applicant with this identity number, newest first. Raises ``NotAllowed``.

    Only the keyed hash of the number is compared; who has searched is noted, not what for.
    """
    today = await desk.today(person.agency_id)
    after = place_of(search.after, moment_in)
    number = desk.vault.lookup(search.identity_number)
    async with desk.database.reading() as connection:
        await agencies_overseen(connection, person)
        found = await list_of_applicant(connection, person.agency_id, number, after, search.limit)
    log.info("applicant_searched", by=str(person.staff_id), found=len(found))
    return await _page_of(desk, found, search.limit, today, lambda last: cursor_to(last.registered_at, last.case_id))


async def _pages(
    desk: Desk, connection: AsyncConnection, person: SignedIn, listing: CaseListing, today: date
) -> AsyncIterator[Sequence[OverseenCase]]:
    following: CaseListing | None = listing
    while following:
        page = await _page(desk, connection, person, following, today)
        yield page.items
        following = following.model_copy(update={"after": page.next}) if page.next else None


async def _page(
    desk: Desk, connection: AsyncConnection, person: SignedIn, listing: CaseListing, today: date
) -> OverseenPage:
    seen = await agencies_asked_for(connection, person, listing.agency)
    by_due = listing.sort is Sorting.DUE
    wanted = Wanted(
        agency_ids=tuple(seen),
        own=person.agency_id,
        words=listing.text,
        sort=listing.sort,
        after=place_of(listing.after, date.fromisoformat) if by_due else place_of(listing.after, moment_in),
        limit=listing.limit,
    )
    bounds = await _bounds(desk, connection, seen, listing, today)
    asked = conditions(listing.model_copy(update={"agency": None, "text": None}), today, bounds)
    found = await list_overseen(connection, wanted, asked)
    return await _page_of(desk, found, listing.limit, today, _due_cursor if by_due else _newest_cursor)


def _newest_cursor(last: OverseenCase) -> str:
    return cursor_to(last.registered_at, last.case_id)


def _due_cursor(last: OverseenCase) -> str:
    return cursor_to(last.due_on or NO_DUE_PLACE, last.case_id)


async def _page_of(
    desk: Desk, found: Sequence[OverseenCase], limit: int, today: date, cursor: Callable[[OverseenCase], str]
) -> OverseenPage:
    shown = [await _with_days_left(desk, one, today) for one in found[:limit]]
    more = cursor(shown[-1]) if len(found) > limit else None
    return OverseenPage(items=tuple(shown), next=more, today=today)


async def _with_days_left(desk: Desk, one: OverseenCase, today: date) -> OverseenCase:
    if not one.limit_runs or one.due_on is None:
        return one
    calendar = await desk.calendar(one.calendar_version)
    return one.model_copy(update={"working_days_left": calendar.rank(one.due_on) - calendar.rank(today)})


async def _bounds(
    desk: Desk, connection: AsyncConnection, seen: Sequence[UUID], query: CaseQuery, today: date
) -> list[DayBounds]:
    if not counts_days(query):
        return []
    versions = await calendars_in_use(connection, seen)
    return [bounds_of(query, await desk.calendar(version), today) for version in versions]


def bounds_of(query: CaseQuery, calendar: WorkingCalendar, today: date) -> DayBounds:
    """The days left and the age of a query in dates. Days left are counted from today's rank, negative when over.

    On Mon 2026-03-02 at least three days left is due on or after Thu 2026-03-05.
    """
    rank = calendar.rank(today)

    def due(days: int | None) -> date | None:
        return None if days is None else calendar.day(rank + days)

    left_until = None if query.days_left_until is None else query.days_left_until + 1
    last_due, first_received = due(left_until), due(None if query.age_until is None else -query.age_until)
    received_before = due(None if query.age_from is None else 1 - query.age_from)
    return DayBounds(
        version=calendar.version,
        due_from=due(query.days_left_from),
        due_until=last_due - _DAY if last_due else None,
        received_from=first_received,
        received_until=received_before - _DAY if received_before else None,
    )
