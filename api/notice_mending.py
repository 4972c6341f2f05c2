"""Entering the notices that the events of a case call for and the ledger has not, as if they were noticed today."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog

from activities.db.database import AsyncConnection
from activities.db.notice_gaps import (
    KeptNotice,
    OwingCase,
    cases_owing,
    hold_case,
    notices_kept,
    put_in_inbox,
    settle,
)
from activities.db.notices import enter_notices
from api.desk import Desk
from api.notice_gaps import Owed, case_in, for_people, in_no_inbox, owed_by
from schemas.base import Recorded
from schemas.case import Case
from schemas.errors import NotAllowed
from schemas.inbox import Mended
from schemas.notices import NoticeOrder
from schemas.people import SignedIn
from schemas.vocabulary import Role

MENDS = frozenset({Role.ADMINISTRATOR, Role.OGI_HEAD})
log = structlog.get_logger(__name__)


class Missing(Recorded):
    """What the ledger of a case lacks: whole orders, inboxes of notices, and what cannot be told from the events."""

    orders: tuple[NoticeOrder, ...] = ()
    inboxes: tuple[UUID, ...] = ()
    left: int = 0

    @property
    def mendable(self) -> bool:
        """Whether anything can be entered."""
        return bool(self.orders or self.inboxes)


async def mend_gaps(desk: Desk, person: SignedIn, after: str | None, limit: int) -> Mended:
    """Enter what is missing in the next ``limit`` cases of the person's agency; again, nothing is entered.

    Each case is a transaction of its own: after a crash the same request enters the rest. Raises ``NotAllowed``.
    """
    if not MENDS & set(person.roles):
        raise NotAllowed("role_not_permitted")
    async with desk.database.snapshot() as connection:
        cases = await cases_owing(connection, [person.agency_id], case_in(after), limit)
        lacking = [(case, missing) for case in cases if (missing := (await _missing(connection, case))[0])]
    done = [await _mended(desk, case) if missing.mendable else missing for case, missing in lacking]
    return Mended(
        cases=len(cases),
        notices=sum(len(one.orders) for one in done),
        inboxes=sum(len(one.inboxes) for one in done),
        left=sum(one.left for one in done),
        next=None if len(cases) < limit else str(cases[-1].case_id),
    )


async def _mended(desk: Desk, case: OwingCase) -> Missing:
    """Look again while nothing can be recorded on the case, and enter what is missing; what was entered.

    Whoever handles the case today is told in the place of who handled it then; what is over is settled at once.
    """
    now = datetime.now(UTC)
    async with desk.database.transaction() as connection:
        await hold_case(connection, case.case_id)
        missing, owed = await _missing(connection, case)
        if missing.orders and owed.case:
            await _enter(connection, owed, owed.case, missing.orders, now)
        await put_in_inbox(connection, missing.inboxes, now)
    log.info("notices_mended", case_id=str(case.case_id), notices=len(missing.orders), inboxes=len(missing.inboxes))
    return missing


async def _enter(
    connection: AsyncConnection, owed: Owed, case: Case, missing: Sequence[NoticeOrder], now: datetime
) -> None:
    """Only what is missing is entered and settled: what others had been told was settled by their own batches."""
    today = now.astimezone(ZoneInfo(case.policy.timezone)).date()
    orders = tuple(_as_of(today, order, case) for order in missing)
    notices = owed.notices.model_copy(update={"orders": orders, "former": None, "over": False})
    await enter_notices(connection, case.case_id, notices, now)
    await settle(connection, case.case_id, [order.key for order in missing if order.seq < owed.over_at], now)


def _as_of(today: date, order: NoticeOrder, case: Case) -> NoticeOrder:
    late_days = max((today - order.on).days, order.late_days)
    return order.model_copy(update={"late_days": late_days, "handler": case.handler})


async def _missing(connection: AsyncConnection, case: OwingCase) -> tuple[Missing, Owed]:
    """What the ledger of a case lacks; nothing where its record cannot be read: ``daylight verify`` comes first."""
    owed = await owed_by(connection, case) or Owed()
    kept = await notices_kept(connection, case.case_id)
    standing = {row.key for row in kept}
    return Missing(
        orders=tuple(order for order in owed.notices.orders if order.key not in standing),
        inboxes=tuple(row.id for row in kept if in_no_inbox(row)),
        left=sum(_in_part(order, kept, standing) for order in owed.notices.orders),
    ), owed


def _in_part(order: NoticeOrder, kept: Sequence[KeptNotice], standing: Collection[str]) -> bool:
    """Some of its rows are there, and some persons have none: which they were, nobody can say any more."""
    rows = for_people(order, kept)
    return order.key in standing and (not rows or len(rows) < rows[0].addressees)
