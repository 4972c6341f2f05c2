"""Uploads over HTTP: what is taken in, what is refused, and that what is refused leaves nothing behind."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.api.office import Json, Office, assert_problem, folder_of, headers_for
from tests.api.server import listening
from tests.conftest import serving
from tests.waiting import until
from tests.workflows.work import held_up

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0" + b"\0" * 30 + b"\0\0\0\0IEND\xaeB`\x82"
FORM = {"Content-Type": "multipart/form-data; boundary=cut"}


def part(name: bytes = b"file", filename: bytes | None = b"a.txt", content: bytes = b"text") -> bytes:
    """One part of a form, by hand."""
    label = b'; filename="' + filename + b'"' if filename is not None else b""
    return b'--cut\r\nContent-Disposition: form-data; name="' + name + b'"' + label + b"\r\n\r\n" + content + b"\r\n"


END = b"--cut--\r\n"


def files_in(office: Office) -> list[Path]:
    return [path for path in folder_of(office.settings).rglob("*") if path.is_file()]


async def uploads(office: Office) -> int:
    async with office.database.transaction() as connection:
        found = await connection.execute(text("SELECT count(*) FROM documents WHERE origin = 'uploaded'"))
        return int(found.scalar_one())


@pytest.fixture
async def case_id(office: Office) -> str:
    return str((await office.registered())["case_id"])


async def send(office: Office, case_id: str, body: bytes | AsyncIterator[bytes], headers: Json = FORM) -> Any:
    path = f"/api/applications/{case_id}/documents"
    return await office.http.post(path, content=body, headers=headers_for(office.tokens["handler"], None, headers))


@pytest.mark.parametrize("label", ["../../x", "/etc/passwd", "..\\..\\x", "报告 (终稿).txt", "con", ".", "a" * 200])
async def test_any_name_is_only_a_label(shared: Office, label: str) -> None:
    case = (await shared.registered())["case_id"]
    answer = await send(shared, case, part(filename=label.replace("\\", "\\\\").encode()) + END)
    assert answer.status_code == 201, answer.text
    assert answer.json()["label"] == label
    assert {path.parts[-4] for path in files_in(shared)} == {"sha256"}
    assert not {path.name for path in files_in(shared)} & {"x", "passwd", "con"}


async def test_the_type_is_read_from_the_content_not_from_the_name_or_the_header(shared: Office) -> None:
    case = (await shared.registered())["case_id"]
    headers = headers_for(shared.tokens["handler"])
    given = {"file": ("表格.xlsx", PNG, "text/html")}
    answer = await shared.http.post(f"/api/applications/{case}/documents", files=given, headers=headers)
    assert answer.json()["media_type"] == "image/png"


REFUSED: dict[str, tuple[bytes, Json, int, str, str]] = {
    "an empty file": (part(content=b"") + END, FORM, 422, "document_empty", "file"),
    "half a picture": (part(content=PNG[:40]) + END, FORM, 422, "document_broken", "file"),
    "a broken pdf": (part(content=b"%PDF-1.7\nhalf") + END, FORM, 422, "document_broken", "file"),
    "a program": (part(content=b"\x7fELF\x02\x01\x01" + b"\0" * 100) + END, FORM, 422, "document_type_unknown", "file"),
    "a form that stops": (part(content=b"text"), FORM, 422, "document_broken", "file"),
    "no form at all": (b"", FORM, 422, "missing_field", "file"),
    "an empty form": (END, FORM, 422, "missing_field", "file"),
    "nonsense for a form": (b"\x00\x01\x02", FORM, 422, "invalid_field", "file"),
    "a part of another name": (part(name=b"other") + END, FORM, 422, "foreign_field", "body"),
    "two files": (part() + part() + END, FORM, 422, "foreign_field", "body"),
    "a file and something else": (part() + part(b"note", None) + END, FORM, 422, "foreign_field", "body"),
    "a file without a name": (part(filename=None) + END, FORM, 422, "invalid_field", "filename"),
    "an empty name": (part(filename=b"") + END, FORM, 422, "invalid_field", "filename"),
    "a megabyte of name": (part(filename=b"a" * 1_000_000) + END, FORM, 422, "invalid_field", "file"),
    "201 characters of name": (part(filename="名".encode() * 201) + END, FORM, 422, "invalid_field", "filename"),
    "NUL in the name": (part(filename=b"a\0b") + END, FORM, 422, "invalid_field", "filename"),
    "an escape in the name": (part(filename=b"a\x1b[2Jb") + END, FORM, 422, "invalid_field", "filename"),
    "a name that is not UTF-8": (part(filename="名".encode("gb18030")) + END, FORM, 422, "invalid_field", "filename"),
    "a megabyte of header": (
        b"--cut\r\n" + b"X" * 1_000_000 + b": y\r\n\r\ntext\r\n" + END,
        FORM,
        422,
        "invalid_field",
        "file",
    ),
    "ten thousand headers": (
        b"--cut\r\n" + b"X: y\r\n" * 10_000 + b"\r\ntext\r\n" + END,
        FORM,
        422,
        "invalid_field",
        "file",
    ),
    "json": (b'{"file": "a"}', {"Content-Type": "application/json"}, 422, "invalid_field", "Content-Type"),
    "no boundary": (part() + END, {"Content-Type": "multipart/form-data"}, 422, "invalid_field", "Content-Type"),
    "a long boundary": (
        part() + END,
        {"Content-Type": "multipart/form-data; boundary=" + "x" * 300},
        422,
        "invalid_field",
        "Content-Type",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_senseless_upload_is_refused_and_leaves_nothing(shared: Office, name: str) -> None:
    body, headers, status, code, field = REFUSED[name]
    case = (await shared.registered())["case_id"]
    rows, files = await uploads(shared), set(files_in(shared))
    assert_problem(await send(shared, case, body, headers), status, code, field)
    assert await uploads(shared) == rows
    assert set(files_in(shared)) == files
    assert len(await shared.events(case)) == 3


async def test_a_file_past_the_limit_is_refused_and_leaves_nothing(office: Office, case_id: str) -> None:
    files = set(files_in(office))
    small = office.settings.model_copy(update={"max_upload_bytes": 1000})
    async with serving(small) as http:
        limited = Office(http, office.tokens, small, office.database)
        assert_problem(await limited.post_file(case_id, b"a" * 1001), 413, "document_too_large", "file")
        assert set(files_in(office)) == files
        assert (await limited.post_file(case_id, b"a" * 1000)).status_code == 201


async def test_a_closed_case_takes_no_documents(office: Office, case_id: str) -> None:
    await office.step(case_id, "withdraw")
    files = set(files_in(office))
    assert_problem(await office.post_file(case_id, b"text"), 409, "case_closed")
    assert set(files_in(office)) == files


async def test_a_case_nobody_knows_takes_no_documents(shared: Office) -> None:
    assert_problem(await shared.post_file(str(uuid4()), b"text"), 404, "not_found")


async def test_the_same_content_twice_is_two_documents_and_one_object(office: Office, case_id: str) -> None:
    first, second = await asyncio.gather(office.uploaded(case_id), office.uploaded(case_id))
    assert first["id"] != second["id"]
    assert first["sha256"] == second["sha256"]
    assert [path.name for path in files_in(office)].count(first["sha256"]) == 1


async def test_a_client_that_goes_away_leaves_nothing(office: Office, case_id: str) -> None:
    files, answers = set(files_in(office)), list[Any]()
    pieces = [{"type": "http.request", "body": part(content=b"x" * 100_000), "more_body": True}]

    async def receive() -> Any:
        return pieces.pop(0) if pieces else {"type": "http.disconnect"}

    async def send_back(message: Any) -> None:
        answers.append(message)

    headers = headers_for(office.tokens["handler"], None, FORM)
    scope = {
        "type": "http",
        "method": "POST",
        "path": f"/api/applications/{case_id}/documents",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    await office.http._transport.app(scope, receive, send_back)  # type: ignore[attr-defined]
    assert answers[0]["status"] == 422
    assert await uploads(office) == 0
    assert set(files_in(office)) == files


async def test_a_socket_closed_half_way_leaves_nothing(office: Office, case_id: str) -> None:
    before = set(files_in(office))
    async with listening(office.settings) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        headers = headers_for(office.tokens["handler"], None, {**FORM, "Host": "x", "Content-Length": "50000000"})
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"POST /api/applications/{case_id}/documents HTTP/1.1\r\n{lines}\r\n".encode())
        writer.write(part(content="正文".encode() * 2_000_000))
        await writer.drain()
        await until(lambda: set(files_in(office)) != before)  # the server has begun to store it
        writer.transport.abort()
        await until(lambda: set(files_in(office)) == before)  # it has cleaned up
    assert await uploads(office) == 0


async def test_a_newer_version_stands_beside_the_one_it_replaces(office: Office) -> None:
    case_id = (await office.registered())["case_id"]
    first = await office.uploaded(case_id, "招标文件初稿".encode())
    path = f"/api/applications/{case_id}/documents?replaces={first['id']}"
    headers = headers_for(office.tokens["handler"])
    answer = await office.http.post(path, files={"file": ("招标文件.txt", "定稿".encode())}, headers=headers)
    assert answer.status_code == 201
    second = answer.json()
    told = await office.read(f"/api/documents/{second['id']}/provenance")
    assert [row["id"] for row in told["made_from"]] == [first["id"]]
    told = await office.read(f"/api/documents/{first['id']}/provenance")
    assert ([row["id"] for row in told["made_into"]], told["made_from"]) == ([second["id"]], [])
    assert (await office.get(f"/api/documents/{first['id']}/content")).content == "招标文件初稿".encode()


async def test_only_an_upload_of_the_same_case_is_replaced(office: Office) -> None:
    case_id, other = (await office.registered())["case_id"], (await office.registered())["case_id"]
    foreign = await office.uploaded(other)
    path = f"/api/applications/{case_id}/documents?replaces={foreign['id']}"
    headers = headers_for(office.tokens["handler"])
    answer = await office.http.post(path, files={"file": ("a.txt", b"a")}, headers=headers)
    assert_problem(answer, 422, "document_not_of_case", "replaces")
    assert [row["origin"] for row in await office.read(f"/api/applications/{case_id}/documents")] == ["letter"] * 2


async def test_an_upload_whose_bytes_vanish_before_its_row_is_there_leaves_no_row(office: Office) -> None:
    """As the destruction of the same bytes in another case may take them away."""
    case_id = (await office.registered())["case_id"]
    before = set(files_in(office))
    async with held_up(office.settings, "documents") as somebody_waits:
        uploading = asyncio.create_task(office.post_file(case_id, PNG, "图纸.png"))
        await somebody_waits()
        (stored,) = set(files_in(office)) - before
        stored.unlink()
    assert_problem(await uploading, 503, "documents_unavailable")
    assert "图纸.png" not in [row["label"] for row in await office.read(f"/api/applications/{case_id}/documents")]
    assert (await office.post_file(case_id, PNG, "图纸.png")).status_code == 201
