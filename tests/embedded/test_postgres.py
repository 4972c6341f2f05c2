"""EmbeddedPostgres: kept data, crashes, leftovers, who gets in."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import psutil
import pytest

from tests.embedded.conftest import private_folder
from tests.embedded.processes import still_alive, with_children
from tests.embedded.sql import run_sql
from worker.embedded.postgres import EmbeddedPostgres

Start = Callable[[Path], Awaitable[EmbeddedPostgres]]


@pytest.fixture
async def start_cluster() -> AsyncIterator[Start]:
    started: list[EmbeddedPostgres] = []

    async def start(folder: Path) -> EmbeddedPostgres:
        started.append(EmbeddedPostgres(folder))
        await started[-1].start()
        return started[-1]

    yield start
    for server in started:
        await server.stop()


@pytest.fixture(scope="module")
async def running() -> AsyncIterator[EmbeddedPostgres]:
    with private_folder() as folder:
        server = EmbeddedPostgres(folder / "postgres")
        await server.start()
        yield server
        await server.stop()


async def test_rows_are_found_again_after_a_stop(folder: Path, start_cluster: Start) -> None:
    server = await start_cluster(folder / "postgres")
    url = await server.ensure_database("kept")
    await run_sql(url, "CREATE TABLE t AS SELECT 42 AS n")
    tree = with_children([psutil.Process(server.pid)])
    await server.stop()
    assert still_alive(tree) == []

    again = await start_cluster(folder / "postgres")
    assert await run_sql(await again.ensure_database("kept"), "SELECT n FROM t") == 42
    await again.stop()


async def test_a_committed_row_survives_kill_9(folder: Path, start_cluster: Start) -> None:
    server = await start_cluster(folder / "postgres")
    url = await server.ensure_database("kept")
    await run_sql(url, "CREATE TABLE t AS SELECT 42 AS n")
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert await server.ended() == -signal.SIGKILL
    await server.start()
    assert await run_sql(url, "SELECT n FROM t") == 42
    await server.stop()


async def test_a_server_left_over_on_the_folder_is_ended_first(folder: Path, start_cluster: Start) -> None:
    forgotten = await start_cluster(folder / "postgres")
    tree = with_children([psutil.Process(forgotten.pid)])
    server = await start_cluster(folder / "postgres")
    assert server.pid != forgotten.pid
    assert still_alive(tree) == []
    await server.stop()


async def test_a_lock_file_naming_a_foreign_process_is_no_obstacle(folder: Path, start_cluster: Start) -> None:
    server = await start_cluster(folder / "postgres")
    await server.stop()
    lock = folder / "postgres" / "cluster" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{lock.parent}\n1700000000\n5432\n\n\n  1 1\nready\n")
    await server.start()
    await server.stop()
    assert psutil.Process(os.getpid()).is_running()


async def test_a_first_start_that_was_cut_short_is_begun_anew(folder: Path, start_cluster: Start) -> None:
    unfinished = folder / "postgres" / "cluster.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    server = await start_cluster(folder / "postgres")
    assert await run_sql(server.url("postgres"), "SHOW fsync") == "on"
    assert await run_sql(server.url("postgres"), "SHOW data_checksums") == "on"
    await server.stop()


async def test_a_folder_too_deep_for_a_socket_gets_a_short_one_elsewhere(folder: Path, start_cluster: Start) -> None:
    server = await start_cluster(folder / ("d" * 100) / "postgres")
    assert len(str(server.socket)) < 90
    assert await run_sql(server.url("postgres"), "SELECT 1") == 1
    await server.stop()
    server.socket.rmdir()


async def test_folders_with_blanks_and_chinese_characters_work(folder: Path, start_cluster: Start) -> None:
    server = await start_cluster(folder / "依申请 公开, 试用" / "postgres")
    assert await run_sql(server.url("postgres"), "SELECT 1") == 1
    await server.stop()
    server.socket.rmdir()


async def test_a_database_can_be_copied_from_a_template(running: EmbeddedPostgres) -> None:
    await run_sql(await running.create_database("pattern"), "CREATE TABLE t AS SELECT 7 AS n")
    copies = await asyncio.gather(*(running.create_database(f"copy_{i}", template="pattern") for i in range(2)))
    assert [await run_sql(copy, "SELECT n FROM t") for copy in copies] == [7, 7]
    await running.drop_database("copy_0")
    assert await run_sql(running.url("postgres"), "SELECT count(*) FROM pg_database WHERE datname = 'copy_0'") == 0


async def test_names_that_are_no_names_are_refused(running: EmbeddedPostgres) -> None:
    with pytest.raises(ValueError, match="not a database name"):
        await running.create_database("--help")


def ports_of(process: psutil.Process) -> list[object]:
    """Where it listens; nowhere if it has ended meanwhile, as PostgreSQL's own workers do at any time."""
    try:
        return [c.laddr for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN]
    except psutil.NoSuchProcess:
        return []


async def test_it_listens_on_no_port_and_its_socket_is_private(running: EmbeddedPostgres) -> None:
    tree = with_children([psutil.Process(running.pid)])
    assert [port for process in tree for port in ports_of(process)] == []
    assert running.socket.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to change the account")
async def test_as_root_it_runs_as_somebody_else_who_cannot_connect(running: EmbeddedPostgres) -> None:
    owner = psutil.Process(running.pid).uids().effective
    assert owner != 0
    psql = await asyncio.create_subprocess_exec(
        running._programs / "psql", "-h", running.socket, "-U", "daylight", "postgres", "-c", "SELECT 1",
        user=owner, group=owner, extra_groups=[], stderr=asyncio.subprocess.PIPE, env={},
    )  # fmt: skip
    _, error = await psql.communicate()
    assert b"Peer authentication failed" in error
