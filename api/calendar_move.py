"""Moving open cases to an approved calendar: each is told, moves itself, and is waited for until that is on record.

Nothing is remembered between requests but the record: what is still to do are the open cases that count by another
version. So a move that was broken off goes on where it stood, twice does no more than once, and what nobody goes on
with the sweeper finishes.
"""

import asyncio
import sys
import time
from collections.abc import Sequence
from uuid import UUID

from activities.db.calendar_cases import OpenCase, Reach, adopted, not_yet, number_of, page_of
from activities.db.database import Database
from api.calendars import approve
from api.desk import Desk
from api.engine import Engine, Gone
from schemas.calendars import CalendarMove, ProposalRow
from schemas.errors import Unavailable
from schemas.people import SignedIn

SLICE = 100
"""Cases moved by one request: it answers in seconds, and the progress is seen."""
AT_ONCE = 20
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.5
PATIENCE_SECONDS = 15.0
LONGEST_SECONDS = 40.0
"""A request is answered by then: clients wait a minute."""


async def approve_and_move(
    desk: Desk,
    engine: Engine,
    person: SignedIn,
    version: str,
    after: UUID | None = None,
    patience_seconds: float = PATIENCE_SECONDS,
    *,
    alone: bool = False,
) -> CalendarMove:
    """Approve a proposal, unless that is done, and move the next open cases to it.

    ``alone``: the proposer approves it himself, though another administrator could; it is recorded as such.
    ``patience_seconds``: how long no case anywhere may move before those that are left are told as failed. They may
    still follow: other cases may be ahead of them in the queue of the workers. Raises what ``approve`` raises, and
    ``Unavailable`` when a part is away: the same request goes on afterwards.
    """
    row = await approve(desk, person, version, alone=alone)
    reach = Reach(row.agency_id, behind=version)
    async with desk.database.reading() as connection:
        found = await page_of(connection, reach, after, SLICE + 1)
    now = found[:SLICE]
    told = await _tell_all(engine, now, version)
    left = await _adopted_by_all(desk.database, told, reach, patience_seconds)
    async with desk.database.reading() as connection:
        left |= await not_yet(connection, {one.case_id for one in now} - told, version)
    failed = [one for one in now if one.case_id in left]
    following = now[-1].case_id if len(found) > SLICE else None
    return await _standing(desk.database, person, row, failed, following)


async def _tell_all(engine: Engine, cases: Sequence[OpenCase], version: str) -> set[UUID]:
    """Announce the version, so many at once; the cases that have a workflow to hear it. Raises ``Unavailable``."""
    free = asyncio.Semaphore(AT_ONCE)

    async def told(case_id: UUID) -> UUID | Unavailable | None:
        async with free:
            try:
                await engine.announce_calendar(case_id, version)
            except Gone:
                return None
            except Unavailable as away:
                return away
        return case_id

    answers = await asyncio.gather(*(told(one.case_id) for one in cases))
    for answer in answers:
        if isinstance(answer, Unavailable):
            raise answer
    return {answer for answer in answers if isinstance(answer, UUID)}


async def _adopted_by_all(database: Database, waiting: set[UUID], reach: Reach, patience_seconds: float) -> set[UUID]:
    """Wait until these cases count by the version on record; those that do not when patience ends.

    A signal has no answer, so the read model is looked at, more and more seldom while nothing moves.
    """
    began = moved_at = time.monotonic()
    pause, behind = FIRST_PAUSE, sys.maxsize
    while waiting and (now := time.monotonic()) - moved_at < patience_seconds and now - began < LONGEST_SECONDS:
        await asyncio.sleep(pause)
        async with database.reading() as connection:
            waiting = await not_yet(connection, waiting, reach.behind or "")
            before, behind = behind, await number_of(connection, reach)
        pause = FIRST_PAUSE if behind < before else min(2 * pause, LONGEST_PAUSE)
        moved_at = time.monotonic() if behind < before else moved_at
    return waiting


async def _standing(
    database: Database, person: SignedIn, row: ProposalRow, failed: Sequence[OpenCase], following: UUID | None
) -> CalendarMove:
    """How far it has got, by the record."""
    async with database.snapshot() as connection:
        moved, unchanged = await adopted(connection, row.version)
        waiting = await number_of(connection, Reach(row.agency_id, behind=row.version))
    mine = tuple(one.reference for one in failed if one.agency_id == person.agency_id)
    return CalendarMove.model_validate(
        {
            **row.model_dump(include={"version", "approved_by", "approved_at"}),
            "moved": moved,
            "unchanged": unchanged,
            "waiting": waiting,
            "failed": mine,
            "failed_elsewhere": len(failed) - len(mine),
            "next": following,
        }
    )
