"""What failed sign-ins are counted under, and how many are free: api/accounts.py asks before it compares anything."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from activities.db.database import Database
from activities.db.sign_in_tries import count_try, forgive, take_back
from activities.openid import Foreigner
from activities.pauses import Bound
from activities.status_code import client_of
from activities.vault import Vault
from schemas.accounts import Credentials
from schemas.errors import TooManyTries
from schemas.settings import Settings

OF_PERSON, OF_ACCOUNT, OF_ADDRESS = timedelta(hours=1), timedelta(minutes=30), timedelta(minutes=5)
"""The quiet that makes up for one failure."""
log = structlog.get_logger(__name__)


class SignInBounds:
    """Counts tries. An attacker from one address soon waits for himself; the person at his own desk does not wait with
    him until many addresses have tried (``sign_in_tries_per_account``)."""

    def __init__(self, database: Database, vault: Vault, settings: Settings) -> None:
        self._database, self._vault, self._settings = database, vault, settings

    def of_sign_in(self, given: Credentials, address: str | None) -> tuple[Bound, ...]:
        """The bounds of a sign-in, whether the account exists or not: the address alone comes last."""
        account, client, settings = f"{given.agency}\0{given.login}", client_of(address), self._settings
        return (
            Bound(self._mark("both", account, client), settings.sign_in_tries, OF_PERSON),
            Bound(self._mark("account", account), settings.sign_in_tries_per_account, OF_ACCOUNT),
            self._of_address(client),
        )

    def of_provider(self, foreigner: Foreigner, address: str | None) -> tuple[Bound, ...]:
        """The bounds of whom a provider knows, by the provider's own name for him: the address alone comes last."""
        whom = self._mark("provider", foreigner.issuer, foreigner.subject)
        return (Bound(whom, self._settings.sign_in_tries, OF_PERSON), self._of_address(client_of(address)))

    def _of_address(self, client: str) -> Bound:
        return Bound(self._mark("address", client), self._settings.sign_in_tries_per_address, OF_ADDRESS)

    def of_factor(self, staff_id: UUID) -> tuple[Bound, ...]:
        """The bound of the second factor of who knows the password already."""
        return (Bound(self._mark("factor", str(staff_id)), self._settings.sign_in_tries, OF_PERSON),)

    def of_own_password(self, staff_id: UUID) -> tuple[Bound, ...]:
        """The bound of the own password, asked again in a session."""
        return (Bound(self._mark("own", str(staff_id)), self._settings.sign_in_tries, OF_PERSON),)

    async def count(self, bounds: Sequence[Bound], staff_id: UUID | None) -> None:
        """Count a try, committed at once. Raises ``TooManyTries("sign_in_paused")`` while one has to wait.

        Logged and not kept: tries in a pause cost nothing, and must not fill a table.
        """
        async with self._database.transaction() as connection:
            wait = await count_try(connection, bounds, datetime.now(UTC))
        if wait is not None:
            log.warning("sign_in_paused", staff_id=str(staff_id) if staff_id else None, seconds=wait)
            raise TooManyTries("sign_in_paused", retry_after=wait)

    async def were_right(self, bounds: Sequence[Bound]) -> None:
        """The try was right: the account's failures are forgotten, of the address's only this one is taken back."""
        own, address = (bounds[:-1], bounds[-1:]) if len(bounds) > 1 else (bounds, ())
        async with self._database.transaction() as connection:
            await forgive(connection, [bound.mark for bound in own])
            for bound in address:
                await take_back(connection, bound.mark)

    def _mark(self, *parts: str) -> str:
        """A keyed hash: neither logins nor addresses are kept, 64 hexadecimal digits."""
        return self._vault.derived("sign-in-tries", "\0".join(parts).encode()).hex()
