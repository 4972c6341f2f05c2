"""The review in a browser: boxes by mouse and keyboard, keys, undo, conflicts, a broken network, pages turned."""

import asyncio
import io

import httpx
import pytest
from PIL import Image
from playwright.async_api import Browser, Page, Route, expect

from schemas.settings import Settings
from tests.api.office import Json, headers_for
from tests.api.reviewing import MANY_PAGES, REGISTER, Case
from tests.console.reviewing import case_at
from tests.console.site import Site, assert_accessible_everywhere

SAVED = "已保存"
NEAR = 1.5
"""Points: a mouse has whole pixels."""


def review_of(case: Case, rest: str = "") -> str:
    return f"/cases/{case.id}/review{rest}"


def page_of(case: Case, number: int = 1, document: int = 0, rest: str = "") -> str:
    return review_of(case, f"/{case.documents[document]}/{number}{rest}")


async def drag(page: Page, box: tuple[float, float, float, float]) -> None:
    """Draw with the mouse from the upper left to the lower right corner, in points."""
    layer = await page.locator("#layer").bounding_box()
    wide = float(await page.locator("#desk").get_attribute("data-wide") or 0)
    assert layer
    x0, y0, x1, y1 = (value * layer["width"] / wide for value in box)
    await page.mouse.move(layer["x"] + x0, layer["y"] + y0)
    await page.mouse.down()
    await page.mouse.move(layer["x"] + x1 - 9, layer["y"] + y1)
    await page.mouse.move(layer["x"] + x1, layer["y"] + y1)
    await page.mouse.up()


async def saved(page: Page) -> None:
    await expect(page.locator("#saved")).to_have_text(SAVED)


def sides(mark: Json) -> tuple[float, ...]:
    return tuple(mark["box"][side] for side in ("x0", "y0", "x1", "y1"))


async def black_at(case: Case, mark: Json, page: Json) -> bool:
    """Whether the edge of a mark, where no letters are, is black on the picture of the work."""
    png = await case.office.get(f"{case.pages()}/{page['number']}.png", dpi=72, look="work")
    picture = Image.open(io.BytesIO(png.content)).convert("RGB")
    x0, y0, x1, _ = sides(mark)
    return all(picture.getpixel((int(x), int(y0) + 1)) == (0, 0, 0) for x in (x0 + 1, x1 - 1))


async def test_two_people_review_a_document(
    site: Site, chromium: Browser, sample: dict[str, str], settings: Settings
) -> None:
    async with case_at(site, sample, settings, MANY_PAGES) as case:
        async with site.browser(chromium, "handler") as page:
            await page.goto(page_of(case))
            await _boxes_are_drawn_moved_and_undone(page, case)
            await _findings_are_accepted(page, case)
            await _pages_are_turned_by_a_key(page, case)
            await _all_is_proposed(page, case)
        async with site.browser(chromium, "reviewer") as page:
            await page.goto(page_of(case, 1, rest="/proposed"))
            await page.get_by_role("button", name="同意，审定本文件").click()
            await expect(page.get_by_role("status").filter(has_text="审核结论已记录")).to_be_visible()
        assert (await case.found())["items"][0]["result"] == "partial"


async def _boxes_are_drawn_moved_and_undone(page: Page, case: Case) -> None:
    await drag(page, (300, 300, 420, 330))
    await saved(page)
    await page.keyboard.press("Escape")
    await page.keyboard.press("b")
    box = page.locator("rect.mark").nth(1)
    await expect(box).to_be_focused()
    fields = [page.locator(f"[name={side}]").nth(1) for side in ("x0", "y0", "x1", "y1")]
    x0, y0, x1, y1 = [float(await field.input_value()) for field in fields]
    for keys in ("ArrowDown", "Shift+ArrowRight", "Control+ArrowDown", "Control+Shift+ArrowRight"):
        await page.keyboard.press(keys)
    await saved(page)
    await page.reload()
    await expect(page.locator("rect.mark")).to_have_count(2)
    now = await case.page()
    drawn, typed = now["marks"]
    assert sides(drawn) == pytest.approx((300, 300, 420, 330), abs=NEAR)
    assert sides(typed) == pytest.approx((x0 + 10, y0 + 1, x1 + 20, y1 + 2), abs=0.02)
    assert now["result"] == "partial"
    assert [await black_at(case, mark, now) for mark in (drawn, typed)] == [True, True]
    await page.locator("rect.mark").nth(1).focus()
    await page.keyboard.press("Delete")
    await saved(page)
    assert len((await case.page())["marks"]) == 1
    await page.keyboard.press("u")
    await expect(page.locator("rect.mark")).to_have_count(2)
    await saved(page)
    assert (await case.page())["marks"] == [drawn, typed]


async def _findings_are_accepted(page: Page, case: Case) -> None:
    await page.get_by_role("button", name="遮盖本文件中的全部“公民身份号码”").click()
    await expect(page.locator("rect.mark")).to_have_count(3)
    decided = {one["kind"]: one["accepted"] for one in (await case.page())["findings"]}
    assert decided == {"identity_number": True, "mobile": None, "name": None}
    await page.keyboard.press("r")
    await expect(page.locator("rect.finding")).to_have_count(0)


async def _pages_are_turned_by_a_key(page: Page, case: Case) -> None:
    for number in (2, 3):
        await page.keyboard.press("n")
        await expect(page.locator("h1")).to_have_text(f"第{number}页，共3页")
        await expect(page.locator("h1")).to_be_focused()
        assert page.url.endswith(f"/{number}")
        await page.keyboard.press("1")
        await saved(page)
    assert [(await case.page(number))["result"] for number in (1, 2, 3)] == ["partial", "disclose", "disclose"]
    await page.keyboard.press("?")
    await page.get_by_label("启用单键快捷键").uncheck()
    await page.keyboard.press("Escape")
    await page.keyboard.press(",")
    await expect(page.locator("h1")).to_have_text("第3页，共3页")


