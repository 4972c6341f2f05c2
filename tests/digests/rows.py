"""Cases as the read model holds them, entered without their events: a digest counts rows."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, text

from activities.db.database import Database
from activities.db.tables import cases
from activities.db.tables_annual import case_remedies
from activities.db.tables_notices import notice_deliveries, notices

_CASE = {
    "version": 1,
    "state": "processing",
    "channel": "in_person",
    "applicant_kind": "natural_person",
    "calendar_version": "v",
    "provisional": False,
    "limit_runs": True,
    "head": "h",
}
_CLOSED = {"state": "closed", "limit_runs": False, "outcome": "disclosed"}


def day(told: str) -> date:
    """2026-11-16 from ``11-16``; other years in full."""
    return date.fromisoformat(told if len(told) > 5 else f"2026-{told}")


def case(agency_id: UUID, reference: str, received: str, **dates: object) -> dict[str, Any]:
    """A case received on a day; closed if ``closed_on`` is given. Other fields by name, days as ``day`` reads them."""
    said = {
        name: day(value) if isinstance(value, str) and name.endswith("_on") else value for name, value in dates.items()
    }
    closed = _CLOSED if said.get("closed_on") else {}
    arrived = {"arrived_on": day(received), "received_on": day(received)}
    return {"case_id": uuid4(), "agency_id": agency_id, "reference": reference, **_CASE, **arrived, **closed, **said}


async def enter(database: Database, *rows: dict[str, Any]) -> None:
    """The rows, without the applications they would refer to."""
    async with database.transaction() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        for row in rows:
            await connection.execute(insert(cases).values(row))


async def enter_remedy(database: Database, case_id: UUID, filed: str, result: str | None, served: str | None) -> None:
    """A reconsideration."""
    row = {"case_id": case_id, "id": "r1", "instance": "reconsideration", "after_reconsideration": False}
    ended = {"result": result, "served_on": day(served) if served else None}
    async with database.transaction() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        await connection.execute(insert(case_remedies).values(**row, filed_on=day(filed), **ended))


async def enter_notice(database: Database, agency_id: UUID, key: str, status: str = "delivered", **more: Any) -> None:
    """A notice to a member of staff, with one mail."""
    row = {
        "id": uuid4(),
        "key": key,
        "addressee_kind": "staff",
        "addressee": uuid4(),
        "agency_id": agency_id,
        "case_agency_id": agency_id,
        "case_id": uuid4(),
        "seq": 1,
        "reference": "示公开〔2026〕1号",
        "kind": "escalation_fell",
        "tag": "reply",
        "true_on": day("11-18"),
        **more,
    }
    mail = {"notice_id": row["id"], "channel": "mail", "n": 0, "status": status}
    ended = {"ended_at": row["intended_at"]} if status in {"delivered", "failed"} else {}
    async with database.transaction() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        await connection.execute(insert(notices).values(row))
        await connection.execute(insert(notice_deliveries).values(mail | ended))
