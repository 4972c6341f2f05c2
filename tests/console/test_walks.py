"""The walks of the whole: the clerk from counter to delivery, the supervisor, the applicant, and the stranger."""

import re

import pypdfium2
import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from activities.db.people import put_agency
from api.cli.setup import SAMPLE_AGENCY
from schemas.policy import Policy
from schemas.vocabulary import Outcome, Role
from tests.console.at_work import days_ago, registered
from tests.console.signing import give
from tests.console.site import Site
from tests.console.test_matrix import PAGES, STRANGER, places
from tests.console.test_review_browser import drag, saved
from tests.console.test_steps import registered as at_hand
from tests.console.walking import PATIENCE, begin, go_to, nobody, of_case, say, send, sign_in, somebody, waiting

PAPER = """中标候选人公示材料

投标人：示例建设有限公司
投标总价：人民币壹仟贰佰叁拾万元
项目负责人：李小红
公民身份号码：110101199003070011
"""
NAME = "中标候选人材料.txt"
PRICE = (98.0, 79.0, 215.0, 90.0)
"""Where the price stands on the page, in points from the upper left corner."""
WANTED = "申请公开2025年度城东片区老旧小区改造项目的中标候选人材料。"
CLOSED_AT_LEAST = 50
"""Pages behind the sign-in."""
SIGNED_BY = (Role.SECTION_HEAD, Role.APPROVER)


@pytest.fixture(autouse=True)
def patience() -> None:
    """The machine may be busy."""
    expect.set_options(timeout=PATIENCE)


async def test_a_clerk_takes_an_application_from_the_counter_to_the_partly_redacted_reply(
    site: Site, chromium: Browser
) -> None:
    await give(site, "handler", "reviewer", "head", "section", "approver")
    await _two_sign_what_is_disclosed_in_part(site)
    async with somebody(site, chromium, "handler") as lin:
        await _registers(lin)
        case = await _accepts(lin)
        await _searches(lin)
        await _redacts(lin)
        async with somebody(site, chromium, "reviewer") as shen:
            await _confirms(shen)
        await lin.goto(case)
        await _consults(lin)
        async with somebody(site, chromium, "head") as zheng:
            await _weighs(zheng)
            await _asks_for_more_time(lin)
            await _decides_on_it(zheng)
        await lin.goto(case)
        await _tells_of_it(lin)
        await _drafts(lin)
        for login in ("section", "approver"):
            async with somebody(site, chromium, login) as signer:
                await _signs(signer)
        await lin.goto(case)
        released = await _issues(lin)
        await _delivers(lin)
        await _case_is_closed(lin)
    _is_black_where_the_price_was(released)


async def _two_sign_what_is_disclosed_in_part(site: Site) -> None:
    policy = Policy(approval_by_outcome={Outcome.PARTLY_DISCLOSED: SIGNED_BY})
    async with site.database.transaction() as connection:
        await put_agency(connection, SAMPLE_AGENCY.model_copy(update={"policy": policy}))


async def _registers(page: Page) -> None:
    """Twice: the second time the first is shown beside."""
    await go_to(page, "登记申请")
    for again in (False, True):
        await say(page, 到达本机关日期=str(days_ago(10)), 姓名或者名称="王小明", 证件号码="110101199003070011")
        await say(page, 联系电话="010-55550123", 申请公开的政府信息=WANTED)
        if again:
            await expect(page.get_by_role("complementary")).to_contain_text(
                re.compile(r"该申请人在本机关另有\d件申请[^✓]*内容相似100%")
            )
            await page.get_by_label("申请公开的政府信息").fill(f"{WANTED}另需中标通知书。")
        await page.get_by_role("button", name="登记并出具回执").click()
        await page.get_by_role("heading", name="政府信息公开申请登记回执").wait_for()
        if not again:
            await page.get_by_role("link", name="继续登记").click()


async def _accepts(page: Page) -> str:
    """The address of the case."""
    await expect(page.get_by_role("definition").filter(has_text="查询码")).to_be_visible()
    await page.get_by_role("link", name="进入办件").click()
    await begin(page, "受理")
    await send(page, "受理")
    return page.url.partition("?")[0]


async def _searches(page: Page) -> None:
    paper: FilePayload = {"name": NAME, "mimeType": "text/plain", "buffer": PAPER.encode()}
    await begin(page, "登记检索结果")
    await page.get_by_label("添加文件").set_input_files(paper)
    await page.get_by_role("button", name="上传", exact=True).click()
    await page.get_by_label(NAME).check()
    await say(page, 检索情况="以项目名称检索档案管理系统，查到一份。")
    await send(page, "登记检索结果")


