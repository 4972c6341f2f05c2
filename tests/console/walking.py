"""People who walk through the console as they would: signed in with a password, by labels, links and buttons."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page

from tests.console.signing import OWN
from tests.console.site import Site

PATIENCE = 60_000
"""Milliseconds: on a busy machine reading a document takes its time."""


@asynccontextmanager
async def somebody(site: Site, chromium: Browser, login: str) -> AsyncIterator[Page]:
    """One of the staff, who has come in by the sign-in page and sees what waits for him."""
    async with nobody(site, chromium) as page:
        await page.goto("/")
        await sign_in(page, login)
        yield page


@asynccontextmanager
async def nobody(site: Site, chromium: Browser, *, scripts: bool = True) -> AsyncIterator[Page]:
    """Somebody whom the console does not know."""
    async with site.browser(chromium, None, scripts=scripts) as page:
        page.set_default_timeout(PATIENCE)
        yield page


async def sign_in(page: Page, login: str) -> None:
    """Fill in the sign-in."""
    await page.get_by_label("账号").fill(login)
    await page.get_by_label("密码").fill(OWN)
    await page.get_by_role("button", name="登录").click()
    await page.get_by_role("button", name="退出").wait_for()


async def go_to(page: Page, place: str) -> None:
    """Go to a place of the navigation."""
    await page.get_by_role("navigation", name="主导航").get_by_role("link", name=place).click()


async def say(page: Page, **said: str) -> None:
    """Fill in fields by their labels."""
    for label, text in said.items():
        await page.get_by_role("textbox", name=label).or_(page.get_by_role("spinbutton", name=label)).fill(text)


async def begin(page: Page, step: str) -> None:
    """Open a step that the page of a case offers."""
    await page.get_by_role("region", name="当前可办理").get_by_role("link", name=step, exact=True).click()
    await page.get_by_role("heading", name=step, level=1).wait_for()


async def send(page: Page, step: str) -> None:
    """Send the form of a step; one is back at the case, which says that it was done."""
    await page.get_by_role("main").get_by_role("button", name=step, exact=True).last.click()
    await page.get_by_role("status").filter(has_text=f"已记录： {step}").wait_for()


async def waiting(page: Page, step: str) -> None:
    """Open what waits for one, from the list of one's work."""
    await go_to(page, "我的待办")
    await page.get_by_role("link", name=step).first.click()
    await page.get_by_role("heading", name=step, level=1).wait_for()


async def of_case(page: Page, name: str) -> None:
    """Follow a link of the case's own pages, from the case."""
    await page.get_by_role("region", name="当前可办理").get_by_role("link", name=name).click()
