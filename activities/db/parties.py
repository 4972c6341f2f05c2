"""Third parties who are consulted: who they are, sealed; events name them by id only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text, cast, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import case_events, third_parties
from activities.vault import Vault
from schemas.steps_consultation import Party

_named_by_event = select(case_events.c.seq).where(
    case_events.c.case_id == third_parties.c.case_id,
    case_events.c.record["event"]["party_id"].astext == cast(third_parties.c.id, Text),
)


async def keep_party(connection: AsyncConnection, party_id: UUID, case_id: UUID, party: Party, vault: Vault) -> None:
    """Keep a third party under an id that events can name; keeping it twice changes nothing."""
    sealed = vault.seal(party.model_dump_json(), f"{party_id}/party")
    values = {"id": party_id, "case_id": case_id, "sealed": sealed}
    await connection.execute(insert(third_parties).values(values).on_conflict_do_nothing())


async def third_party(connection: AsyncConnection, party_id: UUID, vault: Vault) -> Party:
    """One third party. Raises ``NoResultFound`` for an unknown one."""
    found = await connection.execute(select(third_parties.c.sealed).where(third_parties.c.id == party_id))
    return _opened(party_id, found.scalar_one(), vault)


async def parties_of(connection: AsyncConnection, case_id: UUID, vault: Vault) -> dict[UUID, Party]:
    """The third parties that the events of a case name, by id."""
    found = await connection.execute(
        select(third_parties.c.id, third_parties.c.sealed)
        .where(third_parties.c.case_id == case_id, _named_by_event.exists())
        .order_by(third_parties.c.created_at)
    )
    return {row.id: _opened(row.id, row.sealed, vault) for row in found}


def _opened(party_id: UUID, sealed: bytes, vault: Vault) -> Party:
    return Party.model_validate_json(vault.unseal(sealed, f"{party_id}/party"))


async def drop_party(connection: AsyncConnection, party_id: UUID) -> None:
    """Forget a third party that came with a step that was refused; one that an event names stays."""
    unnamed = (third_parties.c.id == party_id) & ~_named_by_event.exists()
    await connection.execute(delete(third_parties).where(unnamed))


async def forget_unnamed_parties(connection: AsyncConnection, kept_before: datetime) -> int:
    """Forget third parties that no event names: a crash came between keeping them and the step they came with."""
    unnamed = (third_parties.c.created_at < kept_before) & ~_named_by_event.exists()
    forgotten = await connection.execute(delete(third_parties).where(unnamed).returning(third_parties.c.id))
    return len(forgotten.all())
