"""Each store destroyed in turn under real processes, and brought back by the commands an administrator has."""

import asyncio
import json
import os
import shutil
import sys
import tempfile
import zoneinfo
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.durability.midnight import passed, zones
from tests.durability.test_outage import Office, alarms, due_today
from tests.durability.test_outage import _nothing_is_missing_or_doubled as nothing_is_missing_or_doubled
from worker.embedded.stack import EmbeddedStack, environment_of

Answer = dict[str, Any]


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the account of PostgreSQL may pass through as well."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-tests-"))
    yield folder
    shutil.rmtree(folder)


async def daylight(*words: str, environment: dict[str, str] | None = None) -> tuple[int, str]:
    """A command line in a process of its own: exit status, and what it printed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("DAYLIGHT_")}
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("daylight"),
        *words,
        env={**own, **(environment or {})},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


async def step(http: httpx.AsyncClient, case_id: str, name: str, **fields: Any) -> tuple[Answer, Answer, str]:
    """Take a step at the present version: what was asked, the answer, and the key."""
    seen = (await http.get(f"/api/applications/{case_id}")).json()["summary"]["version"]
    body, key = {"step": name, "expected_version": seen, **fields}, str(uuid4())
    return body, await sent(http, case_id, body, key), key


async def sent(http: httpx.AsyncClient, case_id: str, body: Answer, key: str) -> Answer:
    answer = await http.post(f"/api/applications/{case_id}/steps", json=body, headers={"Idempotency-Key": key})
    assert answer.status_code == 200, answer.text
    found: Answer = answer.json()
    return found


async def kinds(office: Office, case_id: str) -> list[str]:
    return [link["event"]["kind"] for link in (await office.http.get(f"/api/applications/{case_id}/events")).json()]


async def temporal_is_lost(office: Office) -> None:
    """Its file is deleted; a worker refuses to work on nothing until the cases are begun again."""
    await office.stop()
    for file in (office.folder / "temporal").glob("temporal.db*"):
        file.unlink()
    async with EmbeddedStack(office.folder, handle_signals=False) as stack:
        code, said = await daylight("worker", environment=environment_of(stack.settings))
        assert (code, "cases_not_running" in said) == (1, True), said
        code, said = await daylight("restart-cases", "--json", environment=environment_of(stack.settings))
        assert (code, json.loads(said)["started"]) == (0, 1), said
    await office.start()


async def the_record_is_lost(office: Office, backups: Path) -> Answer:
    """PostgreSQL and the documents are deleted, Temporal lives on and knows what the backup does not."""
    await office.stop()
    shutil.rmtree(office.folder / "postgres")
    shutil.rmtree(office.folder / "documents")
    code, said = await daylight("restore", str(backups), "--json", "--data", str(office.folder))
    assert code == 0, said
    restored: Answer = json.loads(said[said.index("{") :])
    await office.start()
    return restored


async def backed_up(office: Office, backups: Path) -> Answer:
    code, said = await daylight("backup", str(backups), "--json", environment=environment_of(office.settings))
    assert code == 0, said
    made: Answer = json.loads(said)
    return made


async def test_each_store_is_destroyed_and_brought_back(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, office, backups = place / "zones", Office(place / "office"), place / "backups"
    monkeypatch.setenv("PYTHONTZPATH", os.pathsep.join([str(folder), *zoneinfo.TZPATH]))
    with zones(folder):
        await office.start()
        try:
            case_id, midnight = await due_today(office, folder)
            asked = await step(office.http, case_id, "record_search", description="检索档案管理系统")
            await temporal_is_lost(office)
            await passed(midnight + timedelta(seconds=1))
            said = await alarms(office.http, case_id)
            assert {event.get("overdue_on", event.get("on")) for event in said} == {said[0]["overdue_on"]}
            assert await sent(office.http, case_id, asked[0], asked[2]) == asked[1]

            file = {"file": ("招标文件.txt", "招标文件正文".encode())}
            await office.http.post(f"/api/applications/{case_id}/documents", files=file)
            first = await backed_up(office, backups)
            second = await backed_up(office, backups)
            assert (first["copied"] > 0, second["copied"], second["standing"]) == (True, 0, first["copied"])
            await step(office.http, case_id, "record_search", description="检索网站，未及备份")
            searches = (await kinds(office, case_id)).count("search_recorded")
            restored = await the_record_is_lost(office, backups)
            assert restored["verified"]["faults"] == []
            assert (restored["name"], restored["put_back"]) == (second["name"], first["copied"])
            assert (await kinds(office, case_id)).count("search_recorded") == searches - 1
            assert await sent(office.http, case_id, asked[0], asked[2]) == asked[1]
            await step(office.http, case_id, "withdraw")
            await nothing_is_missing_or_doubled(office)
        finally:
            await office.stop()
