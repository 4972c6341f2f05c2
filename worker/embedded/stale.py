"""A PostgreSQL that outlived its supervisor: find it by its data folder, end it, clear its lock file."""

import signal
from contextlib import suppress
from pathlib import Path

import psutil
import structlog

from worker.embedded.ending import send, wait_for_end

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

REQUESTS = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0))
KILL_SECONDS = 10.0


def end_servers_on(cluster: Path) -> None:
    """End every postgres process that works in this data folder, then remove a lock file that speaks for none.

    Left in place, that file would stop PostgreSQL whenever its number belongs to any other process of the account.
    """
    if servers := [process for process in psutil.process_iter() if _works_on(process, cluster)]:
        log.warning("postgres_left_over", pids=[server.pid for server in servers], cluster=str(cluster))
        _end(servers)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def _works_on(process: psutil.Process, cluster: Path) -> bool:
    """By name and by working directory: a server and its helpers never leave their data folder."""
    with suppress(psutil.Error):
        return process.name() == "postgres" and Path(process.cwd()) == cluster
    return False


def _end(servers: list[psutil.Process]) -> None:
    """Ask the server, insist, then kill; its helpers follow it, and helpers of a dead one end by themselves."""
    alive = servers
    for request, patience in REQUESTS:
        send([server for server in alive if _is_main(server)], request)
        alive = wait_for_end(alive, patience)
        if not alive:
            return
    send(alive, signal.SIGKILL)
    wait_for_end(alive, KILL_SECONDS)


def _is_main(process: psutil.Process) -> bool:
    """Helpers rewrite their command line to a title; the server keeps its own."""
    with suppress(psutil.Error):
        return "-D" in process.cmdline()
    return False
