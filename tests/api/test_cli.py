"""The command line against a real server: what machines read, what people read, and how it refuses."""

import asyncio
import contextlib
import io
import json
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from api.cli.local import DEFAULT_DATA, Access, write_access
from api.cli.main import run
from api.cli.setup import SAMPLE_AGENCY
from api.examples import APPLICATION
from schemas.settings import Settings
from tests.api.office import Office, folder_of
from tests.api.server import listening
from worker.embedded.stack import environment_of

DAYLIGHT = Path(sys.executable).with_name("daylight")


@dataclass
class Terminal:
    """Runs ``daylight`` as a person or a machine would."""

    environment: dict[str, str]
    folder: Path

    async def run(self, *words: str, **more: str) -> tuple[int, str, str]:
        return await asyncio.to_thread(self._run, words, {**self.environment, **more})

    def _run(self, words: tuple[str, ...], environment: dict[str, str]) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        with (
            pytest.MonkeyPatch.context() as patch,
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            for name, value in environment.items():
                patch.setenv(name, value)
            return run(list(words)), out.getvalue(), err.getvalue()

    async def process(self, *words: str) -> tuple[int, str, str]:
        """As a process of its own."""
        process = await asyncio.create_subprocess_exec(
            DAYLIGHT,
            *words,
            env={**os.environ, **self.environment},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()

    async def good(self, *words: str, **more: str) -> str:
        code, out, err = await self.run(*words, **more)
        assert code == 0, err
        return out

    async def json(self, *words: str, **more: str) -> Any:
        return json.loads(await self.good(*words, "--json", **more))

    async def refused(self, *words: str, **more: str) -> str:
        """The one line on standard error."""
        code, _, err = await self.run(*words, **more)
        assert code == 1, err
        assert "Traceback" not in err
        assert err.count("\n") == 1, err
        return err


@pytest.fixture
async def terminal(office: Office, tmp_path: Path) -> AsyncIterator[Terminal]:
    async with listening(office.settings) as port:
        own = {"DAYLIGHT_URL": f"http://127.0.0.1:{port}", "DAYLIGHT_TOKEN": office.tokens["handler"]}
        yield Terminal({**environment_of(office.settings), **own}, tmp_path)


async def test_a_case_is_worked_from_the_terminal(terminal: Terminal, office: Office) -> None:
    (terminal.folder / "application.json").write_text(json.dumps(APPLICATION, ensure_ascii=False))
    receipt = await terminal.json("case", "new", "application.json", "--key", f"cli-{uuid4()}")
    case_id, reference = receipt["case_id"], receipt["reference"]
    taken = await terminal.json("step", "accept", reference)
    assert taken["state"] == "processing"
    (terminal.folder / "招标文件.txt").write_text("招标文件正文")
    document = await terminal.json("documents", "add", case_id, "招标文件.txt")
    await terminal.good("documents", "get", document["id"], "copy.txt")
    assert (terminal.folder / "copy.txt").read_text() == "招标文件正文"
    mine = (await terminal.json("work", "--limit", "1"))["items"][0]
    assert (mine["case_id"], mine["steps"][0]) == (case_id, "record_search")
    assert "record_search" in await terminal.good("work", COLUMNS="200")
    found = json.dumps([document["id"]])
    await terminal.good("step", "record_search", case_id, "description=检索", f"documents={found}")
    shown = await terminal.json("case", "show", reference)
    listed = await terminal.json("case", "list", "--state", "processing")
    events = await terminal.json("case", "events", case_id)
    deadline = await terminal.json("case", "deadline", case_id, "--explain")
    steps = await terminal.json("case", "steps", case_id)
    letters = await terminal.json("case", "letters", case_id)
    code = await terminal.json("case", "status-code", reference)
    assert (code["reference"], code["code"]) == (reference, receipt["status_code"])
    documents = await terminal.json("documents", "list", case_id)
    assert shown["summary"]["case_id"] == listed["items"][0]["case_id"] == case_id
    assert events[-1]["event"]["kind"] == "search_recorded"
    assert deadline["days"]
    assert {step["step"] for step in steps if step["allowed"]} >= {"assign", "withdraw"}
    origins = [document["origin"] for document in documents if document["origin"] != "working"]
    assert sorted(origins) == ["letter", "letter", "uploaded"]  # a copy to read is made meanwhile, sooner or later
    for form, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        await terminal.good("case", "letter", letters[0]["letter_id"], f"letter.{form}")
        assert (terminal.folder / f"letter.{form}").read_bytes().startswith(start)
    assert reference in await terminal.good("case", "show", case_id, COLUMNS="200")
    assert (await terminal.json("verify"))["faults"] == []
    assert await terminal.json("rebuild-read-model") == {"cases": 1, "own_records": 0}


async def test_refusals_are_one_line_with_their_code(terminal: Terminal, office: Office) -> None:
    receipt = await office.registered()
    case_id = receipt["case_id"]
    lines = [
        await terminal.refused("step", "issue_reply", case_id),
        await terminal.refused("step", "burn", case_id),
        await terminal.refused("step", "accept", case_id, "--version", "1"),
        await terminal.refused("case", "show", str(uuid4())),
        await terminal.refused("case", "show", "示建公申〔1999〕1号"),
        await terminal.refused("case", "list", DAYLIGHT_TOKEN="wrong"),
        await terminal.refused("case", "list", DAYLIGHT_URL="http://127.0.0.1:9"),
        await terminal.refused("documents", "get", str(uuid4()), "x", DAYLIGHT_URL="http://127.0.0.1:9"),
        await terminal.refused("documents", "get", str(uuid4()), "x"),
        await terminal.refused("verify", DAYLIGHT_DATABASE_URL="postgresql+asyncpg://x@127.0.0.1:9/x"),
        await terminal.refused("staff", "add", "x", "--agency", str(uuid4()), "--name", "周", "--role", "handler"),
    ]
    codes = [line.split()[0] for line in lines]
    assert codes[:6] == [
        "reply_not_approved",
        "unknown_step",
        "stale_version",
        "not_found",
        "not_found",
        "unauthorized",
    ]
    assert codes[6:] == ["unreachable", "unreachable", "not_found", "database_unavailable", "agency_unknown"]
    assert not (terminal.folder / "x").exists()


async def test_a_process_ends_with_the_status_and_the_line(terminal: Terminal) -> None:
    code, out, err = await terminal.process("case", "show", str(uuid4()))
    assert (code, out) == (1, "")
    assert err.startswith("not_found ")


async def test_staff_get_tokens_and_lose_them(terminal: Terminal) -> None:
    agency = [
        "--code",
        "邻",
        "--name",
        "邻局",
        "--contact",
        "一路1号",
        "--reconsideration-body",
        "市府",
        "--court",
        "法院",
    ]
    agency_id = (await terminal.good("staff", "add-agency", *agency)).strip()
    assert "agency_code_taken" in await terminal.refused("staff", "add-agency", *agency)
    person = ["zhou", "--agency", agency_id, "--name", "周承办", "--role", "handler"]
    await terminal.good("staff", "add", *person)
    assert "login_taken" in await terminal.refused("staff", "add", *person)
    token = (await terminal.good("staff", "token", "zhou", "--agency", agency_id)).strip()
    assert [member["login"] for member in await terminal.json("staff", "list", "--agency", agency_id)] == ["zhou"]
    assert (await terminal.json("case", "list", DAYLIGHT_TOKEN=token))["items"] == []
    await terminal.good("staff", "revoke", "zhou", "--agency", agency_id)
    assert "unauthorized" in await terminal.refused("case", "list", DAYLIGHT_TOKEN=token)
    assert "staff_unknown" in await terminal.refused("staff", "token", "nobody", "--agency", agency_id)


async def test_agencies_are_listed_with_the_ids_that_other_commands_want(terminal: Terminal) -> None:
    listed = await terminal.json("staff", "agencies")
    assert {"id": str(SAMPLE_AGENCY.id), "code": "示建公", "name": SAMPLE_AGENCY.name, "parent_id": None} in listed
    assert str(SAMPLE_AGENCY.id) in await terminal.good("staff", "agencies")


async def test_commands_of_oversight_use_the_token_of_who_may_see(office: Office, tmp_path: Path) -> None:
    case_id = (await office.registered())["case_id"]
    async with listening(office.settings) as port:
        access = Access(address=f"http://127.0.0.1:{port}", tokens=office.tokens, environment={})
        (tmp_path / DEFAULT_DATA).mkdir()
        write_access(tmp_path / DEFAULT_DATA, access)
        terminal = Terminal({}, tmp_path)
        for words in (
            *(
                ("notices", "gaps"),
                ("notices", "gaps", "--mend"),
                ("notices", "ledger"),
                ("dashboard",),
                ("forecast",),
                ("digests", "list"),
            ),
            *(("oversight", "cases"), ("oversight", "search", "招标"), ("oversight", "show", case_id)),
        ):
            await terminal.good(*words)
        assert "role_not_permitted" in await terminal.refused("oversight", "cases", "--as", "handler")
        handler = office.tokens["handler"]
        assert "role_not_permitted" in await terminal.refused("dashboard", DAYLIGHT_TOKEN=handler)


async def test_an_agency_sets_every_policy_by_name_and_nonsense_changes_nothing(terminal: Terminal) -> None:
    fields = ["--code", "策", "--name", "策局", "--contact", "电话", "--reconsideration-body", "府", "--court", "院"]
    agency = ["--agency", (await terminal.good("staff", "add-agency", *fields)).strip()]
    chain = 'approval_by_outcome={"refused": ["section_head", "legal", "agency_head"]}'
    await terminal.good("policy", "set", *agency, "late_correction_notice=refuse", "correction_working_days=15", chain)
    standing = await terminal.json("policy", "show", *agency)
    assert (standing["late_correction_notice"], standing["correction_working_days"]) == ("refuse", 15)
    assert standing["approval_by_outcome"] == {"refused": ["section_head", "legal", "agency_head"]}
    for wrong in ("nothing=1", "red_head"):
        code, _, told = await terminal.run("policy", "set", *agency, "red_head=false", wrong)
        assert (code, wrong.partition("=")[0] in told, "name=value is wanted" in told) == (2, True, wrong == "red_head")
    nobody = 'ladder=[{"working_days": 1, "to": ["ogi_head"]}, {"working_days": 0, "to": ["handler"]}]'
    refused = {
        "correction_working_days=0": "invalid_field (correction_working_days) ",
        'approval=["handler"]': "approval_role_does_not_sign (approval) ",
        "timezone=Mars": "timezone_unknown (timezone) 没有这个时区",
        "alarms_from=09:00": "alarms_window_reversed (body) ",
        nobody: "ladder_out_of_order (ladder) 督办层级应当按工作日先后排列，每日只列一级。 / The rungs",
    }
    for wrong, told in refused.items():
        assert (await terminal.refused("policy", "set", *agency, "red_head=false", wrong)).startswith(told)
    assert await terminal.json("policy", "show", *agency) == standing


async def test_damage_makes_verify_fail_and_name_it(terminal: Terminal, office: Office, settings: Settings) -> None:
    receipt = await office.registered()
    for path in [path for path in folder_of(settings).rglob("*") if path.is_file()]:
        path.write_bytes(b"x")
    code, out, err = await terminal.run("verify", "--json")
    assert (code, err) == (1, "")
    faults = json.loads(out)["faults"]
    assert {(fault["reference"], fault["code"], fault["seq"]) for fault in faults} == {
        (receipt["reference"], "document_damaged", 3)
    }
