"""The console in a real browser, over the real stack: Debian's Chromium, steered by Playwright."""

import shutil
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from activities.db.database import Database
from schemas.settings import Settings
from tests.api.server import listening
from tests.conftest import working
from tests.console.site import Site
from worker.connection import connect

CHROMIUM = shutil.which("chromium")
ALONE = (
    "--no-sandbox",  # CI runs as root; it opens no page but our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Without these it looks for its maker's servers at every start."""


@pytest_asyncio.fixture
async def site(settings: Settings, database: Database) -> AsyncIterator[Site]:
    """The console on a real socket, over a worker on the real Temporal server."""
    client = await connect(settings)
    async with working(client, settings, database), listening(settings) as port:
        yield Site(f"http://127.0.0.1:{port}", database)


@pytest_asyncio.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for the session; tests without it are skipped and say so."""
    if CHROMIUM is None:
        pytest.skip("browser tests need Debian's chromium: apt-get install chromium fonts-noto-cjk")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ALONE)
        yield browser
        await browser.close()


@pytest_asyncio.fixture
async def handler(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """The sample agency's handler, signed in, without a browser."""
    async with site.client("handler") as client:
        yield client
