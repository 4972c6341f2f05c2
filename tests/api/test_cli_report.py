"""The annual report on the command line: entered, read, adopted, printed."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.api.office import Office
from tests.api.server import listening
from tests.api.test_annual import YEAR, reporting
from tests.api.test_cli import Terminal

__all__ = ["reporting"]
REST = ("rules.made=0", "rules.repealed=0", "rules.in_force=3", "penalties=0", "compulsions=0", "charges=12.5")
DOCUMENTS = ("documents.made=0", "documents.repealed=0", "documents.in_force=0")


@pytest.fixture
async def terminal(reporting: Office, tmp_path: Path) -> AsyncIterator[Terminal]:
    """A terminal of the head of the OGI office."""
    async with listening(reporting.settings) as port:
        address = f"http://127.0.0.1:{port}"
        environment = {"DAYLIGHT_URL": address, "DAYLIGHT_TOKEN": reporting.tokens["head"], "COLUMNS": "200"}
        yield Terminal(environment, tmp_path)


async def test_a_report_is_entered_read_adopted_and_printed(terminal: Terminal, tmp_path: Path) -> None:
    year = str(YEAR)
    assert "annual_entries_missing" in await terminal.refused("report", "adopt", year)
    (tmp_path / "overview.txt").write_text("本年度认真贯彻条例。\n", encoding="utf-8")
    alone = await terminal.json("report", "enter", year, "permits=7")
    assert alone["entries"]["figures"]["penalties"] is None
    assert "annual_entries_missing" in await terminal.refused("report", "adopt", year)
    told = ["permits=1250", *REST, *DOCUMENTS, "overview=@overview.txt", "problems=有待细化。"]
    shown = await terminal.good("report", "enter", year, *told)
    assert "本年度认真贯彻条例。" in shown
    again = await terminal.json("report", "enter", year, "permits=1251")
    assert again["version"] == 3
    figures = again["entries"]["figures"]
    assert (figures["permits"], figures["rules"]["in_force"], figures["charges"]) == (1251, 3, "12.5")
    assert "草稿" in await terminal.good("report", "annual", year)
    found = await terminal.json("report", "cases", year, "3.7")
    assert len(found["items"]) == 3
    adopted = await terminal.json("report", "adopt", year)
    assert adopted["adoption"]["version"] == 1
    assert adopted["adoption"]["sha256"] in await terminal.good("report", "annual", year)
    for form, magic in {"pdf": b"%PDF", "xlsx": b"PK", "docx": b"PK"}.items():
        await terminal.good("report", "annual", year, "--format", form, "--output", f"report.{form}")
        assert (tmp_path / f"report.{form}").read_bytes().startswith(magic)


async def test_a_file_that_cannot_be_written_is_told_in_one_line(terminal: Terminal, tmp_path: Path) -> None:
    await terminal.good("report", "enter", str(YEAR), "permits=1", *REST, *DOCUMENTS, "overview=一。", "problems=二。")
    await terminal.good("report", "adopt", str(YEAR))
    (tmp_path / "file").write_text("", encoding="utf-8")
    for target in ("nowhere/x.pdf", "file/x.pdf"):
        told = await terminal.refused("report", "annual", str(YEAR), "--format", "pdf", "-o", target)
        assert told.startswith(f"file_not_written {target}: ")
    assert "nowhere" not in [found.name for found in await asyncio.to_thread(list, terminal.folder.iterdir())]


async def test_a_field_without_a_value_is_told_what_is_wanted(terminal: Terminal) -> None:
    assert "permits: name=value is wanted" in (await terminal.run("report", "enter", str(YEAR), "permits"))[2]


@pytest.mark.parametrize("field", ["permits", "procurement=1", "overview=@nowhere.txt"])
async def test_an_entry_that_makes_no_sense_is_refused(terminal: Terminal, field: str) -> None:
    code, _, err = await terminal.run("report", "enter", str(YEAR), field)
    assert (code, "Traceback" in err) == (2, False)
    assert field.partition("=")[0] in err or "nowhere" in err
