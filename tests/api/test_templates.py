"""The administrator's templates over HTTP, and whoever runs the database with the command line."""

import asyncio
import io
from pathlib import Path
from typing import Any

import docx
import httpx
import pypdfium2
import pytest

from activities.letters.catalogue import LABELS, standard
from api.cli.main import run
from api.cli.setup import SAMPLE_AGENCY, sample_member
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Json, Office, assert_problem, headers_for
from worker.embedded.stack import environment_of

OWN = standard("D2").replace("已予登记", "本局已予登记")
ONE = "/api/templates/D2"


async def put(office: Office, text: Any, name: str = "D2", by: str = "admin") -> httpx.Response:
    path = f"/api/templates/{name}"
    return await office.http.put(path, json={"text": text}, headers=headers_for(office.tokens[by]))


async def reset(office: Office, name: str = "D2", by: str = "admin") -> httpx.Response:
    return await office.http.delete(f"/api/templates/{name}", headers=headers_for(office.tokens[by]))


async def receipt_of(office: Office) -> str:
    """The words of the receipt of a new case."""
    receipt = await office.registered(channel="in_person")
    letter = (await office.read(f"/api/applications/{receipt['case_id']}/letters"))[0]
    saved = (await office.get(letter["docx"])).content
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(saved)).paragraphs)


async def test_there_are_all_templates_and_none_is_changed_at_first(shared: Office) -> None:
    found: list[Json] = await shared.read("/api/templates", "admin")
    assert [one["name"] for one in found] == list(LABELS)
    assert not any(one["overridden"] or one["version"] for one in found)
    view = await shared.read("/api/templates/D3", "admin")
    assert view["text"] == view["standard"] == standard("D3")
    assert {"items", "respond_by", "you"} <= set(view["names"])


async def test_a_template_is_used_from_then_on_and_the_standard_comes_back(office: Office) -> None:
    assert "本局" not in await receipt_of(office)
    changed = await put(office, OWN.replace("\n", "\r\n"))
    assert changed.status_code == 200, changed.text
    assert (changed.json()["overridden"], changed.json()["version"], changed.json()["text"]) == (True, 1, OWN)
    assert changed.json()["changed_by"] == str(sample_member("admin").id)
    assert "本局已予登记" in await receipt_of(office)
    back = (await reset(office)).json()
    assert (back["overridden"], back["version"], back["text"]) == (False, 2, standard("D2"))
    assert "本局" not in await receipt_of(office)
    assert (await reset(office)).json()["version"] == 2


async def test_another_agency_keeps_its_own(office: Office) -> None:
    neighbours = await staffed(office.database, neighbour_agency())
    await put(office, OWN)
    answer = await office.http.get(ONE, headers=headers_for(neighbours["admin"]))
    assert (answer.json()["overridden"], answer.json()["text"]) == (False, standard("D2"))


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("# 题\n{{ nobody }}", "template_name_unknown", "text:2"),
        ("# 题\n{% for", "template_malformed", "text:2"),
        ("没有标题", "template_without_title", "text"),
        ("# 题\n\n| 甲 |", "template_row_malformed", "text:3"),
        ("", "invalid_field", "text"),
        ("# 题\n" + "甲" * 20_000, "invalid_field", "text"),
        ("# 题\n\x00", "control_characters", "text"),
        (None, "invalid_field", "text"),
    ],
)
async def test_a_text_that_is_no_template_is_refused(shared: Office, text: Any, code: str, field: str) -> None:
    assert_problem(await put(shared, text), 422, code, field)


async def test_a_text_that_leaves_out_what_the_law_wants_is_refused_and_says_what(shared: Office) -> None:
    problem = assert_problem(await put(shared, OWN.replace("{{ channel }}", "")), 422, "template_incomplete", "text")
    assert problem["missing"] == ["channel"]
    assert (await shared.read(ONE, "admin"))["version"] == 0


@pytest.mark.parametrize("name", ["D30", "d2", "D2.txt", "..%2FD2", "%E5%9B%9E"])
async def test_there_is_no_other_template(shared: Office, name: str) -> None:
    assert_problem(await put(shared, OWN, name), 404, "not_found", "name" if "%2F" not in name else None)


@pytest.mark.parametrize("login", ["handler", "reviewer", "approver", "head", "supervisor", "legal"])
async def test_only_an_administrator_sees_and_changes_templates(shared: Office, login: str) -> None:
    for path in ("/api/templates", ONE, f"{ONE}/preview.pdf"):
        assert_problem(await shared.get(path, login), 403, "role_not_permitted")
    assert_problem(await put(shared, OWN, by=login), 403, "role_not_permitted")
    assert_problem(await reset(shared, by=login), 403, "role_not_permitted")


@pytest.mark.parametrize("name", ["D1", "D7", "D15", "D27", "SEVERAL"])
async def test_a_sample_letter_of_the_agency_can_be_looked_at(shared: Office, name: str) -> None:
    answer = await shared.get(f"/api/templates/{name}/preview.pdf", "admin")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    words = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content))
    assert SAMPLE_AGENCY.name in words
    assert "〔编号待定〕" in words
    assert "〓" not in words


class Terminal:
    """``daylight templates`` on one database."""

    def __init__(self, office: Office, folder: Path, patch: pytest.MonkeyPatch) -> None:
        for name, value in environment_of(office.settings).items():
            patch.setenv(name, value)
        self.folder = folder

    async def run(self, *words: str) -> int:
        return await asyncio.to_thread(run, ["templates", *words])

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def terminal(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(office, tmp_path, monkeypatch)


async def test_templates_are_listed_shown_checked_set_and_reset_from_the_terminal(
    terminal: Terminal, office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    agency = ("--agency", str(SAMPLE_AGENCY.id))
    file = terminal.file("D2.txt", OWN)
    assert await terminal.run("check", file) == 0
    assert await terminal.run("set", "D2", file, *agency) == 0
    assert capsys.readouterr().out == "ok\n1\n"
    assert await terminal.run("show", "D2", *agency) == 0
    assert capsys.readouterr().out == OWN
    assert await terminal.run("list", *agency) == 0
    assert "登记回执" in capsys.readouterr().out
    assert (await office.read(ONE, "admin"))["overridden"] is True
    assert await terminal.run("reset", "D2", *agency) == 0
    assert await terminal.run("show", "D2") == 0
    assert capsys.readouterr().out == standard("D2")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "{D2.txt}", "--name", "D3"), "template_name_unknown (text:4)"),
        (("check", "{D99.txt}"), "not_found (name)"),
        (("check", "{bad.txt}", "--name", "D2"), "[channel]"),
        (("set", "D2", "{bad.txt}", "--agency", str(SAMPLE_AGENCY.id)), "[channel]"),
        (("set", "D2", "{D2.txt}", "--agency", "00000000-0000-0000-0000-000000000009"), "agency_unknown"),
        (("show", "D0"), "not_found"),
    ],
)
async def test_what_the_terminal_refuses_it_says_in_one_line(
    terminal: Terminal, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    for name in ("D2.txt", "D99.txt"):
        terminal.file(name, OWN)
    terminal.file("bad.txt", OWN.replace("{{ channel }}", ""))
    given = [str(terminal.folder / word[1:-1]) if word.startswith("{") else word for word in words]
    assert await terminal.run(*given) == 1
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
