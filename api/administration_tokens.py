"""Bearer tokens of the agency's people, for programs that work in their names."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from activities.db.acts import find_act, put_act
from activities.db.database import Database
from activities.db.people import (
    find_member,
    find_token,
    list_tokens,
    new_token,
    revoke_token,
    revoke_tokens,
    token_of,
)
from api.administration import By, id_of, permit, reached
from schemas.administration import ActKind, Ended, NewToken, TokenList, TokenMade, TokenRow
from schemas.errors import NotFound, StepRefused
from schemas.people import SignedIn


async def tokens_seen(database: Database, by: SignedIn) -> TokenList:
    """The agency's tokens; none of them says what it is. Raises ``NotAllowed``."""
    permit(by)
    async with database.reading() as connection:
        return TokenList(items=tuple(await list_tokens(connection, by.agency_id)))


async def make_token(database: Database, by: By, key: str, wanted: NewToken) -> TokenMade:
    """A token, shown this once: the same key again is refused with ``StepRefused("secret_was_shown")``.

    Raises ``NotFound`` for somebody of another agency, ``StepRefused("staff_not_active")``.
    """
    permit(by)
    act_id = id_of(by, "token", key)
    async with database.transaction() as connection:
        member = await find_member(connection, wanted.staff)
        if member is None or (by and member.agency_id != by.agency_id):
            raise NotFound("staff_unknown", field="staff")
        await reached(connection, by, member.agency_id)
        if await find_act(connection, act_id):
            raise StepRefused("secret_was_shown")
        if not member.active:
            raise StepRefused("staff_not_active", field="staff")
        expires_at = datetime.now(UTC) + timedelta(days=wanted.days)
        token = await new_token(connection, member.id, wanted.label, expires_at)
        row = await token_of(connection, token)
        act = (act_id, member.agency_id, by.staff_id if by else None, ActKind.TOKEN_MADE)
        await put_act(connection, *act, staff_id=member.id, what=str(row.id))
    return TokenMade(**row.model_dump(), token=token)


async def take_token(database: Database, by: SignedIn, token_id: UUID) -> TokenRow:
    """Revoke a token of the agency; again, nothing changes. Raises ``NotFound``."""
    async with database.transaction() as connection:
        await reached(connection, by, by.agency_id)
        standing = await find_token(connection, by.agency_id, token_id)
        if standing is None:
            raise NotFound("not_found", field="token")
        if await revoke_token(connection, token_id):
            act = (uuid4(), by.agency_id, by.staff_id, ActKind.TOKEN_REVOKED)
            await put_act(connection, *act, staff_id=standing.staff_id, what=str(token_id))
        return await find_token(connection, by.agency_id, token_id) or standing


async def take_all_tokens(database: Database, by: By, staff_id: UUID) -> Ended:
    """Revoke every live token of a person of the agency. Raises ``NotFound``."""
    permit(by)
    async with database.transaction() as connection:
        member = await find_member(connection, staff_id)
        if member is None or (by and member.agency_id != by.agency_id):
            raise NotFound("staff_unknown", field="staff")
        await reached(connection, by, member.agency_id)
        ended = await revoke_tokens(connection, staff_id)
        if ended:
            who = by.staff_id if by else None
            await put_act(connection, uuid4(), member.agency_id, who, ActKind.TOKEN_REVOKED, staff_id=staff_id)
    return Ended(ended=ended)
