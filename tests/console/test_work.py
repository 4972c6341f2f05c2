"""My work and the notices, as pages: who sees what, one click to the step, and notices that arrive live."""

import re

import httpx
from playwright.async_api import Browser, Page, expect

from activities.db.people import put_agency, put_member
from api.cli.setup import sample_member
from schemas.people import Member
from tests.api.neighbours import neighbour_agency
from tests.api.office import today
from tests.console.at_work import Json, csrf_in, days_ago, registered, step
from tests.console.site import Site, assert_accessible_everywhere

STEP = re.compile(r'href="(/cases/[0-9a-f-]{36}/steps/\w+)"')


async def stranger(site: Site) -> Member:
    """A handler of another agency."""
    agency = neighbour_agency()
    member = Member(
        id=agency.id, agency_id=agency.id, login="zhou", name="周邻居", roles=sample_member("handler").roles
    )
    async with site.database.transaction() as connection:
        await put_agency(connection, agency)
        await put_member(connection, member)
    return member


async def test_the_page_says_what_waits_for_whom_and_leads_to_the_step(site: Site) -> None:
    neighbour = await stranger(site)
    async with site.client("handler") as handler, site.client("head") as head, site.client("approver") as approver:
        assert "目前没有需要您办理的事项。" in (await handler.get("/work")).text
        late = await registered(handler, arrived_on=days_ago(24).isoformat())
        case = await registered(handler)
        corrected = await registered(handler)
        await step(handler, corrected, "request_correction", items=["请写明年度"])
        shown = (await handler.get("/work")).text
        assert "等待答复：申请人" in shown
        assert STEP.findall(shown)[0] == f"/cases/{late}/steps/accept"
        assert f"/cases/{case}/steps/accept" in shown
        assert "两个工作日内到期" in (await head.get("/work")).text
        assert "两个工作日内到期" not in shown
        await step(handler, case, "accept")
        reply = {"outcome": "not_this_agency", "reasons": "非本机关制作"}
        await step(handler, case, "draft_reply", decision=reply)
        assert f"/cases/{case}/steps/approve_reply" in (await approver.get("/work")).text
        assert f"/cases/{case}" not in (await handler.get("/work")).text.partition('id="news"')[0]
        await stand_in(approver, "supervisor")
    async with site.client("supervisor") as supervisor, site.client(neighbour) as elsewhere:
        shown = (await supervisor.get("/work")).text
        assert "今日由您代行高审批的职责" in shown
        assert f"/cases/{case}" in shown
        assert "目前没有需要您办理的事项。" in (await elsewhere.get("/work")).text


async def stand_in(absent: httpx.AsyncClient, substitute: str) -> None:
    day = today().isoformat()
    body: Json = {"first_day": day, "last_day": day, "substitute": str(sample_member(substitute).id)}
    answer = await absent.post("/api/absences", json=body, headers={"Idempotency-Key": "leave"})
    assert answer.status_code == 201, answer.text


async def test_notices_are_acknowledged_one_by_one_or_all_shown(site: Site) -> None:
    async with site.client("handler") as handler, site.client("reviewer") as reviewer:
        for _ in range(3):
            await registered(handler, arrived_on=days_ago(19).isoformat())
        inbox = (await handler.get("/notices?show=&matter=reply")).text
        ids = re.findall(r'name="id" value="([0-9a-f-]{36})"', inbox)
        assert len(set(ids)) == 3
        one = {"csrf": csrf_in(inbox), "id": ids[-1], "back": "/notices?show=all"}
        assert (await reviewer.post("/notices/acknowledge", data={**one, "csrf": "x"})).status_code == 403
        mine = csrf_in((await reviewer.get("/notices")).text)
        assert (await reviewer.post("/notices/acknowledge", data={**one, "csrf": mine})).status_code == 404
        back = await handler.post("/notices/acknowledge", data=one)
        assert (back.status_code, str(back.url.query, "ascii")) == (200, "show=all")
        assert "已确认" in back.text
        again = await handler.post("/notices/acknowledge", data={**one, "back": "//example.com"})
        assert again.url.path == "/work"
        rest = [*set(ids) - {one["id"]}]
        left = await handler.post("/notices/acknowledge", data={"csrf": one["csrf"], "id": rest, "back": "/notices"})
        assert not set(re.findall(r'data-notice="([0-9a-f-]{36})"', left.text)) & set(ids)
        assert (await handler.get("/notices?show=everything")).status_code == 422


async def accessible_everywhere(page: Page, *paths: str) -> None:
    for path in paths:
        await page.goto(path)
        await assert_accessible_everywhere(page)


async def test_notices_arrive_live_and_everything_is_reached_by_keyboard(site: Site, chromium: Browser) -> None:
    async with site.client("handler") as handler, site.browser(chromium, "handler") as page:
        case = await registered(handler, arrived_on=days_ago(24).isoformat())
        await accessible_everywhere(page, "/notices", "/work")
        before = await page.locator("[data-notice]").count()
        await registered(handler, arrived_on=days_ago(22).isoformat())
        await expect(page.locator(".notice.fresh")).not_to_have_count(0)
        assert await page.locator("[data-notice]").count() > before
        await expect(page.locator("[data-news]")).to_contain_text("号")
        fresh = page.locator(".notice.fresh").first
        shown = int(await page.locator("[data-count]").inner_text())
        await fresh.get_by_role("button").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-count]")).to_have_text(str(shown - 1))
        link = page.locator(f'a[href="/cases/{case}/steps/accept"]')
        await link.focus()
        assert await link.evaluate("link => link.matches(':focus-visible')")


async def test_without_scripts_all_is_there_but_the_news(site: Site, chromium: Browser) -> None:
    async with site.client("handler") as handler:
        await registered(handler, arrived_on=days_ago(19).isoformat())
    async with site.browser(chromium, "handler", scripts=False) as page:
        await page.goto("/work")
        await page.locator(".notice button").first.click()
        await expect(page.locator(".notice")).to_have_count(await page.locator(".notice").count())
        assert page.url.endswith("/work")
