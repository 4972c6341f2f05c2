"""Making a digest: count, then enter it with the notices of it in one transaction."""

from datetime import UTC, date, datetime, time
from uuid import uuid5
from zoneinfo import ZoneInfo

from temporalio import activity

from activities.db.agency_tree import agencies_below
from activities.db.calendars import calendar_of
from activities.db.database import AsyncConnection, Database
from activities.db.digest_figures import agencies_figures, flows, loads, notices_left, open_cases, remedies_in, slipped
from activities.db.digest_notices import enter_digest_notices
from activities.db.digests import enter_digest, find_digest_by_key
from activities.db.people import find_agency
from activities.digest_pages.words import title_of
from activities.digest_reach import reach_of
from schemas.digest_periods import before
from schemas.digests import AgencyFigures, Digest, DigestFigures, DigestMade, DigestOrder, Load
from schemas.people import Agency


class DigestMaker:
    """Makes digests. The business key is the agency, the period and its first day."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="make_digest")
    async def make_digest(self, order: DigestOrder) -> DigestMade:
        """Make a digest and tell those who supervise; one that is there stays as it is, and nobody is told again.

        A crash before the commit leaves nothing, and the retry counts anew; one after it is found out by the key.
        """
        async with self._database.snapshot() as connection:
            standing = await find_digest_by_key(connection, order.key)
            if standing:
                return DigestMade(digest_id=standing.id, made=False, late_days=standing.late_days)
            digest = await self._counted(connection, order, datetime.now(UTC))
        async with self._database.transaction() as connection:
            if made := await enter_digest(connection, order.key, digest):
                await enter_digest_notices(connection, digest, title_of(digest)[0])
        return DigestMade(digest_id=digest.id, made=made, late_days=digest.late_days)

    async def _counted(self, connection: AsyncConnection, order: DigestOrder, now: datetime) -> Digest:
        agency = await find_agency(connection, order.agency_id)
        if agency is None:
            raise LookupError("the agency of a digest is not there")
        as_of = order.span.last if order.span.interim else order.span.until
        return Digest(
            id=uuid5(agency.id, order.key),
            agency_id=agency.id,
            agency_code=agency.code,
            agency_name=agency.name,
            timezone=agency.policy.timezone,
            period=order.period,
            first=order.span.first,
            until=order.span.until,
            interim=order.span.interim,
            due_at=order.due_at,
            made_at=now,
            late_days=_days_late(order.due_at, now, ZoneInfo(agency.policy.timezone)),
            as_of=as_of,
            figures=await _figures(connection, order, agency, as_of),
        )


async def _figures(connection: AsyncConnection, order: DigestOrder, agency: Agency, as_of: date) -> DigestFigures:
    mine, span, reach = [agency.id], order.span, reach_of(await calendar_of(connection, agency.id), as_of)
    earlier = before(order.period, span)
    first, until = (_midnight(day, agency.policy.timezone) for day in (span.first, span.until))
    handlers = await loads(connection, agency.id, span.until, reach)
    return DigestFigures(
        flow=(await flows(connection, mine, span))[agency.id],
        compared=earlier,
        before=(await flows(connection, mine, earlier))[agency.id],
        open=await open_cases(connection, agency.id, span.until, reach),
        slipped=await slipped(connection, agency.id, span, as_of),
        handlers=tuple(handlers),
        departments=tuple(_departments(handlers)),
        notices=await notices_left(connection, agency.id, first, until),
        remedies=await remedies_in(connection, agency.id, span),
        agencies=await _agencies(connection, order, as_of),
    )


async def _agencies(connection: AsyncConnection, order: DigestOrder, as_of: date) -> tuple[AgencyFigures, ...]:
    """The agency and those below it, one line each; nothing where there are none below."""
    below = await agencies_below(connection, order.agency_id)
    return tuple(await agencies_figures(connection, below, order.span, as_of)) if len(below) > 1 else ()


def _departments(handlers: list[Load]) -> list[Load]:
    """The handlers' loads by department, in the order of the names, those of none last; empty where none is set."""
    found = dict[str | None, Load]()
    for load in handlers:
        so_far = found.get(load.department, Load(department=load.department, open=0, overdue=0, soon=0))
        sums = {name: getattr(so_far, name) + getattr(load, name) for name in ("open", "overdue", "soon")}
        found[load.department] = so_far.model_copy(update=sums)
    if set(found) <= {None}:
        return []
    return sorted(found.values(), key=lambda load: (load.department is None, load.department or ""))


def _days_late(due_at: datetime, made_at: datetime, zone: ZoneInfo) -> int:
    """Calendar days at the agency between the day it was due and the day it was made."""
    return max(0, (made_at.astimezone(zone).date() - due_at.astimezone(zone).date()).days)


def _midnight(day: date, timezone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(timezone))
