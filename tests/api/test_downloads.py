"""Downloads of objects that were damaged or lost: none ever completes."""

from pathlib import Path

import httpx
import pytest

from tests.api.office import Json, Office, assert_problem, folder_of, headers_for
from tests.api.server import listening


def stored(office: Office, document: Json) -> Path:
    (found,) = folder_of(office.settings).rglob(document["sha256"])
    return found


@pytest.mark.parametrize("damage", [b"", b"x", "招标文件正又".encode()])
async def test_a_damaged_small_document_is_not_given_out(office: Office, damage: bytes) -> None:
    document = await office.uploaded((await office.registered())["case_id"])
    stored(office, document).write_bytes(damage)
    answer = await office.get(f"/api/documents/{document['id']}/content")
    assert_problem(answer, 500, "document_corrupt")


async def test_a_lost_document_is_not_found(office: Office) -> None:
    document = await office.uploaded((await office.registered())["case_id"])
    stored(office, document).unlink()
    answer = await office.get(f"/api/documents/{document['id']}/content")
    assert_problem(answer, 404, "document_not_found")


async def test_a_large_damaged_document_breaks_off(office: Office) -> None:
    content = "正文".encode() * 1_000_000
    document = await office.uploaded((await office.registered())["case_id"], content)
    path = f"/api/documents/{document['id']}/content"
    headers = headers_for(office.tokens["handler"])
    async with listening(office.settings) as port, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        assert (await http.get(path, headers=headers)).content == content
        stored(office, document).write_bytes(content[:-3] + "又".encode())
        with pytest.raises(httpx.RemoteProtocolError):
            await http.get(path, headers=headers)
