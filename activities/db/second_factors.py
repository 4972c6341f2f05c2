"""Second factors: the secret sealed like other personal data, each code and each recovery code taken once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.accounts import note_act
from activities.db.tables_accounts import recovery_codes, second_factors
from activities.vault import Vault
from schemas.accounts import AccountAct
from schemas.base import Recorded


class Factor(Recorded):
    """A second factor. Until it is confirmed with a first code it is asked of nobody."""

    secret: str
    confirmed_at: datetime | None


def secret_context(staff_id: UUID) -> str:
    """What the sealed secret of a member of staff is bound to."""
    return f"{staff_id}/second-factor"


async def factor_of(connection: AsyncConnection, staff_id: UUID, vault: Vault) -> Factor | None:
    """Somebody's second factor, confirmed or begun; None without one."""
    row = (await connection.execute(select(second_factors).where(second_factors.c.staff_id == staff_id))).first()
    if row is None:
        return None
    return Factor(secret=vault.unseal(row.secret_sealed, secret_context(staff_id)), confirmed_at=row.confirmed_at)


async def begin_factor(connection: AsyncConnection, staff_id: UUID, secret: str, vault: Vault) -> None:
    """Begin a second factor, in place of one that was only begun; a confirmed one stays."""
    values = {"secret_sealed": vault.seal(secret, secret_context(staff_id)), "last_step": 0}
    statement = insert(second_factors).values(staff_id=staff_id, **values)
    only_begun = second_factors.c.confirmed_at.is_(None)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=[second_factors.c.staff_id], set_=values, where=only_begun)
    )


async def take_step_once(connection: AsyncConnection, staff_id: UUID, step: int) -> bool:
    """Take the code of this interval; False if it, or a later one, was taken before."""
    mine = (second_factors.c.staff_id == staff_id) & (second_factors.c.last_step < step)
    taken = update(second_factors).where(mine).values(last_step=step).returning(second_factors.c.staff_id)
    return (await connection.execute(taken)).first() is not None


async def confirm_factor(connection: AsyncConnection, staff_id: UUID, now: datetime, hashes: Sequence[str]) -> None:
    """From now on it is asked for; with the hashes of fresh recovery codes in place of any old ones."""
    mine = second_factors.c.staff_id == staff_id
    await connection.execute(update(second_factors).where(mine).values(confirmed_at=now))
    await replace_recovery_codes(connection, staff_id, hashes)
    await note_act(connection, staff_id, AccountAct.FACTOR_SET)


async def replace_recovery_codes(connection: AsyncConnection, staff_id: UUID, hashes: Sequence[str]) -> None:
    """Fresh recovery codes; the old ones open nothing any more."""
    await connection.execute(delete(recovery_codes).where(recovery_codes.c.staff_id == staff_id))
    if hashes:
        await connection.execute(insert(recovery_codes), [{"staff_id": staff_id, "hash": one} for one in hashes])


async def take_recovery_code(connection: AsyncConnection, staff_id: UUID, hashed: str, now: datetime) -> bool:
    """Use up a recovery code; False if there is none such, or it was used."""
    mine = (recovery_codes.c.staff_id == staff_id) & (recovery_codes.c.hash == hashed)
    unused = mine & recovery_codes.c.used_at.is_(None)
    taken = update(recovery_codes).where(unused).values(used_at=now).returning(recovery_codes.c.hash)
    return (await connection.execute(taken)).first() is not None


async def remove_factor(connection: AsyncConnection, staff_id: UUID) -> bool:
    """Sign in without a second factor from now on; whether there was a confirmed one."""
    await replace_recovery_codes(connection, staff_id, ())
    mine = delete(second_factors).where(second_factors.c.staff_id == staff_id)
    gone = (await connection.execute(mine.returning(second_factors.c.confirmed_at))).first()
    if gone is None or gone.confirmed_at is None:
        return False
    await note_act(connection, staff_id, AccountAct.FACTOR_REMOVED)
    return True
