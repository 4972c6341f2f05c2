"""Calendars that administrators proposed, and who approved them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import calendar_proposals
from schemas.calendars import ProposalRow
from schemas.clock import CalendarData

_COLUMNS = [calendar_proposals.c[name] for name in ProposalRow.model_fields]


async def put_proposal(
    connection: AsyncConnection, data: CalendarData, agency_id: UUID | None, source: str, proposed_by: UUID
) -> None:
    """Keep a proposal; the same one made again stays the first person's."""
    values = {"version": data.version, "agency_id": agency_id, "source": source, "proposed_by": proposed_by}
    statement = insert(calendar_proposals).values(**values, data=data.model_dump(mode="json"))
    await connection.execute(statement.on_conflict_do_nothing())


async def find_proposal(connection: AsyncConnection, agency_id: UUID, version: str) -> ProposalRow | None:
    """A proposal this agency may see: nation-wide or its own."""
    mine = or_(calendar_proposals.c.agency_id.is_(None), calendar_proposals.c.agency_id == agency_id)
    statement = select(*_COLUMNS).where(calendar_proposals.c.version == version, mine)
    found = (await connection.execute(statement)).mappings().first()
    return ProposalRow.model_validate(dict(found)) if found else None


async def list_proposals(connection: AsyncConnection, agency_id: UUID) -> list[ProposalRow]:
    """The latest hundred proposals this agency may see, newest first."""
    mine = or_(calendar_proposals.c.agency_id.is_(None), calendar_proposals.c.agency_id == agency_id)
    newest = select(*_COLUMNS).where(mine).order_by(calendar_proposals.c.proposed_at.desc()).limit(100)
    return [ProposalRow.model_validate(dict(row)) for row in (await connection.execute(newest)).mappings()]


async def approve_proposal(connection: AsyncConnection, version: str, approved_by: UUID, at: datetime) -> None:
    """Lay the approval to a person, once."""
    pending = (calendar_proposals.c.version == version) & calendar_proposals.c.approved_by.is_(None)
    values = {"approved_by": approved_by, "approved_at": at}
    await connection.execute(update(calendar_proposals).where(pending).values(values))
