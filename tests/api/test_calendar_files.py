"""``daylight calendar``: files good and bad, a table for people, and a command killed in the middle."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import api.calendar_move
from activities.intake import workflow_id
from tests.api.calendars import counted_day, moves_of
from tests.api.office import Office
from tests.api.server import listening
from tests.api.test_cli import DAYLIGHT, Terminal
from tests.durability.test_killed_worker import record_held_up, someone_waits_for_the_record
from worker.connection import connect
from worker.embedded.stack import environment_of
from workflows.rules.national import arranged_by_package

HEAD = "date,working\n"


@pytest.fixture
async def administrator(office: Office, tmp_path: Path) -> AsyncIterator[Terminal]:
    """A terminal signed in as the administrator."""
    async with listening(office.settings) as port:
        own = {"DAYLIGHT_URL": f"http://127.0.0.1:{port}", "DAYLIGHT_TOKEN": office.tokens["admin"]}
        yield Terminal({**environment_of(office.settings), **own}, tmp_path)


def arrangement_2026() -> tuple[list[date], list[date]]:
    off, work = arranged_by_package(2026) or ((), ())
    return list(off), list(work)


def csv_of(off: list[date], work: list[date]) -> str:
    return HEAD + "".join(f"{day},no\n" for day in off) + "".join(f"{day},yes\n" for day in work)


async def test_a_file_is_proposed_looked_at_and_approved(administrator: Terminal, office: Office) -> None:
    case = await office.registered()
    day = await counted_day(office, case["case_id"])
    (administrator.folder / "days.csv").write_text(f"date,working,remark\n{day},no,示例\n")
    proposed = await administrator.json("calendar", "import", "days.csv", "--some-days")
    assert [one["reference"] for one in proposed["cases"]] == [case["reference"]]
    assert (proposed["source"], proposed["would_move"], proposed["open_cases"]) == ("days.csv", 1, 1)
    assert await moves_of(office, case["case_id"]) == []
    shown = await administrator.good("calendar", "preview", proposed["version"], COLUMNS="200")
    assert case["reference"] in shown
    assert f"{day} 放假 / off" in shown
    done = await administrator.json("calendar", "approve", proposed["version"])
    assert (done["moved"], done["unchanged"], done["waiting"], done["failed"]) == (1, 0, 0, [])
    assert len(await moves_of(office, case["case_id"])) == 1
    assert proposed["version"] in await administrator.good("calendar", "list", COLUMNS="200")
    again = await administrator.json("calendar", "import", "days.csv", "--some-days", "--yes")
    assert (again["version"], again["moved"], again["cases"]) == (proposed["version"], 1, [])
    assert len(await moves_of(office, case["case_id"])) == 1


async def test_csv_and_json_say_the_same(administrator: Terminal) -> None:
    off, work = arrangement_2026()
    off.remove(date(2026, 2, 23))
    (administrator.folder / "2026.csv").write_text(csv_of(off, work), encoding="utf-8-sig")
    whole = {"year": 2026, "source": "示例通知", "off": [*map(str, off)], "work": [*map(str, work)]}
    (administrator.folder / "2026.json").write_text(json.dumps(whole, ensure_ascii=False))
    by_csv = await administrator.json("calendar", "import", "2026.csv")
    by_json = await administrator.json("calendar", "import", "2026.json")
    stated = await administrator.json("calendar", "import", "2026.csv", "--year", "2026", "--source", "示例通知")
    assert by_csv["version"] == by_json["version"] == stated["version"]
    assert [warning["code"] for warning in by_csv["warnings"]] == ["calendar_unusual_number"]
    assert "请核对" in (await administrator.run("calendar", "import", "2026.csv"))[2]


@pytest.mark.parametrize(
    ("name", "content", "options", "code", "place"),
    [
        ("a.csv", "", [], "calendar_file_unreadable", "line 1"),
        ("a.csv", "2027-02-08,no\n", [], "calendar_file_unreadable", "line 1"),
        ("a.csv", HEAD, [], "calendar_empty", ""),
        ("a.csv", HEAD + "2027-02-08,no\n2027/2/9,no\n", [], "calendar_line_invalid", "line 3"),
        ("a.csv", HEAD + "\n2027-02-30,no\n", [], "calendar_line_invalid", "line 3"),
        ("a.csv", HEAD + "2027-02-08\n", [], "calendar_line_invalid", "line 2"),
        ("a.csv", HEAD + "2027-02-08,maybe\n", [], "calendar_line_invalid", "line 2"),
        ("a.csv", HEAD + "2027-02-08,no\n2027-02-08,no\n", [], "calendar_day_twice", "line 3"),
        ("a.csv", HEAD + "2027-02-08,no\n2027-02-08,yes\n", ["--some-days"], "calendar_contradiction", "line 3"),
        ("a.csv", HEAD + "2027-02-08,no\n2028-02-08,no\n", [], "calendar_other_year", "line 3"),
        ("a.csv", HEAD + "2027-02-08,no\n", ["--year", "2028"], "calendar_other_year", "line 2"),
        ("a.csv", HEAD + "2027-02-08,no\n", [], "calendar_holiday_missing", "2027-01-01"),
        ("a.csv", b"\xff\xfe\x00date", [], "calendar_file_unreadable", "a.csv"),
        ("a.csv", HEAD + "2027-02-08,no\n" * 20_000, [], "calendar_file_unreadable", "a.csv"),
        ("a.csv", HEAD + "2027-02-08,no\x00\n", [], "calendar_line_invalid", "line 2"),
        ("a.json", "{\n\n]", [], "invalid_json", "line 3"),
        ("a.json", "[]", [], "invalid_field", "file"),
        ("a.json", "[" * 100_000, [], "invalid_field", "file"),
        ("a.json", '{"year": 2027, "off": ["x"]}', [], "invalid_field", "off.0"),
        ("a.json", '{"off": ["2027-02-08"]}', [], "calendar_other_year", "year"),
        ("a.json", '{"year": 2027, "off": ["2027-02-08"]}', ["--some-days"], "calendar_other_year", "year"),
        ("a.json", '{"year": 2027, "off": []}', ["--year", "2028"], "calendar_other_year", "year"),
    ],
)
async def test_a_bad_file_is_refused_with_its_line_and_changes_nothing(
    administrator: Terminal, name: str, content: Any, options: list[str], code: str, place: str
) -> None:
    (administrator.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    line = await administrator.refused("calendar", "import", name, *options)
    assert line.startswith(f"{code} {f'({place})' if place else ''}")
    assert (await administrator.json("calendar", "list"))["items"] == []


async def test_neither_file_nor_year_is_refused(administrator: Terminal) -> None:
    code, _, told = await administrator.run("calendar", "import")
    assert code == 2
    assert "FILE" in told
    assert "calendar_year_not_held" in await administrator.refused("calendar", "import", "--year", "2031")
    assert "calendar_changes_nothing" in await administrator.refused("calendar", "import", "--year", "2026")


async def test_another_login_is_refused(administrator: Terminal, office: Office) -> None:
    handler = {"DAYLIGHT_TOKEN": office.tokens["handler"]}
    assert "role_not_permitted" in await administrator.refused("calendar", "import", "--year", "2026", **handler)
    assert "role_not_permitted" not in await administrator.refused("calendar", "approve", "cn-2027-nothing")


async def test_a_case_that_does_not_follow_is_named_with_exit_status_one(
    administrator: Terminal, office: Office
) -> None:
    lost, sound = await office.registered(), await office.registered()
    await (await connect(office.settings)).get_workflow_handle(workflow_id(lost["case_id"])).terminate()
    day = await counted_day(office, sound["case_id"])
    (administrator.folder / "days.csv").write_text(f"{HEAD}{day},no\n")
    code, told, line = await administrator.run("calendar", "import", "days.csv", "--some-days", "--yes", "--json")
    done = json.loads(told)
    assert (code, line.split()[0]) == (1, "cases_not_moved")
    assert (done["moved"], done["waiting"], done["failed"]) == (1, 1, [lost["reference"]])


async def test_a_move_that_was_killed_goes_on_where_it_stood(
    administrator: Terminal, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of five cases have been told when the command dies; each of the five moves once."""
    monkeypatch.setattr(api.calendar_move, "SLICE", 2)
    cases = [(await office.registered())["case_id"] for _ in range(5)]
    (administrator.folder / "days.csv").write_text(f"{HEAD}{await counted_day(office, cases[0])},no\n")
    version = (await administrator.json("calendar", "import", "days.csv", "--some-days"))["version"]
    async with record_held_up(office.settings):
        command = await asyncio.create_subprocess_exec(
            DAYLIGHT,
            *("calendar", "approve", version),
            env={**os.environ, **administrator.environment},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        await someone_waits_for_the_record(office.settings)
        command.send_signal(signal.SIGKILL)
        await command.wait()
    moved = [await moves_of(office, case_id) for case_id in cases]
    assert sum(map(len, moved)) <= 2
    done = await administrator.json("calendar", "approve", version)
    assert (done["moved"], done["unchanged"], done["waiting"], done["failed"]) == (5, 0, 0, [])
    assert [len(await moves_of(office, case_id)) for case_id in cases] == [1] * 5
