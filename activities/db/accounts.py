"""Passwords of local accounts, identities elsewhere, and what happened to an account."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import any_, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.sessions import end_sessions
from activities.db.tables import staff
from activities.db.tables_accounts import identities, passwords, recovery_codes, second_factors, sign_in_acts
from activities.passwords import fresh_password, hash_of
from schemas.accounts import AccountAct, AccountEntry, AccountState
from schemas.base import Recorded
from schemas.people import Member
from schemas.vocabulary import Role

ONE_TIME_FOR = timedelta(days=7)
"""How long a password that was handed over waits to be replaced."""
SHOWN = 20


class KeptPassword(Recorded):
    """What is kept of a password. ``one_time_until``: it was handed over, and is to be replaced at once."""

    hash: str
    set_at: datetime
    one_time_until: datetime | None


async def one_time_password(connection: AsyncConnection, staff_id: UUID, now: datetime) -> str:
    """Give somebody a random password to hand over, valid seven days, in place of whatever he had.

    It opens nothing but the page on which he sets his own. All his sessions end. Only its hash is kept: show it once.
    """
    password = fresh_password()
    await _keep(connection, staff_id, await hash_of(password), now, now + ONE_TIME_FOR)
    await end_sessions(connection, staff_id)
    await note_act(connection, staff_id, AccountAct.PASSWORD_HANDED_OVER)
    return password


async def set_password(connection: AsyncConnection, staff_id: UUID, kept: str, now: datetime) -> None:
    """Keep the hash of a password that the person chose himself."""
    await _keep(connection, staff_id, kept, now, None)


async def _keep(
    connection: AsyncConnection, staff_id: UUID, kept: str, now: datetime, one_time_until: datetime | None
) -> None:
    values = {"hash": kept, "set_at": now, "one_time_until": one_time_until}
    statement = insert(passwords).values(staff_id=staff_id, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=[passwords.c.staff_id], set_=values))


async def renew_hash(connection: AsyncConnection, staff_id: UUID, old: str, new: str) -> None:
    """The same password under today's parameters; nothing if it was changed meanwhile."""
    mine = (passwords.c.staff_id == staff_id) & (passwords.c.hash == old)
    await connection.execute(update(passwords).where(mine).values(hash=new))


async def password_of(connection: AsyncConnection, staff_id: UUID) -> KeptPassword | None:
    """What is kept of somebody's password; None if he has none."""
    columns = (passwords.c.hash, passwords.c.set_at, passwords.c.one_time_until)
    found = (await connection.execute(select(*columns).where(passwords.c.staff_id == staff_id))).mappings().first()
    return KeptPassword.model_validate(dict(found)) if found else None


async def is_still(connection: AsyncConnection, staff_id: UUID, kept: KeptPassword) -> bool:
    """Whether the password is the one that was compared; nobody changes it before the transaction ends."""
    mine = select(passwords.c.hash).where(passwords.c.staff_id == staff_id).with_for_update()
    return (await connection.execute(mine)).scalar() == kept.hash


async def first_administrator(connection: AsyncConnection) -> Member | None:
    """Who gets the first password of all: the administrator first by agency and login; None once anybody has one."""
    if (await connection.execute(select(passwords.c.staff_id).limit(1))).first():
        return None
    columns = [staff.c[name] for name in Member.model_fields]
    administers = staff.c.active & (literal(Role.ADMINISTRATOR.value) == any_(staff.c.roles))
    ordered = select(*columns).where(administers).order_by(staff.c.agency_id, staff.c.login).limit(1)
    found = (await connection.execute(ordered)).mappings().first()
    return Member.model_validate(dict(found)) if found else None


async def member_linked(connection: AsyncConnection, issuer: str, subject: str) -> Member | None:
    """The active member of staff whom a provider knows by this subject."""
    columns = [staff.c[name] for name in Member.model_fields]
    linked = (identities.c.issuer == issuer) & (identities.c.subject == subject) & staff.c.active
    joined = select(*columns).join(identities, identities.c.staff_id == staff.c.id)
    found = (await connection.execute(joined.where(linked))).mappings().first()
    return Member.model_validate(dict(found)) if found else None


async def link_identity(connection: AsyncConnection, staff_id: UUID, issuer: str, subject: str) -> bool:
    """Link a member of staff to a provider's subject; False if either has been linked to another. Again: True."""
    entered = insert(identities).values(issuer=issuer, subject=subject, staff_id=staff_id).on_conflict_do_nothing()
    await connection.execute(entered)
    mine = (identities.c.issuer == issuer) & (identities.c.subject == subject) & (identities.c.staff_id == staff_id)
    return (await connection.execute(select(identities.c.staff_id).where(mine))).first() is not None


async def unlink_identities(connection: AsyncConnection, staff_id: UUID) -> bool:
    """Forget who a member of staff is elsewhere; whether there was anything to forget."""
    mine = identities.delete().where(identities.c.staff_id == staff_id).returning(identities.c.issuer)
    gone = (await connection.execute(mine)).first() is not None
    if gone:
        await note_act(connection, staff_id, AccountAct.IDENTITY_REMOVED)
    return gone


async def note_act(connection: AsyncConnection, staff_id: UUID, kind: AccountAct) -> None:
    """Note what happened to an account."""
    await connection.execute(insert(sign_in_acts).values(staff_id=staff_id, kind=kind.value))


async def acts_of(connection: AsyncConnection, staff_id: UUID) -> list[AccountEntry]:
    """The latest acts of an account, the latest first."""
    mine = select(sign_in_acts.c.at, sign_in_acts.c.kind).where(sign_in_acts.c.staff_id == staff_id)
    found = await connection.execute(mine.order_by(sign_in_acts.c.n.desc()).limit(SHOWN))
    return [AccountEntry(at=row.at, kind=AccountAct(row.kind)) for row in found]


async def account_states(connection: AsyncConnection, agency_id: UUID) -> dict[UUID, AccountState]:
    """How each member of an agency's staff may sign in, by id."""
    left = (recovery_codes.c.staff_id == staff.c.id) & recovery_codes.c.used_at.is_(None)
    columns = (
        staff.c.id,
        staff.c.login,
        passwords.c.hash.is_not(None).label("has_password"),
        passwords.c.set_at.label("password_set_at"),
        passwords.c.one_time_until.label("password_due_until"),
        second_factors.c.confirmed_at.label("second_factor_since"),
        select(func.count()).where(left).scalar_subquery().label("recovery_codes"),
        select(func.max(identities.c.linked_at))
        .where(identities.c.staff_id == staff.c.id)
        .scalar_subquery()
        .label("linked_at"),
    )
    joined = staff.outerjoin(passwords).outerjoin(second_factors, second_factors.c.staff_id == staff.c.id)
    found = await connection.execute(select(*columns).select_from(joined).where(staff.c.agency_id == agency_id))
    return {row["id"]: AccountState.model_validate(dict(row)) for row in found.mappings()}
