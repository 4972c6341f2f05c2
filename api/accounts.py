"""Signing in: by password or by a provider's word, with a second factor where there is one; every try is counted."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from activities.db.accounts import (
    KeptPassword,
    is_still,
    link_identity,
    member_linked,
    note_act,
    password_of,
    renew_hash,
)
from activities.db.database import AsyncConnection
from activities.db.people import all_agencies, find_login
from activities.db.second_factors import Factor, factor_of, take_recovery_code, take_step_once
from activities.db.sessions import OpenSession, close_session, open_session, sweep_sessions
from activities.db.sign_in_tries import sweep_tries
from activities.db.unsent_forms import sweep_unsent
from activities.openid import Foreigner
from activities.passwords import hash_of, is_outdated, is_password
from activities.totp import recovery_hash, step_of
from api.desk import Desk
from api.sign_in_bounds import SignInBounds
from schemas.accounts import AccountAct, Awaits, Credentials, OneCode, Opened
from schemas.errors import InvalidInput, Unauthorized
from schemas.people import Agency, Member, SignedIn
from schemas.settings import Settings
from schemas.vocabulary import Role

HALF_FOR = timedelta(minutes=15)
"""How long a session waits for the second factor or the new password."""
log = structlog.get_logger(__name__)


class Accounts:
    """Begins sessions. Tries are counted in PostgreSQL, so that all processes count together."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self.desk = desk
        self.settings = settings
        self.bounds = SignInBounds(desk.database, desk.vault, settings)

    async def agencies(self) -> list[Agency]:
        """The agencies whose staff may sign in, by code."""
        async with self.desk.database.reading() as connection:
            return await all_agencies(connection)

    async def by_password(self, given: Credentials, address: str | None) -> Opened:
        """Begin a session for who knows the password. The try is counted before the password is compared.

        Raises ``InvalidInput("sign_in_failed")`` for an unknown agency or login as for a wrong password, after the same
        work; ``TooManyTries``; ``InvalidInput("one_time_password_over")`` for one that was handed over too long ago.
        """
        member, kept = await self._known(given)
        bounds = self.bounds.of_sign_in(given, address)
        await self.bounds.count(bounds, member.id if member else None)
        password = given.password.get_secret_value()
        if not await is_password(password, kept.hash if kept else None) or member is None or kept is None:
            await self._note_refusal(member)
            raise InvalidInput("sign_in_failed")
        await self.bounds.were_right(bounds)
        if kept.one_time_until is not None and kept.one_time_until <= datetime.now(UTC):
            raise InvalidInput("one_time_password_over")
        fresh = await hash_of(password) if is_outdated(kept.hash) else None
        async with self.desk.database.transaction() as connection:
            if not await is_still(connection, member.id, kept):  # changed meanwhile: what it opened has just ended
                raise InvalidInput("sign_in_failed")
            if fresh:
                await renew_hash(connection, member.id, kept.hash, fresh)
            return await self._opened(connection, member, AccountAct.SIGNED_IN, kept, factor_shown=False)

    async def by_provider(self, foreigner: Foreigner, agency_id: UUID | None, address: str | None) -> Opened:
        """Begin a session for whom the provider knows: a linked member, or the one whose login its claim names.

        He is linked from then on, so that a login given to somebody else later opens nothing. Nobody is created.
        The try is counted before anything is looked up. Raises ``InvalidInput("provider_person_unknown")``,
        ``TooManyTries``.
        """
        bounds = self.bounds.of_provider(foreigner, address)
        await self.bounds.count(bounds, None)
        async with self.desk.database.transaction() as connection:
            member = await member_linked(connection, foreigner.issuer, foreigner.subject)
            member = member or await self._named(connection, foreigner, agency_id)
            if member is None:
                log.warning("provider_sign_in_refused", agency_id=str(agency_id) if agency_id else None)
                raise InvalidInput("provider_person_unknown")
            shown = foreigner.several_factors
            act = AccountAct.SIGNED_IN_BY_PROVIDER
            opened = await self._opened(connection, member, act, None, factor_shown=shown)
        await self.bounds.were_right(bounds)
        return opened

    async def by_second_factor(self, session: OpenSession, given: OneCode) -> Opened:
        """Go on with a session that waits for the second factor, under a new token.

        Raises ``InvalidInput("second_factor_wrong")``, ``TooManyTries``, ``Unauthorized`` for a session that has ended.
        """
        await self.take_code(session.person.staff_id, given)
        async with self.desk.database.transaction() as connection:
            if not await close_session(connection, session.token):  # ended meanwhile by an administrator or elsewhere
                raise Unauthorized("unauthorized")
            return await self.gone_on(connection, session)

    async def gone_on(self, connection: AsyncConnection, session: OpenSession) -> Opened:
        """The session of somebody whose second factor has been shown, in place of the one that waited for it."""
        person = session.person
        await close_session(connection, session.token)
        await note_act(connection, person.staff_id, AccountAct.SIGNED_IN)
        log.info("signed_in", staff_id=str(person.staff_id), second_factor=True)
        kept = await password_of(connection, person.staff_id)
        awaits = Awaits.NEW_PASSWORD if kept and kept.one_time_until else None
        return await self.fresh_session(connection, person, awaits)

    async def take_code(self, staff_id: UUID, given: OneCode, *, confirming: bool = False) -> None:
        """Use up a code of the second factor, or a recovery code; each opens once. Raises as ``by_second_factor``.

        ``confirming``: of a second factor that is only begun; otherwise only of a confirmed one.
        """
        bounds = self.bounds.of_factor(staff_id)
        await self.bounds.count(bounds, staff_id)
        async with self.desk.database.transaction() as connection:
            factor = await factor_of(connection, staff_id, self.desk.vault)
            fits = factor is not None and (factor.confirmed_at is None) == confirming
            taken = factor is not None and fits and await self._taken(connection, staff_id, factor, given)
        if not taken:
            async with self.desk.database.transaction() as connection:
                await note_act(connection, staff_id, AccountAct.FACTOR_REFUSED)
            log.warning("second_factor_refused", staff_id=str(staff_id))
            raise InvalidInput("second_factor_wrong", field="code")
        await self.bounds.were_right(bounds)

    async def _taken(self, connection: AsyncConnection, staff_id: UUID, factor: Factor, given: OneCode) -> bool:
        step = step_of(factor.secret, given.plain, datetime.now(UTC))
        if step is not None:
            return await take_step_once(connection, staff_id, step)
        hashed = recovery_hash(self.desk.vault, staff_id, given.plain)
        if factor.confirmed_at is None or not await take_recovery_code(connection, staff_id, hashed, datetime.now(UTC)):
            return False
        await note_act(connection, staff_id, AccountAct.RECOVERY_CODE_USED)
        return True

    async def _known(self, given: Credentials) -> tuple[Member | None, KeptPassword | None]:
        agency = next((one for one in await self.agencies() if one.code == given.agency), None)
        if agency is None:
            return None, None
        async with self.desk.database.reading() as connection:
            member = await find_login(connection, agency.id, given.login)
            if member is None or not member.active:
                return None, None
            return member, await password_of(connection, member.id)

    async def _named(self, connection: AsyncConnection, foreigner: Foreigner, agency_id: UUID | None) -> Member | None:
        if foreigner.login is None or agency_id is None:
            return None
        member = await find_login(connection, agency_id, foreigner.login)
        if member is None or not member.active:
            return None
        if not await link_identity(connection, member.id, foreigner.issuer, foreigner.subject):
            return None
        await note_act(connection, member.id, AccountAct.IDENTITY_LINKED)
        return member

    async def _opened(
        self,
        connection: AsyncConnection,
        member: Member,
        act: AccountAct,
        kept: KeptPassword | None,
        *,
        factor_shown: bool,
    ) -> Opened:
        person = SignedIn(staff_id=member.id, agency_id=member.agency_id, name=member.name, roles=member.roles)
        awaits = Awaits.NEW_PASSWORD if kept and kept.one_time_until else None
        if not factor_shown and await self._asks_for_factor(connection, member):
            awaits = Awaits.SECOND_FACTOR
        if awaits is not Awaits.SECOND_FACTOR:
            await note_act(connection, member.id, act)
        log.info(act.value, staff_id=str(member.id), awaits=awaits)
        now = datetime.now(UTC)
        await sweep_sessions(connection, now)
        await sweep_tries(connection, now)
        await sweep_unsent(connection, now)
        return await self.fresh_session(connection, person, awaits)

    async def _asks_for_factor(self, connection: AsyncConnection, member: Member) -> bool:
        factor = await factor_of(connection, member.id, self.desk.vault)
        demanded = self.settings.second_factor_for_administrators and Role.ADMINISTRATOR in member.roles
        return demanded or (factor is not None and factor.confirmed_at is not None)

    async def fresh_session(self, connection: AsyncConnection, person: SignedIn, awaits: Awaits | None) -> Opened:
        """Begin a session: of the full length, or a short one that waits for something."""
        length = timedelta(hours=self.settings.session_hours) if awaits is None else HALF_FOR
        ends_at = datetime.now(UTC) + length
        token = await open_session(connection, person, ends_at, awaits)
        return Opened(token=token, awaits=awaits, ends_at=ends_at)

    async def _note_refusal(self, member: Member | None) -> None:
        """Keep and log that a password was wrong; of an unknown login, that there was one, and nothing else."""
        log.warning("sign_in_refused", staff_id=str(member.id) if member else None)
        if member is not None:
            async with self.desk.database.transaction() as connection:
                await note_act(connection, member.id, AccountAct.REFUSED)
