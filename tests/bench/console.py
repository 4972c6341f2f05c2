"""The console over a hundred thousand cases: how long each kind of page takes over HTTP, and how much it weighs.

A server of its own on the embedded PostgreSQL and Temporal; every page is asked for over a socket by people who are
signed in. The seconds are those of the whole answer, so they hold a little more than the server's own time.
"""

import asyncio
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from activities.db.database import Database
from activities.db.migrate import upgrade
from activities.db.sessions import open_session
from api.cli.console import table_of
from api.cli.process import settle
from api.csrf import csrf_token
from api.examples import APPLICATION
from api.seeding.fill import SeedPlan, fill
from api.seeding.offices import Office
from schemas.people import Member, SignedIn
from schemas.settings import Settings
from schemas.vocabulary import Role
from tests.api.server import listening
from tests.bench.load import percentile
from tests.harness import TEST_KEYS
from worker.connection import connect
from worker.embedded.stack import EmbeddedStack
from worker.main import make_worker, resources

CASES, AGENCIES, OPEN_ONE_IN, SEED = 100_000, 20, 20, 1
ROUNDS, WARM_UP = 100, 3
SELDOM_ROUNDS = 5
AIM_MS, AIM_SELDOM_MS, AIM_KB = 150.0, 5_000.0, 100.0
PAGES = 120
"""Of the document under review."""
LINES_A_PAGE = 70
PERSONAL = "，联系电话：13800138000"
"""On every tenth line: seven findings a page."""
_ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
console = Console(stderr=True)


@dataclass(frozen=True)
class Asked:
    """One kind of page, and who asks for it; ``seldom``: what counts a whole year, with an aim of its own."""

    name: str
    path: str
    who: str = "handler"
    seldom: bool = False


@dataclass
class Measured:
    """Seconds of every answer, and the bytes of the page with its assets."""

    seconds: list[float] = field(default_factory=list)
    size: int = 0


def pages(case: str, document: str, year: int) -> Iterator[Asked]:
    """What people open, each kind once."""
    of_case, review = f"/cases/{case}", f"/cases/{case}/review"
    for path in (
        "/work",
        "/notices",
        "/cases",
        "/cases?state=processing",
        "/cases?overdue=true",
        "/register",
        "/account",
    ):
        yield Asked(path, path)
    yield Asked("case", of_case)
    for part in ("documents", "events", "earlier", "steps/record_search", "steps/propose_extension", "steps/withdraw"):
        yield Asked(f"case: {part}", f"{of_case}/{part}")
    yield Asked("review: case", review)
    yield Asked("review: document", f"{review}/{document}")
    yield Asked("review: page", f"{review}/{document}/{PAGES // 2}")
    for path in ("", "/heat", "/forecast", "/digests", "/ledger"):
        yield Asked(f"/oversight{path}", f"/oversight{path}", "supervisor")
    yield Asked("annual report", f"/oversight/annual/{year - 1}", "supervisor", seldom=True)
    for path in (
        "",
        "/staff",
        "/agencies",
        "/policy",
        "/calendars",
        "/templates",
        "/tokens",
        "/schedules",
        "/retention",
    ):
        yield Asked(f"/admin{path}", f"/admin{path}", "administrator")
    for path in ("/sign-in", "/apply", "/status"):
        yield Asked(path, path, "nobody")


async def measure(cases: int, folder: Path, only: Collection[str] = ()) -> dict[str, Measured]:
    """Seed, open a case, and ask for every page in turn, round by round; or for some pages, by name."""
    async with served(cases, folder) as (url, database, office):
        people = await signed_in(url, database, office)
        try:
            case, document = await under_review(people["handler"])
            year = date.today().year  # noqa: DTZ011 - the seeded cases end today
            every = [asked for asked in pages(case, document, year) if not only or asked.name in only]
            found = {asked.name: Measured() for asked in every}
            for n in range(WARM_UP + ROUNDS):
                for asked in every:
                    if not asked.seldom or n < WARM_UP + SELDOM_ROUNDS:
                        await _ask(people[asked.who], asked, found[asked.name], counts=n >= WARM_UP)
        finally:
            for client in people.values():
                await client.aclose()
    return found


async def _ask(client: httpx.AsyncClient, asked: Asked, measured: Measured, *, counts: bool) -> None:
    began = time.perf_counter()
    answer = await client.get(asked.path)
    seconds = time.perf_counter() - began
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{asked.name}: {answer.status_code}")
    if counts:
        measured.seconds.append(seconds)
    if not measured.size:
        assets = {*_ASSET.findall(answer.text)}
        measured.size = len(answer.content) + sum([len((await client.get(asset)).content) for asset in assets])


