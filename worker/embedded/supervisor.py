"""Starts services in order, starts them again when they die, stops them in reverse order."""

import asyncio

import structlog

from worker.embedded.failure import StackFailed
from worker.embedded.service import Service

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
MOST_RESTARTS = 10
STEADY_SECONDS = 60.0


class Supervisor:
    """Keeps services running. One that dies ten times without a steady minute between is given up, and all with it."""

    def __init__(self) -> None:
        self._services: list[Service] = []
        self._watchers: list[asyncio.Task[None]] = []

    async def start(self, *services: Service) -> None:
        """Start these together and return when all are ready; the first failure is raised when the others settled."""
        self._services.extend(services)
        outcomes = await asyncio.gather(*(service.start() for service in services), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        self._watchers += [asyncio.create_task(self._watch(service)) for service in services]

    async def wait(self, until: asyncio.Event) -> None:
        """Return when ``until`` is set; raise ``StackFailed`` when a service had to be given up."""
        asked = asyncio.create_task(until.wait())
        await asyncio.wait([asked, *self._watchers], return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        for watcher in self._watchers:
            if watcher.done():
                watcher.result()

    async def stop(self, hurry: asyncio.Event) -> None:
        """Stop every service, the last one first."""
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)
        for service in reversed(self._services):
            await service.stop(hurry)
        self._services, self._watchers = [], []

    async def _watch(self, service: Service) -> None:
        restarts, clock = 0, asyncio.get_running_loop().time
        while True:
            started = clock()
            code = await service.ended()
            restarts = 1 if clock() - started > STEADY_SECONDS else restarts + 1
            if restarts > MOST_RESTARTS:
                raise StackFailed("restart_limit", f"{service.name} died {restarts} times in a row, last with {code}")
            log.warning("process_ended", process=service.name, exit_code=code, restarts=restarts)
            await asyncio.sleep(pause_before(restarts))
            await _start_again(service)


def pause_before(restart: int) -> float:
    """Half a second before the first restart, twice as long before each further one, half a minute at most."""
    return float(min(FIRST_PAUSE_SECONDS * 2 ** (restart - 1), LONGEST_PAUSE_SECONDS))


async def _start_again(service: Service) -> None:
    """A failure to start counts as another death: the process is stopped, and the watcher sees that it ended."""
    try:
        await service.start()
    except StackFailed as failure:
        log.error("process_not_restarted", process=service.name, code=failure.code, detail=failure.detail)
        await service.stop()
