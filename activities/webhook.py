"""Webhooks: each receiver has its turn, several at once; one that is slow or away does not hold up the others.

What a receiver has taken is recorded within a second. A crash between the two has it posted again when the claim runs
out, under the same id. To one receiver notices are posted one after the other, in the order of their recording.
"""

import asyncio
from collections import deque
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from activities.db.deliveries import SERVER_TROUBLE, Claimed, claim_posts, server_away_until, webhooks_with_waiting
from activities.db.delivery_ends import (
    InVain,
    give_up_all,
    leave_alone,
    let_go,
    server_tried,
    tried_in_vain,
)
from activities.db.webhooks import Receiver, receiver_of
from activities.postal import (
    BROKEN_IN_A_ROW,
    CHUNK,
    LEASE,
    REFUSED_ATTEMPTS,
    WEBHOOK_ATTEMPTS,
    Chunk,
    Shift,
    Tray,
    pause_after,
)
from activities.webhook_event import event_of
from activities.webhook_poster import Poster, PostRefused
from schemas.errors import DaylightError, Unavailable
from schemas.inbox import DeliveryChannel
from schemas.post import Posted

RECEIVERS_AT_ONCE = 8
TURN = timedelta(seconds=10)
"""After that it is the next receiver's turn, however much is left."""
WEBHOOK = DeliveryChannel.WEBHOOK
log = structlog.get_logger(__name__)


class HookRound:
    """One round of all webhooks; ``public_url`` begins the links."""

    def __init__(self, shift: Shift, poster: Poster, public_url: str | None) -> None:
        self._shift, self._poster, self._public_url = shift, poster, public_url
        self._queue = deque[UUID]()
        self._posted = Posted()

    async def work(self) -> Posted:
        """Post what is due until nothing is, or the time is over."""
        async with self._shift.database.reading() as connection:
            self._queue.extend(await webhooks_with_waiting(connection, self._shift.now()))
        async with asyncio.TaskGroup() as hands:
            for _ in range(min(RECEIVERS_AT_ONCE, len(self._queue))):
                hands.create_task(self._hand())
        return self._posted + Posted(more=bool(self._queue))

    async def _hand(self) -> None:
        """Turns of whoever is next; a receiver with more to come goes to the end of the queue."""
        while self._queue and not self._shift.over:
            webhook_id = self._queue.popleft()
            if await self._turn(webhook_id):
                self._queue.append(webhook_id)

    async def _turn(self, webhook_id: UUID) -> bool:
        """Post a few notices to one receiver; whether there may be more to post now."""
        receiver = await self._receiver(webhook_id)
        if receiver is None:
            return False
        now = self._shift.now()
        async with self._shift.database.transaction() as connection:
            claimed = await claim_posts(connection, webhook_id, now, now + LEASE, CHUNK)
        return bool(claimed) and await self._post_all(receiver, claimed)

    async def _receiver(self, webhook_id: UUID) -> Receiver | None:
        """The receiver; None if it was removed, is left alone for a while yet, or its secret cannot be read."""
        now = self._shift.now()
        async with self._shift.database.transaction() as connection:
            away = await server_away_until(connection, WEBHOOK, now, webhook_id)
            if away:
                waiting = await leave_alone(connection, WEBHOOK, now, *away, addressee=webhook_id)
                self._posted += Posted(put_off=waiting)
                return None
            try:
                receiver = await receiver_of(connection, webhook_id, self._shift.vault)
            except DaylightError as locked:
                if isinstance(locked, Unavailable):
                    raise
                until = now + pause_after(0)
                waiting = await leave_alone(
                    connection, WEBHOOK, now, until, f"{SERVER_TROUBLE}secret_unreadable", webhook_id
                )
                self._posted += Posted(put_off=waiting)
                return None
            if receiver is None:
                self._posted += Posted(failed=await give_up_all(connection, webhook_id, now, "webhook_removed"))
        return receiver

    async def _post_all(self, receiver: Receiver, claimed: list[Claimed]) -> bool:
        """Post these one after the other, until the receiver is found to be away or takes too long."""
        chunk, tray, broken = Chunk(TURN), Tray(self._shift), 0
        for done, one in enumerate(claimed):
            refused = await self._tried(receiver, one)
            broken = broken + 1 if refused and refused.broke else 0
            if refused and (refused.server or broken >= BROKEN_IN_A_ROW):
                await tray.empty()
                await self._server_is_away(receiver, claimed[done:], refused)
                return False
            if refused:
                await self._refused(one, refused)
            else:
                await tray.add([one])
                self._posted += Posted(posts=1)
            if chunk.over or self._shift.over:
                await self._put_down(claimed[done + 1 :])
                break
        await tray.empty()
        return True

    async def _tried(self, receiver: Receiver, one: Claimed) -> PostRefused | None:
        """Why it was not taken. One that cannot even be written must not keep the others waiting."""
        try:
            await self._poster.post(receiver, event_of(one, self._public_url), self._shift.now())
        except PostRefused as refused:
            return refused
        except Exception as broke:  # noqa: BLE001 - told by its type alone: its text may quote the address
            log.error("webhook_post_broke", notice_id=str(one.notice_id), error=type(broke).__name__)
            return PostRefused("post_broken")
        return None

    async def _refused(self, one: Claimed, refused: PostRefused) -> None:
        """This notice was not taken: tried again later, behind what it kept waiting, or given up."""
        now = self._shift.now()
        again_at = _again_at(one, refused, now)
        async with self._shift.database.transaction() as connection:
            await tried_in_vain(connection, [InVain.of(one, refused.code, again_at)], now)
        self._posted += Posted(failed=again_at is None)

    async def _server_is_away(self, receiver: Receiver, left: list[Claimed], refused: PostRefused) -> None:
        """Nobody tries the receiver again for a while; the try counts for all that is due to it."""
        now = self._shift.now()
        pause = max(pause_after(max(one.attempts for one in left)), refused.again_in or pause_after(0))
        code = refused.code if refused.server else f"{SERVER_TROUBLE}{refused.code}"
        async with self._shift.database.transaction() as connection:
            await let_go(connection, left)
            waiting = await server_tried(
                connection, WEBHOOK, now, now + pause, code, WEBHOOK_ATTEMPTS, addressee=receiver.id
            )
        log.warning("webhook_away", webhook_id=str(receiver.id), error=code, waiting=waiting)
        self._posted += Posted(put_off=waiting)

    async def _put_down(self, left: list[Claimed]) -> None:
        async with self._shift.database.transaction() as connection:
            await let_go(connection, left)


def _again_at(one: Claimed, refused: PostRefused, now: datetime) -> datetime | None:
    most = WEBHOOK_ATTEMPTS if refused.broke else REFUSED_ATTEMPTS
    if refused.for_good or one.attempts + 1 >= most:
        return None
    return now + pause_after(one.attempts + refused.broke)