async def _redacts(page: Page) -> None:
    """What the machine found, and a box of one's own."""
    await of_case(page, "审查与遮盖")
    await expect(page.get_by_text("没有正在处理的任务；已完成1项。")).to_be_visible()
    await page.get_by_role("link", name=NAME).click()
    await page.get_by_role("link", name="继续审查第1页").click()
    number = page.get_by_role("listitem").filter(has_text="公民身份号码").filter(has_text="校验码相符")
    await number.get_by_role("button", name="是个人信息，遮盖").click()
    await expect(number).to_contain_text("认定为个人信息")
    await page.get_by_role("button", name="本页均非个人信息").click()
    found = page.get_by_role("region", name="机器发现的个人信息")
    await expect(found.get_by_text("待定")).to_have_count(0)
    await page.get_by_label("新遮盖的依据").select_option("商业秘密")
    await drag(page, PRICE)
    await saved(page)
    await page.get_by_role("link", name="各页均已审查，提交审核").click()
    await page.get_by_label(f"选择文件：{NAME}").check()
    await say(page, 理由="含个人隐私；投标报价系商业秘密。")
    await page.get_by_role("button", name="提交审核").click()
    await page.get_by_text("已提交，由另一人审核。").wait_for()


async def _confirms(page: Page) -> None:
    """From the list of work to the pages, and there."""
    await waiting(page, "审核审查意见")
    await page.get_by_role("link", name="查看待审查文件").click()
    await page.get_by_role("link", name="查看", exact=True).click()
    await expect(page.get_by_role("region", name="本页审查意见")).to_contain_text("遮盖2处")
    await page.get_by_role("button", name="同意，审定本文件").click()
    await page.get_by_role("status").filter(has_text="审核结论已记录").wait_for()


async def _consults(page: Page) -> None:
    """A third party, whose answer takes six working days."""
    await begin(page, "征求第三方意见")
    await say(page, 姓名或者名称="示例建设有限公司", 涉及第三方的内容="投标报价", 征询书发出日期=str(days_ago(6)))
    await page.get_by_label(NAME).check()
    await send(page, "征求第三方意见")
    await begin(page, "登记征询书送达")
    await page.get_by_label("邮寄送达").check()
    await say(page, 送达凭证="EMS 1234567890123", 对方收到日期=str(days_ago(5)))
    await send(page, "登记征询书送达")
    await begin(page, "登记反馈意见")
    await page.get_by_role("combobox", name="意见").select_option("部分内容不同意公开")
    await say(page, 意见原文="投标报价属于商业秘密。")
    await send(page, "登记反馈意见")


async def _weighs(page: Page) -> None:
    await waiting(page, "审查不同意理由")
    await page.get_by_label("有合理理由，不予公开").check()
    await page.get_by_role("textbox", name="理由").fill("投标报价未曾公开，系商业秘密。")
    await send(page, "审查不同意理由")


async def _asks_for_more_time(page: Page) -> None:
    await begin(page, "提请延期")
    await say(page, 延长工作日数="10", 延期理由="需要征求第三方意见，并逐页审查。")
    await send(page, "提请延期")


async def _decides_on_it(page: Page) -> None:
    await waiting(page, "审批延期")
    await page.get_by_label("同意", exact=True).check()
    await send(page, "审批延期")


async def _tells_of_it(page: Page) -> None:
    await begin(page, "登记延期告知")
    await page.get_by_label("邮寄送达").check()
    await say(page, 送达凭证="EMS 1234567890124")
    await send(page, "登记延期告知")


async def _drafts(page: Page) -> None:
    await begin(page, "拟写答复")
    await page.get_by_role("combobox", name="答复结论").select_option("部分公开")
    await say(page, 不予公开部分的理由="投标报价系商业秘密，公民身份号码系个人隐私。")
    await send(page, "拟写答复")


async def _signs(page: Page) -> None:
    """On the page of the letter, of which one sees the pages."""
    await page.get_by_role("row").filter(has_text="待审批").get_by_role("link", name="〔").first.click()
    await of_case(page, "答复文稿")
    await expect(page.get_by_role("img", name="答复稿第1页")).to_be_visible()
    await page.get_by_role("button", name="同意", exact=True).click()
    await page.get_by_role("status").filter(has_text="审批意见已登记").wait_for()


async def _issues(page: Page) -> bytes:
    """What goes with the letter."""
    await of_case(page, "答复文稿")
    await page.get_by_role("button", name="制发答复").click()
    await page.get_by_role("status").filter(has_text="答复已制发").wait_for()
    package = page.get_by_role("link", name="公开材料（PDF）")
    while not await package.count():
        await page.reload()
    async with page.expect_download() as download:
        await package.click()
    return (await (await download.value).path()).read_bytes()


async def _delivers(page: Page) -> None:
    await page.get_by_role("link", name="登记送达").click()
    await page.get_by_label("电子送达").check()
    await say(page, 送达凭证="电子邮件发送回执")
    await send(page, "登记送达")


