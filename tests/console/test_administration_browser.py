"""Administration in a real browser: by keyboard, without scripts, in light and dark, at the desk and on a phone."""

import re

from playwright.async_api import Browser, expect

from activities.db.people import find_login, put_member
from api.cli.setup import SAMPLE_AGENCY
from tests.console.site import Site, assert_accessible, assert_accessible_everywhere
from tests.console.test_administration import PAGES, SECOND


async def test_every_page_is_accessible(site: Site, chromium: Browser) -> None:
    async with site.browser(chromium, "admin") as page:
        for path in PAGES:
            await page.goto(path)
            await assert_accessible_everywhere(page)


async def test_a_handler_is_added_by_keyboard_and_given_a_password(site: Site, chromium: Browser) -> None:
    async with site.browser(chromium, "admin") as page:
        await page.goto("/admin/staff")
        await page.get_by_label("人员姓名").focus()
        await page.keyboard.type("周承办")
        await page.keyboard.press("Tab")
        await page.keyboard.type("handler")
        await page.get_by_role("checkbox", name="承办").first.focus()
        await page.keyboard.press("Space")
        await page.get_by_label("账号").press("Enter")
        refusal = page.get_by_role("alert")
        await expect(refusal).to_be_focused()
        await expect(refusal).to_contain_text("该机关已有此登录名")
        await assert_accessible(page)
        await expect(page.get_by_role("checkbox", name="承办").first).to_be_checked()
        await page.get_by_label("账号").fill("zhou")
        await page.get_by_label("账号").press("Enter")
        await page.get_by_role("button", name="发放一次性密码").press("Enter")
        await expect(page.get_by_label("一次性密码", exact=True)).to_have_value(re.compile(r".{12,}"))
        await assert_accessible(page)
        assert "周" not in page.url


async def test_a_calendar_is_proposed_without_scripts_and_approved_by_another(site: Site, chromium: Browser) -> None:
    async with site.database.transaction() as connection:
        await put_member(connection, SECOND)
        assert await find_login(connection, SAMPLE_AGENCY.id, "admin2")
    async with site.browser(chromium, "admin", scripts=False) as page:
        await page.goto("/admin/calendars")
        form = page.locator('form[action="/admin/calendars"]')
        await form.get_by_label("依据的通知").fill("示例通知")
        await form.get_by_label("为该年度的完整安排").uncheck()
        await form.get_by_label("放假日期").fill("2031-06-03 至 2031-06-04")
        await form.get_by_role("button", name="提出安排").click()
        await expect(page.get_by_text("应由本机关另一名系统管理员批准")).to_be_visible()
        address = page.url
    async with site.browser(chromium, SECOND) as page:
        await page.goto(address)
        await assert_accessible(page)
        await page.get_by_role("button", name="批准并重算期限").press("Enter")
        await expect(page.get_by_text("均已按此日历计算")).to_be_visible()
        await assert_accessible(page)
