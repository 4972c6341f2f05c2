"""The record of what administrators did: only ever added to, read newest first."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import and_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import staff
from activities.db.tables_administration import administrative_acts
from schemas.administration import Act, ActKind
from schemas.base import Recorded
from schemas.events import CLOCK

Changes = Mapping[str, tuple[JsonValue, JsonValue]]
"""Field, before, after; never a secret."""
_acts = administrative_acts.c
_actors, _subjects = staff.alias("actors"), staff.alias("subjects")


class DoneBefore(Recorded):
    """An act that stands on record: whom and what it was about."""

    staff_id: UUID | None
    what: str | None


async def put_act(
    connection: AsyncConnection,
    act_id: UUID,
    agency_id: UUID,
    by: UUID | None,
    kind: ActKind,
    *,
    staff_id: UUID | None = None,
    what: str | None = None,
    changed: Changes | None = None,
) -> None:
    """Enter an act, in the transaction that carries it out. The same id again enters nothing.

    ``by`` None, or the engine's own id: whoever runs the database, at the terminal.
    """
    person = None if by == CLOCK.staff_id else by
    values = {
        "id": act_id,
        "agency_id": agency_id,
        "by": person,
        "kind": kind.value,
        "staff_id": staff_id,
        "what": what,
    }
    statement = insert(administrative_acts).values(**values, changed=_plain(changed or {}))
    await connection.execute(statement.on_conflict_do_nothing(index_elements=[_acts.id]))


async def find_act(connection: AsyncConnection, act_id: UUID) -> DoneBefore | None:
    """An act by the id of its request; None if it was never carried out."""
    found = await connection.execute(select(_acts.staff_id, _acts.what).where(_acts.id == act_id))
    row = found.mappings().first()
    return DoneBefore.model_validate(dict(row)) if row else None


async def list_acts(
    connection: AsyncConnection, agencies: Collection[UUID], before: int | None, most: int
) -> list[Act]:
    """Acts on these agencies, the newest first, below a number. Names of persons of other agencies are left out."""
    names = (
        select(*(_acts[name] for name in ("n", "at", "agency_id", "by", "kind", "staff_id", "what", "changed")))
        .add_columns(_actors.c.name.label("by_name"), _subjects.c.name.label("staff_name"))
        .outerjoin(_actors, and_(_actors.c.id == _acts.by, _actors.c.agency_id.in_(agencies)))
        .outerjoin(_subjects, and_(_subjects.c.id == _acts.staff_id, _subjects.c.agency_id.in_(agencies)))
        .where(_acts.agency_id.in_(agencies))
    )
    if before is not None:
        names = names.where(_acts.n < before)
    found = await connection.execute(names.order_by(_acts.n.desc()).limit(most))
    return [Act.model_validate(dict(row)) for row in found.mappings()]


def _plain(changed: Changes) -> dict[str, Any]:
    return {name: list(both) for name, both in changed.items()}
