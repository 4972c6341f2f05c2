"""Mail: what is due is taken in hand, sent over a few connections, and ended; a server that is away is left alone.

Each mail is recorded within a second after the server has taken it. A crash between the two has it sent again when its
claim runs out, under the same ``Message-ID``, so that a mail program shows it once.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from itertools import groupby
from uuid import UUID

import structlog

from activities.db.absences import address_context
from activities.db.deliveries import SERVER_TROUBLE, ClaimedMail, claim_mails, server_away_until
from activities.db.delivery_ends import (
    InVain,
    forget,
    leave_alone,
    let_go,
    put_off,
    server_tried,
    tried_in_vain,
)
from activities.digest_pages.mail import XLSX, digest_mail
from activities.mailing.compose import Envelope, mail_about, mail_of_digest
from activities.mailing.server import Line, MailServer, Refused, ServerAway, deliverable
from activities.mailing.times import gathered, not_before
from activities.postal import BROKEN_IN_A_ROW, CHUNK, LEASE, MAIL_ATTEMPTS, Chunk, Shift, Tray, pause_after
from schemas.errors import DaylightError, Unavailable
from schemas.inbox import DeliveryChannel, MailWish
from schemas.post import Posted

CONNECTIONS = 4
"""SMTP connections at once; the others are opened when the first has brought something to an end."""
MOST_GATHERED = 200
"""Notices in one mail of the day; more make a second one."""
MAIL = DeliveryChannel.MAIL
Letter = Sequence[ClaimedMail]
"""The deliveries that one mail brings to an end: one, or all of a person's day."""
log = structlog.get_logger(__name__)


