"""An agency's own letter templates, every version kept; a version without text is the way back to the standard."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import letter_templates
from schemas.base import Recorded


class TemplateRow(Recorded):
    """The latest version of one template of one agency; ``text`` is null when the standard is in use again."""

    name: str
    version: int
    text: str | None
    changed_by: UUID
    changed_at: datetime


async def latest_templates(connection: AsyncConnection, agency_id: UUID) -> dict[str, TemplateRow]:
    """Every template the agency ever changed, by name, as it is now."""
    columns = [letter_templates.c[name] for name in TemplateRow.model_fields]
    found = await connection.execute(
        select(*columns)
        .ext(distinct_on(letter_templates.c.name))
        .where(letter_templates.c.agency_id == agency_id)
        .order_by(letter_templates.c.name, letter_templates.c.version.desc())
    )
    return {row["name"]: TemplateRow.model_validate(dict(row)) for row in found.mappings()}


async def own_templates(connection: AsyncConnection, agency_id: UUID) -> dict[str, str]:
    """The texts the agency uses instead of the standard ones, by name."""
    latest = await latest_templates(connection, agency_id)
    return {name: row.text for name, row in latest.items() if row.text is not None}


async def put_template(
    connection: AsyncConnection, agency_id: UUID, name: str, text: str | None, changed_by: UUID
) -> int:
    """Enter the next version; its number. One change at a time for each template, so that no version has two texts."""
    place = f"template/{agency_id}/{name}"
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(place, 0))))
    own = (letter_templates.c.agency_id == agency_id) & (letter_templates.c.name == name)
    last = (await connection.execute(select(func.max(letter_templates.c.version)).where(own))).scalar_one()
    version = (last or 0) + 1
    await connection.execute(
        insert(letter_templates).values(
            agency_id=agency_id, name=name, version=version, text=text, changed_by=changed_by
        )
    )
    return version
