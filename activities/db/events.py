"""The append-only record of events and the read model beside it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import case_events, cases
from schemas.base import Recorded
from schemas.case import CaseRow
from schemas.errors import DaylightError
from schemas.events import EventRecord


class EventRow(Recorded):
    """A stored link: its number, the document as written, and the columns beside it that repeat parts of it."""

    seq: int
    record: dict[str, object]
    kept: dict[str, object]


class RecordConflict(DaylightError):
    """Another event already stands under a number: the record and the workflow disagree."""


async def append_events(connection: AsyncConnection, records: Sequence[EventRecord]) -> None:
    """Append the links; those that already stand there, to the letter, are passed over.

    Raises ``RecordConflict("record_conflict")`` when a different event stands under one of the numbers.
    """
    rows = [
        {
            "case_id": record.case_id,
            "seq": record.seq,
            "at": record.at,
            "kind": record.event.kind,
            "command_id": record.command_id,
            "previous": record.previous,
            "hash": record.hash,
            "record": record.model_dump(mode="json"),
        }
        for record in records
    ]
    await connection.execute(insert(case_events).on_conflict_do_nothing(), rows)
    standing = await connection.execute(
        select(case_events.c.seq, case_events.c.hash).where(
            case_events.c.case_id == records[0].case_id,
            case_events.c.seq.between(records[0].seq, records[-1].seq),
        )
    )
    if {row.seq: row.hash for row in standing} != {record.seq: record.hash for record in records}:
        raise RecordConflict("record_conflict")


async def put_row(connection: AsyncConnection, row: CaseRow) -> None:
    """Write the read model's row unless a later version stands there."""
    values = row.model_dump()
    statement = insert(cases).values(values)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[cases.c.case_id],
            set_={name: statement.excluded[name] for name in values if name != "case_id"},
            where=cases.c.version <= statement.excluded.version,
        )
    )


async def read_chain(connection: AsyncConnection, case_id: UUID) -> list[dict[str, object]]:
    """The stored links of a case, in order, as they were written."""
    found = await connection.execute(
        select(case_events.c.record).where(case_events.c.case_id == case_id).order_by(case_events.c.seq)
    )
    return list(found.scalars())


async def read_command(connection: AsyncConnection, case_id: UUID, command_id: str) -> list[dict[str, object]]:
    """The links one command wrote; empty if it wrote none."""
    found = await connection.execute(
        select(case_events.c.record)
        .where(case_events.c.case_id == case_id, case_events.c.command_id == command_id)
        .order_by(case_events.c.seq)
    )
    return list(found.scalars())


async def read_rows(connection: AsyncConnection, case_id: UUID) -> list[EventRow]:
    """The links of a case with their columns, in order, for checking one against the other."""
    found = await connection.execute(
        select(case_events).where(case_events.c.case_id == case_id).order_by(case_events.c.seq)
    )
    return [
        EventRow(
            seq=row.seq,
            record=row.record,
            kept={"command_id": row.command_id, "previous": row.previous, "hash": row.hash, "seq": row.seq},
        )
        for row in found
    ]
