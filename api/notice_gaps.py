"""Proof that nobody was forgotten: what the events of each case call for, against what stands in the ledger."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from pydantic import ValidationError

from activities.db.calendars import calendar_version
from activities.db.database import AsyncConnection
from activities.db.events import read_chain
from activities.db.notice_gaps import (
    KeptNotice,
    OwingCase,
    StuckDelivery,
    cases_owing,
    notices_kept,
    stuck_deliveries,
    stuck_digests,
)
from api.answers import folded
from api.desk import Desk
from api.overseeing import agencies_overseen
from schemas.base import Recorded
from schemas.case import Case
from schemas.errors import DaylightError, InvalidInput, Unavailable
from schemas.events import event_record
from schemas.inbox import GAPS, AddresseeKind, DeliveryChannel, Gap, GapPage, NoticeGap
from schemas.notices import NoticeOrder, Notices
from schemas.people import SignedIn
from workflows.notices import ENDS, notices_for
from workflows.rules.calendar import WorkingCalendar


class Owed(Recorded):
    """What the events of a case call for, and the case after them; null where there are none.

    ``over_at``: number of the last event that closed or archived it.
    """

    notices: Notices = Notices()
    case: Case | None = None
    over_at: int = 0


async def gaps_of(desk: Desk, person: SignedIn, after: str | None, limit: int) -> GapPage:
    """What is wrong with the notices of the next ``limit`` cases one oversees; digests come with the last page.

    All of a page is read at one moment, so a step taken meanwhile is seen with its notices or not at all.
    """
    async with desk.database.snapshot() as connection:
        agencies = await agencies_overseen(connection, person)
        cases = await cases_owing(connection, agencies, case_in(after), limit)
        found, owed = list[NoticeGap](), 0
        for case in cases:
            orders, gaps = await _compared(connection, case)
            owed, found = owed + len(orders), [*found, *gaps]
        now, last = datetime.now(UTC), len(cases) < limit
        found += map(_stuck, await stuck_deliveries(connection, [case.case_id for case in cases], now))
        found += map(_stuck, await stuck_digests(connection, agencies, now) if last else [])
    return GapPage(cases=len(cases), notices=owed, gaps=tuple(found), next=None if last else str(cases[-1].case_id))


def case_in(after: str | None) -> UUID | None:
    """The case after which to go on. Raises ``InvalidInput("cursor_invalid")``."""
    try:
        return UUID(after) if after else None
    except ValueError:
        raise InvalidInput("cursor_invalid", field="after") from None


async def _compared(connection: AsyncConnection, case: OwingCase) -> tuple[Sequence[NoticeOrder], list[NoticeGap]]:
    """The notices one case owes, and what is wrong with those that are kept."""
    kept = await notices_kept(connection, case.case_id)
    owed = await owed_by(connection, case)
    if owed is None:
        return [], [_gap(Gap.UNREADABLE, case)]
    orders = owed.notices.orders
    found = [
        *_missing(case, orders, kept),
        *_unknown(case, orders, kept),
        *_doubled(case, kept),
        *_to_nobody(case, kept),
    ]
    return orders, found


async def owed_by(connection: AsyncConnection, case: OwingCase) -> Owed | None:
    """What the events after the beginning of the ledger call for; None where the record of the case is damaged."""
    try:
        return await _owed(connection, case)
    except (ValidationError, DaylightError, LookupError) as damaged:
        if isinstance(damaged, Unavailable):
            raise
        return None


async def _owed(connection: AsyncConnection, case: OwingCase) -> Owed:
    """By the function that ordered it then. Raises ``LookupError``, ``ValidationError`` or ``DaylightError``."""
    records = [event_record.validate_python(link) for link in await read_chain(connection, case.case_id)]
    if [record.seq for record in records] != list(range(1, len(records) + 1)):
        raise LookupError("an event is missing")
    if not records:
        return Owed()
    now = folded(case.case_id, case.agency_id, records)
    calendar = WorkingCalendar.of(await calendar_version(connection, now.calendar_version))
    before = folded(case.case_id, case.agency_id, records[: case.after_seq])
    over_at = max((record.seq for record in records if record.event.kind in ENDS), default=0)
    return Owed(notices=notices_for(before, records[case.after_seq :], calendar), case=now, over_at=over_at)


def _missing(case: OwingCase, orders: Sequence[NoticeOrder], kept: Sequence[KeptNotice]) -> Iterator[NoticeGap]:
    """An order without its rows, with fewer than were entered for it, or with one that is in nobody's inbox."""
    for order in orders:
        rows = for_people(order, kept)
        if not rows or len(rows) < rows[0].addressees:
            yield _gap(Gap.MISSING, case, order.seq)
        for row in rows:
            if in_no_inbox(row):
                yield _gap(Gap.MISSING, case, row.seq, row.id, DeliveryChannel.INBOX)


def in_no_inbox(row: KeptNotice) -> bool:
    """A person was to have it in the inbox and has not."""
    return row.addressee_kind is AddresseeKind.STAFF and not row.in_inbox


def _unknown(case: OwingCase, orders: Sequence[NoticeOrder], kept: Sequence[KeptNotice]) -> Iterator[NoticeGap]:
    """A row no event calls for, and more people told of an event than the notice was entered for."""
    owed = {(order.key, order.seq) for order in orders}
    for row in kept:
        if (row.key, row.seq) not in owed:
            yield _gap(Gap.UNKNOWN, case, row.seq, row.id)
    for order in orders:
        rows = for_people(order, kept)
        if rows and len(rows) > rows[0].addressees:
            yield _gap(Gap.UNKNOWN, case, order.seq)


def for_people(order: NoticeOrder, kept: Sequence[KeptNotice]) -> list[KeptNotice]:
    """The rows of one order, without those of programs."""
    return [row for row in kept if row.key == order.key and row.addressee_kind is not AddresseeKind.WEBHOOK]


def _doubled(case: OwingCase, kept: Sequence[KeptNotice]) -> Iterator[NoticeGap]:
    told = Counter((row.seq, row.addressee_kind, row.addressee) for row in kept)
    for (seq, _, _), times in told.items():
        if times > 1:
            yield _gap(Gap.DOUBLED, case, seq)


def _to_nobody(case: OwingCase, kept: Sequence[KeptNotice]) -> Iterator[NoticeGap]:
    for row in kept:
        if row.addressee_kind is AddresseeKind.NOBODY and row.open:
            yield _gap(Gap.NOBODY, case, row.seq, row.id)


def _stuck(delivery: StuckDelivery) -> NoticeGap:
    gap = Gap.FAILED if delivery.failed else Gap.NEVER_SENT
    place = delivery.model_dump(include={"notice_id", "case_id", "seq", "reference", "channel"})
    return NoticeGap(gap=gap, **place, message=GAPS[gap][0], message_en=GAPS[gap][1])


def _gap(
    gap: Gap,
    case: OwingCase,
    seq: int | None = None,
    notice_id: UUID | None = None,
    channel: DeliveryChannel | None = None,
) -> NoticeGap:
    chinese, english = GAPS[gap]
    return NoticeGap(
        gap=gap,
        case_id=case.case_id,
        reference=case.reference,
        seq=seq,
        notice_id=notice_id,
        channel=channel,
        message=chinese,
        message_en=english,
    )