class MailRound:
    """One round of mail; ``public_url`` begins the links in it."""

    def __init__(self, shift: Shift, server: MailServer, public_url: str | None) -> None:
        self._shift, self._server, self._public_url = shift, server, public_url
        self._away = False
        self._broken_in_a_row = 0
        self._posted = Posted()

    async def work(self) -> Posted:
        """Send what is due until nothing is, the time is over, or the server turns out to be away."""
        if await self._known_to_be_away():
            return self._posted
        async with Line(self._server) as line:
            if await self._chunk(line):
                async with asyncio.TaskGroup() as hands:
                    for _ in range(CONNECTIONS - 1):
                        hands.create_task(self._another_hand())
                    await self._hand(line)
        self._posted += Posted(more=self._shift.over and not self._away)
        return self._posted

    async def _known_to_be_away(self) -> bool:
        """Whether the server is left alone for a while yet; what has become due meanwhile waits with the rest."""
        now = self._shift.now()
        async with self._shift.database.transaction() as connection:
            away = await server_away_until(connection, MAIL, now)
            if away:
                self._posted += Posted(put_off=await leave_alone(connection, MAIL, now, *away))
        return away is not None

    async def _another_hand(self) -> None:
        async with Line(self._server) as line:
            await self._hand(line)

    async def _hand(self, line: Line) -> None:
        while not (self._shift.over or self._away) and await self._chunk(line):
            pass

    async def _chunk(self, line: Line) -> bool:
        """Take some mails in hand and bring them to an end; whether there may be more."""
        chunk, tray = Chunk(), Tray(self._shift)
        claimed = await self._claim()
        letters = await self._to_be_sent(claimed)
        for done, letter in enumerate(letters):
            if self._away or chunk.over or self._shift.over:
                await self._put_down(letters[done:])
                break
            if trouble := await self._one(line, letter, tray):
                await self._server_is_away(letters[done:], trouble)
                break
        await tray.empty()
        return bool(claimed) and not self._away

    async def _claim(self) -> list[ClaimedMail]:
        """The next few that are due, and with them all else of whoever has his mails gathered."""
        now = self._shift.now()
        async with self._shift.database.transaction() as connection:
            claimed = await claim_mails(connection, now, now + LEASE, CHUNK)
            gathering = {one.addressee for one in claimed if one.mail == MailWish.DIGEST.value}
            if gathering:
                claimed += await claim_mails(connection, now, now + LEASE, MOST_GATHERED, gathering)
        return claimed

    async def _to_be_sent(self, claimed: Sequence[ClaimedMail]) -> list[Letter]:
        """Sort what is in hand: not now, not wanted any more, not to be sent to one who has left; the rest goes."""
        now = self._shift.now()
        staying = [one for one in claimed if one.active and one.email_sealed and one.mail != MailWish.NONE.value]
        later = [(one, until) for one in staying if (until := not_before(one, now))]
        left = [InVain.of(one, "staff_inactive") for one in claimed if not one.active]
        async with self._shift.database.transaction() as connection:
            await put_off(connection, later)
            await tried_in_vain(connection, left, now)
            await forget(connection, [one for one in claimed if one.active and one not in staying])
        self._posted += Posted(put_off=len(later), failed=len(left))
        waiting = {one.message_id for one, _ in later}
        return _letters([one for one in staying if one.message_id not in waiting])

    async def _one(self, line: Line, letter: Letter, tray: Tray) -> str | None:
        """Send one mail and see to it that what came of it is recorded; the server's trouble, if it has any.

        A mail that cannot even be written must not keep the others waiting.
        """
        try:
            message, recipient = await self._written(letter)
            await line.send(message, recipient)
        except ServerAway as away:
            return away.code
        except Refused as refused:
            return await self._refused(letter, refused)
        except Unavailable:
            raise
        except Exception as broke:  # noqa: BLE001 - told by its type alone: its text may quote the mail
            log.error("mail_broke", notice_id=str(letter[0].notice_id), error=type(broke).__name__)
            return await self._refused(letter, Refused("mail_broken"))
        self._broken_in_a_row = 0
        await tray.add(letter)
        self._posted += Posted(mails=len(letter))
        return None

    async def _written(self, letter: Letter) -> tuple[EmailMessage, str]:
        """The mail, and to whom. Raises ``Refused`` when the address cannot be read or the digest is not there."""
        first = letter[0]
        try:
            sealed = first.email_sealed or b""
            recipient = deliverable(self._shift.vault.unseal(sealed, address_context(first.addressee)))
        except DaylightError as locked:
            raise Refused("address_unreadable") from locked
        sender, at = self._server.sender, self._shift.now()
        envelope = Envelope(sender=sender, recipient=recipient, at=at, public_url=self._public_url)
        if first.digest_id is None:
            return mail_about(letter, envelope), recipient
        async with self._shift.database.snapshot() as connection:
            digest = await digest_mail(connection, first.digest_id)
        return mail_of_digest(first, digest, envelope, XLSX), recipient

    async def _refused(self, letter: Letter, refused: Refused) -> str | None:
        """Tried again later, or given up; after connections that broke one after the other it is the server."""
        self._broken_in_a_row = self._broken_in_a_row + 1 if refused.broke else 0
        if self._broken_in_a_row >= BROKEN_IN_A_ROW:
            return f"{SERVER_TROUBLE}{refused.code}"
        now = self._shift.now()
        tries = [InVain.of(one, refused.code, self._again_at(one, refused)) for one in letter]
        async with self._shift.database.transaction() as connection:
            await tried_in_vain(connection, tries, now)
        self._posted += Posted(failed=sum(one.again_at is None for one in tries))
        return None

    async def _server_is_away(self, letters: Sequence[Letter], code: str) -> None:
        """Nobody tries it again for a while; the try counts for all that is due, these mails as well."""
        self._away = True
        left = [one for letter in letters for one in letter]
        now = self._shift.now()
        until = now + pause_after(max(one.attempts for one in left))
        async with self._shift.database.transaction() as connection:
            await let_go(connection, left)
            waiting = await server_tried(connection, MAIL, now, until, code, MAIL_ATTEMPTS)
        log.warning("mail_server_away", error=code, waiting=waiting, until=until.isoformat())
        self._posted += Posted(put_off=waiting)

    async def _put_down(self, letters: Sequence[Letter]) -> None:
        async with self._shift.database.transaction() as connection:
            await let_go(connection, [one for letter in letters for one in letter])

    def _again_at(self, one: ClaimedMail, refused: Refused) -> datetime | None:
        """One that broke its connection comes back behind those it kept waiting."""
        if refused.for_good or one.attempts + 1 >= MAIL_ATTEMPTS:
            return None
        return self._shift.now() + pause_after(one.attempts + refused.broke)


def _letters(ready: Sequence[ClaimedMail]) -> list[Letter]:
    """Each delivery its own mail, but one mail for all that a person has gathered."""
    single: list[Letter] = [(one,) for one in ready if not gathered(one)]
    whole = sorted((one for one in ready if gathered(one)), key=_by_person)
    return single + [tuple(of_one) for _, of_one in groupby(whole, key=lambda one: one.addressee)]


def _by_person(one: ClaimedMail) -> tuple[UUID, datetime, str]:
    """In one order at every attempt: the first gives the mail its ``Message-ID``."""
    return one.addressee, one.intended_at, one.message_id
