"""The pages of oversight over invented cases: what they show, to whom, and that every figure leads to its cases."""

import html
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.api.office import today
from tests.console.overseen import BESIDE, BRANCH, LEAF, TOP, Overseen, overseen_site
from tests.console.site import assert_accessible_everywhere
from worker.embedded.stack import EmbeddedStack

HEAVIEST = 100_000
ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')


@pytest_asyncio.fixture(scope="session")
async def overseen(
    stack: EmbeddedStack, sample: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Overseen]:
    async with overseen_site(stack, tmp_path_factory.mktemp("documents")) as running:
        yield running


def links_in(page: str, path: str = "/oversight/cases?") -> dict[str, int]:
    """The addresses of lists with the number that each stands under."""
    found = re.findall(rf'<a[^>]*href="({re.escape(path)}[^"]*)"[^>]*>(?:<span>)?(\d+)(?:</span>|<|件)', page)
    return {html.unescape(address): int(count) for address, count in found}


def rows_of(page: str) -> int:
    """How many cases a page lists."""
    return len(re.findall(r'href="/oversight/cases/[0-9a-f-]{36}"', page))


async def listed(client: httpx.AsyncClient, address: str) -> int:
    """How many cases a list has, page by page."""
    page = (await client.get(address)).text
    count, more = rows_of(page), re.search(r'href="([^"]+)" rel="next"', page)
    while more:
        page = (await client.get(html.unescape(more[1]))).text
        count, more = count + rows_of(page), re.search(r'href="([^"]+)" rel="next"', page)
    return count


async def weight_of(client: httpx.AsyncClient, page: httpx.Response) -> int:
    """The bytes of a page with its styles and scripts."""
    assets = [await client.get(address) for address in ASSETS.findall(page.text)]
    return len(page.content) + sum(len(asset.content) for asset in assets)


async def test_every_figure_of_the_overview_leads_to_as_many_cases(overseen: Overseen) -> None:
    async with overseen.site.client(await overseen.member("supervisor")) as client:
        for address in ("/oversight", f"/oversight?agency={overseen.offices[TOP].agency.id}&trend=week"):
            page = await client.get(address)
            figures = links_in(page.text)
            assert len(figures) > 25
            assert await weight_of(client, page) < HEAVIEST
            for where, count in [*figures.items()][::4]:
                assert await listed(client, where) == count, where
        assert "按承办人" in page.text
        assert "承办1号" in page.text


async def test_a_period_without_sense_is_refused_and_stays_typed(overseen: Overseen) -> None:
    async with overseen.site.client(await overseen.member("head")) as client:
        refused = await client.get("/oversight?from=2026-05-02&until=2026-05-01")
        assert refused.status_code == 422
        assert "统计期间的末日早于首日。" in refused.text
        assert 'value="2026-05-02"' in refused.text
        assert (await client.get("/oversight?form=2026-05-02")).status_code == 422
        empty = await client.get("/oversight?agency=&from=&until=")
        assert empty.status_code == 200


@pytest.mark.parametrize("page", ["", "/heat", "/cases", "/forecast", "/digests", "/ledger", "/annual/2025"])
async def test_who_oversees_nothing_is_refused(overseen: Overseen, page: str) -> None:
    async with overseen.site.client(await overseen.member("handler1")) as client:
        assert (await client.get(f"/oversight{page}")).status_code == 403


async def test_an_agency_above_beside_or_for_a_section_below_is_not_there(overseen: Overseen) -> None:
    seen = {("supervisor", BRANCH): {BRANCH, LEAF}, ("supervisor", BESIDE): {BESIDE}, ("section", BRANCH): {BRANCH}}
    for (login, n), visible in seen.items():
        async with overseen.site.client(await overseen.member(login, n)) as client:
            for other in (TOP, BRANCH, BESIDE, LEAF):
                asked = f"agency={overseen.offices[other].agency.id}"
                for path in ("/oversight", "/oversight/heat", "/oversight/calendar", "/oversight/annual/2025"):
                    status = (await client.get(f"{path}?{asked}")).status_code
                    assert status == (200 if other in visible else 404), (login, n, other, path)


