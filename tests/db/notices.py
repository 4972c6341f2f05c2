"""Orders for tests of notices, and looks into the ledger."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from activities.db.database import Database
from activities.db.notices import enter_notices
from schemas.escalation import Matter, Recipient
from schemas.notices import NoticeOrder, Notices

AGENCY = UUID("aaaaaaaa-0000-4000-8000-000000000001")
PARENT = UUID("aaaaaaaa-0000-4000-8000-000000000002")
CASE = UUID("cccccccc-0000-4000-8000-000000000001")
AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
"""A Friday, 17:30 in Shanghai."""
LEDGER = """
SELECT n.*, s.login FROM notices n LEFT JOIN staff s ON s.id = n.addressee WHERE case_id = :case AND seq >= 100
ORDER BY n.seq, s.login, n.addressee_kind
"""


def order(case_id: UUID = CASE, seq: int = 100, **fields: Any) -> NoticeOrder:
    """A rung of the ladder of the reply; ``fields`` changed."""
    told: dict[str, Any] = {
        "key": f"{case_id}/notice/{seq}",
        "case_id": case_id,
        "agency_id": AGENCY,
        "reference": "示建公申〔2026〕1号",
        "seq": seq,
        "kind": "escalation_fell",
        "on": date(2026, 11, 20),
        "matter": Matter.REPLY,
        "due_on": date(2026, 11, 24),
        "working_days": -2,
        "to": (Recipient.HANDLER,),
        "tag": "reply//2026-11-24",
    }
    return NoticeOrder(**{**told, **fields})


async def entered(
    database: Database, case_id: UUID, *orders: NoticeOrder, still: tuple[str, ...] = (), at: datetime = AT
) -> None:
    """Enter these orders in a transaction of their own; their tags, and ``still``, are open."""
    tags = tuple(order.tag for order in orders if order.tag)
    async with database.transaction() as connection:
        await enter_notices(connection, case_id, Notices(orders=orders, open_tags=(*tags, *still)), at)


async def ledger(database: Database, case_id: UUID) -> list[Any]:
    """The rows the tests entered, in the order of their events."""
    async with database.reading() as connection:
        return list(await connection.execute(text(LEDGER), {"case": case_id}))
