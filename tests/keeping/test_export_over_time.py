"""What was reviewed, converted and destroyed over the years shows in the archive of a case."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import pytest
import pytest_asyncio
from sqlalchemy import insert

from activities.db.destruction import clear_personal_data, mark_destroyed
from activities.db.documents import find_document, put_document
from activities.db.sheets import keep_sheet
from activities.db.tables_review import document_sources
from api.cli.setup import SAMPLE_AGENCY
from tests.api.office import Office
from tests.keeping.exports import Members, case_with_documents, codes, members_of, office_of_its_own
from worker.embedded.stack import EmbeddedStack


@pytest_asyncio.fixture(scope="module")
async def office(
    stack: EmbeddedStack, sample: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    async with office_of_its_own(stack, sample, tmp_path_factory.mktemp("years"), "exports_over_time") as office:
        yield office


async def exported(office: Office, case_id: str, folder: Path) -> tuple[Members, set[str]]:
    """What is in the archive, and what is wrong with it."""
    answer = await office.get(f"/api/applications/{case_id}/export")
    assert answer.status_code == 200, answer.text
    path = folder / "case.zip"
    path.write_bytes(answer.content)
    return members_of(path), codes(path)


async def test_review_sheets_go_along_under_their_hash(office: Office, tmp_path: Path) -> None:
    case_id, documents = await case_with_documents(office, large="附件")
    async with office.database.transaction() as connection:
        sha256 = await keep_sheet(connection, UUID(case_id), UUID(documents[0]["id"]), b'{"pages":[]}')
    found, faults = await exported(office, case_id, tmp_path)
    assert found[f"sheets/{sha256}.json"] == b'{"pages":[]}'
    assert faults == set()


async def test_what_a_document_was_made_from_stands_beside_it(office: Office, tmp_path: Path) -> None:
    case_id, documents = await case_with_documents(office, large="附件")
    source, made = UUID(documents[0]["id"]), uuid5(UUID(case_id), "released")
    async with office.database.transaction() as connection:
        row = await find_document(connection, SAMPLE_AGENCY.id, source)
        assert row
        await put_document(connection, row.model_copy(update={"id": made, "origin": "released"}))
        await connection.execute(insert(document_sources).values(document_id=made, source_id=source))
    found, _ = await exported(office, case_id, tmp_path)
    (told,) = [one for one in json.loads(found["documents.json"]) if one["id"] == str(made)]
    assert (told["origin"], told["made_from"]) == ("released", [str(source)])


async def test_destroyed_personal_data_leave_the_rest_readable(office: Office, tmp_path: Path) -> None:
    case_id, _ = await case_with_documents(office, large="附件")
    async with office.database.transaction() as connection:
        await clear_personal_data(connection, UUID(case_id), datetime.now(UTC))
    found, faults = await exported(office, case_id, tmp_path)
    assert json.loads(found["application.json"])["content"] is None
    assert faults == set()


async def test_a_document_called_destroyed_without_an_event_is_missed(office: Office, tmp_path: Path) -> None:
    case_id, documents = await case_with_documents(office, ("甲文件", "乙文件"), "附件")
    async with office.database.transaction() as connection:
        await mark_destroyed(connection, [UUID(documents[0]["id"])], datetime.now(UTC))
    found, faults = await exported(office, case_id, tmp_path)
    assert f"documents/{documents[0]['sha256']}" not in found
    assert faults == {"document_missing"}
