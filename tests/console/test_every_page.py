"""Every page of the console at 200 % zoom, in English, and on paper: nothing is cut off, nothing hides in the print."""

from uuid import uuid4

import httpx
from playwright.async_api import Browser, ViewportSize

from activities.db.people import put_member
from api.cli.setup import SAMPLE_AGENCY
from schemas.people import Member
from schemas.vocabulary import IMPERSONAL, Role
from tests.console.site import Site
from tests.console.test_matrix import ASKED_WITH, PAGES, places
from tests.console.test_steps import registered

ZOOMED: ViewportSize = {"width": 640, "height": 400}
"""What is left of 1280 × 800 at 200 % (WCAG 2.2, 1.4.4 and 1.4.10)."""
ALL_IN_ONE = Member(
    id=uuid4(),
    agency_id=SAMPLE_AGENCY.id,
    login="all-in-one",
    name="全能",
    roles=tuple(role for role in Role if role not in IMPERSONAL),
)
"""Somebody of a very small office."""
CUT_OFF = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PRINTED = "getComputedStyle(document.querySelector('.top nav') ?? document.body).display"


async def test_nothing_is_cut_off_at_twice_the_size(site: Site, handler: httpx.AsyncClient, chromium: Browser) -> None:
    named = await places(await registered(handler))
    async with site.database.transaction() as connection:
        await put_member(connection, ALL_IN_ONE)
    cut_off, printed = [], []
    async with site.browser(chromium, ALL_IN_ONE, viewport=ZOOMED) as page:
        await page.goto("/work")
        await page.get_by_role("button", name="English").click()
        for address in PAGES:
            answer = await page.goto(address.format_map(named) + ASKED_WITH.get(address, ""))
            assert answer
            assert answer.status < 500, address
            assert await page.evaluate("document.documentElement.lang") == "en", address
            if await page.evaluate(CUT_OFF):
                cut_off.append(address)
            await page.emulate_media(media="print")
            if await page.locator(".top nav").count() and await page.evaluate(PRINTED) != "none":
                printed.append(address)
            await page.emulate_media(media="screen")
    assert (cut_off, printed) == ([], [])
