"""The register: an application entered once, refused with all that was typed, alike ones told, the receipt printed."""

import asyncio
from uuid import UUID

import httpx
from playwright.async_api import Browser, expect

from tests.console.at_work import FORM, csrf_in, key_in, registered
from tests.console.site import DESK, PHONE, Site, assert_accessible
from tests.console.test_work import accessible_everywhere, stranger

TYPED = ("applicant.name", "applicant.identity_number", "applicant.contact.phone", "description")


async def empty(client: httpx.AsyncClient) -> dict[str, str]:
    """The fields of the form that nobody types."""
    page = (await client.get("/register")).text
    return {"csrf": csrf_in(page), "key": key_in(page)}


async def test_a_form_sent_twice_is_one_case_and_gives_one_receipt(site: Site, handler: httpx.AsyncClient) -> None:
    hidden = await empty(handler)
    sent = [handler.post("/register", data={**FORM, **hidden}) for _ in range(2)]
    first, second = await asyncio.gather(*sent)
    assert first.url == second.url
    case_id = UUID(first.url.path.split("/")[2])
    assert first.url.path == f"/register/{case_id}/receipt"
    code = (await handler.get(f"/api/applications/{case_id}/status-code")).json()
    for said in ("王小明", code["reference"], code["code"], f"{site.url}/status", "收到申请之日", "/api/letters/"):
        assert said in first.text
    listed = (await handler.get("/api/applications")).json()["items"]
    assert [one["case_id"] for one in listed] == [str(case_id)]
    other = await handler.post("/register", data={**FORM, **hidden, "description": "申请公开另一份文件。"})
    assert other.status_code == 422
    assert f"/cases/{case_id}" in other.text
    assert key_in(other.text) != hidden["key"]
    mistyped = {"applicant.identity_number": "110101199003070012", "key": key_in(other.text)}
    again = await handler.post("/register", data={**FORM, **hidden, **mistyped})
    assert again.url != first.url
    told = [
        page.text.count("校验码不符")
        for page in (first, again, await handler.get(f"/cases/{again.url.path.split('/')[2]}"))
    ]
    assert told == [0, 1, 1]


async def test_a_refused_form_keeps_all_that_was_typed(handler: httpx.AsyncClient) -> None:
    hidden = await empty(handler)
    wrong = {**FORM, **hidden, "applicant.contact.phone": "", "arrived_on": "2999-01-01", "applicant.name": '"<王>&'}
    refused = await handler.post("/register", data=wrong)
    assert refused.status_code == 422
    assert 'href="#f-applicant.contact"' in refused.text
    assert 'value="&#34;&lt;王&gt;&amp;"' in refused.text
    assert key_in(refused.text) == hidden["key"]
    late = await handler.post("/register", data={**wrong, "applicant.contact.phone": "010-55550123"})
    assert late.status_code == 422
    assert 'aria-invalid="true"' in late.text
    assert "110101199003070011" in late.text
    assert "110101199003070011" not in str(late.url)
    mended = await handler.post("/register", data={**FORM, **hidden})
    assert mended.url.path.endswith("/receipt")


async def test_only_handlers_register_and_only_their_own_agency_sees_the_receipt(site: Site) -> None:
    neighbour = await stranger(site)
    async with site.client("handler") as handler, site.client("reviewer") as reviewer:
        case_id = await registered(handler, channel="post_ordinary")
        receipt = await handler.get(f"/register/{case_id}/receipt")
        assert "待与您确认" in receipt.text
        assert (await reviewer.get("/register")).status_code == 403
        assert (await reviewer.get(f"/register/{case_id}/receipt")).status_code == 403
        sent = {**FORM, "csrf": csrf_in((await reviewer.get("/work")).text), "key": "k"}
        assert (await reviewer.post("/register", data=sent)).status_code == 403
    async with site.client(neighbour) as elsewhere:
        assert (await elsewhere.get(f"/register/{case_id}/receipt")).status_code == 404
        found = await elsewhere.post("/register", data={**FORM, **await empty(elsewhere), "do": "check"})
        assert "本机关没有相似申请。" in found.text


async def test_alike_ones_are_told_by_a_button_and_while_one_types(site: Site, chromium: Browser) -> None:
    async with site.client("handler") as handler:
        await registered(handler)
        found = await handler.post("/register", data={**FORM, **await empty(handler), "do": "check"})
        assert "该申请人在本机关另有1件申请。" in found.text
        assert 'value="王小明"' in found.text
        nothing = await handler.post("/register", data={**await empty(handler), "do": "check"})
        assert "请先填写证件号码" in nothing.text
    async with site.browser(chromium, "handler") as page:
        await accessible_everywhere(page, "/inquiries", "/register")
        for name in TYPED:
            await page.fill(f"[name='{name}']", FORM[name])
        await expect(page.locator("[data-alike]")).to_contain_text("同一申请人")
        await page.select_option("[name=channel]", "fax")
        await expect(page.locator(".effects .chosen dt")).to_have_text("传真")
        await page.fill("[name='applicant.contact.phone']", "")
        await page.locator("button[value=register]").press("Enter")
        await expect(page.locator(".refusal")).to_be_focused()
        await assert_accessible(page)
        await page.fill("[name='applicant.contact.phone']", FORM["applicant.contact.phone"])
        await page.locator("button[value=register]").press("Enter")
        await page.wait_for_url("**/receipt")
        await expect(page.get_by_role("button", name="打印回执")).to_be_visible()
        for viewport in (DESK, PHONE):
            await page.set_viewport_size(viewport)
            await assert_accessible(page)


async def test_without_scripts_an_application_is_entered_and_its_scan_attached(site: Site, chromium: Browser) -> None:
    async with site.browser(chromium, "handler", scripts=False) as page:
        await page.goto("/register")
        for name in TYPED:
            await page.fill(f"[name='{name}']", FORM[name])
        await page.click("button[value=register]")
        receipt = page.url
        assert receipt.endswith("/receipt")
        await page.set_input_files("[name=file]", {"name": "申请表.txt", "mimeType": "text/plain", "buffer": b"form"})
        await page.get_by_role("button", name="上传", exact=True).click()
        assert page.url == receipt
        await expect(page.get_by_role("link", name="申请表.txt")).to_be_visible()
