"""``daylight up``: the whole of Daylight with one command, for a first look, for tests and for small offices."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from activities.db.migrate import upgrade
from api.cli.console import out
from api.cli.local import DEFAULT_DATA, Access, Data, read_access, write_access
from api.cli.restarting import restarted, tell
from api.cli.setup import SAMPLE_AGENCY, FirstPassword, ensure_calendar, ensure_sample, first_password
from schemas.settings import Settings
from worker.connection import connect
from worker.embedded.failure import StackFailed, StackInterrupted
from worker.embedded.ports import LOOPBACK, free_port
from worker.embedded.readiness import answers_http, polls_task_queue
from worker.embedded.service import ProcessSpec
from worker.embedded.stack import EmbeddedStack
from worker.forgetting import has_forgotten
from worker.logs import configure_logging
from worker.main import resources

SPARE_SECONDS = 5.0
"""After its drain a process has only to close what it holds."""
Port = Annotated[int | None, typer.Option(help="Port of the API; 8765, or a free one if that is taken.")]


def up(data: Data = DEFAULT_DATA, port: Port = None) -> None:
    """Start PostgreSQL, Temporal, one worker and the API; stop all of it at Ctrl-C."""
    configure_logging("console", "WARNING")
    try:
        asyncio.run(_up(data, port))
    except StackInterrupted:
        return


async def _up(data: Path, port: int | None) -> None:
    async with EmbeddedStack(data, port=lambda: chosen_port(port)) as stack:
        await start(stack)
        _banner(stack, data)
        _first_sign_in(stack.address, await first_password(stack.settings))
        await stack.wait()
        out.print("\n停止中 / stopping …", highlight=False)


def chosen_port(asked: int | None) -> int:
    """The port asked for, or the usual one, or any free one if the usual one is taken."""
    found = free_port(asked or Settings.model_fields["port"].default)
    if asked and found != asked:
        raise StackFailed("port_taken", f"port {asked} is taken; choose another with --port")
    return found


async def start(stack: EmbeddedStack) -> Access:
    """Migrate, make the sample agency, start worker and API; how to reach them is written into the data folder."""
    settings = stack.settings
    await upgrade(settings.database_url.get_secret_value())
    await ensure_calendar(settings)
    known = read_access(stack.data_dir)
    tokens = await ensure_sample(settings, known.tokens if known else {})
    access = Access(address=stack.address, tokens=tokens, environment=stack.environment)
    write_access(stack.data_dir, access)
    daylight = str(Path(sys.executable).with_name("daylight"))
    await _remember(settings)
    polled = polls_task_queue(settings.temporal_address, settings.temporal_namespace, settings.task_queue)
    patience = settings.drain_seconds + SPARE_SECONDS
    beside = _beside(settings)
    await stack.start_processes(
        [ProcessSpec("worker", (daylight, "worker"), ready=polled, environment=beside, patience=patience)]
    )
    ready = answers_http(f"http://{LOOPBACK}:{settings.port}/readyz")
    await stack.start_processes([ProcessSpec("api", (daylight, "api"), ready=ready, patience=patience)])
    return access


def _beside(settings: Settings) -> dict[str, str]:
    """Both processes are on this machine: the worker answers Prometheus on the port after the API's."""
    if settings.metrics_bind is None:
        return {}
    host, _, port = settings.metrics_bind.rpartition(":")
    return {"DAYLIGHT_METRICS_BIND": f"{host}:{int(port) + 1}"}


async def _remember(settings: Settings) -> None:
    """Where only Temporal's file was lost, its cases are begun again from the record before anybody works on them."""
    client = await connect(settings)
    async with resources(settings) as (database, _, _):
        forgotten = await has_forgotten(client, database)
    if forgotten:
        tell(await restarted(settings, replace=False), as_json=False)


def _banner(stack: EmbeddedStack, data: Path) -> None:
    access = read_access(stack.data_dir)
    tokens = access.tokens if access else {}
    out.print(
        f"\n[bold]Daylight[/bold] 已启动 / is up: [bold]{stack.address}[/bold]   接口 / API: {stack.address}/docs",
        soft_wrap=True,
    )
    out.print(f"样例机关 / sample agency: {SAMPLE_AGENCY.name} {SAMPLE_AGENCY.id}\n令牌 / tokens:", highlight=False)
    for login, token in tokens.items():
        out.print(f"  {login:<11}{token}", highlight=False, soft_wrap=True)
    folder = "" if data == DEFAULT_DATA else f" --data {data}"
    out.print(
        f"\n试一试 / try next (another terminal):\n"
        f"  .venv/bin/daylight demo{folder}            # 样例申请 / sample applications\n"
        f"  .venv/bin/daylight case list{folder}\n"
        f"  curl -s {stack.address}/api/applications -H 'Authorization: Bearer {tokens.get('handler')}'\n"
        f"\nCtrl-C 停止 / stops everything; 数据留在 / data stays in {stack.data_dir}\n",
        highlight=False,
        soft_wrap=True,
    )


def _first_sign_in(address: str, first: FirstPassword | None) -> None:
    """How the first administrator signs in; nothing once anybody has a password."""
    if first is None:
        return
    out.print(
        f"首次登录 / first sign-in: {address}/sign-in\n"
        f"  机关 / agency: {first.agency.name}   账号 / login: {first.login}\n"
        f"  一次性密码 / one-time password: {first.password}   (7天内有效，只显示这一次 / valid 7 days, shown once)\n",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
