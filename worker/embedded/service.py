"""A member of the stack: something that is started until it is ready, watched, and stopped."""

import asyncio
import os
import signal
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from worker.embedded.child import Child, Command, Launch, until_ready


class Service(ABC):
    """One named process. ``start`` may be called again after it died."""

    def __init__(self, name: str, launch: Launch) -> None:
        self.name = name
        self._launch = launch
        self._child: Child | None = None

    @abstractmethod
    async def start(self) -> None:
        """Start and wait until ready; raises ``StackFailed``."""

    @property
    def pid(self) -> int | None:
        """Of the running process."""
        return self._child.pid if self._child and self._child.exit_code is None else None

    async def ended(self) -> int:
        """Wait until the process ends; returns its exit code."""
        if self._child is None:
            raise RuntimeError(f"{self.name} was never started")
        return await self._child.ended()

    async def stop(self, hurry: asyncio.Event | None = None) -> None:
        """Stop it if it runs."""
        if self._child:
            await self._child.stop(hurry or asyncio.Event())


async def _at_once() -> bool:
    return True


@dataclass(frozen=True)
class ProcessSpec:
    """A process of ours: ``daylight worker``, ``daylight api``. ``ready`` is polled; default: ready when started.

    ``patience``: seconds it may take to end after SIGTERM before it is killed.
    """

    name: str
    argv: tuple[str, ...]
    ready: Callable[[], Awaitable[bool]] = _at_once
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    start_limit: float = 60.0
    patience: float = 15.0


class OwnProcess(Service):
    """Runs a ``ProcessSpec`` with our environment, the stack's ``DAYLIGHT_*`` and the spec's own variables."""

    def __init__(self, spec: ProcessSpec, launch: Launch, *, logs: Path, environment: Mapping[str, str]) -> None:
        super().__init__(spec.name, launch)
        self._spec = spec
        merged = {**os.environ, **environment, **spec.environment}
        farewell = ((signal.SIGTERM, spec.patience),)
        log = logs / f"{spec.name}.log"
        self._command = Command(spec.name, spec.argv, log, environment=merged, farewell=farewell)

    async def start(self) -> None:
        self._child = await self._launch(self._command)
        await until_ready(self._child, self._spec.ready, self._spec.start_limit)
