"""Agencies, staff and tokens: plain records, written in ordinary transactions."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import agencies, staff, tokens
from activities.db.tables_accounts import sessions
from schemas.administration import TokenRow
from schemas.people import Agency, Member, SignedIn
from schemas.vocabulary import Role

MOST_TOKENS = 500
# Built once: every request with a token asks it.
_HOLDER = (
    select(staff.c.id, staff.c.agency_id, staff.c.name, staff.c.roles, tokens.c.expires_at)
    .join(staff, staff.c.id == tokens.c.staff_id)
    .where(tokens.c.hash == bindparam("hash"), tokens.c.revoked_at.is_(None), staff.c.active)
)


def token_hash(token: str) -> str:
    """SHA-256 of a bearer token. Tokens carry 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


async def put_agency(connection: AsyncConnection, agency: Agency) -> None:
    """Create the agency, or change the one of this id."""
    values = agency.model_dump(mode="python") | {"policy": agency.policy.model_dump(mode="json")}
    statement = insert(agencies).values(values)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=[agencies.c.id], set_={**values, "id": agencies.c.id})
    )


async def find_agency(connection: AsyncConnection, agency_id: UUID) -> Agency | None:
    """One agency."""
    columns = [agencies.c[name] for name in Agency.model_fields]
    found = (await connection.execute(select(*columns).where(agencies.c.id == agency_id))).mappings().first()
    return Agency.model_validate(dict(found)) if found else None


async def lock_agency(connection: AsyncConnection, agency_id: UUID) -> Agency | None:
    """The agency, and until the transaction ends nobody else administers it; all other work goes on."""
    mine = select(agencies.c.id).where(agencies.c.id == agency_id)
    await connection.execute(mine.with_for_update(key_share=True))
    return await find_agency(connection, agency_id)


async def all_agencies(connection: AsyncConnection) -> list[Agency]:
    """Every agency, by code."""
    found = await connection.execute(
        select(*(agencies.c[name] for name in Agency.model_fields)).order_by(agencies.c.code)
    )
    return [Agency.model_validate(dict(row)) for row in found.mappings()]


async def is_code_taken(connection: AsyncConnection, code: str) -> bool:
    """Whether an agency heads its numbers with this code; until the transaction ends nobody else asks."""
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("agency-codes", 0))))
    return (await connection.execute(select(agencies.c.id).where(agencies.c.code == code))).first() is not None


async def put_member(connection: AsyncConnection, member: Member) -> None:
    """Create the member of staff, or change the one of this id."""
    values = member.model_dump(mode="python") | {"roles": [role.value for role in member.roles]}
    await _end_sessions_of_changed(connection, member)
    statement = insert(staff).values(values)
    await connection.execute(statement.on_conflict_do_update(index_elements=[staff.c.id], set_=values))


async def _end_sessions_of_changed(connection: AsyncConnection, member: Member) -> None:
    """Whoever gets other roles, or may no longer sign in, begins anew: no session outlives what it was begun with."""
    others = staff.c.roles != cast([role.value for role in member.roles], staff.c.roles.type)
    changed = (staff.c.id == member.id) & (others | (staff.c.active & literal(not member.active)))
    live = sessions.c.closed_at.is_(None) & sessions.c.staff_id.in_(select(staff.c.id).where(changed))
    await connection.execute(update(sessions).where(live).values(closed_at=func.now()))


async def members(connection: AsyncConnection, agency_id: UUID) -> list[Member]:
    """The staff of one agency, by login."""
    columns = [staff.c[name] for name in Member.model_fields]
    found = await connection.execute(select(*columns).where(staff.c.agency_id == agency_id).order_by(staff.c.login))
    return [Member.model_validate(dict(row)) for row in found.mappings()]


async def find_member(connection: AsyncConnection, staff_id: UUID) -> Member | None:
    """A member of staff of any agency."""
    columns = [staff.c[name] for name in Member.model_fields]
    found = (await connection.execute(select(*columns).where(staff.c.id == staff_id))).mappings().first()
    return Member.model_validate(dict(found)) if found else None


