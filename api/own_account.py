"""One's own account: password, identity elsewhere, sessions."""

from datetime import UTC, datetime, timedelta

import structlog

from activities.db.accounts import (
    account_states,
    acts_of,
    link_identity,
    note_act,
    password_of,
    set_password,
    unlink_identities,
)
from activities.db.sessions import OpenSession, close_session, end_session, end_sessions, open_sessions
from activities.openid import Foreigner
from activities.passwords import hash_of, is_password
from api.accounts import Accounts
from api.desk import Desk
from api.password_rules import check_password
from schemas.accounts import Account, AccountAct, NewPassword, Opened
from schemas.errors import InvalidInput, NotFound, StepRefused
from schemas.people import SignedIn
from schemas.settings import Settings

log = structlog.get_logger(__name__)


async def own_account(desk: Desk, settings: Settings, person: SignedIn, token: str | None = None) -> Account:
    """The own account with its sessions and latest acts; ``token``: of the session that asks."""
    now, idle = datetime.now(UTC), timedelta(minutes=settings.session_idle_minutes)
    async with desk.database.reading() as connection:
        state = (await account_states(connection, person.agency_id))[person.staff_id]
        sessions = await open_sessions(connection, person.staff_id, now, idle, token)
        acts = await acts_of(connection, person.staff_id)
    return Account(**state.model_dump(), sessions=tuple(sessions), acts=tuple(acts))


async def end_own_session(desk: Desk, person: SignedIn, named: str) -> None:
    """End one of the own sessions. Raises ``NotFound``."""
    async with desk.database.transaction() as connection:
        if not await end_session(connection, person.staff_id, named):
            raise NotFound("not_found")
        await note_act(connection, person.staff_id, AccountAct.SESSION_ENDED)


async def end_other_sessions(desk: Desk, person: SignedIn, token: str | None) -> int:
    """End all of the own sessions but the one that asks; how many there were."""
    async with desk.database.transaction() as connection:
        ended = await end_sessions(connection, person.staff_id, but=token)
        if ended:
            await note_act(connection, person.staff_id, AccountAct.SESSION_ENDED)
        return ended


async def sign_out(desk: Desk, session: OpenSession) -> None:
    """End this session."""
    async with desk.database.transaction() as connection:
        await close_session(connection, session.token)
        await note_act(connection, session.person.staff_id, AccountAct.SIGNED_OUT)
    log.info("signed_out", staff_id=str(session.person.staff_id))


async def change_password(accounts: Accounts, session: OpenSession, wanted: NewPassword) -> Opened:
    """Set the own password; every session ends, and a fresh one goes on. The one of now is asked for, unless it was
    handed over and the session waits for just this. Raises ``InvalidInput``, ``TooManyTries``.
    """
    staff_id, password = session.person.staff_id, wanted.password.get_secret_value()
    if password != wanted.again.get_secret_value():
        raise InvalidInput("passwords_differ", field="again")
    agency = await accounts.desk.agency(session.person.agency_id)
    check_password(password, (session.login, session.person.name, agency.name, agency.code))
    current = wanted.current.get_secret_value() if wanted.current else ""
    if session.awaits is None:
        await require_password(accounts, session, current)
    await _refuse_the_same(accounts, session, password)
    kept = await hash_of(password)
    async with accounts.desk.database.transaction() as connection:
        await set_password(connection, staff_id, kept, datetime.now(UTC))
        await end_sessions(connection, staff_id)
        await note_act(connection, staff_id, AccountAct.PASSWORD_CHANGED)
        opened = await accounts.fresh_session(connection, session.person, None)
    log.info("password_changed", staff_id=str(staff_id))
    return opened


async def _refuse_the_same(accounts: Accounts, session: OpenSession, password: str) -> None:
    async with accounts.desk.database.reading() as connection:
        kept = await password_of(connection, session.person.staff_id)
    if kept is not None and await is_password(password, kept.hash):
        raise InvalidInput("password_unchanged", field="password")


async def require_password(accounts: Accounts, session: OpenSession, given: str) -> None:
    """Refuse who does not know the password of the account he is in; who has none is known by his provider.

    Raises ``InvalidInput("password_wrong")``, ``TooManyTries``.
    """
    staff_id = session.person.staff_id
    async with accounts.desk.database.reading() as connection:
        kept = await password_of(connection, staff_id)
    if kept is None:
        return
    bounds = accounts.bounds.of_own_password(staff_id)
    await accounts.bounds.count(bounds, staff_id)
    if not await is_password(given, kept.hash):
        log.warning("own_password_refused", staff_id=str(staff_id))
        raise InvalidInput("password_wrong", field="current")
    await accounts.bounds.were_right(bounds)


async def link_own_identity(accounts: Accounts, session: OpenSession, foreigner: Foreigner) -> None:
    """Sign in by this provider too. Raises ``StepRefused("identity_taken")`` when it is, or he is, linked elsewhere."""
    staff_id = session.person.staff_id
    async with accounts.desk.database.transaction() as connection:
        if not await link_identity(connection, staff_id, foreigner.issuer, foreigner.subject):
            raise StepRefused("identity_taken")
        await note_act(connection, staff_id, AccountAct.IDENTITY_LINKED)
    log.info("identity_linked", staff_id=str(staff_id))


async def unlink_own_identity(accounts: Accounts, session: OpenSession, password: str) -> None:
    """Forget who one is at the provider. Raises ``StepRefused("identity_is_the_only_way")`` without a password."""
    async with accounts.desk.database.reading() as connection:
        if await password_of(connection, session.person.staff_id) is None:
            raise StepRefused("identity_is_the_only_way")
    await require_password(accounts, session, password)
    async with accounts.desk.database.transaction() as connection:
        await unlink_identities(connection, session.person.staff_id)
    log.info("identity_removed", staff_id=str(session.person.staff_id))
