"""Digests for those who oversee, and their schedules for those who set them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import structlog
from temporalio.client import RPCError
from temporalio.service import RPCStatusCode

from activities.db.digests import find_digest, list_digests, pauses_of, put_pause, remove_pause
from activities.db.schedule_orders import put_order
from activities.digest_schedules import ScheduleKeeper, schedule_id
from api.administration import note
from api.cursors import cursor_to, moment_in, place_of
from api.desk import Desk
from api.overseeing import agencies_asked_for, agencies_overseen
from schemas.administration import ActKind
from schemas.digest_periods import Period, Span, due_at, wholes_within
from schemas.digests import (
    FARTHEST_BACKFILL,
    LONGEST_BACKFILL,
    SCHEDULERS,
    Backfill,
    Backfilled,
    Digest,
    DigestPage,
    DigestSchedule,
    DigestSchedules,
    Pause,
    ScheduleOrder,
    SchedulesRequest,
)
from schemas.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from schemas.oversight import OVERSEEING, SEES_BELOW
from schemas.people import SignedIn

PATIENCE_SECONDS = 15.0
log = structlog.get_logger(__name__)


class Digests:
    """Digests and schedules for one signed-in person at a time."""

    def __init__(self, desk: Desk, keeper: ScheduleKeeper, wanted: SchedulesRequest) -> None:
        self._desk = desk
        self._keeper = keeper
        self._wanted = wanted

    async def page(
        self, person: SignedIn, agency: UUID | None, period: Period | None, after: str | None, limit: int
    ) -> DigestPage:
        """Digests of one agency or of all that the person oversees, newest first. Raises ``NotFound``."""
        begins = place_of(after, moment_in)
        async with self._desk.database.reading() as connection:
            seen = await agencies_asked_for(connection, person, agency)
            found = await list_digests(connection, seen, period, begins, limit)
        more = cursor_to(found[limit - 1].due_at, found[limit - 1].id) if len(found) > limit else None
        return DigestPage(items=tuple(found[:limit]), next=more)

    async def one(self, person: SignedIn, digest_id: UUID) -> Digest:
        """A digest whole; of another agency without the names of its staff; without the agencies below for whom those
        are out of sight. Raises ``NotFound``."""
        async with self._desk.database.reading() as connection:
            found = await find_digest(connection, digest_id, await agencies_overseen(connection, person))
        if found is None:
            raise NotFound("not_found")
        found = found if SEES_BELOW & set(person.roles) else found.without_others()
        return found if found.agency_id == person.agency_id else found.without_names()

    async def schedules(self, person: SignedIn) -> DigestSchedules:
        """The five schedules of the person's agency, as Temporal keeps them."""
        if not OVERSEEING & set(person.roles):
            raise NotAllowed("role_not_permitted")
        async with self._desk.database.reading() as connection:
            paused = await pauses_of(connection, person.agency_id)
        found = [await self._schedule(person, period, paused.get(period)) for period in Period]
        return DigestSchedules(items=tuple(found))

    async def pause(self, person: SignedIn, period: Period, why: str) -> DigestSchedule:
        """Have a schedule ring no more, until it is resumed; what falls due meanwhile is not made.

        On record first: should Temporal be away, the next look at the schedules pauses it.
        """
        _permit(person)
        now = datetime.now(UTC)
        async with self._desk.database.transaction() as connection:
            await put_pause(connection, person.agency_id, period, person.staff_id, now, why)
            await note(connection, person, ActKind.SCHEDULE_PAUSED, period, {"note": (None, why)})
        log.info("digests_paused", agency_id=str(person.agency_id), period=period, staff_id=str(person.staff_id))
        return await self._kept(person, period, Pause(paused_by=person.staff_id, paused_at=now, note=why))

    async def resume(self, person: SignedIn, period: Period) -> DigestSchedule:
        """Have a paused schedule ring again; one that rings goes on."""
        _permit(person)
        async with self._desk.database.transaction() as connection:
            paused = await remove_pause(connection, person.agency_id, period)
            if paused:
                await note(connection, person, ActKind.SCHEDULE_RESUMED, period)
        if paused:
            log.info("digests_resumed", agency_id=str(person.agency_id), period=period, staff_id=str(person.staff_id))
        return await self._kept(person, period, None)

    async def run(self, person: SignedIn, period: Period) -> DigestSchedule:
        """Have the digest of the running period made now, marked as interim; at most one a day.

        On record first, as ``pause``: should Temporal be away, the next look at the schedules has it made.
        """
        _permit(person)
        order = ScheduleOrder(id=uuid4(), agency_id=person.agency_id, period=period, ordered_at=datetime.now(UTC))
        await self._ordered(person, ActKind.SCHEDULE_RUN, order)
        return await self._kept(person, period, await self._pause_of(person, period))

    async def backfill(self, person: SignedIn, period: Period, wanted: Backfill) -> Backfilled:
        """Have the digests of past periods made that are not there. Raises ``InvalidInput``."""
        _permit(person)
        agency = await self._desk.agency(person.agency_id)
        zone, hour = agency.policy.timezone, self._wanted.hour
        spans = await self._spans(person, period, wanted)
        order = ScheduleOrder(
            id=uuid4(),
            agency_id=person.agency_id,
            period=period,
            first_due=due_at(spans[0], zone, hour),
            last_due=due_at(spans[-1], zone, hour),
            ordered_at=datetime.now(UTC),
        )
        await self._ordered(person, ActKind.SCHEDULE_BACKFILLED, order)
        return Backfilled(spans=tuple(spans))

    async def _ordered(self, person: SignedIn, kind: ActKind, order: ScheduleOrder) -> None:
        """Put the act and what it orders on record, then tell Temporal."""
        async with self._desk.database.transaction() as connection:
            await note(connection, person, kind, order.period)
            await put_order(connection, order)
        await self._keep(person)
        async with _reached():
            await self._keeper.tell(order)

    async def _spans(self, person: SignedIn, period: Period, wanted: Backfill) -> list[Span]:
        """The whole periods asked for that are due by now."""
        today = await self._desk.today(person.agency_id)
        if wanted.until < wanted.first:
            raise InvalidInput("period_reversed", field="until")
        if wanted.until > today:
            raise InvalidInput("date_in_future", field="until")
        zone, now = (await self._desk.agency(person.agency_id)).policy.timezone, datetime.now(UTC)
        spans = [
            span
            for span in wholes_within(period, wanted.first, wanted.until)
            if due_at(span, zone, self._wanted.hour) <= now
        ]
        if not spans:
            raise InvalidInput("digest_backfill_empty", field="until")
        if len(spans) > LONGEST_BACKFILL:
            raise InvalidInput("digest_backfill_too_long", field="from")
        if today - spans[0].until > FARTHEST_BACKFILL:
            raise InvalidInput("digest_backfill_too_early", field="from")
        return spans

    async def _keep(self, person: SignedIn) -> None:
        """Bring the agency's schedules to what is on record; those of a new agency are made."""
        async with _reached():
            await self._keeper.keep(self._wanted, person.agency_id)

    async def _kept(self, person: SignedIn, period: Period, pause: Pause | None) -> DigestSchedule:
        await self._keep(person)
        return await self._schedule(person, period, pause)

    async def _pause_of(self, person: SignedIn, period: Period) -> Pause | None:
        async with self._desk.database.reading() as connection:
            return (await pauses_of(connection, person.agency_id)).get(period)

    async def _schedule(self, person: SignedIn, period: Period, pause: Pause | None) -> DigestSchedule:
        """How a schedule stands; one that is not there is made first."""
        async with _reached():
            try:
                standing = await self._keeper.handle(person.agency_id, period).describe()
            except RPCError as failed:
                if failed.status is not RPCStatusCode.NOT_FOUND:
                    raise
                await self._keeper.keep(self._wanted, person.agency_id)
                standing = await self._keeper.handle(person.agency_id, period).describe()
        rings = tuple((ring.scheduled_at, ring.started_at) for ring in reversed(standing.info.recent_actions))
        return DigestSchedule(
            id=schedule_id(person.agency_id, period),
            period=period,
            timezone=standing.schedule.spec.time_zone_name or "UTC",
            hour=standing.schedule.spec.calendars[0].hour[0].start,
            pause=pause,
            next_runs=() if standing.schedule.state.paused else tuple(standing.info.next_action_times[:3]),
            last_runs=rings,
        )


def _permit(person: SignedIn) -> None:
    if not SCHEDULERS & set(person.roles):
        raise NotAllowed("role_not_permitted")


@asynccontextmanager
async def _reached() -> AsyncIterator[None]:
    """Whatever keeps Temporal from answering, as ``Unavailable``."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            yield
    except TimeoutError as late:
        raise Unavailable("answer_pending") from late
    except (RPCError, RuntimeError) as failed:  # a lazy client that cannot connect raises RuntimeError
        raise Unavailable("engine_unavailable") from failed
