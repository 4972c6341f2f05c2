"""The review by forms alone, as without scripts: what is shown, kept, refused, done once, and hidden from others."""

import asyncio
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
import pikepdf
import pytest

from activities.db.people import put_agency, put_member
from schemas.people import Member
from schemas.settings import Settings
from schemas.vocabulary import Role
from tests.api.neighbours import neighbour_agency
from tests.api.office import Office
from tests.api.reviewing import MANY_PAGES, MARK, REGISTER, Case
from tests.console.reviewing import case_at
from tests.console.site import Site

Fields = Mapping[str, Any]
BOX_TYPED = {"x0": "40", "y0": "40", "x1": "200", "y1": "60.5", "ground": "business_secret"}
NUMBER = "110101199003070011"


def hidden(page: httpx.Response, name: str) -> str:
    """The value of a hidden field; of the last form that has it."""
    found = re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', page.text)
    return str(found[-1])


async def sent(client: httpx.AsyncClient, path: str, shown: httpx.Response, fields: Fields) -> httpx.Response:
    return await client.post(path, data={"csrf": hidden(shown, "csrf"), **fields})


def review_of(case: Case) -> str:
    return f"/cases/{case.id}/review"


def page_of(case: Case, number: int = 1, document: int = 0) -> str:
    return f"{review_of(case)}/{case.documents[document]}/{number}"


async def test_a_page_is_worked_on_by_forms(
    site: Site, handler: httpx.AsyncClient, sample: dict[str, str], settings: Settings
) -> None:
    async with case_at(site, sample, settings, MANY_PAGES, REGISTER) as case:
        await _a_page_is_saved_refused_and_kept(handler, case)
        await _who_saw_an_old_version_is_told(handler, case)
        await _findings_are_decided(handler, case)
        await _one_word_is_said_of_a_run(handler, case)
        await _nobody_else_gets_in(site, handler, case)


async def _a_page_is_saved_refused_and_kept(handler: httpx.AsyncClient, case: Case) -> None:
    path = page_of(case)
    page = await handler.get(path)
    assert "第1页，共3页" in page.text
    assert NUMBER not in page.text
    refused = await sent(handler, path, page, {"version": "0", "reason": "涉及第三方", "result": ""})
    assert (refused.status_code, "涉及第三方" in refused.text) == (422, True)
    withheld = await sent(handler, path, page, {"version": "0", "result": "withhold", "reason": "整页涉密"})
    assert (withheld.status_code, "整页涉密" in withheld.text) == (422, True)
    saved = await sent(handler, path, page, {"version": "0", "result": "partial", **BOX_TYPED})
    assert (saved.status_code, saved.url.path) == (200, path)
    (mark,) = (await case.page())["marks"]
    assert mark == {"box": {"x0": 40, "y0": 40, "x1": 200, "y1": 60.5}, "ground": "business_secret"}
    assert 'value="60.5"' in saved.text
    without = await sent(handler, path, saved, {"version": "1", "result": "partial", "drop": "0", **BOX_TYPED})
    assert (without.status_code, "至少标注一处" in without.text) == (422, True)
    onward = await sent(
        handler, path, saved, {"version": "1", "result": "withhold", "grounds": "privacy", "then": "next"}
    )
    assert onward.url.path == page_of(case, 2)
    now = await case.page()
    assert (now["result"], now["marks"], now["grounds"]) == ("withhold", [], ["privacy"])


async def _who_saw_an_old_version_is_told(handler: httpx.AsyncClient, case: Case) -> None:
    path = page_of(case, 2)
    page = await handler.get(path)
    await case.put({"result": "partial", "marks": [MARK], "version": 0}, number=2, by="handler2")
    mine = {"result": "undetermined", "reason": "拿不准", "version": hidden(page, "version")}
    told = await sent(handler, path, page, mine)
    assert told.status_code == 409
    assert all(words in told.text for words in ("该页已被他人修改", "现有记录", "遮盖1处", "拿不准"))
    again = await sent(handler, path, told, {**mine, "version": hidden(told, "version")})
    assert (again.status_code, (await case.page(2))["result"]) == (200, "undetermined")