async def test_the_heat_map_has_every_open_case_once_and_its_cells_lead_to_them(overseen: Overseen) -> None:
    async with overseen.site.client(await overseen.member("supervisor")) as client:
        for by in ("agency", "handler", "department"):
            told = (await client.get(f"/api/oversight/heat?agency={overseen.offices[TOP].agency.id}&by={by}")).json()
            for row in told["rows"]:
                cells = [row["over"], *row["days"], row["more"], row["not_running"]]
                assert sum(cell["count"] for cell in cells) == row["open"]["count"]
            page = await client.get(f"/oversight/heat?by={by}")
            cells_shown = links_in(page.text)
            for where, count in [*cells_shown.items()][::7]:
                assert await listed(client, where) == count, where
        refused = await client.get("/api/oversight/heat?by=handler")
        assert refused.json()["code"] == "heat_of_one_agency"


async def test_handlers_of_agencies_below_stay_without_names(overseen: Overseen) -> None:
    async with overseen.site.client(await overseen.member("supervisor", BRANCH)) as client:
        below = overseen.offices[LEAF].agency.id
        for path in ("/oversight", "/oversight/heat"):
            page = (await client.get(f"{path}?agency={below}")).text
            assert "承办人 " in page
            assert "承办1号" not in page


async def test_every_filter_stands_in_the_address_and_can_be_taken_out(overseen: Overseen) -> None:
    async with overseen.site.client(await overseen.member("head")) as client:
        page = await client.get("/oversight/cases?text=&state=processing&open=true&overdue=&sort=due&department=")
        assert str(page.url).endswith("/oversight/cases?state=processing&open=true&sort=due")
        assert "办理中" in page.text
        assert 'href="/oversight/cases?open=true&amp;sort=due" aria-label="取消条件 状态"' in page.text
        table = await client.get("/api/oversight/cases?state=processing&open=true&sort=due&format=csv")
        assert "/api/oversight/cases?state=processing&amp;open=true&amp;sort=due&amp;format=csv" in page.text
        assert len(table.text.splitlines()) - 1 == await listed(client, str(page.url))


@pytest.mark.parametrize(("asked", "kept"), [("days_left_from=many", "many"), ("due_from=yesterday", "yesterday")])
async def test_a_filter_without_sense_is_refused_and_stays_typed(overseen: Overseen, asked: str, kept: str) -> None:
    async with overseen.site.client(await overseen.member("head")) as client:
        refused = await client.get(f"/oversight/cases?{asked}")
        assert refused.status_code == 422
        assert 'role="alert"' in refused.text
        assert f'value="{kept}"' in refused.text
        assert (await client.get("/oversight/cases?overdo=true")).status_code == 422


async def test_the_calendar_counts_what_its_days_list(overseen: Overseen) -> None:
    async with overseen.site.client(await overseen.member("supervisor")) as client:
        page = (await client.get(f"/oversight/calendar?month={today() + timedelta(days=20):%Y-%m}")).text
        days = links_in(page)
        assert len(days) > 5
        for where, count in [*days.items()][::3]:
            assert await listed(client, where) == count
        assert (await client.get("/oversight/calendar?month=2026-13")).status_code == 422
        too_many = "/api/oversight/due-dates?from=2026-01-01&until=2027-12-31"
        assert (await client.get(too_many)).json()["code"] == "days_too_many"


async def test_the_forecast_names_the_riskiest_first_and_goes_on(overseen: Overseen) -> None:
    async with overseen.site.client(await overseen.member("supervisor")) as client:
        first = (await client.get("/oversight/forecast")).text
        chances = [int(one) for one in re.findall(r"</svg> (\d+)%</td>", first)]
        assert chances == sorted(chances, reverse=True)
        more = re.search(r'href="(/oversight/forecast\?[^"]+)" rel="next"', first)
        assert more
        assert (await client.get(html.unescape(more[1]))).status_code == 200


PAGES = (
    *(
        "",
        "/heat",
        "/cases",
        "/cases?open=true&overdue=true&late=false",
        "/calendar",
        "/calendar?scope=mine",
    ),
    *("/forecast", "/digests", "/ledger", "/ledger/gaps", "/annual/2025", "/annual/2025/entries"),
    *("/annual/2025/adopt", "/annual/2025/cases?row=1"),
)


async def test_every_page_can_be_used_by_everybody(overseen: Overseen, chromium: Browser) -> None:
    head = await overseen.member("head")
    async with overseen.site.browser(chromium, head) as page:
        for path in PAGES:
            await page.goto(f"/oversight{path}")
            await assert_accessible_everywhere(page)
