"""The append-only record of events and the read model beside it."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import applications, case_events, cases
from schemas.base import Recorded
from schemas.case import CaseRow
from schemas.chain import hash_of
from schemas.errors import DaylightError
from schemas.events import EventRecord
from schemas.own_records_events import OwnEventRecord


class EventRow(Recorded):
    """A stored link: its number, the document as written, and the columns beside it that repeat parts of it.

    ``record`` is empty where somebody has put something in its place that is no link at all.
    """

    seq: int
    record: dict[str, object]
    kept: dict[str, object]


class RecordConflict(DaylightError):
    """Another event already stands under a number: the record and the workflow disagree."""


# Built once: building a statement costs more than PostgreSQL needs to carry it out.
_APPEND = insert(case_events).on_conflict_do_nothing().returning(case_events.c.seq)


def _put_row() -> Insert:
    registered_at = select(applications.c.registered_at).where(applications.c.case_id == bindparam("case_id"))
    values: dict[str, object] = {name: bindparam(name) for name in CaseRow.model_fields}
    statement = insert(cases).values(values | {"registered_at": registered_at.scalar_subquery()})
    return statement.on_conflict_do_update(
        index_elements=[cases.c.case_id],
        set_={name: statement.excluded[name] for name in CaseRow.model_fields if name != "case_id"},
        where=cases.c.version <= statement.excluded.version,
    )


_PUT_ROW = _put_row()


async def append_events(connection: AsyncConnection, records: Sequence[EventRecord]) -> None:
    """Append the links; those that already stand there, to the letter, are passed over.

    Raises ``RecordConflict("record_conflict")`` when a different event stands under one of the numbers.
    """
    appended = await connection.execute(_APPEND, [_link(record) for record in records])
    if len(appended.all()) < len(records):
        await _refuse_others(connection, records)


async def _refuse_others(connection: AsyncConnection, records: Sequence[EventRecord]) -> None:
    """Some numbers were taken: by these very links, or this is a conflict."""
    standing = await connection.execute(
        select(case_events.c.seq, case_events.c.hash).where(
            case_events.c.case_id == records[0].case_id,
            case_events.c.seq.between(records[0].seq, records[-1].seq),
        )
    )
    if {row.seq: row.hash for row in standing} != {record.seq: record.hash for record in records}:
        raise RecordConflict("record_conflict")


def _link(record: EventRecord) -> dict[str, object]:
    """The columns of a link; those beside ``record`` repeat parts of it."""
    return {
        "case_id": record.case_id,
        "seq": record.seq,
        "at": record.at,
        "kind": record.event.kind,
        "command_id": record.command_id,
        "previous": record.previous,
        "hash": record.hash,
        "record": as_forged(record),
    }


def as_forged(record: EventRecord | OwnEventRecord) -> dict[str, object]:
    """The link as its hash was made: one that an earlier release forged has none of the fields that came since.

    So a batch that was in hand while the release changed keeps its chain. Raises ``RecordConflict`` where its hash is
    made of neither: what would be kept could never be proven.
    """
    whole = record.model_dump(mode="json")
    earlier = record.model_dump(mode="json", exclude_unset=True)
    forged = next((link for link in (whole, earlier) if hash_of(link) == record.hash), None)
    if forged is None:
        raise RecordConflict("record_conflict")
    return forged


async def put_row(connection: AsyncConnection, row: CaseRow) -> None:
    """Write the read model's row unless a later version stands there."""
    await connection.execute(_PUT_ROW, row.model_dump())


async def read_chain(connection: AsyncConnection, case_id: UUID) -> list[dict[str, object]]:
    """The stored links of a case, in order, as they were written."""
    found = await connection.execute(
        select(case_events.c.record).where(case_events.c.case_id == case_id).order_by(case_events.c.seq)
    )
    return list(found.scalars())


async def read_rows(connection: AsyncConnection, case_id: UUID) -> list[EventRow]:
    """The links of a case with their columns, in order, for checking one against the other."""
    found = await connection.execute(
        select(case_events).where(case_events.c.case_id == case_id).order_by(case_events.c.seq)
    )
    return [EventRow(seq=row.seq, record=_stored(row.record), kept=_kept(row)) for row in found]


def _stored(stored: object) -> dict[str, object]:
    return stored if isinstance(stored, dict) else {}


def _kept(row: Row[Any]) -> dict[str, object]:
    """The columns in the form in which the link has them."""
    at = row.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    own = {"case_id": str(row.case_id), "seq": row.seq, "at": at, "event.kind": row.kind}
    return {**own, "command_id": row.command_id, "previous": row.previous, "hash": row.hash}