async def is_active_as(connection: AsyncConnection, agency_id: UUID, staff_id: UUID, roles: Collection[Role]) -> bool:
    """Whether this is an active member of the agency in one of these roles."""
    wanted = cast([role.value for role in roles], staff.c.roles.type)
    his = (staff.c.id == staff_id) & (staff.c.agency_id == agency_id) & staff.c.active & staff.c.roles.overlap(wanted)
    return (await connection.execute(select(staff.c.id).where(his))).first() is not None


async def new_token(connection: AsyncConnection, staff_id: UUID, label: str, expires_at: datetime | None = None) -> str:
    """A fresh bearer token; only its hash is kept."""
    token = f"dl_{secrets.token_urlsafe(32)}"
    await connection.execute(
        insert(tokens).values(hash=token_hash(token), staff_id=staff_id, label=label, expires_at=expires_at)
    )
    return token


async def sign_in(connection: AsyncConnection, token: str, now: datetime) -> SignedIn | None:
    """Who a bearer token stands for; None if it is unknown, expired or revoked, or its owner no longer active."""
    found = (await connection.execute(_HOLDER, {"hash": token_hash(token)})).first()
    if found is None or (found.expires_at is not None and found.expires_at <= now):
        return None
    return SignedIn(staff_id=found.id, agency_id=found.agency_id, name=found.name, roles=tuple(map(Role, found.roles)))


async def find_login(connection: AsyncConnection, agency_id: UUID, login: str) -> Member | None:
    """A member of staff by login."""
    columns = [staff.c[name] for name in Member.model_fields]
    mine = (staff.c.agency_id == agency_id) & (staff.c.login == login)
    found = (await connection.execute(select(*columns).where(mine))).mappings().first()
    return Member.model_validate(dict(found)) if found else None


async def is_login_taken(connection: AsyncConnection, agency_id: UUID, login: str) -> bool:
    """Whether somebody of the agency has this login, in whatever case: admin and Admin would be taken for one."""
    alike = (staff.c.agency_id == agency_id) & (func.lower(staff.c.login) == func.lower(login))
    return (await connection.execute(select(staff.c.id).where(alike).limit(1))).first() is not None


async def list_tokens(connection: AsyncConnection, agency_id: UUID) -> list[TokenRow]:
    """The tokens of an agency's people, the newest first; the latest five hundred."""
    mine = _token_rows().where(staff.c.agency_id == agency_id).order_by(tokens.c.created_at.desc(), tokens.c.id)
    found = await connection.execute(mine.limit(MOST_TOKENS))
    return [TokenRow.model_validate(dict(row)) for row in found.mappings()]


async def find_token(connection: AsyncConnection, agency_id: UUID, token_id: UUID) -> TokenRow | None:
    """A token of the agency by its id."""
    mine = _token_rows().where(staff.c.agency_id == agency_id, tokens.c.id == token_id)
    found = (await connection.execute(mine)).mappings().first()
    return TokenRow.model_validate(dict(found)) if found else None


async def token_of(connection: AsyncConnection, token: str) -> TokenRow:
    """The row of a token that was just made. Raises ``NoResultFound``."""
    found = await connection.execute(_token_rows().where(tokens.c.hash == token_hash(token)))
    return TokenRow.model_validate(dict(found.mappings().one()))


def _token_rows() -> Select[Any]:
    shown = [tokens.c[name] for name in ("id", "staff_id", "label", "created_at", "expires_at", "revoked_at")]
    return select(*shown, staff.c.login, staff.c.name).join(staff, staff.c.id == tokens.c.staff_id)


async def revoke_token(connection: AsyncConnection, token_id: UUID) -> bool:
    """Revoke one token; whether it was live."""
    live = (tokens.c.id == token_id) & tokens.c.revoked_at.is_(None)
    revoked = await connection.execute(update(tokens).where(live).values(revoked_at=func.now()).returning(tokens.c.id))
    return revoked.first() is not None


async def revoke_tokens(connection: AsyncConnection, staff_id: UUID) -> int:
    """Revoke every live token of a person; how many there were."""
    live = (tokens.c.staff_id == staff_id) & tokens.c.revoked_at.is_(None)
    revoked = await connection.execute(
        update(tokens).where(live).values(revoked_at=func.now()).returning(tokens.c.hash)
    )
    return len(revoked.all())
