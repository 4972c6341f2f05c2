"""Cases that are joined: what one step took for true of another case is looked at again where the step is recorded.

Each case is moved by its own workflow, so a join and the ending of the case joined into may be decided in the same
moment, each from what stood before. The rows of both are locked here, in the transaction that records the step: the
second of the two finds what the first did.
"""

from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.earlier import count_joined
from activities.db.tables import case_events, cases
from schemas.commands import EventBatch, Neighbour, Neighbours
from schemas.errors import StepRefused
from schemas.vocabulary import State


class NeighboursMoved(StepRefused):
    """Another case is no longer what the decision took it for; nothing was written."""


async def hold_neighbours(connection: AsyncConnection, batch: EventBatch) -> None:
    """Keep the cases a step touches as they are until the transaction ends.

    Raises ``NeighboursMoved("neighbours_moved")`` where they are not as the step saw them, unless the step is on record
    already: a retry must not be refused for what came after.
    """
    if batch.neighbours is None:
        return
    rows = await _locked(connection, batch.row.case_id, batch.neighbours.other)
    if await _is_on_record(connection, batch):
        return
    if await _as_it_is(connection, batch.row.case_id, rows, batch.neighbours.other) != batch.neighbours:
        raise NeighboursMoved("neighbours_moved")


async def _is_on_record(connection: AsyncConnection, batch: EventBatch) -> bool:
    """The record says so, and not the read model, which may be in the making (``daylight rebuild-read-model``)."""
    last = (case_events.c.case_id == batch.row.case_id) & (case_events.c.seq == batch.records[-1].seq)
    return (await connection.execute(select(case_events.c.seq).where(last))).first() is not None


async def _locked(connection: AsyncConnection, case_id: UUID, other: Neighbour | None) -> dict[UUID, RowMapping]:
    """The rows, locked in the order of their ids, so that two steps never wait for each other."""
    statement = (
        select(cases.c.case_id, cases.c.version, cases.c.state, cases.c.due_on)
        .where(cases.c.case_id.in_([case_id, *([other.case_id] if other else [])]))
        .order_by(cases.c.case_id)
        .with_for_update(key_share=True)
    )
    return {row["case_id"]: row for row in (await connection.execute(statement)).mappings()}


async def _as_it_is(
    connection: AsyncConnection, case_id: UUID, rows: dict[UUID, RowMapping], other: Neighbour | None
) -> Neighbours:
    found = rows.get(other.case_id) if other else None
    now = Neighbour(case_id=found["case_id"], state=State(found["state"]), due_on=found["due_on"]) if found else None
    return Neighbours(joined_here=await count_joined(connection, case_id), other=now)
