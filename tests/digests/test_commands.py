"""``daylight digests`` against a real server."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest_asyncio

from schemas.digest_periods import Period
from tests.api.office import today
from tests.api.server import listening
from tests.api.test_cli import Terminal
from tests.digests.conftest import Bureau, weeks_ago
from worker.embedded.stack import environment_of


@pytest_asyncio.fixture
async def terminal(bureau: Bureau, tmp_path: Path) -> AsyncIterator[Terminal]:
    """The terminal of the agency's administrator."""
    async with listening(bureau.settings) as port:
        access = {"DAYLIGHT_URL": f"http://127.0.0.1:{port}", "DAYLIGHT_TOKEN": bureau.office.tokens["admin"]}
        yield Terminal({**environment_of(bureau.settings), **access, "COLUMNS": "160"}, tmp_path)


async def test_digests_are_made_read_and_saved_from_the_terminal(terminal: Terminal, bureau: Bureau) -> None:
    first, second, until = weeks_ago(16, 3)
    told = await terminal.good("digests", "backfill", "weekly", "--from", first, "--until", until)
    assert f"{first} – " in told
    assert f"{second} – " in told
    await bureau.rung(Period.WEEKLY, 2)
    assert "简报 / Digests" in await terminal.good("digests", "list")
    newest = (await terminal.json("digests", "list", "--limit", "1"))["items"][0]
    assert newest["period"] == Period.WEEKLY
    late = (today() - date.fromisoformat(newest["until"])).days
    assert f"迟{late}日" in await terminal.good("digests", "show", newest["id"])
    for name, begins in (("digest.html", b"<!doctype html>"), ("digest.xlsx", b"PK"), ("digest.json", b"{")):
        await terminal.good("digests", "show", newest["id"], "--save", name)
        assert (terminal.folder / name).read_bytes().startswith(begins)


async def test_schedules_are_paused_and_resumed_from_the_terminal(terminal: Terminal) -> None:
    assert "数据核对" in await terminal.good("digests", "pause", "monthly", "--note", "数据核对")
    paused = {item["period"]: item["pause"] for item in (await terminal.json("digests", "schedules"))["items"]}
    assert [period for period, pause in paused.items() if pause] == [Period.MONTHLY]
    assert "数据核对" not in await terminal.good("digests", "resume", "monthly")
    assert "全年简报 / yearly" in await terminal.good("digests", "run", "yearly")


async def test_refusals_name_code_and_field(terminal: Terminal) -> None:
    (monday,) = weeks_ago(16, 1)
    told = await terminal.refused("digests", "backfill", "weekly", "--from", monday, "--until", monday)
    assert told.startswith("digest_backfill_empty (until) ")
    code, _, told = await terminal.run("digests", "show", "x", "--save", "digest.docx")
    assert (code, "html" in told) == (2, True)
