"""Figures for Prometheus on an address of their own, never on the public one. Off unless ``metrics_bind`` is set.

Figures of the law are read from PostgreSQL when they are asked for, at most once in some seconds; figures of the
machine are counted as it works.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import structlog
from prometheus_client import REGISTRY, CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from activities.db.database import Database
from schemas.errors import Unavailable
from schemas.settings import Settings
from worker.standing import Standing, families, read_standing

FRESH_SECONDS = 10.0
"""Whoever asks more often is told the same."""
ANSWER_SECONDS = 8.0
"""Below the ten seconds Prometheus waits by default."""
log = structlog.get_logger(__name__)


@asynccontextmanager
async def exposed(settings: Settings, database: Database) -> AsyncIterator[None]:
    """Answer ``GET /metrics`` on ``metrics_bind`` while the block runs. Raises ``OSError`` when it is taken."""
    if settings.metrics_bind is None:
        yield
        return
    host, _, port = settings.metrics_bind.rpartition(":")
    registry = CollectorRegistry()
    for collector in (REGISTRY, PoolUse(database), LawFigures(database, asyncio.get_running_loop())):
        registry.register(collector)
    server, thread = start_http_server(int(port), host.strip("[]"), registry)
    try:
        yield
    finally:
        await asyncio.to_thread(server.shutdown)
        server.server_close()
        await asyncio.to_thread(thread.join)


class PoolUse(Collector):
    """How many connections to PostgreSQL this process may have, has open, and is using."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterable[Metric]:
        """Counted by the pool itself."""
        use = self._database.pool_use()
        family = GaugeMetricFamily(
            "daylight_database_connections", "Connections of this process to PostgreSQL by use.", labels=["use"]
        )
        for name, connections in (("allowed", use.allowed), ("open", use.open), ("busy", use.busy)):
            family.add_metric([name], connections)
        yield family


class LawFigures(Collector):
    """What stands open and late, as the record says; asked for by a thread of the server, read on the loop."""

    def __init__(self, database: Database, loop: asyncio.AbstractEventLoop) -> None:
        self._database, self._loop = database, loop
        self._known: Standing | None = None
        self._read_at = 0.0
        self._reading = asyncio.Lock()

    def collect(self) -> Iterable[Metric]:
        """The figures; only ``daylight_law_figures_up`` 0 when PostgreSQL does not answer in time."""
        standing = self._standing()
        up = "1 while the figures of the law can be read from PostgreSQL."
        yield GaugeMetricFamily("daylight_law_figures_up", up, value=float(standing is not None))
        if standing is not None:
            yield from families(standing)

    def _standing(self) -> Standing | None:
        """None when they cannot be read: the figures of the machine are told all the same."""
        asked = asyncio.run_coroutine_threadsafe(self._fresh(), self._loop)
        try:
            return asked.result(ANSWER_SECONDS)
        except (Unavailable, TimeoutError) as away:
            asked.cancel()
            log.warning("law_figures_unread", error=type(away).__name__)
        except Exception as broke:  # whatever it is, who watches must hear of it, and of all else
            log.error("law_figures_broke", error=type(broke).__name__, exc_info=broke)
        return None

    async def _fresh(self) -> Standing:
        async with self._reading:
            if self._known is None or time.monotonic() - self._read_at > FRESH_SECONDS:
                async with self._database.reading() as connection:
                    self._known = await read_standing(connection)
                self._read_at = time.monotonic()
            return self._known
