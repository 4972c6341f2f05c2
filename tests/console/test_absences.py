"""An absence is entered, seen and withdrawn for a colleague, by who may; for others the page is about themselves."""

import re
from collections.abc import AsyncIterator
from datetime import date, timedelta

import httpx
import pytest_asyncio

from activities.db.database import Database
from api.cli.setup import sample_member
from schemas.settings import Settings
from tests.api.office import today
from tests.console.at_work import csrf_in, key_in
from tests.console.signing import door
from tests.console.site import Site

PATH = "/account/absences"
AWAY, IN_PLACE = sample_member("handler"), sample_member("handler2")


@pytest_asyncio.fixture
async def site(settings: Settings, database: Database) -> AsyncIterator[Site]:
    """The console, without a worker."""
    async with door(settings, database) as opened:
        yield opened


def leave(first: date, days: int = 4, **more: str) -> dict[str, str]:
    last = first + timedelta(days=days)
    return {"first_day": str(first), "last_day": str(last), "substitute": str(IN_PLACE.id), **more}


async def test_a_head_enters_sees_and_withdraws_an_absence_of_a_colleague(site: Site) -> None:
    async with site.client("head") as head, site.client("handler") as handler, site.client("reviewer") as other:
        page = (await head.get(PATH)).text
        sent = {"csrf": csrf_in(page), "key": key_in(page), "staff": str(AWAY.id)}
        refused = await head.post(PATH, data={**sent, **leave(today(), -2)})
        assert refused.status_code == 422
        assert f'value="{AWAY.id}" selected' in refused.text
        assert f'value="{IN_PLACE.id}" selected' in refused.text
        entered = await head.post(PATH, data={**sent, **leave(today())})
        assert "同事外出登记" in entered.text
        again = await head.post(PATH, data={**sent, **leave(today())})
        assert again.text.count('name="absence"') == entered.text.count('name="absence"') == 1, "sent twice, it is one"
        assert "进行中" in (await handler.get(PATH)).text
        forbidden = {"csrf": csrf_in((await other.get(PATH)).text), "key": "k", "staff": str(AWAY.id)}
        assert (await other.post(PATH, data={**forbidden, **leave(today() + timedelta(days=30))})).status_code == 403
        assert 'name="staff"' not in (await other.get(PATH)).text
        named = re.findall(r'name="absence" value="([^"]+)"', entered.text)[0]
        assert named not in (await head.post(f"{PATH}/withdraw", data={**sent, "absence": named})).text


async def test_an_administrator_does_it_on_the_persons_page(site: Site) -> None:
    at = f"/admin/staff/{AWAY.id}"
    async with site.client("admin") as admin:
        page = (await admin.get(at)).text
        form = page.partition(f'action="{PATH}"')[2].partition("</form>")[0]
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
        assert (hidden["staff"], hidden["back"]) == (str(AWAY.id), f"{at}#absences")
        shown = await admin.post(PATH, data={**hidden, **leave(today())})
        assert shown.url.path == at
        assert IN_PLACE.name in shown.text.partition('id="absences"')[2].partition("</section>")[0]
        again = await admin.post(PATH, data={**hidden, "key": "other", **leave(today())})
        assert (again.status_code, f'value="{AWAY.id}" selected' in again.text) == (409, True)
        named = re.findall(r'name="absence" value="([^"]+)"', shown.text)[0]
        elsewhere = {**hidden, "absence": named, "back": "//example.com"}
        withdrawn = await withdraw(admin, elsewhere)
        assert withdrawn.headers["Location"] == PATH
        assert named not in (await admin.get(at)).text


async def withdraw(client: httpx.AsyncClient, sent: dict[str, str]) -> httpx.Response:
    return await client.post(f"{PATH}/withdraw", data=sent, follow_redirects=False)
