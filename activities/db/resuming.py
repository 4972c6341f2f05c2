"""What is on record of cases and requests that are not over, page by page: enough to begin their workflows again."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Column, Select, Table, Uuid, any_, cast, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.events import EventRow
from activities.db.tables import applications, case_events, cases, own_record_events, own_record_states, own_records
from schemas.base import Recorded
from schemas.own_records import OwnRecordState
from schemas.vocabulary import State


class OpenOne(Recorded):
    """A case or a request with events that is not over, and whose it is."""

    id: UUID
    agency_id: UUID


async def open_cases(connection: AsyncConnection, after: UUID | None, limit: int) -> list[OpenOne]:
    """Cases with events that are not archived, in the order of their ids; also those missing in the read model."""
    recorded = select(case_events.c.seq).where(case_events.c.case_id == applications.c.case_id).exists()
    statement = (
        select(applications.c.case_id.label("id"), applications.c.agency_id)
        .outerjoin(cases, cases.c.case_id == applications.c.case_id)
        .where(or_(cases.c.state.is_(None), cases.c.state != State.ARCHIVED), recorded)
    )
    return await _page(connection, statement, applications.c.case_id, after, limit)


async def open_own_records(connection: AsyncConnection, after: UUID | None, limit: int) -> list[OpenOne]:
    """The same of requests for correction of own records."""
    states = own_record_states
    recorded = select(own_record_events.c.seq).where(own_record_events.c.own_record_id == own_records.c.id).exists()
    statement = (
        select(own_records.c.id, own_records.c.agency_id)
        .outerjoin(states, states.c.id == own_records.c.id)
        .where(or_(states.c.state.is_(None), states.c.state != OwnRecordState.CLOSED), recorded)
    )
    return await _page(connection, statement, own_records.c.id, after, limit)


async def any_open(connection: AsyncConnection) -> bool:
    """Whether anything is on record that a workflow should be running for."""
    return bool(await open_cases(connection, None, 1) or await open_own_records(connection, None, 1))


async def known_here(connection: AsyncConnection, wanted: Sequence[UUID]) -> set[UUID]:
    """Those of these ids, any number of them, under which an application or a request is entered."""
    these = any_(cast(literal([*wanted], ARRAY(Uuid)), ARRAY(Uuid)))  # one parameter; a statement has 32,767 at most
    entered = select(applications.c.case_id).where(applications.c.case_id == these)
    asked = select(own_records.c.id).where(own_records.c.id == these)
    return set((await connection.execute(entered.union(asked))).scalars())


async def chains_of_cases(connection: AsyncConnection, wanted: Sequence[OpenOne]) -> dict[UUID, list[EventRow]]:
    """The links of each of these cases, in order, as they were written."""
    return await _chains(connection, case_events, case_events.c.case_id, wanted)


async def chains_of_own_records(connection: AsyncConnection, wanted: Sequence[OpenOne]) -> dict[UUID, list[EventRow]]:
    """The same of requests."""
    return await _chains(connection, own_record_events, own_record_events.c.own_record_id, wanted)


async def _page(
    connection: AsyncConnection, statement: Select[UUID, UUID], key: Column[UUID], after: UUID | None, limit: int
) -> list[OpenOne]:
    if after is not None:
        statement = statement.where(key > after)
    found = await connection.execute(statement.order_by(key).limit(limit))
    return [OpenOne(id=row.id, agency_id=row.agency_id) for row in found]


async def _chains(
    connection: AsyncConnection, events: Table, key: Column[UUID], wanted: Sequence[OpenOne]
) -> dict[UUID, list[EventRow]]:
    statement = select(key.label("id"), events.c.seq, events.c.record).where(key.in_([one.id for one in wanted]))
    chains: dict[UUID, list[EventRow]] = {one.id: [] for one in wanted}
    for row in await connection.execute(statement.order_by(key, events.c.seq)):
        chains[row.id].append(EventRow(seq=row.seq, record=row.record, kept={}))
    return chains
