"""The second factor of one's own account: set up, confirmed with a first code, turned off; recovery codes renewed."""

from datetime import UTC, datetime

import structlog

from activities.db.second_factors import (
    begin_factor,
    confirm_factor,
    factor_of,
    remove_factor,
    replace_recovery_codes,
)
from activities.db.sessions import OpenSession, end_sessions
from activities.totp import fresh_recovery_codes, fresh_secret, recovery_hashes
from api.accounts import Accounts
from api.own_account import require_password
from schemas.accounts import OneCode, Opened
from schemas.errors import NotAllowed, StepRefused
from schemas.vocabulary import Role

log = structlog.get_logger(__name__)


async def factor_stands(accounts: Accounts, session: OpenSession) -> bool:
    """Whether this person has a confirmed second factor."""
    async with accounts.desk.database.reading() as connection:
        factor = await factor_of(connection, session.person.staff_id, accounts.desk.vault)
    return factor is not None and factor.confirmed_at is not None


async def begun_secret(accounts: Accounts, session: OpenSession) -> str | None:
    """The secret of a second factor that waits for its first code; None if there is none such."""
    async with accounts.desk.database.reading() as connection:
        factor = await factor_of(connection, session.person.staff_id, accounts.desk.vault)
    return factor.secret if factor is not None and factor.confirmed_at is None else None


async def begin_second_factor(accounts: Accounts, session: OpenSession, password: str) -> None:
    """Begin a second factor with a fresh secret. Asks for the password, but not of who has just typed it to sign in.

    Raises ``StepRefused("second_factor_is_set")``, ``InvalidInput("password_wrong")``, ``TooManyTries``.
    """
    if await factor_stands(accounts, session):
        raise StepRefused("second_factor_is_set")
    if session.awaits is None:
        await require_password(accounts, session, password)
    async with accounts.desk.database.transaction() as connection:
        await begin_factor(connection, session.person.staff_id, fresh_secret(), accounts.desk.vault)


async def confirm_second_factor(
    accounts: Accounts, session: OpenSession, given: OneCode
) -> tuple[Opened, tuple[str, ...]]:
    """Ask for it from now on; the session goes on under a new token, the others end; with ten recovery codes to keep.

    Raises ``InvalidInput("second_factor_wrong")``, ``TooManyTries``.
    """
    staff_id, codes = session.person.staff_id, fresh_recovery_codes()
    await accounts.take_code(staff_id, given, confirming=True)
    hashes = recovery_hashes(accounts.desk.vault, staff_id, codes)
    async with accounts.desk.database.transaction() as connection:
        await confirm_factor(connection, staff_id, datetime.now(UTC), hashes)
        await end_sessions(connection, staff_id)
        if session.awaits is None:
            opened = await accounts.fresh_session(connection, session.person, None)
        else:
            opened = await accounts.gone_on(connection, session)
    log.info("second_factor_set", staff_id=str(staff_id))
    return opened, codes


async def renew_recovery_codes(accounts: Accounts, session: OpenSession, password: str) -> tuple[str, ...]:
    """Ten fresh recovery codes; the old ones open nothing any more. Raises as ``remove_second_factor``."""
    if not await factor_stands(accounts, session):
        raise StepRefused("second_factor_missing")
    await require_password(accounts, session, password)
    staff_id, codes = session.person.staff_id, fresh_recovery_codes()
    hashes = recovery_hashes(accounts.desk.vault, staff_id, codes)
    async with accounts.desk.database.transaction() as connection:
        await replace_recovery_codes(connection, staff_id, hashes)
    log.info("recovery_codes_renewed", staff_id=str(staff_id))
    return codes


async def remove_second_factor(accounts: Accounts, session: OpenSession, password: str) -> None:
    """Sign in without it from now on. Raises ``NotAllowed("second_factor_demanded")`` for who must have one."""
    demanded = accounts.settings.second_factor_for_administrators
    if demanded and Role.ADMINISTRATOR in session.person.roles:
        raise NotAllowed("second_factor_demanded")
    await require_password(accounts, session, password)
    async with accounts.desk.database.transaction() as connection:
        await remove_factor(connection, session.person.staff_id)
    log.info("second_factor_removed", staff_id=str(session.person.staff_id))
