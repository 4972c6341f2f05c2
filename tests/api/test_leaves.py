"""Letters page by page by HTTP: the draft, what it lacks, wording it otherwise; what was issued."""

import ast
from pathlib import Path
from uuid import uuid4

import httpx

from schemas.words_missing import CONTENTS, missing_word
from tests.api.office import Office, assert_problem, headers_for

LETTERS = Path(__file__).parents[2] / "activities" / "letters"


def codes() -> set[str]:
    """Every code that a check of mandatory contents yields."""
    files = (*LETTERS.glob("mandatory*.py"), LETTERS / "remedial.py")
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    yielded = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Yield)]
    firsts = [pair.elts[0] for pair in yielded if isinstance(pair, ast.Tuple)]
    words = [one for first in firsts for one in ast.walk(first) if isinstance(one, ast.Constant)]
    return {one.value for one in words if isinstance(one.value, str) and not one.value.startswith(("item_", "_"))}


def test_every_content_a_letter_may_lack_has_its_words() -> None:
    assert {"remedy", "legal_basis", "applicant"} <= codes()
    assert codes() - set(CONTENTS) == set()
    assert missing_word("item_2_reasons") == ("第2项：理由", "item 2: the reasons")
    assert missing_word("item_1")[0] == "第1项：申请内容"


async def drafted(office: Office) -> str:
    case_id: str = (await office.registered())["case_id"]
    await office.step(case_id, "accept")
    where = {"outcome": "already_public", "where": "局门户网站“政策文件”栏目。"}
    await office.step(case_id, "draft_reply", decision=where)
    return case_id


async def test_a_draft_and_its_letter_are_shown_page_by_page(office: Office) -> None:
    case_id = await drafted(office)
    path = f"/api/applications/{case_id}/draft"
    draft = await office.read(path, "approver")
    assert (draft["pages"], draft["missing"]) == (1, [])
    assert "局门户网站“政策文件”栏目。" in draft["text"]
    picture = await office.get(f"{path}/pages/1.png", "approver")
    assert (picture.headers["content-type"], picture.headers["cache-control"]) == ("image/png", "private, no-store")
    assert len(picture.content) < 60_000
    assert_problem(await office.get(f"{path}/pages/2.png"), 404, "page_unknown")
    await office.step(case_id, "approve_reply", "approver", verdict="approve")
    await office.step(case_id, "issue_reply")
    assert_problem(await office.get(path), 409, "nothing_to_preview")
    reply = (await office.read(f"/api/applications/{case_id}/letters"))[-1]
    letter = await office.read(f"/api/letters/{reply['letter_id']}")
    assert (letter["number"], letter["sent_to"], letter["pages"]) == (reply["number"], "applicant", 1)
    assert reply["number"] in letter["text"]
    assert (await office.get(f"/api/letters/{reply['letter_id']}/pages/1.png")).content[:4] == b"\x89PNG"
    assert_problem(await office.get(f"/api/letters/{uuid4()}"), 404, "not_found")


async def test_a_text_is_worded_otherwise_once_and_must_say_what_the_law_wants(office: Office) -> None:
    case_id = await drafted(office)
    path = f"/api/applications/{case_id}/draft"
    draft, version = await office.read(path), (await office.read(f"/api/applications/{case_id}"))["summary"]["version"]
    wording = {"expected_version": version, "paragraphs": [*draft["paragraphs"], "特此告知。"], "closing": []}

    async def put(by: str = "handler", key: str = "", **changes: object) -> httpx.Response:
        headers = headers_for(office.tokens[by], key or str(uuid4()))
        return await office.http.put(path, json={**wording, **changes}, headers=headers)

    lacking = assert_problem(await put(paragraphs=["特此告知。"]), 422, "final_text_incomplete", "paragraphs")
    assert "legal_basis" in lacking["missing"]
    assert_problem(await put("approver"), 403, "role_not_permitted")
    assert_problem(await put(expected_version=1), 409, "stale_version")
    kept = await office.read(f"/api/applications/{case_id}/documents")
    assert {document["origin"] for document in kept} == {"letter"}, "what is refused is not kept"
    key = str(uuid4())
    first, again = await put(key=key), await put(key=key)
    assert first.status_code == again.status_code == 200
    assert (await office.kinds(case_id)).count("final_text_set") == 1
    assert "特此告知。" in (await office.read(path))["text"]
