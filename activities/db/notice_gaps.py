"""What the ledger of notices holds about cases, for comparing it with their events; and entering what is missing."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.inbox import OPEN
from activities.db.tables import applications, case_events, cases
from activities.db.tables_notices import notice_deliveries, notice_starts, notices
from schemas.base import Recorded
from schemas.inbox import AddresseeKind, DeliveryChannel, DeliveryStatus

PATIENCE = timedelta(hours=1)
"""A sending that waits longer than this is a gap, unless it is put off to a later time of day at the person's wish."""
MOST_DIGESTS = 500


class OwingCase(Recorded):
    """A case with events; those up to ``after_seq`` are older than the ledger and owe nothing."""

    case_id: UUID
    agency_id: UUID
    reference: str
    after_seq: int


class KeptNotice(Recorded):
    """A row of the ledger, as far as it is compared. ``open``: nobody has acknowledged it, and it is not overtaken."""

    id: UUID
    key: str
    seq: int
    reference: str
    addressee_kind: AddresseeKind
    addressee: UUID
    addressees: int
    open: bool
    in_inbox: bool


class StuckDelivery(Recorded):
    """A sending that failed, or waits too long."""

    notice_id: UUID
    case_id: UUID | None
    seq: int | None
    reference: str
    channel: DeliveryChannel
    failed: bool


async def cases_owing(
    connection: AsyncConnection, agencies: Collection[UUID], after: UUID | None, limit: int
) -> list[OwingCase]:
    """Cases of these agencies that have events or notices, in the order of their ids.

    Looked for case by case: PostgreSQL would answer ``EXISTS … OR EXISTS`` by reading both tables whole for each page.
    """
    recorded = select(case_events.c.seq).where(case_events.c.case_id == applications.c.case_id).limit(1)
    told = select(notices.c.seq).where(notices.c.case_id == applications.c.case_id).limit(1)
    owing = [found.scalar_subquery().is_not(None) for found in (recorded, told)]
    statement = (
        select(
            applications.c.case_id,
            applications.c.agency_id,
            applications.c.reference,
            func.coalesce(notice_starts.c.after_seq, 0).label("after_seq"),
        )
        .outerjoin(notice_starts, notice_starts.c.case_id == applications.c.case_id)
        .where(applications.c.agency_id.in_(agencies), or_(*owing))
        .order_by(applications.c.case_id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(applications.c.case_id > after)
    return [OwingCase.model_validate(dict(row)) for row in (await connection.execute(statement)).mappings()]


async def notices_kept(connection: AsyncConnection, case_id: UUID) -> list[KeptNotice]:
    """Every row about a case, in the order of its events."""
    inbox = and_(
        notice_deliveries.c.notice_id == notices.c.id,
        notice_deliveries.c.channel == DeliveryChannel.INBOX.value,
    )
    in_inbox = select(notice_deliveries.c.n).where(inbox).exists().label("in_inbox")
    same = [notices.c[name] for name in KeptNotice.model_fields if name not in {"open", "in_inbox"}]
    found = await connection.execute(
        select(*same, OPEN.label("open"), in_inbox)
        .where(notices.c.case_id == case_id)
        .order_by(notices.c.seq, notices.c.n)
    )
    return [KeptNotice.model_validate(dict(row)) for row in found.mappings()]


async def hold_case(connection: AsyncConnection, case_id: UUID) -> None:
    """No step of the case is recorded until the transaction ends: each moves the row of its case.

    What is read afterwards is therefore whole: the events, and the notices that were entered with them.
    """
    await connection.execute(select(cases.c.case_id).where(cases.c.case_id == case_id).with_for_update(key_share=True))


async def put_in_inbox(connection: AsyncConnection, notice_ids: Collection[UUID], at: datetime) -> None:
    """Have these notices, which are in nobody's inbox, in that of their addressees."""
    sent = {"channel": DeliveryChannel.INBOX.value, "n": 0, "status": DeliveryStatus.SENT.value, "sent_at": at}
    if notice_ids:
        await connection.execute(insert(notice_deliveries), [{**sent, "notice_id": one} for one in notice_ids])


async def settle(connection: AsyncConnection, case_id: UUID, keys: Collection[str], at: datetime) -> None:
    """What was entered for people under these keys wants no answer: the case is over."""
    to_people = and_(notices.c.addressee_kind == AddresseeKind.STAFF.value, notices.c.settled_at.is_(None))
    entered = and_(notices.c.case_id == case_id, notices.c.key.in_(keys))
    await connection.execute(update(notices).where(entered, to_people).values(settled_at=at))


async def stuck_deliveries(
    connection: AsyncConnection, case_ids: Collection[UUID], now: datetime
) -> list[StuckDelivery]:
    """Sendings about these cases that failed and matter still, or wait too long."""
    stuck = _STUCK.where(notices.c.case_id.in_(case_ids), or_(_FAILED_AND_OPEN, _waits_too_long(now)))
    return [StuckDelivery.model_validate(dict(row)) for row in (await connection.execute(stuck)).mappings()]


async def stuck_digests(connection: AsyncConnection, agencies: Collection[UUID], now: datetime) -> list[StuckDelivery]:
    """The same for digests, which are about no single case; ``MOST_DIGESTS`` at most."""
    about = and_(notices.c.case_id.is_(None), notices.c.case_agency_id.in_(agencies))
    stuck = _STUCK.where(about, or_(_FAILED_AND_OPEN, _waits_too_long(now))).limit(MOST_DIGESTS)
    return [StuckDelivery.model_validate(dict(row)) for row in (await connection.execute(stuck)).mappings()]


def _waits_too_long(now: datetime) -> ColumnElement[bool]:
    """Due for an hour and nobody sends it; or tried, and an hour after the notice still not gone."""
    waiting = notice_deliveries.c.status == DeliveryStatus.WAITING.value
    tried = or_(notice_deliveries.c.attempts > 0, notice_deliveries.c.error.is_not(None))
    tried_in_vain = and_(tried, notices.c.intended_at < now - PATIENCE)
    return and_(waiting, or_(notice_deliveries.c.next_try_at < now - PATIENCE, tried_in_vain))


_FAILED = notice_deliveries.c.status == DeliveryStatus.FAILED.value
_FAILED_AND_OPEN = and_(_FAILED, OPEN)
_STUCK = (
    select(
        notice_deliveries.c.notice_id,
        notices.c.case_id,
        notices.c.seq,
        notices.c.reference,
        notice_deliveries.c.channel,
        _FAILED.label("failed"),
    )
    .join(notices, notices.c.id == notice_deliveries.c.notice_id)
    .order_by(notices.c.n, notice_deliveries.c.n, notice_deliveries.c.channel)
)
