"""The forms of the steps in a browser: for everybody's eyes and hands, with scripts and without."""

import httpx
from playwright.async_api import Browser

from tests.console.site import Site, assert_accessible_everywhere
from tests.console.test_steps import Hand, at_work, registered

PAGES = ("split_application", "answer_on_the_spot")


async def searched(clerk: Hand) -> list[str]:
    """A case in hand in which two documents were found."""
    await clerk.take("accept")
    found = [await clerk.uploaded(f"招标文件{n}.txt", f"招标文件正文{n}") for n in (1, 2)]
    await clerk.take("record_search", description="以项目名称检索", documents=found)
    return found


async def test_the_forms_can_be_read_and_filled_in_by_everybody(
    site: Site, handler: httpx.AsyncClient, chromium: Browser
) -> None:
    clerk = await registered(handler)
    async with site.browser(chromium, "handler") as page:
        for step in PAGES:
            await page.goto(clerk.path(step))
            await assert_accessible_everywhere(page)
        await page.goto(clerk.path("request_correction"))
        await page.get_by_label("需要补正的事项").press("Tab")
        await page.keyboard.press("Enter")
        assert await page.get_by_label("需要补正的事项").evaluate("area => area.matches(':invalid')")
        await page.get_by_label("需要补正的事项").fill("请说明项目名称")
        await page.get_by_label("补正截止日").fill("2020-01-01")
        await page.get_by_role("button", name="告知补正").press("Enter")
        await page.get_by_role("alert").get_by_text("补正截止日应当晚于告知日").wait_for()
        assert await page.evaluate("document.activeElement.matches('[role=alert]')")
        assert await page.get_by_label("需要补正的事项").input_value() == "请说明项目名称"
        await assert_accessible_everywhere(page)


async def test_rows_and_kinds_open_where_one_is(site: Site, handler: httpx.AsyncClient, chromium: Browser) -> None:
    clerk = await registered(handler)
    found = await searched(clerk)
    async with site.browser(chromium, "handler") as page:
        await page.goto(clerk.path("record_search"))
        await page.get_by_label("检索情况").fill("再次检索")
        await page.get_by_role("button", name="再加一项").click()
        await page.get_by_role("group", name="查到但不上传的材料 1").get_by_label("编号").fill("密件2025-007号")
        await page.get_by_role("button", name="再加一项").press("Enter")
        second = page.get_by_role("group", name="查到但不上传的材料 2")
        await second.wait_for()
        assert await second.evaluate("row => row === document.activeElement")
        assert await page.get_by_label("检索情况").input_value() == "再次检索"
    for document in found:
        await clerk.worked()
        await clerk.take("propose_review", documents=[document], result="disclose")
    async with at_work(site, clerk.case_id, "reviewer") as reviewer:
        await reviewer.take("confirm_review", verdict="approve")
    async with site.browser(chromium, "handler") as page:
        await page.goto(clerk.path("draft_reply"))
        await page.get_by_label("答复结论").select_option("several")
        items = page.get_by_role("group", name="分项 2").get_by_label("该项结论")
        await items.select_option("petition")
        await page.get_by_role("group", name="分项 2").get_by_label("理由").fill("系信访事项")
        assert await page.get_by_label("答复结论").input_value() == "several"
        await assert_accessible_everywhere(page)


async def test_all_of_it_works_without_scripts(site: Site, handler: httpx.AsyncClient, chromium: Browser) -> None:
    clerk = await registered(handler)
    async with site.browser(chromium, "handler", scripts=False) as page:
        await page.goto(clerk.path("split_application"))
        first = page.get_by_label("分拆后的申请内容 1")
        assert "招标文件和中标通知书" in await first.input_value()
        await first.fill("申请公开招标文件。")
        await page.get_by_role("button", name="再加一项").click()
        assert await first.input_value() == "申请公开招标文件。"
        await page.get_by_label("分拆后的申请内容 3").fill("申请公开合同。")
        await page.get_by_label("分拆后的申请内容 2").fill("申请公开中标通知书。")
        await page.get_by_role("button", name="分拆申请").click()
        await page.wait_for_url(f"**/cases/{clerk.case_id}?did=split_application")
        await page.goto(clerk.path("accept"))
        await page.get_by_role("button", name="受理").click()
        await page.goto(clerk.path("draft_reply"))
        await page.get_by_label("答复结论").select_option("needs_making")
        await page.get_by_role("button", name="继续").click()
        await page.get_by_label("理由").fill("需要对现有信息进行加工")
        await page.get_by_label("理由").press("Tab")
        await page.get_by_role("button", name="拟写答复").press("Enter")
        await page.wait_for_url(f"**/cases/{clerk.case_id}?did=draft_reply")
    assert "reply_drafted" in await clerk.kinds()
