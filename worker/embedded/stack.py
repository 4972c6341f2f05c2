"""The whole stack of one data folder: lock, keys, PostgreSQL, Temporal, then whatever processes one adds.

async with EmbeddedStack(Path(".daylight")) as stack:
    await stack.start_processes([ProcessSpec("worker", (…,)), ProcessSpec("api", (…,), ready=…)])
    await stack.wait()
"""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import SecretStr

from schemas.settings import Settings
from worker.embedded.child import Child, Command
from worker.embedded.failure import StackFailed, StackInterrupted
from worker.embedded.interruption import Interruption
from worker.embedded.postgres import EmbeddedPostgres
from worker.embedded.runfile import RunFile
from worker.embedded.secrets import EmbeddedSecrets, read_or_create_secrets
from worker.embedded.service import OwnProcess, ProcessSpec
from worker.embedded.supervisor import Supervisor
from worker.embedded.temporal import NAMESPACE, EmbeddedTemporal

DATABASE = "daylight"
Options = Mapping[str, str | int | float]


class EmbeddedStack:
    """``async with`` starts the two servers and leaves with everything stopped.

    ``options`` are fields of ``Settings`` to set (``{"port": 8770}``); the rest comes from ``DAYLIGHT_*`` and its
    defaults. ``port`` chooses the API's port when what an earlier run left on it has been ended.
    ``handle_signals=False`` leaves Ctrl-C to the caller (tests). Raises ``StackFailed``, and
    ``StackInterrupted`` when a signal came before ``wait``.
    """

    settings: Settings

    def __init__(
        self,
        data_dir: Path,
        *,
        options: Options | None = None,
        port: Callable[[], int] | None = None,
        handle_signals: bool = True,
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.logs = self.data_dir / "logs"
        self._options, self._port, self._handle_signals = dict(options or {}), port, handle_signals
        self._supervisor, self._interruption = Supervisor(), Interruption()
        self.postgres = EmbeddedPostgres(
            self.data_dir / "postgres", log_file=self._log("postgres"), launch=self._launch
        )
        self.temporal = EmbeddedTemporal(
            self.data_dir / "temporal", log_file=self._log("temporal"), launch=self._launch
        )

    @property
    def environment(self) -> dict[str, str]:
        """``settings`` as ``DAYLIGHT_*`` variables, secrets in plain text: for child processes only."""
        return environment_of(self.settings)

    @property
    def address(self) -> str:
        """Where the API is, or will be."""
        return f"http://{self.settings.host}:{self.settings.port}"

    async def start_processes(self, specs: Sequence[ProcessSpec]) -> None:
        """Start these one after the other, each when the one before is ready; from now on they are restarted."""
        for spec in specs:
            await self._supervisor.start(
                OwnProcess(spec, self._launch, logs=self.logs, environment=self.environment),
            )

    async def wait(self) -> None:
        """Return at the first Ctrl-C or SIGTERM; raise ``StackFailed`` when a process had to be given up."""
        self._interruption.spare_work()
        await self._supervisor.wait(self._interruption.requested)

    async def __aenter__(self) -> Self:
        self._claim()
        try:
            await self._start_servers()
        except BaseException as error:
            await self.__aexit__(type(error), error, error.__traceback__)
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._interruption.spare_work()
        interrupted = isinstance(error, asyncio.CancelledError) and self._interruption.requested.is_set()
        if interrupted and (task := asyncio.current_task()):
            task.uncancel()
        await self._supervisor.stop(self._interruption.hurry)
        self._run_file.release()
        if self._handle_signals:
            self._interruption.deafen()
        if interrupted:
            raise StackInterrupted from None

    def _claim(self) -> None:
        """Folder, lock, signals: nothing here takes time, and nothing is started yet."""
        try:
            self.data_dir.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
            self._run_file = RunFile(self.data_dir)
            self._run_file.claim()
        except PermissionError as error:
            owner = f"{error.filename} belongs to another account; run as the account that started this folder first"
            raise StackFailed("not_permitted", owner) from error
        if self._handle_signals:
            self._interruption.listen()

    async def _start_servers(self) -> None:
        kept = read_or_create_secrets(self.data_dir / "secrets.json", may_create=not self.postgres.exists)
        await self._supervisor.start(self.postgres, self.temporal)
        self.settings = self._settings(kept, await self.postgres.ensure_database(DATABASE))
        self._run_file.announce(self.address)

    def _settings(self, kept: EmbeddedSecrets, database_url: str) -> Settings:
        documents = self.data_dir / "documents"
        documents.mkdir(mode=0o700, exist_ok=True)
        places = {"database_url": database_url, "documents_url": documents.as_uri()}
        temporal = {"temporal_address": self.temporal.address, "temporal_namespace": NAMESPACE, "temporal_tls": False}
        keys = kept.model_dump()
        port = {"port": self._port()} if self._port else {}
        chosen = {**_from_environment(), **self._options, **port}
        return Settings.model_validate({**chosen, **places, **temporal, **keys})

    async def _launch(self, command: Command) -> Child:
        child = await Child.launch(command)
        self._run_file.note(command.name, child.pid, command.farewell[0][0])
        return child

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def environment_of(settings: Settings) -> dict[str, str]:
    """Settings as the ``DAYLIGHT_*`` variables they are read from, secrets in plain text: for child processes only.

    What is not set has no variable: as text it would be a value.
    """
    given = {name: getattr(settings, name) for name in Settings.model_fields}
    return {f"DAYLIGHT_{name.upper()}": _plain(value) for name, value in given.items() if value is not None}


def _from_environment() -> dict[str, str]:
    """Settings people may set for the embedded stack too: port, log level, limits …"""
    variables = {name: f"DAYLIGHT_{name.upper()}" for name in Settings.model_fields}
    return {name: os.environ[variable] for name, variable in variables.items() if variable in os.environ}


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)
