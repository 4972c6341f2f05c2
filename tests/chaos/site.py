"""Everything one run of chaos needs, as real processes on the loopback, with a cable before every server.

client → api-cable → `daylight api` → temporal-cable → Temporal ← `daylight worker`
                         └─────────── postgres-cable → PostgreSQL, store-cable → S3 (moto), mail and webhooks

What is killed is started again by the supervisor of `daylight up`, whose servers these are: PostgreSQL with fsync,
Temporal with its database file.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import psutil

from activities.db.calendars import calendar_of
from activities.db.database import Database
from activities.db.migrate import upgrade
from activities.db.people import put_agency
from api.cli.setup import SAMPLE_AGENCY, ensure_calendar, ensure_sample
from api.demo.days import Days
from schemas.settings import Settings
from tests.chaos.plan import Part
from tests.chaos.receivers import Receivers, receivers
from worker.embedded.ports import LOOPBACK, free_port
from worker.embedded.readiness import answers_http, polls_task_queue
from worker.embedded.service import ProcessSpec
from worker.embedded.stack import EmbeddedStack
from workflows.rules.calendar import WorkingCalendar

BUCKET = "s3://daylight/chaos"
STORE_ACCESS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}
HASTE: dict[str, str | int | float] = {"sweep_interval_seconds": 5, "post_interval_seconds": 3, "log_level": "INFO"}
"""Schedules that are minutes apart in an office are seconds apart here."""
ZONES = ("Asia/Shanghai", "UTC")
"""One of the two is hours from midnight at any time."""


@dataclass(frozen=True, slots=True)
class Site:
    """A running place. ``settings`` lead straight to the servers, past every cable, and so does ``store``, the
    endpoint of the bucket; ``address`` of the API goes by its cable."""

    stack: EmbeddedStack
    settings: Settings
    address: str
    store: str
    tokens: Mapping[str, str]
    days: Days
    received: Receivers

    def process(self, name: str) -> psutil.Process:
        """The process that runs under this name now. Raises ``psutil.NoSuchProcess`` when it is being started."""
        run = json.loads((self.stack.data_dir / "run.json").read_text())
        return psutil.Process(run["processes"][name]["pid"])

    def http(self, timeout: float) -> httpx.AsyncClient:
        """A connection pool to the API, by its cable."""
        return httpx.AsyncClient(base_url=self.address, timeout=timeout, trust_env=False)

    async def ready(self) -> bool:
        """Whether every part answers, all the way through the cables."""
        return await answers_http(f"{self.address}/readyz")()


@asynccontextmanager
async def site(
    folder: Path,
    seed: int,
    minutes: float,
    *,
    in_bucket: bool = True,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Site]:
    """Start everything; leave with everything stopped. Alarms of today ring within the minutes of the run.

    ``in_bucket``: documents lie in S3, else in the folder of the site. ``environment``: more for worker and API.
    """
    async with (
        receivers(seed) as received,
        EmbeddedStack(folder, options=_options(received), handle_signals=False) as stack,
    ):
        days, tokens = await _furnished(stack.settings, minutes)
        ports, store = {part: free_port() for part in Part}, free_port()
        await stack.start_processes([*([_store(store)] if in_bucket else []), *_cables(stack, ports, store)])
        address, endpoint = f"http://{LOOPBACK}:{ports[Part.API]}", f"http://{LOOPBACK}:{store}"
        documents = await _bucket_made(endpoint) if in_bucket else stack.settings.documents_url
        direct = stack.settings.model_copy(update={"documents_url": documents})
        running = Site(stack, direct, address, endpoint, tokens, days, received)
        by_cable = {"DAYLIGHT_DOCUMENTS_URL": documents, **_by_cable(ports), **(environment or {})}
        await stack.start_processes(_ours(stack, running, by_cable))
        await _asked_to_be_told(running)
        yield running


def store_environment(endpoint: str) -> dict[str, str]:
    """How a process reaches the store behind this address."""
    return {**STORE_ACCESS, "AWS_ENDPOINT_URL": endpoint, "AWS_ALLOW_HTTP": "true"}


def _options(received: Receivers) -> dict[str, str | int | float]:
    mail = f"smtp://{LOOPBACK}:{received.mail_port}"
    return {**HASTE, "port": free_port(), "smtp_url": mail, "webhook_allow_loopback": 1}


async def _furnished(settings: Settings, minutes: float) -> tuple[Days, dict[str, str]]:
    """A migrated database with calendar, sample agency and staff; today there, and a token for each login."""
    await upgrade(settings.database_url.get_secret_value())
    await ensure_calendar(settings)
    tokens = await ensure_sample(settings, {})
    zone, opens = _far_from_midnight(minutes)
    window = {"alarms_from": opens.time(), "alarms_until": (opens + timedelta(minutes=minutes)).time()}
    policy = SAMPLE_AGENCY.policy.model_copy(update={"timezone": zone, **window})
    database = Database(settings.database_url.get_secret_value(), 1)
    async with database.transaction() as connection:
        await put_agency(connection, SAMPLE_AGENCY.model_copy(update={"policy": policy}))
        data = await calendar_of(connection, SAMPLE_AGENCY.id)
    await database.close()
    return Days(opens.date(), WorkingCalendar.of(data)), tokens


def _far_from_midnight(minutes: float) -> tuple[str, datetime]:
    """A zone in which the day does not end before the run does, and the time there: scripts speak of one today."""
    for name in ZONES:
        here = datetime.now(ZoneInfo(name))
        midnight = datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)
        if midnight - here > timedelta(minutes=2 * minutes + 30):
            return name, here
    raise ValueError("no run takes that long")


def _store(port: int) -> ProcessSpec:
    """Its objects are in memory, so it is stopped and cut off, never killed: a real store would not lose them."""
    argv = (sys.executable, "-m", "moto.server", "-H", LOOPBACK, "-p", str(port))
    return ProcessSpec("store", argv, ready=answers_http(f"http://{LOOPBACK}:{port}/moto-api/"))


async def _bucket_made(endpoint: str) -> str:
    """The address of the place for documents, with its bucket made."""
    async with httpx.AsyncClient(trust_env=False) as http:
        (await http.put(f"{endpoint}/daylight")).raise_for_status()
    return BUCKET


def _cables(stack: EmbeddedStack, ports: Mapping[Part, int], store: int) -> list[ProcessSpec]:
    targets = {
        Part.API: str(stack.settings.port),
        Part.TEMPORAL: str(stack.temporal.port),
        Part.POSTGRES: str(stack.postgres.socket / ".s.PGSQL.5432"),
        Part.STORE: str(store),
    }
    return [
        ProcessSpec(
            f"{part}-cable",
            (sys.executable, "-m", "tests.chaos.cable", str(ports[part]), target),
            ready=partial(_takes_connections, ports[part]),
        )
        for part, target in targets.items()
    ]


async def _takes_connections(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    return True


def _by_cable(ports: Mapping[Part, int]) -> dict[str, str]:
    """The addresses our own processes are given."""
    database = f"postgresql+asyncpg://daylight@{LOOPBACK}:{ports[Part.POSTGRES]}/daylight?ssl=disable"
    return {
        "DAYLIGHT_DATABASE_URL": database,
        "DAYLIGHT_TEMPORAL_ADDRESS": f"{LOOPBACK}:{ports[Part.TEMPORAL]}",
        **store_environment(f"http://{LOOPBACK}:{ports[Part.STORE]}"),
    }


def _ours(stack: EmbeddedStack, running: Site, environment: Mapping[str, str]) -> list[ProcessSpec]:
    settings, daylight = stack.settings, str(Path(sys.executable).with_name("daylight"))
    polled = polls_task_queue(settings.temporal_address, settings.temporal_namespace, settings.task_queue)
    return [
        ProcessSpec("worker", (daylight, "worker"), ready=polled, environment=environment),
        ProcessSpec("api", (daylight, "api"), ready=running.ready, environment=environment),
    ]


async def _asked_to_be_told(running: Site) -> None:
    """A webhook of the agency, and mail to those who are told most."""
    hook = {"url": f"http://{LOOPBACK}:{running.received.hook_port}/chaos"}
    async with running.http(20) as http:
        made = await http.post("/api/webhooks", json=hook, headers=_by(running, "admin"))
        made.raise_for_status()
        for login in ("handler", "head"):
            wish = {"email": f"{login}@example.com", "mail": "each"}
            (await http.put("/api/notices/preferences", json=wish, headers=_by(running, login))).raise_for_status()


def _by(running: Site, login: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {running.tokens[login]}"}
