"""The activity behind the schedule ``notice-post``: repeats what is due, then posts what waits, by mail and webhook."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import NoReturn

from temporalio import activity

from activities.db.database import Database
from activities.db.repetition import repeat_due
from activities.mail import MailRound
from activities.mailing.server import MailServer
from activities.postal import Now, Shift, now_in_utc
from activities.vault import Vault
from activities.webhook import HookRound
from activities.webhook_poster import Poster
from schemas.post import Posted, PostRequest
from schemas.settings import Settings

REPEATED_AT_ONCE = 500
HEARTBEAT = timedelta(seconds=5)


class Post:
    """Posts for all agencies. Nothing it does is lost by a crash, and nothing recorded twice: see ``activities.db``."""

    def __init__(self, database: Database, vault: Vault, settings: Settings, now: Now = now_in_utc) -> None:
        url = settings.smtp_url.get_secret_value() if settings.smtp_url else None
        self._database, self._vault, self._now = database, vault, now
        self._server = MailServer.at(url, settings.mail_from) if url else None
        self._public_url, self._allow_loopback = settings.public_url, settings.webhook_allow_loopback

    @activity.defn(name="post_notices")
    async def post_notices(self, request: PostRequest) -> Posted:
        """One round. It begins nothing new when its time is over; what is left is there for the next one."""
        beating = asyncio.create_task(_beat()) if activity.in_activity() else None
        try:
            return await self._round(Shift(self._database, self._vault, self._now, request.seconds))
        finally:
            if beating:
                beating.cancel()
                with suppress(asyncio.CancelledError):
                    await beating

    async def _round(self, shift: Shift) -> Posted:
        repeated = await self._repeat(shift)
        async with Poster(allow_loopback=self._allow_loopback) as poster, asyncio.TaskGroup() as ways:
            hooks = ways.create_task(HookRound(shift, poster, self._public_url).work())
            mails = ways.create_task(self._mail(shift))
        return Posted(repeated=repeated) + hooks.result() + mails.result()

    async def _mail(self, shift: Shift) -> Posted:
        """Without a mail server mail waits."""
        return await MailRound(shift, self._server, self._public_url).work() if self._server else Posted()

    async def _repeat(self, shift: Shift) -> int:
        """Enter repetitions, some hundreds a transaction."""
        total = 0
        while not shift.over:
            async with self._database.transaction() as connection:
                repeated = await repeat_due(connection, self._now(), REPEATED_AT_ONCE)
            total += repeated
            if repeated < REPEATED_AT_ONCE:
                break
        return total


async def _beat() -> NoReturn:
    while True:
        activity.heartbeat()
        await asyncio.sleep(HEARTBEAT.total_seconds())
