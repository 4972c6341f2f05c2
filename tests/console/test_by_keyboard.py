"""A day at the console with the keyboard alone: every stop is seen, in the order of the page, and leads on."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from playwright.async_api import Browser, Page

from activities.db.accounts import set_password
from activities.db.people import put_member
from activities.passwords import hash_of
from api.cli.setup import SAMPLE_AGENCY
from schemas.people import Member
from schemas.vocabulary import IMPERSONAL, Role
from tests.console.at_work import registered
from tests.console.signing import OWN
from tests.console.site import Site
from tests.console.walking import PATIENCE

FANG = Member(
    id=uuid4(),
    agency_id=SAMPLE_AGENCY.id,
    login="fang",
    name="方键盘",
    roles=tuple(role for role in Role if role not in IMPERSONAL),
)
"""Somebody of a very small office, without a mouse."""
MOST_STOPS = 150
STOP = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const before = window.stopBefore ?? one;
  window.stopBefore = one;
  return {
    name: (one.getAttribute("aria-label") || (one.labels?.[0] ?? one).innerText || one.value || "").trim(),
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.left < innerWidth,
    inOrder: before === one || !!(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}"""
"""What has the focus: its name; whether it is ringed, in the window, after the one before (WCAG 2.2, 2.4.3, 2.4.7)."""


@dataclass
class Keys:
    """Somebody at a page who has a keyboard."""

    page: Page

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def write(self, text: str) -> None:
        """Type into what has the focus."""
        await self.page.keyboard.type(text)

    async def stop(self) -> str:
        """Go on to the next stop: what it is called. It must be seen, and stand behind the one before."""
        await self.press("Tab")
        found: dict[str, Any] = await self.page.evaluate(STOP)
        assert (found["ringed"], found["seen"], found["inOrder"]) == (True, True, True), (self.page.url, found)
        return str(found["name"])

    async def to(self, name: str) -> None:
        """Go on until the stop that is called so, or begins so."""
        passed: list[str] = []
        while len(passed) < MOST_STOPS:
            passed.append(await self.stop())
            if passed[-1].startswith(name):
                return
        raise AssertionError(f"no {name} at {self.page.url}, only {passed}")

    async def follow(self, name: str, heading: str) -> None:
        """Press what is called so, or whatever comes next; a page with this heading follows."""
        await self.to(name)
        await self.press("Enter")
        await self.page.get_by_role("heading", level=1).filter(has_text=heading).wait_for()

    async def skip(self) -> None:
        """Past the head of the page, by its first stop."""
        assert await self.stop() == "跳到正文"
        await self.press("Enter")
        assert await self.page.evaluate("document.activeElement.id") == "main"


async def test_a_day_without_a_mouse(site: Site, chromium: Browser) -> None:
    async with site.database.transaction() as connection:
        await put_member(connection, FANG)
        await set_password(connection, FANG.id, await hash_of(OWN), datetime.now(UTC))
    async with site.client("handler") as handler:
        await registered(handler)
    async with site.browser(chromium, None) as page:
        page.set_default_timeout(PATIENCE)
        hands = Keys(page)
        await _signs_in(hands)
        await _takes_steps(hands)
        await _registers(hands)
        await _oversees(hands)
        await _administers(hands)
        await _sets_his_mail(hands)


async def _signs_in(hands: Keys) -> None:
    await hands.page.goto("/work")
    await hands.skip()
    await hands.to("账号")
    await hands.write(FANG.login)
    await hands.to("密码")
    await hands.write(OWN)
    await hands.follow("登录", "我的待办")


async def _takes_steps(hands: Keys) -> None:
    """From the list of work to the case, to two steps, one of them with a choice."""
    await hands.skip()
    await hands.follow("示", "示")
    await hands.skip()
    await hands.follow("受理", "受理")
    await hands.skip()
    await hands.follow("受理", "示")
    await hands.skip()
    await hands.follow("登记检索结果", "登记检索结果")
    await hands.skip()
    await hands.to("检索情况")
    await hands.write("以项目名称检索，未查到。")
    await hands.follow("登记检索结果", "示")


async def _registers(hands: Keys) -> None:
    await hands.follow("登记申请", "登记申请")
    await hands.skip()
    await hands.to("姓名或者名称")
    await hands.write("王小明")
    await hands.to("证件号码")
    await hands.write("110101199003070011")
    await hands.to("联系电话")
    await hands.write("010-55550123")
    await hands.to("申请公开的政府信息")
    await hands.write("申请公开2025年度城东片区老旧小区改造项目的合同。")
    await hands.to("登记并出具回执")
    await hands.press("Enter")
    await hands.page.wait_for_url("**/receipt")


async def _oversees(hands: Keys) -> None:
    """From the heat map to the list behind one of its cells, and to a case."""
    await hands.follow("监督", "总览")
    await hands.skip()
    await hands.follow("期限热图", "剩余期限热图")
    await hands.skip()
    await hands.to("在办件剩余工作日分布")
    await hands.press("ArrowRight", "ArrowLeft")
    await hands.follow("", "督办清单")
    await hands.skip()
    await hands.follow("示", "示")


async def _administers(hands: Keys) -> None:
    """Somebody new, with a role."""
    await hands.follow("系统管理", "系统管理")
    await hands.skip()
    await hands.follow("人员", "人员")
    await hands.skip()
    await hands.to("人员姓名")
    await hands.write("周承办")
    await hands.to("账号")
    await hands.write("zhou")
    await hands.to("承办")
    await hands.press("Space")
    await hands.follow("保存新增人员", "周承办")


async def _sets_his_mail(hands: Keys) -> None:
    """Another wish, chosen with the arrows."""
    await hands.follow(FANG.name, "我的账号")
    await hands.skip()
    await hands.follow("邮件与免打扰", "邮件与免打扰")
    await hands.skip()
    await hands.to("邮件")
    await hands.to("邮箱地址")
    await hands.write("fang@example.gov.cn")
    await hands.to("邮件")
    await hands.press("ArrowDown")
    await hands.to("保存")
    await hands.press("Enter")
    await hands.page.get_by_role("status").filter(has_text="已保存").wait_for()
