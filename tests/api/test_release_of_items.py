"""A reply to several items: its index lists what the items that disclose or refuse are about, and nothing else."""

import io
from uuid import UUID
from zipfile import ZipFile

import pypdfium2
import pytest

from activities.db.sheets import sheet_content
from api.demo.acts import LAWFUL
from schemas.release import Manifest
from tests.api.office import Json, Office

GIVEN, COMPLAINT, REFUSED = "施工许可证", "投诉处理单", "会商纪要"
"""What was found: for the item that is disclosed, for the petition, for the item that is refused."""


def of(asked: str, decision: Json, *documents: str) -> Json:
    return {"asked": asked, "decision": decision, "documents": documents}


async def answered(office: Office) -> str:
    """A case with an issued reply to three items; what goes with it is bound."""
    case_id: str = (await office.registered())["case_id"]
    await office.step(case_id, "accept")
    names = (GIVEN, COMPLAINT, REFUSED)
    found = [(await office.uploaded(case_id, name.encode(), f"{name}.txt"))["id"] for name in names]
    await office.step(case_id, "record_search", description="检索", documents=found)
    given, complaint, refused = found
    await office.reviewed(case_id, given)
    await office.reviewed(case_id, refused, "withhold", grounds=["process_information"], reason="讨论记录")
    await office.reviewed(case_id, complaint)
    items = [
        of("许可证", {"outcome": "disclosed"}, given),
        of("纪要", {"outcome": "refused", "reasons": "属于过程性信息"}, refused),
        of("投诉处理", {"outcome": "petition", "reasons": "属于投诉"}, complaint),
    ]
    await office.step(case_id, "draft_reply", decision={"outcome": "several", "items": items})
    for by in ("section", "legal", "chief"):
        legality = {"legality": LAWFUL} if by == "legal" else {}
        await office.step(case_id, "approve_reply", by, None, verdict="approve", **legality)
    await office.worked(case_id)
    await office.step(case_id, "issue_reply")
    await office.worked(case_id)
    return case_id


@pytest.fixture
async def package(office: Office) -> ZipFile:
    release = await office.read(f"/api/applications/{await answered(office)}/release")
    return ZipFile(io.BytesIO((await office.get(release["zip"])).content))


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf))


async def test_the_index_names_what_is_given_and_counts_what_is_refused(package: ZipFile) -> None:
    text = text_of(package.read("00-政府信息公开清单.pdf"))
    assert f"1{GIVEN}110" in text
    assert "2政府信息一份100第十六条第二款" in text
    assert "共2份，提供1份" in text
    assert [title for title in (COMPLAINT, REFUSED) if title in text] == []


async def test_the_files_are_those_of_the_item_that_is_disclosed(package: ZipFile) -> None:
    assert [name for name in package.namelist() if name.startswith("000")] == [f"0001-{GIVEN}.pdf"]


async def test_the_manifest_names_what_is_given_and_what_the_reply_refuses(office: Office) -> None:
    case_id = await answered(office)
    release = await office.read(f"/api/applications/{case_id}/release")
    found = (await office.read(f"/api/applications/{case_id}/found"))["items"]
    async with office.database.reading() as connection:
        content = await sheet_content(connection, UUID(case_id), release["manifest"])
    assert content
    manifest = Manifest.model_validate_json(content)
    assert [str(item.document_id) for item in manifest.items] == [found[0]["document_id"]]
    assert [str(document) for document in manifest.withheld] == [found[2]["document_id"]]
