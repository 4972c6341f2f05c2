"""What waits for an administrator, counted: each a single statement over one agency."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.calendars import OPEN
from activities.db.tables import cases, destruction_plans, staff, tokens
from activities.db.tables_digests import digest_pauses
from activities.db.tables_notices import notice_deliveries, notices
from schemas.base import Recorded
from schemas.inbox import DeliveryStatus

EXPIRES_WITHIN = timedelta(days=14)
"""How long before its end a token is spoken of."""


class Waiting(Recorded):
    """Counts of one agency."""

    failed_deliveries: int
    paused_schedules: int
    cases_of_inactive: int
    tokens_expiring: int
    destruction_waiting: int


async def waiting_for_administrator(connection: AsyncConnection, agency_id: UUID) -> Waiting:
    """What of an agency is broken, paused, or nobody's."""
    counts = {
        "failed_deliveries": _failed(agency_id),
        "paused_schedules": select(func.count()).where(digest_pauses.c.agency_id == agency_id),
        "cases_of_inactive": _left_behind(agency_id),
        "tokens_expiring": _expiring(agency_id),
        "destruction_waiting": select(func.count()).where(
            destruction_plans.c.agency_id == agency_id, destruction_plans.c.approved_by.is_(None)
        ),
    }
    columns = [statement.scalar_subquery().label(name) for name, statement in counts.items()]
    return Waiting.model_validate(dict((await connection.execute(select(*columns))).mappings().one()))


def _failed(agency_id: UUID) -> Select[int]:
    """Notices with a sending that was given up, as the list of them counts."""
    lost = select(func.count(notice_deliveries.c.notice_id.distinct())).select_from(notice_deliveries).join(notices)
    return lost.where(notices.c.agency_id == agency_id, notice_deliveries.c.status == DeliveryStatus.FAILED.value)


def _left_behind(agency_id: UUID) -> Select[int]:
    """Open cases whose handler is active no more."""
    theirs = select(func.count()).select_from(cases).join(staff, staff.c.id == cases.c.handler_id)
    return theirs.where(cases.c.agency_id == agency_id, OPEN, staff.c.active.is_(False))


def _expiring(agency_id: UUID) -> Select[int]:
    soon = tokens.c.expires_at.between(func.now(), func.now() + EXPIRES_WITHIN) & tokens.c.revoked_at.is_(None)
    mine = select(func.count()).select_from(tokens).join(staff, staff.c.id == tokens.c.staff_id)
    return mine.where(staff.c.agency_id == agency_id, staff.c.active, soon)
