"""Lists, counts and searches over ten thousand, a hundred thousand and a million cases, beside their SQL alone.

Every question goes through the HTTP API in this process (no socket, no other load); the statements it sent are then
sent again over one bare connection. So each line shows what PostgreSQL takes and what we add to it.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg
import httpx
from rich.console import Console
from sqlalchemy import event

from activities.db.database import Database
from activities.db.migrate import upgrade
from activities.db.people import find_login, new_token
from api.app import create_app
from api.cli.process import settle
from api.seeding.fill import SeedPlan, fill
from api.seeding.offices import DEPARTMENTS, Office
from schemas.settings import Settings
from tests.bench.load import percentile
from tests.harness import TEST_KEYS
from worker.embedded.postgres import EmbeddedPostgres

SIZES = (10_000, 100_000, 1_000_000)
AGENCIES, OPEN_ONE_IN, SEED = 20, 20, 1
ROUNDS, WARM_UP = 100, 5
NOBODY = "110101199003070011"
LIST, FIGURES = "/api/oversight/cases", "/api/oversight/figures"
COLUMNS = ("question", "answers", "p50 ms", "p99 ms", "SQL p50 ms", "SQL p99 ms", "statements")
console = Console(stderr=True)


@dataclass(frozen=True)
class Question:
    """One address, as who; ``seldom``: asked a few times only, with an aim of its own."""

    name: str
    path: str
    login: str = "top"
    body: dict[str, str] | None = None
    seldom: bool = False


@dataclass
class Asked:
    """Seconds of every answer, the statements of one of them, and what they take alone."""

    answers: int = 0
    taken: list[float] = field(default_factory=list)
    statements: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)


def questions(tree: Sequence[Office], today: date) -> Iterator[Question]:
    """What supervisors ask: the authority over all, and the head of one agency."""
    one, year = tree[1], today.year
    own, handler = f"limit=50&agency={one.agency.id}", one.handlers[0].id
    last_year = f"closed_from={year - 1}-01-01&closed_until={year - 1}-12-31"
    yield Question("newest, all", f"{LIST}?limit=50")
    yield Question("newest, one agency", f"{LIST}?{own}", "one")
    yield Question("open by due date, all", f"{LIST}?open=true&sort=due&limit=50")
    yield Question("overdue, all", f"{LIST}?open=true&overdue=true&limit=50")
    yield Question("0 to 2 days left, all", f"{LIST}?open=true&overdue=false&days_left_from=0&days_left_until=2")
    yield Question("older than 40 days, all", f"{LIST}?open=true&age_from=41&limit=50")
    yield Question("one handler's", f"{LIST}?{own}&handler={handler}&open=true", "one")
    yield Question("one department's", f"{LIST}?{own}&department={quote(DEPARTMENTS[0])}&open=true", "one")
    yield Question("closed late last year, all", f"{LIST}?{last_year}&late=true&limit=50")
    yield Question("one outcome since two years, all", f"{LIST}?outcome=repeated&received_from={year - 2}-01-01")
    yield Question("corrected afterwards, all", f"{LIST}?corrected=true&limit=50")
    for name, words in SEARCHES.items():
        yield Question(f"search {name}, all", f"{LIST}?text={quote(words)}&limit=50")
        yield Question(f"search {name}, one agency", f"{LIST}?{own}&text={quote(words)}", "one")
    for name, words in _references(one.agency.code, year - 1).items():
        yield Question(f"search {name}, all", f"{LIST}?text={quote(words)}&limit=50")
    yield Question("search identity number", "/api/oversight/search", "one", {"identity_number": NOBODY})
    yield Question("figures, all", FIGURES)
    yield Question("figures, one agency", f"{FIGURES}?agency={one.agency.id}", "one")
    yield Question("figures of five years, all", f"{FIGURES}?from={year - 5}-01-01")
    yield Question("forecast, all", "/api/oversight/forecast?limit=50")
    yield Question("annual report, the whole tree", f"/api/reports/annual/{year - 1}?tree=true", seldom=True)


def _references(code: str, year: int) -> dict[str, str]:
    return {
        "reference": f"{code}申〔{year}〕7号",
        "reference of four digits": f"{code}申〔{year}〕1234号",
        "half a reference": f"申〔{year}〕12",
        "end of references": "234号",
    }


SEARCHES = {
    "common word": "申请公开",
    "common two characters": "项目",
    "half of all": "年",
    "two words": "河道 竹海",
    "two that never meet": "街道 片区",
    "rare word": "drawings 凤岭 听证",
    "no such word": "魑魅魍魉",
    "one character": "渚",
}


async def measure(url: str, tree: Sequence[Office], today: date) -> dict[str, Asked]:
    """Ask everything in turn, round by round, so that no question has all caches to itself."""
    every = list(questions(tree, today))
    found = {question.name: Asked() for question in every}
    async with _api(url) as (http, database):
        tokens = await _tokens(database, tree)
        for n in range(WARM_UP + ROUNDS):
            for question in every:
                if not question.seldom or n < WARM_UP + 3:
                    await _ask(http, database, tokens, question, found[question.name], counts=n >= WARM_UP)
    await _alone(url, found)
    return found


async def _ask(
    http: httpx.AsyncClient,
    database: Database,
    tokens: dict[str, str],
    question: Question,
    asked: Asked,
    *,
    counts: bool,
) -> None:
    headers = {"Authorization": f"Bearer {tokens[question.login]}"}
    with _listening(database) as statements:
        began = time.perf_counter()
        method = "POST" if question.body else "GET"
        answer = await http.request(method, question.path, headers=headers, json=question.body)
        seconds = time.perf_counter() - began
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"{question.name}: {answer.status_code} {answer.text[:300]}")
    if counts:
        asked.taken.append(seconds)
        asked.statements = statements
        asked.answers = len(answer.json().get("items", ()))


@contextmanager
def _listening(database: Database) -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    """The statements that go to PostgreSQL meanwhile, as the driver gets them."""
    heard: list[tuple[str, tuple[Any, ...]]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if not many and statement.lstrip().upper().startswith(("SELECT", "WITH")):
            heard.append((statement, tuple(parameters)))

    engine = database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


async def _alone(url: str, found: dict[str, Asked]) -> None:
    """The same statements over one bare connection."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        for n in range(WARM_UP + ROUNDS):
            for asked in found.values():
                if n >= WARM_UP + len(asked.taken):
                    continue
                began = time.perf_counter()
                for statement, parameters in asked.statements:
                    await connection.fetch(statement, *parameters)
                if n >= WARM_UP:
                    asked.alone.append(time.perf_counter() - began)
    finally:
        await connection.close()


