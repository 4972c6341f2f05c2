"""A running console, and people at it: with a browser, or with a plain client that holds the same cookie."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Page, ViewportSize

from activities.db.database import Database
from activities.db.sessions import open_session
from api.cli.setup import sample_member
from api.csrf import csrf_token
from schemas.people import Member, SignedIn

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
"""The rules of axe that are asked: WCAG 2.2 AA, and what its makers call good practice."""
SEEN_OTHERWISE = ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]
"""Those of them whose answer depends on colours and on the width of the window."""
CUT_OFF = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def signed_in(member: Member) -> SignedIn:
    """A member of staff as one who is signed in."""
    return SignedIn(staff_id=member.id, agency_id=member.agency_id, name=member.name, roles=member.roles)


@dataclass(frozen=True)
class Site:
    """Where the console is, and the database behind it."""

    url: str
    database: Database

    async def cookie(self, who: str | Member) -> str:
        """A fresh session's cookie, as after a sign-in. ``who``: a login of the sample agency, or a member."""
        person = signed_in(sample_member(who) if isinstance(who, str) else who)
        async with self.database.transaction() as connection:
            return await open_session(connection, person, datetime.now(UTC) + timedelta(hours=1))

    @asynccontextmanager
    async def client(self, who: str | Member) -> AsyncIterator[httpx.AsyncClient]:
        """A plain client with the cookie of a session. It follows redirects, and answers like a browser's."""
        token = await self.cookie(who)
        headers = {"Accept": "text/html", "X-CSRF-Token": csrf_token(token)}
        async with httpx.AsyncClient(
            base_url=self.url, cookies={"daylight": token}, headers=headers, follow_redirects=True, timeout=60
        ) as client:
            yield client

    @asynccontextmanager
    async def browser(
        self, chromium: Browser, who: str | Member | None, *, viewport: ViewportSize = DESK, scripts: bool = True
    ) -> AsyncIterator[Page]:
        """A page of a browser of one's own; ``who`` None: nobody is signed in. Errors in scripts fail the test."""
        context = await chromium.new_context(
            base_url=self.url, viewport=viewport, locale="zh-CN", java_script_enabled=scripts
        )
        if who is not None:
            await context.add_cookies([{"name": "daylight", "value": await self.cookie(who), "url": self.url}])
        page = await context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if is_error(said) else None)
        yield page
        await context.close()
        assert not wrong, wrong


def is_error(said: ConsoleMessage) -> bool:
    """What a script or the Content-Security-Policy complains of; a refusal's status alone is no error."""
    return said.type == "error" and not said.text.startswith("Failed to load resource")


async def assert_accessible(page: Page) -> None:
    """Axe finds nothing on the page as it stands, and nothing sticks out of the window."""
    await _axe_finds_nothing(page, {"type": "tag", "values": WCAG})
    await assert_fits(page)


async def assert_accessible_everywhere(page: Page) -> None:
    """The page as it stands, at the desk by day by every rule of axe, and on a phone by night by those that may say
    something else there: colours and sizes. The desk by day is left again.
    """
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    await assert_accessible(page)
    await page.set_viewport_size(PHONE)
    await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    await _axe_finds_nothing(page, {"type": "rule", "values": SEEN_OTHERWISE})
    await assert_fits(page)
    await page.set_viewport_size(DESK)
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")


async def assert_fits(page: Page) -> None:
    """Nobody has to scroll sideways."""
    assert not await page.evaluate(CUT_OFF), "the page is wider than its window"


async def _axe_finds_nothing(page: Page, rules: Mapping[str, str | Sequence[str]]) -> None:
    """What passes is not told: that alone takes axe as long as the finding."""
    found = await Axe().run(page, options={"runOnly": dict(rules), "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
