"""Notices for people: the inbox, acknowledging, and the ledger for those who oversee."""

import base64
import binascii
from collections.abc import Collection
from datetime import UTC, date, datetime
from uuid import UUID

from activities.db.absences import away_on
from activities.db.database import AsyncConnection
from activities.db.inbox import (
    NoticeFilter,
    acknowledge,
    count_open,
    inbox_of,
    ledger_of,
    mark_delivered,
    newest_number,
)
from activities.db.recipients import office_on
from api.desk import Desk
from api.overseeing import agencies_overseen
from schemas.errors import InvalidInput, NotFound
from schemas.inbox import MOST_COUNTED, Acknowledged, Bell, LedgerNotice, LedgerPage, NoticePage, NoticeView
from schemas.oversight import OVERSEEING
from schemas.people import SignedIn


async def inbox(desk: Desk, person: SignedIn, wanted: NoticeFilter) -> NoticePage:
    """One page of the own inbox, newest first, with what came for those one stands in for today.

    To fetch a notice is to have it: its sending to the inbox is ``delivered``. If the mark is lost, the next fetch
    makes it.
    """
    today = await desk.today(person.agency_id)
    async with desk.database.transaction() as connection:
        found = await inbox_of(connection, await reads_for(connection, person, today), wanted)
        shown = found[: wanted.limit]
        await mark_delivered(connection, [row.id for row in shown], datetime.now(UTC))
    more = cursor_to_number(shown[-1].n) if len(found) > wanted.limit else None
    return NoticePage(items=tuple(NoticeView.of(row) for row in shown), next=more)


async def bell_of(desk: Desk, person: SignedIn) -> Bell:
    """How many notices a person, or who stands in for him, has to acknowledge, and after which number new ones come."""
    today = await desk.today(person.agency_id)
    async with desk.database.reading() as connection:
        persons = await reads_for(connection, person, today)
        waiting = await count_open(connection, persons, MOST_COUNTED)
        return Bell(open=waiting, newest=await newest_number(connection, persons))


async def acknowledge_notices(
    desk: Desk, person: SignedIn, ids: Collection[UUID], field: str | None = None
) -> Acknowledged:
    """Acknowledge notices, all or none; again, nothing changes. Raises ``NotFound`` for one that is not one's to see.

    Those that reached nobody are acknowledged by whoever oversees the agency.
    """
    wanted, today = set(ids), await desk.today(person.agency_id)
    async with desk.database.transaction() as connection:
        rows = await acknowledge(
            connection,
            wanted,
            by=person.staff_id,
            persons=await reads_for(connection, person, today),
            nobody_of=await agencies_overseen(connection, person) if OVERSEEING & set(person.roles) else [],
            at=datetime.now(UTC),
        )
        if len(rows) < len(wanted):
            raise NotFound("not_found", field=field)
    return Acknowledged(items=tuple(NoticeView.of(row) for row in rows))


async def ledger(desk: Desk, person: SignedIn, wanted: NoticeFilter) -> LedgerPage:
    """One page of all notices about the cases one oversees, with every sending. Raises ``NotAllowed``.

    Staff of other agencies are not named.
    """
    async with desk.database.snapshot() as connection:
        seen = await agencies_overseen(connection, person)
        found = await ledger_of(connection, seen, person.agency_id, wanted)
    shown = found[: wanted.limit]
    items = (LedgerNotice(**NoticeView.of(sent.row).model_dump(), deliveries=sent.deliveries) for sent in shown)
    more = cursor_to_number(shown[-1].row.n) if len(found) > wanted.limit else None
    return LedgerPage(items=tuple(items), next=more)


async def reads_for(connection: AsyncConnection, person: SignedIn, today: date) -> list[UUID]:
    """Whose notices a person reads and acknowledges today: the own, and those of everybody he stands in for.

    Chains of substitutes are followed: A is away and B stands in, B is away too and C stands in for him: C reads all.
    """
    if not await away_on(connection, person.agency_id, today):
        return [person.staff_id]
    office = await office_on(connection, person.agency_id, datetime.now(UTC))
    others = (one.id for one in office.colleagues.values() if one.id != person.staff_id)
    stood_in_for = [other for other in others if (there := office.present(other)) and there.id == person.staff_id]
    return [person.staff_id, *stood_in_for]


def cursor_to_number(n: int) -> str:
    """The cursor of a page that ended at this number."""
    return base64.urlsafe_b64encode(str(n).encode()).decode()


def number_of(cursor: str | None) -> int | None:
    """Undo ``cursor_to_number``. Raises ``InvalidInput("cursor_invalid")``."""
    if cursor is None:
        return None
    try:
        n = base64.urlsafe_b64decode(cursor.encode()).decode()
    except (ValueError, binascii.Error):
        n = ""
    if not is_number(n):
        raise InvalidInput("cursor_invalid", field="after")
    return int(n)


def is_number(text: str) -> bool:
    """Whether this is the number of a notice: digits that PostgreSQL's ``bigint`` holds."""
    return text.isascii() and text.isdigit() and len(text) <= 18