@asynccontextmanager
async def served(cases: int, folder: Path) -> AsyncIterator[tuple[str, Database, Office]]:
    """The console over that many cases; the agency whose people look at it."""
    today = date.today()  # noqa: DTZ011
    plan = SeedPlan(closed=cases, open=cases // OPEN_ONE_IN, agencies=AGENCIES, seed=SEED, today=today)
    async with EmbeddedStack(folder / "stack", handle_signals=False) as stack:
        url = await stack.postgres.create_database("console")
        await upgrade(url)
        await fill(url, plan, lambda stand: console.print(f"{stand:,} of {cases:,} …", end="\r"))
        told = {"database_url": SecretStr(url), "documents_url": (folder / "documents").as_uri(), "log_level": "ERROR"}
        settings = Settings.model_validate(
            {**stack.settings.model_dump(), **told, "task_queue": "console", **TEST_KEYS}
        )
        client = await connect(settings)
        async with (
            resources(settings) as (database, store, vault),
            make_worker(client, settings, database, store, vault),
            listening(settings) as port,
        ):
            settle()
            yield f"http://127.0.0.1:{port}", database, plan.tree()[0]


async def signed_in(url: str, database: Database, office: Office) -> dict[str, httpx.AsyncClient]:
    """A client for each role, with the cookie of a session, and one for nobody."""
    people = {"nobody": httpx.AsyncClient(base_url=url, headers={"Accept": "text/html"}, timeout=60)}
    for role in (Role.HANDLER, Role.SUPERVISOR, Role.ADMINISTRATOR):
        member: Member = next(one for one in office.staff if role in one.roles)
        person = SignedIn(staff_id=member.id, agency_id=member.agency_id, name=member.name, roles=member.roles)
        async with database.transaction() as connection:
            token = await open_session(connection, person, datetime.now(UTC) + timedelta(hours=8))
        headers = {"Accept": "text/html", "X-CSRF-Token": csrf_token(token)}
        people[role] = httpx.AsyncClient(base_url=url, headers=headers, cookies={"daylight": token}, timeout=60)
    return people


async def under_review(client: httpx.AsyncClient, pages: int = PAGES) -> tuple[str, str]:
    """A case whose search found a long document, read and ready; its id and the document's."""
    case = str((await _posted(client, "/api/applications", APPLICATION))["case_id"])
    steps = f"/api/applications/{case}/steps"
    await _posted(client, steps, {"step": "accept", "expected_version": await _version(client, case)})
    lines = (f"核查情况第{n}行{PERSONAL if n % 10 == 0 else ''}\n" for n in range(pages * LINES_A_PAGE))
    content = "".join(lines).encode()
    files = {"file": ("核查登记.txt", content)}
    answer = await client.post(f"/api/applications/{case}/documents", files=files)
    answer.raise_for_status()
    document = str(answer.json()["id"])
    search = {"step": "record_search", "description": "检索档案", "documents": [document]}
    await _posted(client, steps, {**search, "expected_version": await _version(client, case)})
    while (await client.get(f"/api/applications/{case}/document-work?wait=30")).json()["waiting"]:
        pass  # the question itself waits
    return case, document


async def _version(client: httpx.AsyncClient, case: str) -> int:
    return int((await client.get(f"/api/applications/{case}")).json()["summary"]["version"])


async def _posted(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body, headers={"Idempotency-Key": str(uuid4())})
    answer.raise_for_status()
    told: dict[str, Any] = answer.json()
    return told


def bench_console(cases: int = CASES, only: Collection[str] = ()) -> dict[str, float]:
    """Milliseconds and kilobytes under ``page: figure``, on a stack of its own that goes away."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-measure-console-"))
    try:
        found = asyncio.run(measure(cases, folder, only))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    figures: dict[str, float] = {}
    for name, measured in found.items():
        for column, share in (("p50 ms", 0.5), ("p99 ms", 0.99)):
            figures[f"{name}|{column}"] = round(percentile(measured.seconds, share) * 1000, 1)
        figures[f"{name}|kB"] = round(measured.size / 1000, 1)
    return figures


def console_table(figures: dict[str, float]) -> Table:
    """A row for each page."""
    columns = ("p50 ms", "p99 ms", "kB")
    rows = [(name, *(figures[f"{name}|{column}"] for column in columns)) for name in _names(figures)]
    return table_of(f"pages of the console over {CASES:,} closed cases", ("page", *columns), rows)


def console_aims(figures: dict[str, float]) -> Iterator[tuple[str, float, str, float]]:
    """Every page: p99 and weight, its assets included."""
    for name in _names(figures):
        aim = AIM_SELDOM_MS if name.startswith("annual") else AIM_MS
        yield f"{name}: p99 ms", figures[f"{name}|p99 ms"], "≤", aim
        yield f"{name}: kB with assets", figures[f"{name}|kB"], "≤", AIM_KB


def _names(figures: dict[str, float]) -> list[str]:
    return list(dict.fromkeys(name.split("|")[0] for name in figures))
