"""Calendars to subscribe to: made for oneself, with an address nobody can guess, and ended when one likes."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import structlog

from activities.db.feeds import end_feed, feeds_of, find_feed, put_feed
from api.calendar_file import NAMED, CalendarFile, agency_calendar_file, own_calendar_file
from api.desk import Desk
from api.due_dates import agency_due_days, own_due_cases
from schemas.due_dates import MOST_FEEDS, DueScope, Feeds, MadeFeed
from schemas.errors import NotAllowed, NotFound, StepRefused
from schemas.oversight import OVERSEEING
from schemas.people import SignedIn

BACK, AHEAD = timedelta(days=90), timedelta(days=180)
"""How far back and ahead of today a calendar reaches."""
log = structlog.get_logger(__name__)


async def own_feeds(desk: Desk, person: SignedIn) -> Feeds:
    """The person's calendars that live."""
    async with desk.database.reading() as connection:
        return Feeds(items=tuple(await feeds_of(connection, person.staff_id)))


async def make_feed(desk: Desk, person: SignedIn, key: str, scope: DueScope) -> MadeFeed:
    """A calendar with its secret address. The same key gives the same one: a second click makes no second address.

    Raises ``NotAllowed`` for the agency's cases to who does not oversee them, ``StepRefused`` for one too many.
    """
    _permit(person, scope)
    feed_id = uuid5(person.staff_id, f"feed/{key}")
    secret = _secret(desk, feed_id)
    async with desk.database.transaction() as connection:
        living = await feeds_of(connection, person.staff_id)
        if len(living) >= MOST_FEEDS and feed_id not in {one.id for one in living}:
            raise StepRefused("feeds_too_many", field="scope")
        feed = await put_feed(connection, feed_id, secret, person.staff_id, scope)
    log.info("feed_made", feed_id=str(feed_id), staff_id=str(person.staff_id), scope=scope)
    return MadeFeed(**feed.model_dump(), path=f"/calendar/{secret}.ics")


async def end_own_feed(desk: Desk, person: SignedIn, feed_id: UUID) -> Feeds:
    """Nobody reads this calendar any more. Raises ``NotFound`` for one that is not the person's."""
    async with desk.database.transaction() as connection:
        if not await end_feed(connection, person.staff_id, feed_id):
            raise NotFound("not_found")
    log.info("feed_ended", feed_id=str(feed_id), staff_id=str(person.staff_id))
    return await own_feeds(desk, person)


async def calendar_behind(desk: Desk, secret: str) -> CalendarFile:
    """The file behind a secret address. Raises ``NotFound``, also where its owner may no longer see these cases."""
    async with desk.database.transaction() as connection:
        found = await find_feed(connection, secret, datetime.now(UTC).date())
    if found is None:
        raise NotFound("not_found")
    try:
        return await own_calendar(desk, found.person, found.scope)
    except NotAllowed:
        raise NotFound("not_found") from None


async def own_calendar(desk: Desk, person: SignedIn, scope: DueScope) -> CalendarFile:
    """Due dates around today as a file. Raises ``NotAllowed``."""
    _permit(person, scope)
    today = await desk.today(person.agency_id)
    first, last = today - BACK, today + AHEAD
    if scope is DueScope.MINE:
        return own_calendar_file(person.staff_id, await own_due_cases(desk, person, first, last), today)
    days = await agency_due_days(desk, person, first, last, NAMED)
    return agency_calendar_file(person.agency_id, days, today)


def _permit(person: SignedIn, scope: DueScope) -> None:
    if scope is DueScope.AGENCY and not OVERSEEING & set(person.roles):
        raise NotAllowed("role_not_permitted")


def _secret(desk: Desk, feed_id: UUID) -> str:
    """256 bits that nobody can work out without the installation's key, and that need not be kept to be told again."""
    return base64.urlsafe_b64encode(desk.vault.derived("feed", feed_id.bytes)).decode().rstrip("=")
