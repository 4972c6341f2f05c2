"""EmbeddedStack: start, stop, start again; crashes of anything; nobody left behind."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path

import psutil
import pytest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from schemas.settings import Settings
from tests.embedded.processes import of_stack, still_alive, with_children
from tests.embedded.sql import run_sql
from tests.waiting import until, until_answered
from worker.embedded.failure import StackFailed
from worker.embedded.readiness import answers_http
from worker.embedded.runfile import RunFile
from worker.embedded.service import ProcessSpec
from worker.embedded.stack import EmbeddedStack
from worker.embedded.supervisor import pause_before

PYTHON = sys.executable
NOBODY = 65534
Start = Callable[..., Awaitable[Process]]


@pytest.fixture
async def start_supervisor() -> AsyncIterator[Start]:
    started: list[Process] = []
    used: set[Path] = set()

    async def start(folder: Path, *prefix: str) -> Process:
        used.add(folder)
        argv = (*prefix, PYTHON, "-m", "tests.embedded.supervised", str(folder))
        started.append(await asyncio.create_subprocess_exec(*argv, stdout=PIPE, stderr=PIPE, start_new_session=True))
        return started[-1]

    yield start
    for supervisor in started:
        if supervisor.returncode is None:
            supervisor.terminate()
            await supervisor.wait()
    for folder in used:
        file = RunFile(folder)
        file.claim()  # ends what a failed test left
        file.release()


async def ready_line(supervisor: Process) -> dict[str, object]:
    assert supervisor.stdout
    assert supervisor.stderr
    line = await asyncio.wait_for(supervisor.stdout.readline(), 60)
    assert line, (await supervisor.stderr.read()).decode()
    ready: dict[str, object] = json.loads(line.splitlines()[-1])
    return ready


async def test_a_second_start_finds_rows_keys_and_the_port_again(folder: Path) -> None:
    async with EmbeddedStack(folder, handle_signals=False) as first:
        before = first.settings
        await run_sql(before.database_url.get_secret_value(), "CREATE TABLE t AS SELECT 42 AS n")
        tree = with_children(of_stack(folder).values())
    assert len(tree) > 3
    assert still_alive(tree) == []
    async with EmbeddedStack(folder, handle_signals=False) as second:
        assert second.settings == before
        assert await run_sql(before.database_url.get_secret_value(), "SELECT n FROM t") == 42
    assert not (folder / "run.json").exists()


async def test_children_read_the_same_settings_from_their_environment(folder: Path) -> None:
    show = "from schemas.settings import Settings; print(Settings().model_dump_json()); import time; time.sleep(600)"
    async with EmbeddedStack(folder, options={"port": 8123}, handle_signals=False) as stack:
        shown = folder / "logs" / "shown.log"

        async def printed() -> bool:
            return shown.read_text().endswith("}\n")

        await stack.start_processes([ProcessSpec("shown", (PYTHON, "-c", show), ready=printed)])
        read = Settings.model_validate({**json.loads(shown.read_text()), **_secrets(stack.settings)})
        assert read == stack.settings
        assert stack.address == "http://127.0.0.1:8123"
        assert all(len(str(value)) for value in stack.environment.values())


async def test_the_servers_answer_on_the_loopback_interface_only(folder: Path) -> None:
    async with EmbeddedStack(folder, handle_signals=False) as stack:
        tree = with_children(of_stack(folder).values())
        listening = [c.laddr for p in tree for c in p.net_connections("inet") if c.status == psutil.CONN_LISTEN]
        assert listening
        assert {address.ip for address in listening} == {"127.0.0.1"}
        client = await Client.connect(stack.settings.temporal_address)
        request = DescribeNamespaceRequest(namespace=stack.settings.temporal_namespace)
        answer = await client.workflow_service.describe_namespace(request)
        assert answer.config.workflow_execution_retention_ttl.ToTimedelta().days == 7


async def test_files_of_the_stack_are_closed_to_others(folder: Path) -> None:
    async with EmbeddedStack(folder, handle_signals=False):
        assert _mode(folder) & 0o066 == 0
        assert {_mode(folder / entry) & 0o077 for entry in os.listdir(folder)} == {0}  # noqa: PTH208
        assert _mode(folder / "secrets.json") == 0o600


async def test_a_killed_process_is_started_again(folder: Path) -> None:
    sleeper = ProcessSpec("sleeper", (PYTHON, "-c", "import time; time.sleep(600)"))
    async with EmbeddedStack(folder, handle_signals=False) as stack:
        url = await stack.postgres.ensure_database("kept")
        await run_sql(url, "CREATE TABLE t AS SELECT 42 AS n")
        await stack.start_processes([sleeper])
        for name in ("sleeper", "postgres", "temporal"):
            before = of_stack(folder)[name]
            before.kill()
            await until(partial(_replaced, folder, name, before.pid))
        await until_answered(stack.postgres.accepts_connections)
        await until_answered(partial(_temporal_answers, stack))
        assert await run_sql(url, "SELECT n FROM t") == 42
        await Client.connect(stack.settings.temporal_address)


async def test_a_process_that_cannot_start_shows_the_end_of_its_log(folder: Path) -> None:
    never = ProcessSpec(
        "broken", (PYTHON, "-c", "raise SystemExit('no such key')"), ready=answers_http("http://[::1]:1")
    )
    async with EmbeddedStack(folder, handle_signals=False) as stack:
        with pytest.raises(StackFailed, match="no such key") as caught:
            await stack.start_processes([never])
        assert caught.value.code == "start_failed"


async def test_an_error_inside_stops_everything(folder: Path) -> None:
    tree: list[psutil.Process] = []
    with pytest.raises(ZeroDivisionError):
        await _fail_inside(folder, tree)
    assert len(tree) > 3
    assert still_alive(tree) == []


async def test_a_second_supervisor_is_refused_and_told_where_the_first_is(folder: Path) -> None:
    async with EmbeddedStack(folder, options={"port": 8124}, handle_signals=False):
        with pytest.raises(StackFailed, match=r"http://127\.0\.0\.1:8124") as caught:
            await EmbeddedStack(folder, handle_signals=False).__aenter__()
        assert caught.value.code == "already_running"
        assert of_stack(folder)["postgres"].is_running()


async def test_after_kill_9_of_the_supervisor_the_next_one_ends_what_it_left(
    folder: Path, start_supervisor: Start
) -> None:
    supervisor = await start_supervisor(folder)
    ready = await ready_line(supervisor)
    await run_sql(str(ready["database"]), "CREATE TABLE t AS SELECT 42 AS n")
    left = with_children(of_stack(folder).values())
    supervisor.kill()
    await supervisor.wait()
    assert {"sleeper", "postgres", "temporal"} <= of_stack(folder).keys()
    assert all(process.is_running() for process in of_stack(folder).values())

    async with EmbeddedStack(folder, handle_signals=False) as stack:
        assert still_alive(left) == []
        assert await run_sql(stack.settings.database_url.get_secret_value(), "SELECT n FROM t") == 42


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_stops_everything_with_exit_code_0(
    folder: Path, sign: signal.Signals, start_supervisor: Start
) -> None:
    supervisor = await start_supervisor(folder)
    await ready_line(supervisor)
    tree = with_children(of_stack(folder).values())
    supervisor.send_signal(sign)
    assert await asyncio.wait_for(supervisor.wait(), 30) == 0
    assert still_alive(tree) == []


async def test_a_signal_during_the_start_stops_everything_with_exit_code_0(
    folder: Path, start_supervisor: Start
) -> None:
    supervisor = await start_supervisor(folder)
    await until(lambda: "temporal" in _running(folder))
    tree = _running(folder)
    supervisor.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(supervisor.wait(), 30) == 0
    assert still_alive(tree.values()) == []
    async with EmbeddedStack(folder, handle_signals=False):
        pass


async def test_a_second_signal_does_not_wait_for_a_stubborn_process(folder: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    log = folder / "logs" / "deaf.log"

    async def printed() -> bool:
        return "deaf" in log.read_text()

    stack = EmbeddedStack(folder)
    async with stack:
        await stack.start_processes([ProcessSpec("deaf", (PYTHON, "-c", deaf), ready=printed)])
        os.kill(os.getpid(), signal.SIGINT)
        await stack.wait()
        started = asyncio.get_running_loop().time()
        os.kill(os.getpid(), signal.SIGINT)
    assert asyncio.get_running_loop().time() - started < 8


async def test_it_runs_without_root(folder: Path, start_supervisor: Start) -> None:
    """As root: the same supervisor as ``nobody``, allowed to read (our interpreter may lie in root's home)."""
    prefix: tuple[str, ...] = ()
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
        may_read = "+dac_read_search"
        account = (f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
        prefix = ("setpriv", *account, f"--inh-caps={may_read}", f"--ambient-caps={may_read}")
    supervisor = await start_supervisor(folder, *prefix)
    ready = await ready_line(supervisor)
    assert ready["uid"] != 0
    tree = with_children(of_stack(folder).values())
    assert {process.uids().effective for process in tree} == {ready["uid"]}
    supervisor.terminate()
    assert await asyncio.wait_for(supervisor.wait(), 30) == 0
    assert still_alive(tree) == []


async def test_a_reused_process_number_is_left_alone(folder: Path) -> None:
    bystander = await asyncio.create_subprocess_exec(PYTHON, "-c", "import time; time.sleep(600)")
    file = RunFile(folder)
    file.claim()
    file.note("worker", bystander.pid, signal.SIGTERM)
    text = (folder / "run.json").read_text()
    file.release()
    run = json.loads(text)
    run["processes"]["worker"]["created"] -= 3600
    (folder / "run.json").write_text(json.dumps(run))
    RunFile(folder).claim()
    assert bystander.returncode is None
    bystander.kill()
    await bystander.wait()


def test_pauses_grow_and_are_bounded() -> None:
    assert [pause_before(n) for n in (1, 2, 3, 7, 10)] == [0.5, 1.0, 2.0, 30.0, 30.0]


def _secrets(settings: Settings) -> dict[str, str]:
    names = ("database_url", "codec_keys", "personal_data_keys", "lookup_key", "signing_key")
    return {name: getattr(settings, name).get_secret_value() for name in names}


def _running(folder: Path) -> dict[str, psutil.Process]:
    try:
        return of_stack(folder)
    except (OSError, ValueError, psutil.NoSuchProcess):
        return {}


def _replaced(folder: Path, name: str, old: int) -> bool:
    now = _running(folder).get(name)
    return now is not None and now.pid != old


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


async def _fail_inside(folder: Path, tree: list[psutil.Process]) -> None:
    async with EmbeddedStack(folder, handle_signals=False):
        tree += with_children(of_stack(folder).values())
        raise ZeroDivisionError


async def _temporal_answers(stack: EmbeddedStack) -> bool:
    try:
        await Client.connect(stack.settings.temporal_address)
    except RuntimeError:
        return False
    return True
