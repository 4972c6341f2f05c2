"""Forms whose session had ended when they were sent: sealed, for one person in one browser, for an hour."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.people import token_hash
from activities.db.tables_accounts import sessions, unsent_forms
from activities.vault import Vault
from schemas.accounts import UnsentForm

KEPT_FOR = timedelta(hours=1)
MOST = 5
"""Forms kept of one person, the newest: a cookie whose session has ended must not fill the database."""


async def owner_of_session(connection: AsyncConnection, token: str) -> UUID | None:
    """Whose session the cookie was, ended or not; None for one that is not known (any more)."""
    owner = select(sessions.c.staff_id).where(sessions.c.hash == token_hash(token))
    found: UUID | None = (await connection.execute(owner)).scalar_one_or_none()
    return found


async def keep_unsent(
    connection: AsyncConnection, staff_id: UUID, form: UnsentForm, vault: Vault, now: datetime, instead_of: str | None
) -> str:
    """Keep a form; the value of the browser's cookie, 256 random bits. ``instead_of``: its cookie till now.

    Of one person's no more than ``MOST`` are kept, the newest.
    """
    await sweep_unsent(connection, now)
    if instead_of:
        before = (unsent_forms.c.hash == token_hash(instead_of)) & (unsent_forms.c.staff_id == staff_id)
        await connection.execute(delete(unsent_forms).where(before))
    token = secrets.token_urlsafe(32)
    values = {
        "hash": token_hash(token),
        "staff_id": staff_id,
        "sealed": vault.seal(form.model_dump_json(), _context(staff_id, token)),
        "kept_until": now + KEPT_FOR,
    }
    await connection.execute(insert(unsent_forms).values(values))
    await _keep_newest(connection, staff_id)
    return token


async def find_unsent(
    connection: AsyncConnection, staff_id: UUID, token: str, vault: Vault, now: datetime
) -> UnsentForm | None:
    """The form this person sent in the browser with this cookie; None for anybody else, and after its hour."""
    mine = (unsent_forms.c.hash == token_hash(token)) & (unsent_forms.c.staff_id == staff_id)
    living = select(unsent_forms.c.sealed).where(mine & (unsent_forms.c.kept_until > now))
    sealed: bytes | None = (await connection.execute(living)).scalar_one_or_none()
    return None if sealed is None else UnsentForm.model_validate_json(vault.unseal(sealed, _context(staff_id, token)))


async def drop_unsent(connection: AsyncConnection, staff_id: UUID, token: str) -> None:
    """Forget it; what is somebody else's stays."""
    mine = (unsent_forms.c.hash == token_hash(token)) & (unsent_forms.c.staff_id == staff_id)
    await connection.execute(delete(unsent_forms).where(mine))


async def sweep_unsent(connection: AsyncConnection, now: datetime) -> None:
    """Forget what nobody came back for."""
    await connection.execute(delete(unsent_forms).where(unsent_forms.c.kept_until <= now))


async def _keep_newest(connection: AsyncConnection, staff_id: UUID) -> None:
    """Forget the oldest of somebody's forms past ``MOST``."""
    his = select(unsent_forms.c.hash).where(unsent_forms.c.staff_id == staff_id)
    oldest = his.order_by(unsent_forms.c.kept_until.desc(), unsent_forms.c.hash).offset(MOST)
    await connection.execute(delete(unsent_forms).where(unsent_forms.c.hash.in_(oldest)))


def _context(staff_id: UUID, token: str) -> str:
    return f"unsent-form/{staff_id}/{token_hash(token)}"
