"""The pages for applicants: submitted once, shown on a receipt that is in no address, looked up, and nothing else."""

import re

import httpx
from playwright.async_api import Browser
from sqlalchemy import text

from api.console.portal.receipt_cookie import COOKIE
from api.examples import APPLICATION
from tests.console.site import PHONE, Site, assert_accessible_everywhere

PERSON = APPLICATION["applicant"]
TYPED = {
    "applicant.kind": "natural_person",
    "applicant.name": PERSON["name"],
    "applicant.identity_kind": "resident_id",
    "applicant.identity_number": PERSON["identity_number"],
    "applicant.contact.phone": PERSON["contact"]["phone"],
    "applicant.contact.email": PERSON["contact"]["email"],
    "applicant.contact.address": "",
    "description": APPLICATION["description"],
    "wanted_form": "electronic",
    "wanted_route": "email",
    "homepage": "",
}
SECRETS = [PERSON["name"], PERSON["identity_number"], PERSON["contact"]["phone"]]


def visitor(site: Site) -> httpx.AsyncClient:
    """Somebody without a session, as a browser asks."""
    headers = {"Accept": "text/html", "Origin": site.url}
    return httpx.AsyncClient(base_url=site.url, headers=headers, follow_redirects=True, timeout=60)


def key_in(shown: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', shown)
    assert found
    return found[1]


async def references(site: Site) -> list[str]:
    async with site.database.reading() as connection:
        return list((await connection.execute(text("SELECT reference FROM applications ORDER BY 1"))).scalars())


async def test_an_application_is_submitted_once_however_often_it_is_sent(site: Site) -> None:
    async with visitor(site) as applicant:
        form = await applicant.get("/apply")
        assert form.url.path.startswith("/apply/")
        sent = {**TYPED, "key": key_in(form.text)}
        first, second = await applicant.post(form.url.path, data=sent), await applicant.post(form.url.path, data=sent)
        assert (first.url.path, first.status_code) == ("/apply/receipt", 200)
        (reference,) = await references(site)
        assert reference in first.text
        assert second.text == first.text
        assert not [secret for secret in SECRETS if secret in first.text]
        assert "script-src" not in first.headers["Content-Security-Policy"]
        english = await applicant.post("/language", data={"to": "en", "back": "/apply/receipt"})
        assert reference in english.text
        code = re.search(r'name="code" value="([^"]+)"', first.text)
        assert code
        standing = await applicant.post("/status", data={"reference": reference, "code": code[1]})
        assert "Registered" in standing.text
        assert code[1] not in standing.text
        done = await applicant.post("/apply/receipt")
        assert done.url.path == "/status"
        assert (await applicant.get("/apply/receipt")).url.path == form.url.path, "the receipt is forgotten"


async def test_a_refused_form_keeps_what_was_typed(site: Site) -> None:
    async with visitor(site) as applicant:
        path = (await applicant.get("/apply")).url.path
        bare = {**TYPED, "applicant.contact.phone": "", "applicant.contact.email": "", "applicant.identity_number": "1"}
        refused = await applicant.post(path, data={**bare, "key": "a-key-of-the-form"})
        assert refused.status_code == 422
        assert "须提供至少一种联系方式" in refused.text
        assert refused.text.count("字段内容无效") == 2  # in the summary, and at the field
        assert PERSON["name"] in refused.text
        assert APPLICATION["description"] in refused.text
        assert key_in(refused.text) == "a-key-of-the-form"
        for trap in ({**TYPED, "homepage": "https://example.com"}, {**TYPED, "applicant.contact.email": ""}):
            assert (await applicant.post(path, data={**trap, "key": "k"})).status_code == 422
        foreign = await applicant.post(path, data={**TYPED, "key": "k"}, headers={"Origin": "https://example.com"})
        assert foreign.status_code == 403
        assert await references(site) == []


async def test_a_form_gone_back_to_is_another_application_once_it_is_sent_again(site: Site) -> None:
    async with visitor(site) as applicant:
        form = await applicant.get("/apply")
        path, first = form.url.path, {**TYPED, "key": key_in(form.text)}
        await applicant.post(path, data=first)
        refused = await applicant.post(path, data={**first, "description": "2025年度示例市公园绿地面积统计表"})
        assert refused.status_code == 422
        assert "本次未办理" in refused.text
        other = {**first, "description": "2025年度示例市公园绿地面积统计表", "key": key_in(refused.text)}
        assert (await applicant.post(path, data=other)).url.path == "/apply/receipt"
        assert len(await references(site)) == 2


async def test_a_form_nobody_was_given_is_refused_and_breaks_nothing(site: Site) -> None:
    async with visitor(site) as applicant:
        path = (await applicant.get("/apply")).url.path
        for odd in ({"applicant": "x", "key": "k"}, {**TYPED, "key": "daylight:register"}, {**TYPED, "key": "k" * 201}):
            assert (await applicant.post(path, data=odd)).status_code == 422
        assert await references(site) == []


async def test_an_agency_that_takes_nothing_online_says_so(site: Site) -> None:
    async with visitor(site) as applicant:
        path = (await applicant.get("/apply")).url.path
        async with site.database.transaction() as connection:
            await connection.execute(text("UPDATE agencies SET takes_online = false"))
        assert "目前没有机关开通网上申请" in (await applicant.get("/apply")).text
        assert "该机关未开通网上申请" in (await applicant.get(path)).text
        assert (await applicant.post(path, data={**TYPED, "key": "k"})).status_code == 404
        assert (await applicant.get("/apply/不存在")).status_code == 404


async def test_nobody_makes_himself_a_receipt(site: Site) -> None:
    async with visitor(site) as stranger:
        for cookie in ("", "x", "dGVzdDp4", "AAAA" * 40):
            answer = await stranger.get("/apply/receipt", headers={"Cookie": f"{COOKIE}={cookie}"})
            assert answer.url.path.startswith("/apply/")
            assert answer.url.path != "/apply/receipt"


async def test_an_applicant_submits_by_keyboard_and_reads_the_status(site: Site, chromium: Browser) -> None:
    async with site.browser(chromium, None) as page:
        await page.goto("/apply")
        await assert_accessible_everywhere(page)
        await page.get_by_label("姓名或者名称").focus()
        for typed in (PERSON["name"], None, PERSON["identity_number"], PERSON["contact"]["phone"]):
            await page.keyboard.type(typed or "")
            await page.keyboard.press("Tab")
        await page.keyboard.type(PERSON["contact"]["email"])
        await page.get_by_label("政府信息的名称").fill(APPLICATION["description"])
        await page.get_by_role("button", name="提交申请").focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/apply/receipt")
        await assert_accessible_everywhere(page)
        (reference,) = await references(site)
        assert await page.get_by_text(reference).is_visible()
        await page.get_by_role("button", name="查看办理情况").click()
        await page.wait_for_url("**/status")
        assert await page.get_by_text("已经登记，收到日期待确认").is_visible()
        await assert_accessible_everywhere(page)
        assert "?" not in page.url


async def test_an_applicant_needs_no_scripts(site: Site, chromium: Browser) -> None:
    async with site.browser(chromium, None, viewport=PHONE, scripts=False) as page:
        await page.goto("/apply")
        for name, value in TYPED.items():
            if value and not name.startswith("wanted") and not name.endswith("kind"):
                await page.locator(f'[name="{name}"]').fill(value)
        await page.locator("button.big").click()
        await page.wait_for_url("**/apply/receipt")
        assert await page.get_by_text("您的申请已提交").is_visible()
        await page.locator("form[action='/apply/receipt'] button").click()
        await page.wait_for_url("**/status")
        await page.locator("#f-reference").fill((await references(site))[0])
        await page.locator("#f-code").fill("0000-0000-0000")
        await page.locator("button.big").click()
        assert await page.get_by_role("alert").is_visible()
