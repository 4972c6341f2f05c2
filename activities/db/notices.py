"""Entering notices in the ledger, in the transaction of the events that call for them: never one without the other.

Nothing here speaks to anybody but PostgreSQL. A crash before the commit leaves neither events nor notices; after it,
what is to be posted waits in ``notice_deliveries`` until it is, and open streams that missed the announcement read the
table again when they reconnect.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Text,
    Update,
    all_,
    and_,
    any_,
    bindparam,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.calendars import calendar_of
from activities.db.recipients import Office, office_on
from activities.db.tables_notices import notice_deliveries, notices, webhooks
from activities.next_working_day import next_working_moment
from schemas.base import Recorded
from schemas.inbox import AddresseeKind, DeliveryChannel, DeliveryStatus
from schemas.notices import NoticeOrder, Notices

CHANNEL = "daylight_notices"
"""The PostgreSQL channel on which the addressees of new notices are announced at the commit; the payload is the id."""
NOBODY = UUID(int=0)

_STANDING = select(notices.c.key).where(
    notices.c.case_id == bindparam("case"), notices.c.key == any_(bindparam("keys", type_=ARRAY(Text)))
)
_now, _later = notices.alias("now"), notices.alias("later")
_climbed = (
    select(_later.c.id)
    .where(_later.c.case_id == _now.c.case_id, _later.c.addressee == _now.c.addressee)
    .where(_later.c.matter == _now.c.matter, _later.c.subject == _now.c.subject)
    .where(_later.c.seq > _now.c.seq, _later.c.tag.is_not(None), _now.c.tag.is_not(None))
    .exists()
)
_over = and_(_now.c.tag.is_not(None), _now.c.tag != all_(bindparam("open", type_=ARRAY(Text))))
_at = bindparam("at", type_=DateTime(timezone=True))


def _settle(done: ColumnElement[bool]) -> Update:
    """Rows are locked in the order of their numbers, as acknowledging does: neither waits for the other in a circle.

    A batch ends nothing that came after it: an attempt that was held up may come when the next one is on record.
    """
    unsettled = (_now.c.settled_at.is_(None), _now.c.intended_at <= _at)
    found = select(_now.c.id).where(_now.c.case_id == bindparam("case"), *unsettled, done)
    locked = found.order_by(_now.c.n).with_for_update(of=_now)
    return update(notices).where(notices.c.id.in_(locked)).values(settled_at=_at)


_SETTLE_OVER, _SETTLE_CLIMBED_TOO = _settle(_over), _settle(or_(_over, _climbed))
_SETTLE_ALL = _settle(or_(and_(_now.c.tag.is_(None), _now.c.addressee_kind == AddresseeKind.STAFF), _over))
_SETTLE_FORMER = _settle(_now.c.addressee == bindparam("former"))
_ENTER, _SEND = insert(notices), insert(notice_deliveries)
_POSTED_TO = select(webhooks.c.id, webhooks.c.kinds).where(
    webhooks.c.agency_id == bindparam("agency"), webhooks.c.active
)
_ANNOUNCE = text(f"SELECT pg_notify('{CHANNEL}', told::text) FROM unnest(CAST(:told AS uuid[])) AS told")  # noqa: S608


class Entry(Recorded):
    """One row to be entered for an order: to whom, by which channels; ``settled``: it needs no answer at all."""

    kind: AddresseeKind
    addressee: UUID
    agency_id: UUID
    channels: tuple[DeliveryChannel, ...] = ()
    instead_of: UUID | None = None
    settled: bool = False


async def enter_notices(connection: AsyncConnection, case_id: UUID, owed: Notices, at: datetime) -> None:
    """Enter what a batch of events owes, settle what it ended, and have open streams hear of it at the commit.

    Entered again, nothing is added, even if other people hold the functions by now. Without orders this is one UPDATE
    by index. Must follow ``append_events``, which lets only one transaction at a time write on a case.
    """
    settled = {"case": case_id, "open": list(owed.open_tags or ()), "at": at}
    if owed.former:
        await connection.execute(_SETTLE_FORMER, {"case": case_id, "former": owed.former, "at": at})
    if owed.over:
        await connection.execute(_SETTLE_ALL, settled)
    fresh = await _not_yet_entered(connection, case_id, owed.orders)
    told = await _enter(connection, fresh, at) if fresh else []
    if owed.open_tags is not None:
        await connection.execute(_SETTLE_CLIMBED_TOO if fresh else _SETTLE_OVER, settled)
    if told:
        await connection.execute(_ANNOUNCE, {"told": told})


async def _not_yet_entered(
    connection: AsyncConnection, case_id: UUID, orders: Sequence[NoticeOrder]
) -> list[NoticeOrder]:
    if not orders:
        return []
    keys = [order.key for order in orders]
    standing = set((await connection.execute(_STANDING, {"case": case_id, "keys": keys})).scalars())
    return [order for order in orders if order.key not in standing]


async def _enter(connection: AsyncConnection, orders: Sequence[NoticeOrder], at: datetime) -> list[UUID]:
    """Enter the orders of one case; the members of staff they reach."""
    agency_id = orders[0].agency_id
    office = await office_on(connection, agency_id, at)
    posted_to = [(row.id, set(row.kinds)) for row in await connection.execute(_POSTED_TO, {"agency": agency_id})]
    repeated = any(order.tag for order in orders)
    again_at = next_working_moment(at, office.zone, await calendar_of(connection, agency_id)) if repeated else None
    rows, sendings, told = list[dict[str, object]](), list[dict[str, object]](), set[UUID]()
    for order in orders:
        entries = list(_entries(office, order))
        hooks = [_hook(hook, agency_id) for hook, kinds in posted_to if not kinds or order.kind in kinds]
        for entry in (*entries, *hooks):
            row = _row(order, entry, len(entries), at, again_at)
            rows.append(row)
            sendings += [_sending(row["id"], channel, at) for channel in entry.channels]
        told |= {entry.addressee for entry in entries if entry.kind is AddresseeKind.STAFF}
    await connection.execute(_ENTER, rows)
    if sendings:
        await connection.execute(_SEND, sendings)
    return sorted(told)


def _entries(office: Office, order: NoticeOrder) -> Iterator[Entry]:
    """A row for every person told; one to nobody if there is none, settled at once if there need not be one."""
    told = office.told_by(order)
    for one in told:
        mail = (DeliveryChannel.MAIL,) if one.person.mailed else ()
        yield Entry(
            kind=AddresseeKind.STAFF,
            addressee=one.person.id,
            agency_id=one.person.agency_id,
            channels=(DeliveryChannel.INBOX, *mail),
            instead_of=one.instead_of,
        )
    if not told:
        needless = office.owes_nobody(order)
        yield Entry(kind=AddresseeKind.NOBODY, addressee=NOBODY, agency_id=office.agency_id, settled=needless)


def _hook(webhook_id: UUID, agency_id: UUID) -> Entry:
    channels = (DeliveryChannel.WEBHOOK,)
    return Entry(kind=AddresseeKind.WEBHOOK, addressee=webhook_id, agency_id=agency_id, channels=channels)


def _row(
    order: NoticeOrder, entry: Entry, addressees: int, at: datetime, again_at: datetime | None
) -> dict[str, object]:
    """The columns of a row; a program is told once and never acknowledges, so its row has no tag."""
    tag = None if entry.kind is AddresseeKind.WEBHOOK else order.tag
    person = entry.kind is AddresseeKind.STAFF
    kept = order.model_dump(include={"key", "case_id", "seq", "reference", "kind", "matter", "subject", "due_on"})
    return {
        **kept,
        "id": uuid5(order.case_id, f"{order.key}/{entry.kind}/{entry.addressee}"),
        "addressee_kind": entry.kind,
        "addressee": entry.addressee,
        "agency_id": entry.agency_id,
        "case_agency_id": order.agency_id,
        "tag": tag,
        "working_days": order.working_days,
        "true_on": order.on,
        "late_days": order.late_days,
        "instead_of": entry.instead_of,
        "addressees": addressees,
        "intended_at": at,
        "repeat_at": again_at if tag and person else None,
        "settled_at": at if entry.settled else None,
    }


def _sending(notice_id: object, channel: DeliveryChannel, at: datetime) -> dict[str, object]:
    """The inbox has it as soon as the row is there; the other channels wait to be worked off."""
    here = channel is DeliveryChannel.INBOX
    status = DeliveryStatus.SENT if here else DeliveryStatus.WAITING
    sent_at = at if here else None
    return {
        "notice_id": notice_id,
        "channel": channel,
        "n": 0,
        "status": status,
        "next_try_at": at,
        "sent_at": sent_at,
    }