@asynccontextmanager
async def _api(url: str) -> AsyncIterator[tuple[httpx.AsyncClient, Database]]:
    """The API over this database. No question here needs Temporal, so none is there."""
    with tempfile.TemporaryDirectory(prefix="daylight-measure-documents-") as folder:
        places = {"database_url": url, "documents_url": Path(folder).as_uri(), "log_level": "ERROR"}
        app = create_app(Settings.model_validate({**places, **TEST_KEYS}))
        transport = httpx.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://daylight", timeout=120) as http,
        ):
            settle()  # as `daylight api` does
            yield http, app.state.desk.database


async def _tokens(database: Database, tree: Sequence[Office]) -> dict[str, str]:
    tokens = {}
    async with database.transaction() as connection:
        for name, office in (("top", tree[0]), ("one", tree[1])):
            member = await find_login(connection, office.agency.id, "supervisor")
            if member is None:
                raise RuntimeError("nobody oversees")
            until = datetime.now(UTC) + timedelta(days=1)
            tokens[name] = await new_token(connection, member.id, "bench", until)
    return tokens


async def _sizes(folder: Path, sizes: Sequence[int]) -> dict[int, dict[str, Asked]]:
    server = EmbeddedPostgres(folder / "postgres")
    await server.start()
    found = {}
    try:
        for size in sizes:
            plan = await _seeded(server, folder, size)
            found[size] = await measure(await server.ensure_database(_name(size)), plan.tree(), plan.today)
    finally:
        await server.stop()
    return found


async def _seeded(server: EmbeddedPostgres, folder: Path, size: int) -> SeedPlan:
    """The plan of the database of this size, which is written unless it stands; the plan is kept when all is there."""
    kept = folder / f"{_name(size)}.json"
    if kept.exists():
        await upgrade(await server.ensure_database(_name(size)))  # kept by an earlier release, perhaps
        return SeedPlan.model_validate_json(kept.read_text())
    today = date.today()  # noqa: DTZ011 - the cases end today, whatever day that is
    plan = SeedPlan(closed=size, open=size // OPEN_ONE_IN, agencies=AGENCIES, seed=SEED, today=today)
    await server.drop_database(_name(size))  # what was broken off
    url = await server.create_database(_name(size))
    await upgrade(url)
    began = time.perf_counter()
    await fill(url, plan, lambda stand: console.print(f"{stand:,} of {size:,} …", end="\r"))
    console.print(f"{size:,} closed and {plan.open:,} open cases written in {time.perf_counter() - began:.0f} s")
    kept.write_text(plan.model_dump_json())
    return plan


def _name(size: int) -> str:
    return f"cases_{size}"


def bench_oversight(sizes: Sequence[int] = SIZES, folder: Path | None = None) -> dict[str, float]:
    """Milliseconds under ``size: question: figure``, in a cluster of its own that goes away.

    With ``folder`` it stays there, and what it holds is not written again: use it with the same release, on that day.
    """
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        return _figures(asyncio.run(_sizes(folder, sizes)))
    with tempfile.TemporaryDirectory(prefix="daylight-measure-oversight-", ignore_cleanup_errors=True) as passing:
        return _figures(asyncio.run(_sizes(Path(passing), sizes)))


def _figures(found: dict[int, dict[str, Asked]]) -> dict[str, float]:
    return {
        f"{size}: {name}: {column}": value
        for size, asked in found.items()
        for name, one in asked.items()
        for column, value in zip(COLUMNS[1:], _row(one), strict=True)
    }


def _row(asked: Asked) -> tuple[float, ...]:
    times = [
        round(percentile(seconds, share) * 1000, 1) for seconds in (asked.taken, asked.alone) for share in (0.5, 0.99)
    ]
    return (asked.answers, *times, len(asked.statements))
