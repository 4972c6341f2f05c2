"""The page of a reply: read as pictures and as text, worded, signed, sent back, issued; and issued letters."""

import html
import re
from typing import Any

import httpx
from playwright.async_api import Browser
from sqlalchemy import text

from activities.db.people import find_login
from api.cli.setup import SAMPLE_AGENCY
from schemas.vocabulary import Role
from tests.api.neighbours import neighbour_agency, staffed
from tests.console.letters import JSON, drafted
from tests.console.site import Site, assert_accessible_everywhere, signed_in
from tests.console.test_portal import key_in

REMARK = "请补充公开网址。"


def version_in(shown: str) -> str:
    found = re.search(r'name="expected_version" value="(\d+)"', shown)
    assert found
    return found[1]


def signing(shown: str, **more: str) -> dict[str, str]:
    """The form by which a draft is signed, as a browser sends it."""
    told = {"step": "approve_reply", "verdict": "approve", "comment": "", "key": key_in(shown)}
    return {**told, "expected_version": version_in(shown), "csrf": csrf_in(shown), **more}


def csrf_in(shown: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', shown)
    assert found
    return found[1]


async def kinds(client: httpx.AsyncClient, case_id: str) -> list[str]:
    events: list[dict[str, Any]] = (await client.get(f"/api/applications/{case_id}/events", headers=JSON)).json()
    return [link["event"]["kind"] for link in events]


async def uploads(client: httpx.AsyncClient, case_id: str) -> list[str]:
    documents = (await client.get(f"/api/applications/{case_id}/documents", headers=JSON)).json()
    return [document["label"] for document in documents if document["origin"] == "uploaded"]


async def test_a_draft_is_read_sent_back_with_a_remark_and_signed_once(site: Site) -> None:
    case_id = await drafted(site)
    path = f"/cases/{case_id}/reply"
    async with site.client("approver") as approver:
        shown = (await approver.get(path)).text
        assert f"/api/applications/{case_id}/draft/pages/1.png" in shown
        assert "<p>政府信息公开申请答复书</p>" in shown, "the text stands beside the pictures"
        picture = await approver.get(f"/api/applications/{case_id}/draft/pages/1.png")
        assert picture.content.startswith(b"\x89PNG")
        assert (await approver.get(f"/api/applications/{case_id}/draft/pages/9.png")).status_code == 404
        refused = await approver.post(path, data=signing(shown, verdict="return"))
        assert refused.status_code == 422
        assert "退回须附意见" in refused.text
        stale = await approver.post(path, data=signing(shown, expected_version="1", comment=REMARK))
        assert stale.status_code == 409
        assert REMARK in stale.text
        form = signing(shown, comment="同意。")
        first, second = await approver.post(path, data=form), await approver.post(path, data=form)
        assert (first.status_code, second.status_code) == (200, 200)
        assert "审批意见已登记" in first.text
        assert (await kinds(approver, case_id)).count("reply_approved") == 1
        assert "王小明" not in str(first.url)
        back = await approver.post(path, data=signing(second.text, verdict="return", comment=REMARK))
        assert "没有待审批的答复稿" in back.text
        assert REMARK in back.text


async def test_who_may_not_is_refused_and_another_agency_sees_nothing(site: Site) -> None:
    case_id = await drafted(site)
    path = f"/cases/{case_id}/reply"
    neighbours = neighbour_agency()
    await staffed(site.database, neighbours)
    async with site.database.reading() as connection:
        other = await find_login(connection, neighbours.id, "approver")
    assert other
    assert Role.APPROVER in signed_in(other).roles
    async with site.client("handler") as drafter, site.client(other) as outsider:
        shown = (await drafter.get(path)).text
        denied = await drafter.post(path, data=signing(shown, comment=REMARK))
        assert denied.status_code == 403
        assert REMARK in denied.text
        assert (await drafter.post(path, data={**signing(shown), "step": "withdraw"})).status_code == 422
        for address in (path, f"{path}/wording", f"/api/applications/{case_id}/draft/pages/1.png"):
            assert (await outsider.get(address)).status_code == 404
        own = {"csrf": outsider.headers["X-CSRF-Token"]}
        assert (await outsider.post(path, data=signing(shown, **own))).status_code == 404
        async with httpx.AsyncClient(base_url=site.url, headers={"Accept": "text/html"}) as stranger:
            assert (await stranger.get(path)).headers["Location"].startswith("/sign-in")
        assert "reply_approved" not in await kinds(drafter, case_id)


async def test_a_draft_is_worded_otherwise_here_and_as_a_file(site: Site) -> None:
    case_id = await drafted(site)
    path = f"/cases/{case_id}/reply"
    async with site.client("handler") as handler:
        shown = (await handler.get(f"{path}/wording")).text
        area = re.search(r"<textarea[^>]*>(.*?)</textarea>", shown, re.DOTALL)
        assert area
        form = {"key": key_in(shown), "expected_version": version_in(shown), "csrf": csrf_in(shown)}
        lacking = await handler.post(f"{path}/wording", data={**form, "paragraphs": "已经公开。"})
        assert lacking.status_code == 422
        assert "收到申请的日期" in lacking.text
        assert "已经公开。" in lacking.text
        assert await uploads(handler, case_id) == [], "what is refused is not kept"
        worded = {**form, "paragraphs": f"{html.unescape(area[1])}\n特此告知。"}
        for _ in range(2):
            answer = await handler.post(f"{path}/wording", data=worded)
            assert "已作为答复定稿" in answer.text
        assert "<p>特此告知。</p>" in answer.text
        assert (await kinds(handler, case_id)).count("final_text_set") == 1
        docx = (await handler.get(f"/api/applications/{case_id}/draft.docx")).content
        sent = {"csrf": form["csrf"], "key": "k1", "expected_version": version_in(answer.text)}
        forged = await handler.post(f"{path}/documents", data={**sent, "csrf": ""}, files={"file": ("a.docx", docx)})
        assert forged.status_code == 403
        taken = await handler.post(f"{path}/documents", data=sent, files={"file": ("定稿.docx", docx)})
        assert "已作为答复定稿" in taken.text
        again = {**sent, "key": "k2", "expected_version": version_in(taken.text)}
        broken = await handler.post(f"{path}/documents", data=again, files={"file": ("定稿.docx", b"no letter")})
        assert broken.status_code == 422
        assert 'role="alert"' in broken.text


async def test_an_approver_signs_and_a_handler_issues_in_the_browser(site: Site, chromium: Browser) -> None:
    case_id = await drafted(site)
    async with site.browser(chromium, "approver") as page:
        await page.goto(f"/cases/{case_id}/reply")
        assert await page.evaluate("document.querySelector('.leaves img').complete")
        await assert_accessible_everywhere(page)
        await page.get_by_role("button", name="同意", exact=True).focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/reply?did=approve_reply")
        assert await page.get_by_text("审批意见已登记").is_visible()
    async with site.browser(chromium, "handler", scripts=False) as page:
        await page.goto(f"/cases/{case_id}/reply")
        await page.get_by_role("button", name="制发答复").click()
        await page.wait_for_url("**/reply?did=issue_reply")
        await page.locator("main p a[href*='/letters/']").first.click()
        await page.get_by_role("button", name="生成送达回证").click()
        await page.get_by_role("heading", name="送达回证").first.wait_for()
    async with site.browser(chromium, "handler") as page:
        await page.goto(f"/cases/{case_id}/reply/wording")
        assert await page.get_by_text("没有可以预览的答复稿").is_visible()
        await page.goto(f"/cases/{case_id}/reply")
        await page.locator("main p a[href*='/letters/']").first.click()
        await assert_accessible_everywhere(page)


async def test_a_legality_review_gives_its_findings_here(site: Site) -> None:
    async with site.database.transaction() as connection:
        await connection.execute(text("""UPDATE agencies SET policy = '{"approval": ["legal"]}'"""))
    case_id = await drafted(site)
    path = f"/cases/{case_id}/reply"
    async with site.client("legal") as legal:
        shown = (await legal.get(path)).text
        assert "事实清楚、证据充分" in shown
        bare = await legal.post(path, data=signing(shown))
        assert bare.status_code == 422
        found = {f"legality.{name}": "true" for name in ("facts_and_evidence", "legal_basis", "procedure")}
        told = {**found, "legality.opinion": "依据正确。"}
        doubted = await legal.post(path, data=signing(shown, **{**told, "legality.procedure": "false"}))
        assert doubted.status_code == 409
        assert "依据正确。" in doubted.text
        assert 'value="false" checked' in doubted.text
        done = await legal.post(path, data=signing(shown, **told))
        assert "审批意见已登记" in done.text


async def test_a_letter_belongs_to_its_case_and_its_slip_is_made_once(site: Site) -> None:
    case_id = await drafted(site)
    async with site.client("handler") as handler:
        (receipt,) = (await handler.get(f"/api/applications/{case_id}/letters", headers=JSON)).json()
        path = f"/cases/{case_id}/letters/{receipt['letter_id']}"
        shown = await handler.get(path)
        assert receipt["number"] in shown.text
        form = {"key": key_in(shown.text), "expected_version": version_in(shown.text), "csrf": csrf_in(shown.text)}
        first, second = await handler.post(path, data=form), await handler.post(path, data=form)
        assert first.url.path == second.url.path != path
        assert "存卷" in second.text
        assert (await kinds(handler, case_id)).count("record_printed") == 1
        elsewhere = path.replace(case_id, str(SAMPLE_AGENCY.id))
        assert (await handler.get(elsewhere)).status_code == 404