async def _all_is_proposed(page: Page, case: Case) -> None:
    await page.get_by_role("link", name="各页均已审查，提交审核").click()
    await page.get_by_label("选择文件：0.txt").check()
    await page.get_by_label("理由").fill("含有个人隐私")
    await page.get_by_role("button", name="提交审核").click()
    await expect(page.get_by_text("已提交，由另一人审核。")).to_be_visible()
    assert (await case.found())["items"][0]["proposed"] == "partial"


async def test_nothing_is_lost(site: Site, chromium: Browser, sample: dict[str, str], settings: Settings) -> None:
    async with case_at(site, sample, settings, MANY_PAGES) as case, site.browser(chromium, "handler") as page:
        await page.goto(page_of(case))
        await _a_broken_network_is_waited_out(page, case)
        await _nothing_is_drawn_on_a_page_about_to_be_replaced(page, case)
        await _a_conflict_is_decided_by_who_has_it(page, case)


async def _a_broken_network_is_waited_out(page: Page, case: Case) -> None:
    async def away(route: Route) -> None:
        await route.abort("internetdisconnected")

    await page.route("**/api/documents/**/pages/1", away)
    await drag(page, (300, 300, 420, 330))
    await expect(page.locator("#saved")).to_contain_text("网络中断")
    await page.keyboard.press(".")
    await expect(page.locator("h1")).to_have_text("第1页，共3页")
    await page.unroute("**/api/documents/**/pages/1")
    await saved(page)
    assert len((await case.page())["marks"]) == 1


async def _nothing_is_drawn_on_a_page_about_to_be_replaced(page: Page, case: Case) -> None:
    """The answer to a decision brings the page anew: a box drawn before it comes would be gone without a word."""
    asked, answered = asyncio.Event(), asyncio.Event()

    async def slow(route: Route) -> None:
        asked.set()
        await answered.wait()
        await route.continue_()

    await page.route("**/findings", slow)
    await page.locator("[data-script=ground]").select_option("business_secret")
    await page.get_by_role("button", name="本页均非个人信息").click()
    await asked.wait()
    await drag(page, (300, 400, 420, 430))
    await expect(page.locator("rect.mark")).to_have_count(1)
    answered.set()
    await expect(page.locator("rect.finding")).to_have_count(0)
    await expect(page.locator("[data-script=ground]")).to_have_value("business_secret")
    await drag(page, (300, 400, 420, 430))
    await saved(page)
    assert [mark["ground"] for mark in (await case.page())["marks"]] == ["privacy", "business_secret"]
    await page.unroute("**/findings")


async def _a_conflict_is_decided_by_who_has_it(page: Page, case: Case) -> None:
    theirs: Json = {"result": "withhold", "grounds": ["privacy"]}
    for wanted, mine, result in (
        ("以我的改动为准", "undetermined", "undetermined"),
        ("查看最新内容，放弃我的改动", "disclose", "withhold"),
    ):
        await page.reload()
        await case.put({**theirs, "version": (await case.page())["version"]}, by="handler2")
        await page.locator(f"[name=result][value={mine}]").check()
        await expect(page.locator("#refused")).to_contain_text("该页已被他人修改")
        await page.get_by_role("button", name=wanted).click()
        await expect(page.locator("#refused")).to_be_hidden()
        await expect(page.locator(f"[name=result][value={result}]")).to_be_checked()
        assert (await case.page())["result"] == result


async def test_every_page_can_be_used_by_everybody(
    site: Site, chromium: Browser, sample: dict[str, str], settings: Settings
) -> None:
    async with case_at(site, sample, settings, MANY_PAGES, REGISTER) as case:
        await case.decide(all_undecided=True, documents=case.documents[1:])
        await case.post("page-reviews", {"documents": case.documents[1:], "result": "disclose"})
        await case.office.step(case.id, "propose_review", documents=case.documents[1:], reason="含个人隐私")
        paths = (
            review_of(case),
            review_of(case, f"/{case.documents[0]}"),
            page_of(case),
            page_of(case, 1, 1, "?zoom=200"),
        )
        async with site.browser(chromium, "reviewer") as page:
            for path in (*paths, page_of(case, 1, 1, "/proposed")):
                await page.goto(path)
                await assert_accessible_everywhere(page)
        async with site.browser(chromium, "handler", scripts=False) as page:
            await page.goto(page_of(case))
            await page.get_by_role("button", name="本页全部遮盖").click()
            await page.get_by_label("部分公开").check()
            await page.get_by_role("button", name="保存，转下一待审页").click()
            await expect(page.locator("h1")).to_have_text("第2页，共3页")
        assert (await case.page())["result"] == "partial"


async def test_a_page_with_its_assets_is_small(
    site: Site, handler: httpx.AsyncClient, sample: dict[str, str], settings: Settings
) -> None:
    async with case_at(site, sample, settings, MANY_PAGES) as case:
        await case.decide(all_undecided=True)
        page = await handler.get(page_of(case))
        assets = [piece.partition('"')[0] for piece in page.text.split('"/static/')[1:]]
        sizes = [len((await handler.get(f"/static/{asset}")).content) for asset in assets]
        assert len(page.content) + sum(sizes) < 100_000
        token = headers_for(case.office.tokens["handler"])
        left = await handler.get(f"/api/documents/{case.documents[0]}/open-pages", headers=token, params={"after": 1})
        assert left.json() == {"document_id": case.documents[0], "left": 3, "next": 2}
        assert (await handler.get(f"/api/applications/{case.id}/found/{case.documents[0]}")).json()["pages"] == 3
