"""The main job by HTTP: from submission to delivered reply, and every address on the way."""

import hashlib
import io
from zipfile import ZipFile

import pytest

from tests.api.office import Office, application, today


async def test_the_whole_walk_from_submission_to_delivery(office: Office) -> None:
    answer = await office.submit(key="walk")
    receipt = answer.json()
    assert answer.status_code == 201
    assert receipt["received_on"] == str(today())
    assert receipt["due_on"] > str(today())
    assert receipt["state"] == "received"
    case = f"/api/applications/{receipt['case_id']}"

    document = await office.issued(receipt["case_id"])
    last = await office.delivered(receipt["case_id"])
    assert (last["state"], last["outcome"]) == ("closed", "disclosed")
    assert "fingerprint" not in last

    events = await office.events(receipt["case_id"])
    assert [link["seq"] for link in events] == list(range(1, last["version"] + 1))
    assert [link["previous"] for link in events[1:]] == [link["hash"] for link in events[:-1]]
    assert [link["event"]["kind"] for link in events][-2:] == ["reply_delivered", "case_closed"]
    whole = await office.read(case)
    assert whole["summary"]["state"] == whole["case"]["state"] == "closed"
    assert whole["summary"]["head"] == events[-1]["hash"]
    assert whole["application"]["applicant"]["identity_number"] == application()["applicant"]["identity_number"]
    steps = await office.read(f"{case}/steps")
    still = {"print_record", "record_remedy", "convert_to_proactive"}
    assert {step["step"] for step in steps if step["allowed"]} == still
    stored = await office.read(f"{case}/documents")
    assert [row["origin"] for row in stored].count("uploaded") == 1
    assert {row["case_id"] for row in stored} == {receipt["case_id"]}
    assert document["media_type"] == "text/plain; charset=utf-8"


async def test_a_document_comes_back_as_it_was_and_no_browser_runs_it(office: Office) -> None:
    case_id = (await office.registered())["case_id"]
    content = "<script>alert(1)</script>城东片区".encode() * 1000
    document = await office.uploaded(case_id, content, "../../招标 文件.html")
    assert document["sha256"] == hashlib.sha256(content).hexdigest()
    answer = await office.get(f"/api/documents/{document['id']}/content", "supervisor")
    assert answer.content == content
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-length"] == str(len(content))
    assert answer.headers["x-content-type-options"] == "nosniff"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''..%2F..%2F")


async def test_letters_come_as_pdf_and_as_docx(office: Office) -> None:
    case_id = (await office.registered())["case_id"]
    await office.issued(case_id)
    letters = await office.read(f"/api/applications/{case_id}/letters")
    assert [letter["kind"] for letter in letters] == ["receipt", "reply"]
    for letter in letters:
        pdf = await office.get(letter["pdf"])
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF-")
        docx = await office.get(letter["docx"])
        assert docx.headers["content-type"].endswith("wordprocessingml.document")
        text = ZipFile(io.BytesIO(docx.content)).read("word/document.xml").decode()
        assert letter["number"] in text


async def test_the_deadline_explains_itself_day_by_day(office: Office) -> None:
    receipt = await office.registered()
    plain = await office.read(f"/api/applications/{receipt['case_id']}/deadline")
    assert plain["due"] == receipt["due_on"]
    assert plain["days"] is None
    explained = await office.read(f"/api/applications/{receipt['case_id']}/deadline", explain=True)
    assert explained["days"][0]["kind"] == "receipt"
    assert explained["days"][-1] == {**explained["days"][-1], "day": receipt["due_on"], "number": 20}
    assert explained["article"] == "33(2)"


async def test_without_a_date_of_receipt_no_limit_runs(office: Office) -> None:
    receipt = await office.registered(channel="online")
    assert (receipt["received_on"], receipt["due_on"], receipt["state"]) == (None, None, "registered")
    refused = await office.get(f"/api/applications/{receipt['case_id']}/deadline")
    assert (refused.status_code, refused.json()["code"], refused.json()["article"]) == (409, "receipt_not_fixed", "31")
    taken = await office.step(receipt["case_id"], "confirm_receipt", how="电话确认")
    assert (taken["received_on"], taken["state"]) == (str(today()), "received")


@pytest.mark.parametrize("by", ["handler", "reviewer", "approver", "head", "supervisor"])
async def test_available_steps_are_those_the_role_can_take(office: Office, by: str) -> None:
    case_id = (await office.registered())["case_id"]
    steps = await office.read(f"/api/applications/{case_id}/steps", by)
    allowed = {step["step"] for step in steps if step["allowed"]}
    handling = {
        "accept",
        "answer_on_the_spot",
        "ask_for_reasons",
        "assign",
        "join_application",
        "print_record",
        "propose_extension",
        "request_correction",
        "split_application",
        "withdraw",
    }
    assert allowed == (handling if by in {"handler", "head"} else set())
    assert all(step["refusal"]["message"] for step in steps if not step["allowed"])


async def test_a_correction_keeps_the_applicants_words_beside_the_application(office: Office) -> None:
    case_id = (await office.registered())["case_id"]
    await office.step(case_id, "request_correction", items=["请说明项目名称"])
    await office.step(case_id, "receive_correction", content="申请公开幸福里小区改造项目的招标文件。")
    whole = await office.read(f"/api/applications/{case_id}")
    assert whole["application"]["corrections"] == ["申请公开幸福里小区改造项目的招标文件。"]
    assert "幸福里" not in str(await office.events(case_id))
