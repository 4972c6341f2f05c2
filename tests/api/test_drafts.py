"""The draft of a reply is looked at, edited elsewhere, and comes back as the text that is issued."""

import io
from collections.abc import Callable
from uuid import UUID

import docx
import pypdfium2
import pytest
from docx.document import Document

from tests.api.office import Json, Office, assert_problem

Edit = Callable[[Document], object]


async def drafted(office: Office) -> str:
    """A case whose reply is drafted and waits for its signature."""
    case_id: str = (await office.registered())["case_id"]
    await office.step(case_id, "accept")
    document = await office.uploaded(case_id)
    await office.step(case_id, "record_search", description="检索档案管理系统", documents=[document["id"]])
    await office.reviewed(case_id, document["id"])
    await office.step(case_id, "draft_reply", decision={"outcome": "disclosed"})
    return case_id


async def preview(office: Office, case_id: str, form: str = "docx", by: str = "handler") -> bytes:
    answer = await office.get(f"/api/applications/{case_id}/draft.{form}", by)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    return answer.content


def edited(draft: bytes, edit: Edit) -> bytes:
    document, saved = docx.Document(io.BytesIO(draft)), io.BytesIO()
    edit(document)
    document.save(saved)
    return saved.getvalue()


def text_of(saved: bytes) -> str:
    return "\n".join(line.text for line in docx.Document(io.BytesIO(saved)).paragraphs)


def pdf_text(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def add_a_sentence(document: Document) -> None:
    body = next(line for line in document.paragraphs if line.style and line.style.name == "Daylight Body")
    body.add_run("承办人补写的一句话。")


async def test_the_draft_is_shown_without_number_and_date(office: Office) -> None:
    case_id = await drafted(office)
    for text in (text_of(await preview(office, case_id)), pdf_text(await preview(office, case_id, "pdf", "approver"))):
        assert "政府信息公开申请答复书" in text
        assert "〔编号待定〕" in text
        assert "〔成文日期待定〕" in text
    assert await office.read(f"/api/applications/{case_id}/letters") == await letters_before(office, case_id)


async def letters_before(office: Office, case_id: str) -> list[Json]:
    """The letters on record: looking at a draft makes none and takes no number."""
    found: list[Json] = await office.read(f"/api/applications/{case_id}/letters")
    assert [letter["kind"] for letter in found] == ["receipt"]
    return found


@pytest.mark.parametrize("form", ["docx", "pdf"])
async def test_without_a_draft_there_is_nothing_to_look_at(office: Office, form: str) -> None:
    case_id = (await office.registered())["case_id"]
    assert_problem(await office.get(f"/api/applications/{case_id}/draft.{form}"), 409, "nothing_to_preview")
    await office.issued(case_id)
    assert_problem(await office.get(f"/api/applications/{case_id}/draft.{form}"), 409, "nothing_to_preview")


async def test_the_draft_of_an_unknown_case_is_not_there(office: Office) -> None:
    answer = await office.get(f"/api/applications/{UUID(int=1)}/draft.docx")
    assert_problem(answer, 404, "not_found")


async def test_the_edited_text_is_what_is_issued(office: Office) -> None:
    case_id = await drafted(office)
    upload = await office.uploaded(case_id, edited(await preview(office, case_id), add_a_sentence), "终稿.docx")
    await office.step(case_id, "set_final_text", document=upload["id"])
    assert "承办人补写的一句话。" in text_of(await preview(office, case_id))
    await office.step(case_id, "approve_reply", "approver", verdict="approve")
    await office.worked(case_id)
    await office.step(case_id, "issue_reply")
    letter = (await office.read(f"/api/applications/{case_id}/letters"))[-1]
    for form, read in (("docx", text_of), ("pdf", pdf_text)):
        text = read((await office.get(f"/api/letters/{letter['letter_id']}.{form}")).content)
        assert "承办人补写的一句话。" in text
        assert letter["number"] in text
        assert "待定" not in text


async def test_a_text_taken_already_is_not_checked_again_when_its_step_is_repeated(office: Office) -> None:
    case_id = await drafted(office)
    upload = await office.uploaded(case_id, edited(await preview(office, case_id), add_a_sentence), "终稿.docx")
    seen = (await office.read(f"/api/applications/{case_id}"))["summary"]["version"]
    body = {"step": "set_final_text", "expected_version": seen, "document": upload["id"]}
    first = await office.post_step(case_id, body, key="text")
    assert first.status_code == 200, first.text
    await office.step(case_id, "approve_reply", "approver", verdict="return", comment="请按不予处理答复。")
    documents = await office.read(f"/api/applications/{case_id}/documents")
    found = next(one for one in documents if one["label"] != "终稿.docx" and one["origin"] == "uploaded")
    said = {"grounds": ["process_information"], "reason": "尚在讨论。"}
    await office.reviewed(case_id, found["id"], "withhold", **said)
    await office.step(case_id, "draft_reply", decision={"outcome": "refused", "reasons": "属于过程性信息。"})
    refused = await office.post_step(case_id, body, key="another")
    assert (refused.status_code, refused.json()["field"]) == (422, "document")
    assert (await office.post_step(case_id, body, key="text")).json() == first.json()


async def test_every_version_is_kept(office: Office) -> None:
    case_id = await drafted(office)
    first = await office.uploaded(case_id, edited(await preview(office, case_id), add_a_sentence), "终稿一.docx")
    await office.step(case_id, "set_final_text", document=first["id"])
    second = await office.uploaded(case_id, edited(await preview(office, case_id), add_a_sentence), "终稿二.docx")
    await office.step(case_id, "set_final_text", document=second["id"])
    labels = [document["label"] for document in await office.read(f"/api/applications/{case_id}/documents")]
    assert {"终稿一.docx", "终稿二.docx"} <= set(labels)
    assert text_of(await preview(office, case_id)).count("承办人补写的一句话。") == 2


async def set_final_text(office: Office, case_id: str, content: bytes, name: str = "终稿.docx") -> Json:
    """The refusal of the step on this upload."""
    upload = await office.uploaded(case_id, content, name)
    seen = (await office.read(f"/api/applications/{case_id}"))["summary"]["version"]
    body = {"step": "set_final_text", "expected_version": seen, "document": upload["id"]}
    answer = await office.post_step(case_id, body)
    problem = assert_problem(answer, 422, answer.json()["code"], "document")
    assert "final_text_set" not in await office.kinds(case_id)
    return problem


async def test_a_text_that_lacks_mandatory_content_is_refused_and_told_what(office: Office) -> None:
    def forget_the_remedies(document: Document) -> None:
        for line in document.paragraphs:
            if line.style and line.style.name == "Daylight Remedy":
                line._p.getparent().remove(line._p)

    case_id = await drafted(office)
    problem = await set_final_text(office, case_id, edited(await preview(office, case_id), forget_the_remedies))
    assert (problem["code"], problem["missing"]) == ("final_text_incomplete", ["remedy"])


async def test_a_changed_addressee_is_refused(office: Office) -> None:
    def address_another(document: Document) -> None:
        (line,) = (line for line in document.paragraphs if line.style and line.style.name == "Daylight Addressee")
        line.text = "李某某："

    case_id = await drafted(office)
    problem = await set_final_text(office, case_id, edited(await preview(office, case_id), address_another))
    assert problem["code"] == "final_text_fixed_part"


async def test_what_is_no_docx_is_refused(office: Office) -> None:
    case_id = await drafted(office)
    assert (await set_final_text(office, case_id, "终稿".encode(), "终稿.txt"))["code"] == "final_text_unreadable"