async def _case_is_closed(page: Page) -> None:
    """Closed, disclosed in part; the calendar has the days left out and those added."""
    await expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"办结\s+部分公开"))
    limit = page.get_by_role("region", name="办理期限")
    await expect(limit).to_contain_text("期限30个工作日")
    await expect(limit.get_by_role("list", name="图例")).to_contain_text(re.compile(r"征求意见\S*\s+6日"))


def _is_black_where_the_price_was(package: bytes) -> None:
    """On the last page of what is given out, and its letters are gone from the file."""
    document = pypdfium2.PdfDocument(package)
    page = document[len(document) - 1]
    picture = page.render().to_pil().convert("RGB")
    x0, y0, x1, y1 = (int(side) for side in PRICE)
    assert {picture.getpixel((x, y)) for x in (x0 + 3, x1 - 3) for y in (y0 + 3, y1 - 3)} == {(0, 0, 0)}
    text = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    assert "壹仟贰佰" not in text


async def test_a_supervisor_finds_the_overdue_case_behind_the_chart(site: Site, chromium: Browser) -> None:
    await give(site, "supervisor")
    async with site.client("handler") as handler:
        await registered(handler)
        await registered(handler, arrived_on=str(days_ago(25)))
    async with somebody(site, chromium, "supervisor") as page:
        await go_to(page, "监督")
        await expect(page.get_by_role("listitem").filter(has_text="已逾期")).to_contain_text("1")
        chart = page.get_by_role("table", name="按剩余工作日")
        await chart.get_by_role("row", name="已逾期").get_by_role("link").click()
        row = page.get_by_role("table", name="督办清单").get_by_role("row").last
        await expect(row).to_contain_text("逾期5个工作日")
        await row.get_by_role("link").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("逾期5个工作日")
        await expect(page.get_by_role("main")).to_contain_text(re.compile(r"逾期之日\s*\d{4}年"))
        await expect(page.get_by_role("main")).to_contain_text("已用25个工作日，期限共20个工作日")
        await expect(page.get_by_role("main")).not_to_contain_text("王小明")


async def test_an_applicant_submits_and_reads_where_it_stands(site: Site, chromium: Browser) -> None:
    for scripts in (True, False):
        async with nobody(site, chromium, scripts=scripts) as page:
            await page.goto("/apply")
            await say(page, 姓名或者名称="王小明", 证件号码="110101199003070011", 电话="010-55550123")
            await say(page, 电子邮箱="wang@example.com", 政府信息的名称=WANTED)
            await page.get_by_role("button", name="提交申请").click()
            await page.get_by_role("heading", name="您的申请已提交").wait_for()
            reference, code = [await page.locator("dd strong").nth(n).inner_text() for n in (0, 1)]
            await page.get_by_role("button", name="完成并清除本页").click()
            await say(page, 登记编号=reference, 查询码=code)
            await page.get_by_role("button", name="查询", exact=True).click()
            await page.get_by_role("heading", name=reference).wait_for()
            await expect(page.get_by_role("main")).to_contain_text("已经登记，收到日期待确认")
            assert page.url == f"{site.url}/status"


async def test_a_stranger_gets_nowhere(site: Site, chromium: Browser) -> None:
    """Neither who never came in, nor who went out and still has the cookie, nor who goes back in his browser."""
    await give(site, "handler")
    async with site.client("handler") as handler:
        case = await at_hand(handler)
        named = await places(case)
    closed = [page.format_map(named) for page, row in PAGES.items() if row[STRANGER] == "sign-in"]
    assert len(closed) > CLOSED_AT_LEAST
    async with nobody(site, chromium) as page:
        await _sees_nothing(page, closed)
        await page.goto(f"/cases/{case.case_id}")
        await sign_in(page, "handler")
        await expect(page.get_by_role("main")).to_contain_text("王小明")
        kept = await page.context.cookies()
        await page.get_by_role("button", name="退出").click()
        await page.get_by_text("您已退出").wait_for()
        await page.go_back()
        await expect(page.get_by_role("heading", level=1)).to_have_text("登录")
        await page.context.add_cookies([{"name": one["name"], "value": one["value"], "url": site.url} for one in kept])
        await _sees_nothing(page, closed)


async def _sees_nothing(page: Page, closed: list[str]) -> None:
    """Each address leads to the sign-in, with nothing before it; the last one is looked at."""
    for address in closed:
        answer = await page.request.get(address, max_redirects=0, headers={"Accept": "text/html"})
        assert (answer.status, answer.headers["location"].startswith("/sign-in")) == (303, True), address
        assert await answer.body() == b"", address
    await page.goto(closed[-1])
    await expect(page.get_by_role("heading", level=1)).to_have_text("登录")
