"""What every way of posting shares: how long to wait before the next try, how long to go on, and one round's time."""

import random
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from temporalio import activity

from activities.db.database import Database
from activities.db.deliveries import DeliveryKey
from activities.db.delivery_ends import delivered
from activities.vault import Vault

Now = Callable[[], datetime]

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
_DOUBLINGS = 6
"""1, 2, 4, 8, 16, 32 minutes; from then on an hour."""
JITTER = 0.1
"""The share by which a pause is shortened at random, so that what failed together does not come back together."""


def attempts_in(span: timedelta) -> int:
    """How many tries fit into a span at those pauses: 14 days are 342, 3 days are 78."""
    return _DOUBLINGS + int(span / LONGEST_PAUSE)


MAIL_ATTEMPTS = attempts_in(timedelta(days=14))
"""A mail is given up after so many tries; a try at a server that is away counts for all that wait for it."""
WEBHOOK_ATTEMPTS = attempts_in(timedelta(days=3))
REFUSED_ATTEMPTS = 12
"""A webhook that goes on refusing a notice (HTTP 4xx) has it given up after some seven hours."""
MOST_RETRY_AFTER = timedelta(days=1)
"""A server cannot have us wait longer than that."""
LEASE = timedelta(minutes=3)
"""How long a delivery stays in hand; when its process died, it is sent again after that."""
CHUNK = 100
"""Deliveries taken in hand at once."""
SLOW = timedelta(minutes=1)
"""A chunk that takes longer is put down, well before its lease ends; a single answer takes half a minute at most."""
TRAY = 10
"""Deliveries that are recorded together if they were taken within ``TRAY_SECONDS``: a commit is dearer than a mail."""
TRAY_SECONDS = 1.0
BROKEN_IN_A_ROW = 2
"""One delivery that breaks down may be that delivery; so many in a row are the server."""


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many tries before this one: a minute, doubled each time, an hour at most."""
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(attempts, _DOUBLINGS), LONGEST_PAUSE)
    return pause * (1 - JITTER * random.random())  # noqa: S311 - no secret


def now_in_utc() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


class Shift:
    """One round: what it works with, and whether its time is over."""

    def __init__(self, database: Database, vault: Vault, now: Now, seconds: float) -> None:
        self.database, self.vault, self.now = database, vault, now
        self._ends = time.monotonic() + seconds

    @property
    def over(self) -> bool:
        """Nothing new is begun: the time is up, or the worker is to stop."""
        stopping = activity.in_activity() and activity.is_worker_shutdown()
        return stopping or time.monotonic() > self._ends


class Chunk:
    """The time that deliveries taken in hand together may take."""

    def __init__(self, slow: timedelta = SLOW) -> None:
        self._slow_at = time.monotonic() + slow.total_seconds()

    @property
    def over(self) -> bool:
        """The rest is put down: its lease might end before it was sent."""
        return time.monotonic() > self._slow_at


class Tray:
    """What was taken and is still to be recorded: as many may be sent twice after a crash, under the same ids."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift
        self._taken = list[DeliveryKey]()
        self._since = 0.0

    async def add(self, taken: Iterable[DeliveryKey]) -> None:
        """Lay it down, and record the tray when it is full or has stood for a second."""
        if not self._taken:
            self._since = time.monotonic()
        self._taken += taken
        if len(self._taken) >= TRAY or time.monotonic() - self._since > TRAY_SECONDS:
            await self.empty()

    async def empty(self) -> None:
        """Record what lies there."""
        taken, self._taken = self._taken, []
        if taken:
            async with self._shift.database.transaction() as connection:
                await delivered(connection, taken, self._shift.now())
