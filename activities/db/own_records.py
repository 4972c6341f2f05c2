"""Requests for correction of own records: what was entered, what happened, and the read model beside it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.counters import next_number
from activities.db.events import EventRow, RecordConflict, as_forged
from activities.db.tables import documents, own_record_events, own_record_states, own_records
from activities.vault import Vault
from schemas.applications import Applicant
from schemas.base import Recorded
from schemas.documents import DocumentRow
from schemas.events import Actor
from schemas.own_records import Claim, NewOwnRecord, OwnRecordEntry, OwnRecordRow, OwnRecordState
from schemas.own_records_events import OwnEventRecord


class OwnRecordFilter(Recorded):
    """What to list: the open ones, the longest waiting first; or the closed ones, the latest arrived first."""

    open: bool = True
    state: OwnRecordState | None = None
    after: tuple[date, UUID] | None = None
    limit: int = 50


async def enter_request(
    connection: AsyncConnection,
    *,
    vault: Vault,
    own_record_id: UUID,
    agency_id: UUID,
    agency_code: str,
    actor: Actor,
    request: NewOwnRecord,
    arrived_on: date,
    fingerprint: str,
    at: datetime,
) -> OwnRecordEntry:
    """Commit a request under its id, once; a repeated entry returns the row of the first.

    The reference is ``<code>更申〔year of arrival〕n号``, without gaps. All that is the person's own is sealed.
    """
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(own_record_id), 0))))
    if standing := await find_entry(connection, own_record_id):
        return standing
    n = await next_number(connection, agency_id, "own_record", arrived_on.year)
    entry = OwnRecordEntry(
        id=own_record_id,
        agency_id=agency_id,
        reference=f"{agency_code}更申〔{arrived_on.year}〕{n}号",
        fingerprint=fingerprint,
        channel=request.channel,
        arrived_on=arrived_on,
        registered_by=actor.staff_id,
        registered_roles=actor.roles,
        registered_at=at,
    )
    sealed = {
        "person_sealed": vault.seal(request.person.model_dump_json(), f"{own_record_id}/person"),
        "identity_hash": vault.lookup(request.person.identity_number),
        "claim_sealed": vault.seal(request.claim, f"{own_record_id}/claim"),
        "evidence_sealed": vault.seal(request.evidence, f"{own_record_id}/evidence"),
    }
    roles = {"registered_roles": [role.value for role in actor.roles]}
    await connection.execute(insert(own_records).values(entry.model_dump() | sealed | roles))
    return entry


async def find_entry(connection: AsyncConnection, own_record_id: UUID) -> OwnRecordEntry | None:
    """The request entered under this id."""
    columns = [own_records.c[name] for name in OwnRecordEntry.model_fields]
    found = (await connection.execute(select(*columns).where(own_records.c.id == own_record_id))).mappings().first()
    return OwnRecordEntry.model_validate(dict(found)) if found else None


async def open_claim(connection: AsyncConnection, own_record_id: UUID, vault: Vault) -> Claim:
    """What the request says, with the person's data opened. Raises ``NoResultFound`` for an unknown one."""
    found = (await connection.execute(select(own_records).where(own_records.c.id == own_record_id))).one()
    return Claim(
        person=Applicant.model_validate_json(vault.unseal(found.person_sealed, f"{own_record_id}/person")),
        claim=vault.unseal(found.claim_sealed, f"{own_record_id}/claim"),
        evidence=vault.unseal(found.evidence_sealed, f"{own_record_id}/evidence"),
    )


async def left_over(connection: AsyncConnection, entered_before: datetime, limit: int = 100) -> list[OwnRecordEntry]:
    """Requests without an event: a crash came between the commit and the start."""
    columns = [own_records.c[name] for name in OwnRecordEntry.model_fields]
    recorded = select(own_record_events.c.seq).where(own_record_events.c.own_record_id == own_records.c.id).exists()
    found = await connection.execute(
        select(*columns)
        .where(~recorded, own_records.c.registered_at < entered_before)
        .order_by(own_records.c.registered_at)
        .limit(limit)
    )
    return [OwnRecordEntry.model_validate(dict(row)) for row in found.mappings()]


async def append_own_events(connection: AsyncConnection, links: Sequence[OwnEventRecord]) -> None:
    """Append the links; those that already stand there, to the letter, are passed over.

    Raises ``RecordConflict("record_conflict")`` when a different event stands under one of the numbers.
    """
    table = own_record_events
    statement = insert(table).on_conflict_do_nothing().returning(table.c.seq)
    appended = await connection.execute(statement, [_link(link) for link in links])
    if len(appended.all()) == len(links):
        return
    mine = table.c.own_record_id == links[0].own_record_id, table.c.seq.between(links[0].seq, links[-1].seq)
    standing = await connection.execute(select(table.c.seq, table.c.hash).where(*mine))
    if {row.seq: row.hash for row in standing} != {link.seq: link.hash for link in links}:
        raise RecordConflict("record_conflict")


