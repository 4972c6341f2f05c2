"""What a change of the calendar costs with thousands of open cases: the preview, and moving every one of them.

By itself: ``python -m tests.bench.calendar_change --live-cases 10000``; starting and moving all of them takes minutes.
"""

import argparse
import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
from sqlalchemy.engine import make_url
from temporalio.client import Client

from activities.db.calendars import calendar_of
from activities.db.database import Database
from api.cli.local import Access, read_access, settings_for
from api.cli.setup import SAMPLE_AGENCY
from schemas.settings import Settings
from tests.bench.bare import BarePlay, bare_worker
from tests.bench.calendar_cases import Made, cases_in_hand, recorded, started
from tests.bench.load import open_http, run_block
from tests.bench.stack import start_stack
from worker.connection import connect
from worker.embedded.ports import free_port
from workflows.rules.calendar import WorkingCalendar

CASES, LIVE = 10_000, 2_000
BARE_CASES, CLIENTS = 40, 20
LATER = 8
PATH = "/api/calendars"
CHAINS = "SELECT case_id, record FROM case_events ORDER BY case_id, seq"


async def bench_calendar(
    access: Access, settings: Settings, bare: float, count: int = CASES, live: int = LIVE
) -> dict[str, float]:
    """Cases a second that are moved, and that the preview looks at, beside bare updates and mere reading.

    ``live`` cases have workflows and are moved; with more, that only have a record, there are ``count`` to preview.
    ``bare``: updates a second of bare workflows on these servers, by as many clients as cases are told at once.
    """
    began = time.perf_counter()
    made = await _on_record(settings, live)
    await started(await connect(settings), settings.task_queue, made)
    preparing = time.perf_counter() - began
    async with open_http(access.address) as http:
        http.headers["Authorization"] = f"Bearer {access.tokens['admin']}"
        done, moving = await _moved(http, await _proposed(http, settings))
        await _on_record(settings, count - live)
        looked_at, looking, would_move = await _previewed(http, await _proposed(http, settings))
    reading = await _reading(settings)
    previewed, moved = looked_at / looking, (done["moved"] + done["unchanged"]) / moving
    return {
        "live_cases": live,
        "prepare_seconds": round(preparing, 1),
        "moved": done["moved"],
        "unchanged": done["unchanged"],
        "failed": len(done["failed"]),
        "move_seconds": round(moving, 1),
        "moved_a_second": round(moved, 1),
        "bare_updates_a_second": round(bare, 1),
        "moves_per_bare_update": round(moved / bare, 2),
        "open_cases_previewed": looked_at,
        "would_move": would_move,
        "preview_seconds": round(looking, 1),
        "previewed_a_second": round(previewed, 1),
        "only_read_a_second": round(reading, 1),
        "preview_per_read": round(reading / previewed, 1),
    }


async def _on_record(settings: Settings, count: int) -> list[Made]:
    """So many open cases more, under the calendar in force."""
    database = Database(settings.database_url.get_secret_value(), 4)
    try:
        async with database.reading() as connection:
            data = await calendar_of(connection, SAMPLE_AGENCY.id)
        return [one async for one in recorded(database, cases_in_hand(count, data, uuid4().hex[:8]))]
    finally:
        await database.close()


async def _proposed(http: httpx.AsyncClient, settings: Settings) -> str:
    """The version of a proposal for a day off that lies in the count of most cases."""
    database = Database(settings.database_url.get_secret_value(), 1)
    try:
        async with database.reading() as connection:
            calendar = WorkingCalendar.of(await calendar_of(connection, SAMPLE_AGENCY.id))
    finally:
        await database.close()
    day = calendar.add(datetime.now(UTC).date(), LATER)
    version: str = _good(await http.post(PATH, json={"source": "bench", "off": [str(day)]}))["version"]
    return version


async def _previewed(http: httpx.AsyncClient, version: str) -> tuple[int, float, int]:
    """Cases looked at, seconds, and how many would move."""
    looked_at, would_move, after = 0, 0, None
    began = time.perf_counter()
    while True:
        params = {"limit": 500, **({"after": after} if after else {})}
        page = _good(await http.get(f"{PATH}/{version}/preview", params=params))
        looked_at, would_move, after = looked_at + page["looked_at"], would_move + len(page["items"]), page["next"]
        if after is None:
            return looked_at, time.perf_counter() - began, would_move


async def _moved(http: httpx.AsyncClient, version: str) -> tuple[dict[str, Any], float]:
    """Approve and go on, in rounds as the command line does; the last answer with all that failed, and seconds."""
    began = time.perf_counter()
    waiting: int | None = None
    while True:
        failed: list[str] = []
        after: str | None = None
        while True:
            page = _good(await http.post(f"{PATH}/{version}/approve", params={"after": after} if after else {}))
            failed, after = [*failed, *page["failed"]], page["next"]
            if after is None:
                break
        if not failed or page["waiting"] == waiting:
            return {**page, "failed": failed}, time.perf_counter() - began
        waiting = page["waiting"]


async def _reading(settings: Settings) -> float:
    """The least a preview could cost: cases a second when every chain is only read and its JSON decoded."""
    url = make_url(settings.database_url.get_secret_value()).set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    try:
        began = time.perf_counter()
        async with connection.transaction():
            cases = {
                row["case_id"] async for row in connection.cursor(CHAINS, prefetch=2000) if json.loads(row["record"])
            }
        return len(cases) / (time.perf_counter() - began)
    finally:
        await connection.close()


async def _bare_updates(settings: Settings) -> float:
    """Updates a second of bare workflows, each with one activity and one INSERT, by twenty clients."""
    client = await Client.connect(settings.temporal_address)
    async with bare_worker(settings):
        await run_block([BarePlay(client) for _ in range(CLIENTS)], CLIENTS, _Nobody())
        block = await run_block([BarePlay(client) for _ in range(BARE_CASES)], CLIENTS, _Nobody())
    return block.count / block.seconds


class _Nobody:
    """No processor time is watched here."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


def _good(answer: httpx.Response) -> dict[str, Any]:
    if answer.is_error:
        raise RuntimeError(f"{answer.request.url.path}: {answer.status_code} {answer.text}")
    body: dict[str, Any] = answer.json()
    return body


async def _alone(count: int, live: int) -> dict[str, float]:
    """On a stack of its own."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-measure-"))
    stack = await start_stack(folder, free_port())
    try:
        access = read_access(folder)
        if access is None:
            raise RuntimeError("the stack left no way to reach it")
        settings = settings_for(folder)
        return await bench_calendar(access, settings, await _bare_updates(settings), count, live)
    finally:
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.calendar_change", description=__doc__)
    parser.add_argument("--open-cases", type=int, default=CASES)
    parser.add_argument("--live-cases", type=int, default=LIVE)
    asked = parser.parse_args()
    found = asyncio.run(_alone(max(asked.open_cases, asked.live_cases), asked.live_cases))
    print(json.dumps(found, indent=2))  # noqa: T201 - the report is the point
    sys.stdout.flush()
    os._exit(0)  # the Temporal client may abort while the interpreter finalises
