"""``daylight notices`` and ``daylight absence`` against a real server."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from api.cli.setup import sample_member
from tests.api.office import Office, today
from tests.api.server import listening
from tests.api.test_cli import Terminal
from worker.embedded.stack import environment_of

HANDLER, SECOND = str(sample_member("handler").id), str(sample_member("handler2").id)


@pytest.fixture
async def terminal(office: Office, tmp_path: Path) -> AsyncIterator[Terminal]:
    async with listening(office.settings) as port:
        own = {"DAYLIGHT_URL": f"http://127.0.0.1:{port}", "DAYLIGHT_TOKEN": office.tokens["handler"]}
        yield Terminal({**environment_of(office.settings), **own, "COLUMNS": "200"}, tmp_path)


async def told(office: Office) -> str:
    """The reference of a case whose handler was told that it is his."""
    receipt = await office.registered()
    await office.step(receipt["case_id"], "accept")
    await office.step(receipt["case_id"], "assign", handler=HANDLER)
    return str(receipt["reference"])


async def test_notices_are_listed_acknowledged_and_overseen(terminal: Terminal, office: Office) -> None:
    head = {"DAYLIGHT_TOKEN": office.tokens["head"]}
    reference = await told(office)
    (notice,) = (await terminal.json("notices", "list", "--open", "--case", reference))["items"]
    shown = await terminal.good("notices", "list")
    assert notice["id"] in shown
    assert "未确认 / open" in shown
    assert "已确认 / acknowledged" in await terminal.good("notices", "ack", notice["id"])
    assert (await terminal.json("notices", "list", "--open"))["items"] == []
    ledger = await terminal.good("notices", "ledger", "--delivery", "delivered", **head)
    assert "林承办" in ledger
    assert "已送达 / delivered" in ledger
    assert "role_not_permitted" in await terminal.refused("notices", "ledger")
    assert "not_found" in await terminal.refused("notices", "ack", sample_id())


def sample_id() -> str:
    """The id of no notice."""
    return "11111111-1111-4111-8111-111111111111"


async def test_gaps_end_with_status_one_and_name_the_case(terminal: Terminal, office: Office) -> None:
    head = {"DAYLIGHT_TOKEN": office.tokens["head"]}
    reference = await told(office)
    assert "无缺漏 / no gaps" in await terminal.good("notices", "gaps", **head)
    async with office.database.transaction() as connection:
        await connection.execute(text("DELETE FROM notice_deliveries"))
        await connection.execute(text("DELETE FROM notices"))
    code, out, _ = await terminal.run("notices", "gaps", **head)
    assert code == 1
    assert reference in out
    assert "事件应发通知而台账中没有" in out
    assert "1 missing" in out


async def test_what_is_missing_is_mended_and_who_handles_the_case_today_is_told(
    terminal: Terminal, office: Office
) -> None:
    head = {"DAYLIGHT_TOKEN": office.tokens["head"]}
    reference = await told(office)
    (notice,) = (await terminal.json("notices", "list", "--case", reference))["items"]
    await office.step(notice["case_id"], "assign", handler=SECOND)
    async with office.database.transaction() as connection:
        await connection.execute(text("DELETE FROM notice_deliveries"))
        await connection.execute(text("DELETE FROM notices"))
    assert "role_not_permitted" in await terminal.refused("notices", "gaps", "--mend")
    shown = await terminal.good("notices", "gaps", "--mend", **head)
    assert "补录 / mended: 2 通知已补发 / notices entered" in shown
    assert "无缺漏 / no gaps" in shown
    again = await terminal.json("notices", "gaps", "--mend", **head)
    assert again["mended"] == {"notices": 0, "inboxes": 0, "left": 0}
    items = (await office.read("/api/notices/ledger", "head", case=notice["case_id"]))["items"]
    assert [(item["addressee"], item["settled_at"] is None) for item in items] == [(SECOND, True), (SECOND, False)]


async def test_preferences_change_by_what_is_named(terminal: Terminal) -> None:
    await terminal.good("notices", "prefs", "set", "--email", "lin@example.gov.cn", "--quiet", "20:00-08:00")
    await terminal.good("notices", "prefs", "set", "--mail", "digest", "--digest-at", "09:00")
    assert await terminal.json("notices", "prefs", "show") == {
        "email": "lin@example.gov.cn",
        "mail": "digest",
        "quiet_from": "20:00:00",
        "quiet_until": "08:00:00",
        "digest_at": "09:00:00",
    }
    changed = await terminal.json("notices", "prefs", "set", "--email", "", "--quiet", "none")
    assert (changed["email"], changed["quiet_from"], changed["mail"]) == (None, None, "digest")
    assert "quiet_hours_incomplete" in await terminal.refused("notices", "prefs", "set", "--quiet", "20:00")


async def test_an_absence_is_entered_listed_and_withdrawn(terminal: Terminal) -> None:
    first, last = str(today()), str(today() + timedelta(days=3))
    entered = await terminal.json("absence", "add", first, last, SECOND, "--key", "leave")
    assert entered == await terminal.json("absence", "add", first, last, SECOND, "--key", "leave")
    (absence,) = entered["items"]
    assert "何承办" in await terminal.good("absence", "list")
    code, _, told = await terminal.run("absence", "add", first, last, "handler2")
    assert (code, "handler2 is no id; `daylight staff list --agency ID`" in told) == (2, True)
    assert "absence_overlaps" in await terminal.refused("absence", "add", last, last, SECOND)
    assert "已撤回 / withdrawn" in await terminal.good("absence", "withdraw", absence["id"])
    assert (await terminal.json("absence", "list"))["items"] == []
    assert len((await terminal.json("absence", "list", "--all"))["items"]) == 1