async def _findings_are_decided(handler: httpx.AsyncClient, case: Case) -> None:
    path = page_of(case, document=1)
    page = await handler.get(path)
    ids = {one["kind"]: one["id"] for one in (await case.page(document=1))["findings"]}
    document = {"document": case.documents[1], "ground": "privacy"}
    for decide in (f"accept:kind:{'identity_number'}", f"reject:one:{ids['name']}", "accept:page:"):
        done = await sent(handler, f"{path}/findings", page, {**document, "decide": decide})
        assert (done.status_code, done.url.path) == (200, path)
    decided = {one["kind"]: one["accepted"] for one in (await case.page(document=1))["findings"]}
    assert decided == {"identity_number": True, "mobile": True, "name": False}
    nothing = await sent(handler, f"{path}/findings", page, {**document, "decide": "accept:taste:"})
    assert (nothing.status_code, "请指明要认定的发现" in nothing.text) == (422, True)


async def _one_word_is_said_of_a_run(handler: httpx.AsyncClient, case: Case) -> None:
    path = f"{review_of(case)}/{case.documents[0]}"
    page = await handler.get(path)
    refused = await sent(handler, path, page, {"first": "2", "last": "3", "result": "withhold", "reason": "过程信息"})
    assert (refused.status_code, "过程信息" in refused.text) == (422, True)
    done = await sent(handler, path, page, {"first": "2", "last": "3", "result": "disclose"})
    assert (done.status_code, "待审查页数" in done.text) == (200, True)
    assert [(await case.page(number))["result"] for number in (1, 2, 3)] == ["withhold", "disclose", "disclose"]
    onward = await handler.get(f"{path}/next")
    assert onward.url.path == path  # nothing is left open
    assert (await handler.get(f"{path}/go", params={"number": 3})).url.path == page_of(case, 3)


async def _nobody_else_gets_in(site: Site, handler: httpx.AsyncClient, case: Case) -> None:
    agency = neighbour_agency()
    stranger = Member(id=uuid4(), agency_id=agency.id, login="handler", name="周邻居", roles=(Role.HANDLER,))
    async with site.database.transaction() as connection:
        await put_agency(connection, agency)
        await put_member(connection, stranger)
    paths = (review_of(case), f"{review_of(case)}/{case.documents[0]}", page_of(case), page_of(case) + "/proposed")
    async with site.client(stranger) as client:
        assert [(await client.get(path)).status_code for path in paths] == [404] * 4
    async with site.client("approver") as client:
        page = await client.get(page_of(case))
        assert ('id="work"' in page.text, page.status_code) == (False, 200)
        fields = {"version": "1", "result": "disclose"}
        assert (await sent(client, page_of(case), page, fields)).status_code == 403
        assert (await client.post(page_of(case), data={**fields, "csrf": "forged"})).status_code == 403
    other = f"/cases/{uuid4()}/review/{case.documents[0]}/1"
    missing = (other, page_of(case, 4), page_of(case, 1) + "/proposed")
    assert [(await handler.get(path)).status_code for path in missing] == [404] * 3


async def test_one_proposes_another_confirms(
    site: Site, handler: httpx.AsyncClient, sample: dict[str, str], settings: Settings
) -> None:
    async with case_at(site, sample, settings, REGISTER, "会议纪要") as case:
        await _a_proposal_is_refused_with_the_page_named(handler, case)
        await _a_double_click_proposes_once(handler, case)
        async with site.client("reviewer") as reviewer:
            await _the_other_sends_back_then_confirms(reviewer, case)


async def _a_proposal_is_refused_with_the_page_named(handler: httpx.AsyncClient, case: Case) -> None:
    listed = await handler.get(review_of(case))
    fields = {"key": "first", "expected_version": hidden(listed, "expected_version"), "documents": case.documents}
    refused = await sent(handler, review_of(case), listed, {**fields, "do": "propose", "reason": "含个人隐私"})
    assert refused.status_code == 422
    assert f'href="{page_of(case)}"' in refused.text
    assert "含个人隐私" in refused.text
    assert refused.text.count(" checked>") == 2


async def _a_double_click_proposes_once(handler: httpx.AsyncClient, case: Case) -> None:
    await case.decide(all_undecided=True)
    listed = await handler.get(review_of(case))
    said = {"do": "say", "documents": case.documents, "result": "disclose"}
    done = await sent(handler, review_of(case), listed, said)
    assert "已记入各页" in done.text
    fields = {"expected_version": hidden(done, "expected_version"), "documents": case.documents, "key": "click"}
    proposed = {**fields, "do": "propose", "reason": "含个人隐私"}
    answers = await asyncio.gather(*(sent(handler, review_of(case), done, proposed) for _ in range(2)))
    assert {answer.status_code for answer in answers} == {200}
    assert (await case.office.kinds(case.id)).count("review_proposed") == 1
    assert "须由另一人审核" in (await handler.get(page_of(case) + "/proposed")).text


