"""A case goes out as one archive: whole, readable without us, signed, and to those alone who may have it."""

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from zipfile import ZipFile

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from activities.keeping.archive_check import check_archive
from api.cli.setup import sample_member
from schemas.export import ExportManifest
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Json, Office, assert_problem, folder_of, headers_for
from tests.api.server import listening
from tests.api.test_cli import Terminal
from tests.keeping.exports import (
    LARGE,
    PARTY,
    SMALL,
    case_with_documents,
    codes,
    links_of,
    members_of,
    office_of_its_own,
)
from worker.embedded.stack import EmbeddedStack


@pytest_asyncio.fixture(scope="module")
async def office(
    stack: EmbeddedStack, sample: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    async with office_of_its_own(stack, sample, tmp_path_factory.mktemp("exports"), "exports") as office:
        yield office


@pytest_asyncio.fixture(scope="module")
async def case(office: Office) -> tuple[str, list[Json]]:
    return await case_with_documents(office)


async def exported(office: Office, case_id: str, target: Path) -> Path:
    answer = await office.get(f"/api/applications/{case_id}/export")
    assert answer.status_code == 200, answer.text
    await asyncio.to_thread(target.write_bytes, answer.content)
    return target


def stored(office: Office, document: Json) -> Path:
    (found,) = folder_of(office.settings).rglob(document["sha256"])
    return found


async def test_everything_on_record_is_in_the_archive(
    office: Office, case: tuple[str, list[Json]], tmp_path: Path
) -> None:
    case_id, documents = case
    found = members_of(await exported(office, case_id, tmp_path / "case.zip"))
    assert links_of(found) == await office.events(case_id)
    listed = json.loads(found["documents.json"])
    assert {row["id"] for row in listed} >= {document["id"] for document in documents}
    assert [found[f"documents/{document['sha256']}"].decode() for document in documents] == [*SMALL, LARGE]
    letters = json.loads(found["letters.json"])
    hashes = {row["id"]: row["sha256"] for row in listed}
    assert letters
    assert all(found[f"documents/{hashes[letter['pdf_id']]}"].startswith(b"%PDF") for letter in letters)


async def test_personal_data_can_be_read_without_our_keys(
    office: Office, case: tuple[str, list[Json]], tmp_path: Path
) -> None:
    found = members_of(await exported(office, case[0], tmp_path / "case.zip"))
    content = json.loads(found["application.json"])["content"]
    shown = await office.read(f"/api/applications/{case[0]}")
    assert content == shown["application"]
    assert content["applicant"]["identity_number"]
    assert content["third_parties"][0]["name"] == PARTY["name"]


async def test_people_are_named_if_the_file_names_them_and_nobody_else(
    office: Office, case: tuple[str, list[Json]], tmp_path: Path
) -> None:
    found = members_of(await exported(office, case[0], tmp_path / "case.zip"))
    assert {person["name"] for person in json.loads(found["people.json"])} == {sample_member("handler").name}


async def test_an_export_tells_who_made_it_and_finds_nothing_wrong_with_itself(
    office: Office, case: tuple[str, list[Json]], tmp_path: Path
) -> None:
    path = await exported(office, case[0], tmp_path / "case.zip")
    manifest = ExportManifest.model_validate_json(members_of(path)["manifest.json"])
    row = (await office.read(f"/api/applications/{case[0]}"))["summary"]
    assert (str(manifest.case_id), manifest.reference, manifest.head) == (case[0], row["reference"], row["head"])
    assert (manifest.events, manifest.exported_by) == (row["version"], sample_member("handler").id)
    assert codes(path) == set()


async def test_a_document_twice_in_a_case_is_once_in_its_archive(office: Office, tmp_path: Path) -> None:
    case_id = (await office.registered())["case_id"]
    same = [await office.uploaded(case_id, b"the same text", name) for name in ("a.txt", "b.txt")]
    path = await exported(office, case_id, tmp_path / "case.zip")
    with ZipFile(path) as archive:
        assert archive.namelist().count(f"documents/{same[0]['sha256']}") == 1
    assert codes(path) == set()


@pytest.mark.skipif(not (shutil.which("openssl") and shutil.which("sha256sum")), reason="no openssl or coreutils")
async def test_the_archive_is_checked_by_hand_as_its_readme_says(
    office: Office, case: tuple[str, list[Json]], tmp_path: Path
) -> None:
    path = await exported(office, case[0], tmp_path / "case.zip")
    signature, key, files, sums = by_hand(path, tmp_path)
    assert "Verified Successfully" in signature
    assert key.split()[0] == check_archive(path).fingerprint
    assert files.count(": OK\n") == len(members_of(path)) - 3
    assert sums.split()[0] in members_of(path)["manifest.json"].decode()


def by_hand(path: Path, folder: Path) -> list[str]:
    """What the commands of the readme say, one after the other."""
    with ZipFile(path) as archive:
        archive.extractall(folder)
    lines = (line.strip() for line in (folder / "README.txt").read_text().splitlines())
    return [
        subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True, check=True).stdout  # noqa: S602
        for line in lines
        if line.startswith(("openssl", "sha256sum"))
    ]