def _link(link: OwnEventRecord) -> dict[str, object]:
    """The columns of a link; those beside ``record`` repeat parts of it."""
    shared = link.model_dump(include={"own_record_id", "seq", "at", "command_id", "previous", "hash"})
    return {**shared, "kind": link.event.kind, "record": as_forged(link)}


async def put_own_row(connection: AsyncConnection, row: OwnRecordRow) -> None:
    """Write the read model's row unless a later version stands there."""
    statement = insert(own_record_states).values(row.model_dump())
    statement = statement.on_conflict_do_update(
        index_elements=[own_record_states.c.id],
        set_={name: statement.excluded[name] for name in OwnRecordRow.model_fields if name != "id"},
        where=own_record_states.c.version <= statement.excluded.version,
    )
    await connection.execute(statement)


async def read_own_links(connection: AsyncConnection, own_record_id: UUID) -> list[EventRow]:
    """The stored links of a request with the columns beside them, in order."""
    table = own_record_events
    found = await connection.execute(select(table).where(table.c.own_record_id == own_record_id).order_by(table.c.seq))
    return [
        EventRow(
            seq=row.seq,
            record=row.record if isinstance(row.record, dict) else {},
            kept={
                "own_record_id": str(row.own_record_id),
                "seq": row.seq,
                "at": row.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
                "event.kind": row.kind,
                "command_id": row.command_id,
                "previous": row.previous,
                "hash": row.hash,
            },
        )
        for row in found
    ]


async def find_own_row(connection: AsyncConnection, agency_id: UUID, own_record_id: UUID) -> OwnRecordRow | None:
    """The read model of a request, if this agency may see it."""
    table = own_record_states
    columns = [table.c[name] for name in OwnRecordRow.model_fields]
    statement = select(*columns).where(table.c.id == own_record_id, table.c.agency_id == agency_id)
    found = (await connection.execute(statement)).mappings().first()
    return OwnRecordRow.model_validate(dict(found)) if found else None


async def list_own_records(connection: AsyncConnection, agency_id: UUID, wanted: OwnRecordFilter) -> list[OwnRecordRow]:
    """Requests of one agency by age; ``limit`` + 1 of them at most, so that the caller sees whether more follow."""
    table = own_record_states
    place = tuple_(table.c.arrived_on, table.c.id)
    closed = table.c.closed_on.is_not(None)
    conditions = [table.c.agency_id == agency_id, ~closed if wanted.open else closed]
    if wanted.state:
        conditions.append(table.c.state == wanted.state)
    if wanted.after:
        conditions.append(place > wanted.after if wanted.open else place < wanted.after)
    order = [column.asc() if wanted.open else column.desc() for column in (table.c.arrived_on, table.c.id)]
    columns = [table.c[name] for name in OwnRecordRow.model_fields]
    statement = select(*columns).where(*conditions).order_by(*order).limit(wanted.limit + 1)
    return [OwnRecordRow.model_validate(dict(row)) for row in (await connection.execute(statement)).mappings()]


async def count_open_requests(connection: AsyncConnection, agency_id: UUID) -> dict[OwnRecordState, int]:
    """How many requests of an agency stand where, the closed ones left out."""
    table = own_record_states
    mine = table.c.agency_id == agency_id, table.c.closed_on.is_(None)
    found = await connection.execute(select(table.c.state, func.count()).where(*mine).group_by(table.c.state))
    return {OwnRecordState(row[0]): row[1] for row in found}


async def own_row_of(connection: AsyncConnection, own_record_id: UUID) -> OwnRecordRow | None:
    """The read model of a request, for upkeep: whatever agency it belongs to."""
    columns = [own_record_states.c[name] for name in OwnRecordRow.model_fields]
    statement = select(*columns).where(own_record_states.c.id == own_record_id)
    found = (await connection.execute(statement)).mappings().first()
    return OwnRecordRow.model_validate(dict(found)) if found else None


async def remove_own_row(connection: AsyncConnection, own_record_id: UUID) -> None:
    """Drop a request that has events from the read model; its events stay."""
    table = own_record_events
    recorded = select(table.c.seq).where(table.c.own_record_id == own_record_id).exists()
    await connection.execute(delete(own_record_states).where(own_record_states.c.id == own_record_id, recorded))


async def own_record_ids(connection: AsyncConnection) -> list[UUID]:
    """Every request that has events or a row in the read model, whatever agency it belongs to, for upkeep."""
    found = select(own_record_events.c.own_record_id).union(select(own_record_states.c.id))
    return sorted((await connection.execute(found)).scalars())


async def put_own_documents(connection: AsyncConnection, rows: Sequence[DocumentRow]) -> None:
    """Keep the rows of documents of a request, whose id stands in ``case_id``; twice is once."""
    values = [row.model_dump(exclude={"stored_at"}) | {"own_record_id": row.case_id} for row in rows]
    await connection.execute(insert(documents).on_conflict_do_nothing(), values)