async def _the_other_sends_back_then_confirms(reviewer: httpx.AsyncClient, case: Case) -> None:
    shown = await reviewer.get(page_of(case) + "/proposed")
    assert all(words in shown.text for words in ("提交审核的样子", "look=sheet", "个人隐私", "含个人隐私"))
    fields = {"do": "confirm", "documents": case.documents[:1], "expected_version": hidden(shown, "expected_version")}
    mute = await sent(reviewer, review_of(case), shown, {**fields, "key": "1", "verdict": "return"})
    assert mute.status_code == 422
    await case.put({"result": "partial", "marks": [MARK], "version": (await case.page())["version"]}, by="reviewer")
    assert "又有改动" in (await reviewer.get(page_of(case) + "/proposed")).text
    back = {**fields, "key": "2", "verdict": "return", "comment": "姓名未遮盖"}
    assert "审核结论已记录" in (await sent(reviewer, review_of(case), shown, back)).text
    stale = await sent(reviewer, review_of(case), shown, {**fields, "key": "3", "verdict": "approve"})
    assert (stale.status_code, "办件已被他人更新" in stale.text) == (409, True)
    rest = {"key": "4", "verdict": "approve", "documents": case.documents[1:], "do": "confirm"}
    now = {**rest, "expected_version": hidden(stale, "expected_version")}
    assert (await sent(reviewer, review_of(case), stale, now)).status_code == 200
    results = [one["result"] for one in (await case.found())["items"]]
    assert results == [None, "disclose"]
    for awaiting, there in (("proposal", case.documents[0]), ("confirmation", "没有文件")):
        assert there in (await reviewer.get(review_of(case), params={"awaiting": awaiting})).text


STATES = {"密件登记": "未上传文件", "压缩包.zip": "无法读取", "加密.pdf": "无法读取", "决定书.txt": "已读取"}


async def test_what_cannot_be_looked_at_says_why(
    site: Site, handler: httpx.AsyncClient, sample: dict[str, str], settings: Settings, locked: bytes
) -> None:
    async with case_at(site, sample, settings, "另案") as other:
        office = other.office
        case_id = await _found_in_many_forms(office, locked)
        listed = (await handler.get(f"/cases/{case_id}/review")).text
        rows = listed.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")
        assert {name: state for row in rows for name, state in STATES.items() if name in row and state in row} == STATES
        found = (await office.read(f"/api/applications/{case_id}/found"))["items"]
        for document in found:
            page = await handler.get(f"/cases/{case_id}/review/{document['document_id']}")
            assert page.status_code == 200
            first = await handler.get(f"/cases/{case_id}/review/{document['document_id']}/1")
            assert first.status_code == (200 if document["reading"] == "read" else 409)
        whole = {"documents": [found[0]["document_id"]], "do": "propose", "key": "k", "result": "withhold"}
        shown = await handler.get(f"/cases/{case_id}/review")
        told = {
            "grounds": "state_secret",
            "reason": "属于国家秘密",
            "expected_version": hidden(shown, "expected_version"),
        }
        assert "已提交" in (await sent(handler, f"/cases/{case_id}/review", shown, {**whole, **told})).text


async def _found_in_many_forms(office: Office, locked: bytes) -> str:
    case_id = str((await office.registered())["case_id"])
    await office.step(case_id, "accept")
    files = {"压缩包.zip": zipped(), "加密.pdf": locked, "决定书.txt": "决定书".encode()}
    documents = [(await office.uploaded(case_id, content, name))["id"] for name, content in files.items()]
    unfiled = [{"note": "密件登记2029-007号", "pages": 12}]
    await office.step(case_id, "record_search", description="检索", documents=documents, unfiled=unfiled)
    progress: dict[str, Any] = {"waiting": 1}
    while progress["waiting"]:
        progress = await office.read(f"/api/applications/{case_id}/document-work", wait=30)
    return case_id


def zipped() -> bytes:
    """An archive of one text."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("决定书.txt", "决定书")
    return out.getvalue()


@pytest.fixture
def locked() -> bytes:
    """A PDF of one page behind a password."""

    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    return out.getvalue()