async def test_a_link_is_checked_by_hand_as_the_readme_says(
    office: Office, case: tuple[str, list[Json]], tmp_path: Path
) -> None:
    found = members_of(await exported(office, case[0], tmp_path / "case.zip"))
    first = found["events.jsonl"].decode().splitlines()[0]
    link = json.loads(first)
    plain = first.replace(f'"hash":"{link["hash"]}",', "")
    assert hashlib.sha256(plain.encode()).hexdigest() == link["hash"]


async def test_strangers_learn_nothing_and_wrong_roles_are_refused(
    office: Office, case: tuple[str, list[Json]]
) -> None:
    path = f"/api/applications/{case[0]}/export"
    for token in (await staffed(office.database, neighbour_agency())).values():
        assert_problem(await office.http.get(path, headers=headers_for(token)), 404, "not_found")
    assert_problem(await office.http.get(path), 401, "unauthorized")
    for login in ("reviewer", "approver", "legal"):
        assert_problem(await office.get(path, login), 403, "role_not_permitted")


@pytest.mark.parametrize("login", ["handler", "head", "supervisor", "admin"])
async def test_whoever_answers_for_the_case_may_have_its_file(
    office: Office, case: tuple[str, list[Json]], login: str
) -> None:
    answer = await office.get(f"/api/applications/{case[0]}/export", login)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["cache-control"] == "private, no-store"


async def test_an_export_is_logged_without_personal_data(office: Office, case: tuple[str, list[Json]]) -> None:
    with capture_logs() as logs:
        await office.get(f"/api/applications/{case[0]}/export")
    (line,) = [line for line in logs if line["event"] == "case_exported"]
    assert line["staff_id"] == str(sample_member("handler").id)
    assert line.keys() == {"event", "log_level", "case_id", "staff_id", "events"}


async def test_lost_and_damaged_documents_are_left_out_and_named(office: Office, tmp_path: Path) -> None:
    case_id, documents = await case_with_documents(office, ("甲文件", "乙文件"), "丙文件，" * 400_000)
    stored(office, documents[0]).unlink()
    large = stored(office, documents[2])
    large.write_bytes(large.read_bytes()[:-3] + "又".encode())
    path = await exported(office, case_id, tmp_path / "case.zip")
    absent, damaged = check_archive(path).faults
    assert (absent.code, absent.member) == ("document_absent", f"documents/{documents[0]['sha256']}")
    assert (damaged.code, damaged.member) == ("document_damaged", f"documents/{documents[2]['sha256']}")
    assert links_of(members_of(path))[(absent.seq or 0) - 1]["event"]["kind"] == "search_recorded"


async def test_a_store_that_goes_away_breaks_the_export_off_and_leaves_no_file(office: Office, tmp_path: Path) -> None:
    case_id = (await office.registered())["case_id"]
    document = stored(office, await office.uploaded(case_id, "另一份附件".encode()))
    document.unlink()
    document.symlink_to(document)  # neither there nor gone, as on a disk that answers with errors
    with capture_logs():  # a break-off is an exception, whose picture for a terminal takes seconds to draw
        async with listening(office.settings) as port:
            terminal = terminal_at(port, office, tmp_path)
            code, _, told = await terminal.process("export", case_id)  # its own stderr: the server logs to this one's
    assert (code, told.partition(" ")[0], "Traceback" in told) == (1, "unreachable", False)
    assert os.listdir(tmp_path) == []  # noqa: PTH208


async def test_export_and_verify_from_the_terminal(
    office: Office, case: tuple[str, list[Json]], tmp_path: Path
) -> None:
    async with listening(office.settings) as port:
        terminal = terminal_at(port, office, tmp_path)
        code, out, err = await terminal.process("export", case[0], "--out", str(tmp_path / "case.zip"), "--json")
    assert (code, err) == (0, "")
    assert (tmp_path / "case.zip").stat().st_mode & 0o777 == 0o600
    told = {**json.loads(out), "file": "case.zip"}
    assert (told["faults"], told["manifest"]["case_id"]) == ([], case[0])
    alone = Terminal({}, tmp_path)
    assert await alone.json("verify", "case.zip", "--key", told["fingerprint"]) == told
    assert "✓" in await alone.good("verify", "case.zip")
    code, out, _ = await alone.run("verify", "case.zip", "--key", "0" * 64)
    assert (code, "key_differs\tpublic-key.pem\t公钥不是" in out) == (1, True)
    assert (await alone.run("verify", "--key", "0" * 64))[0] == 2
    assert (await alone.run("verify", "nothing.zip"))[0] == 2


def terminal_at(port: int, office: Office, folder: Path) -> Terminal:
    return Terminal({"DAYLIGHT_URL": f"http://127.0.0.1:{port}", "DAYLIGHT_TOKEN": office.tokens["handler"]}, folder)


async def test_verify_needs_neither_settings_nor_servers(
    office: Office, case: tuple[str, list[Json]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await exported(office, case[0], tmp_path / "case.zip")
    for name in ("DAYLIGHT_URL", "DAYLIGHT_TOKEN", "DAYLIGHT_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    code, out, err = await Terminal({}, tmp_path).process("verify", str(tmp_path / "case.zip"))
    assert (code, err) == (0, "")
    assert "nothing is wrong" in out
