"""The own account: sessions, second factor, mail and quiet hours, absences; and that it is nobody else's."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import httpx
import pyotp
import pytest_asyncio
from playwright.async_api import Browser, Page
from sqlalchemy import select, update

from activities.db.database import Database
from activities.db.sessions import find_session
from activities.db.tables_accounts import second_factors, sign_in_tries
from activities.db.tables_notices import absences
from activities.totp import step_of
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.settings import Settings
from tests.console.signing import OWN, acts, csrf_in, door, give, hand_over, post, sign_in, stranger, typed
from tests.console.site import PHONE, Site, assert_accessible_everywhere

SECRET = re.compile(r'class="secret">([A-Z2-7]{32})<')
RECOVERY = re.compile(r"<code>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})</code>")
FACTOR = "/account/second-factor"


@pytest_asyncio.fixture
async def site(settings: Settings, database: Database) -> AsyncIterator[Site]:
    """The console, without a worker."""
    async with door(settings, database) as opened:
        yield opened


def code_of(secret: str, ahead: int = 0) -> str:
    """What the app shows, or will show so many intervals later."""
    totp = pyotp.TOTP(secret)
    return totp.generate_otp(totp.timecode(datetime.now(UTC)) + ahead)


async def set_up(client: httpx.AsyncClient) -> tuple[str, list[str]]:
    """Set a second factor up; its secret, and the recovery codes."""
    assert (await post(client, FACTOR, current=OWN)).status_code == 303
    secret = SECRET.findall((await client.get(FACTOR)).text)[0]
    shown = await post(client, f"{FACTOR}/confirm", on=FACTOR, code=code_of(secret))
    assert shown.status_code == 200
    return secret, RECOVERY.findall(shown.text)


async def test_a_second_factor_is_asked_for_once_it_is_set_up(site: Site) -> None:
    await give(site, "reviewer")
    async with stranger(site) as client, stranger(site) as elsewhere:
        await sign_in(client, "reviewer")
        await sign_in(elsewhere, "reviewer")
        assert (await post(client, FACTOR, current="guess")).status_code == 422
        assert (await post(client, FACTOR, current=OWN)).status_code == 303
        begun = await client.get(FACTOR)
        assert ("<svg" in begun.text, "style=" in begun.text) == (True, False)
        assert (await post(client, f"{FACTOR}/confirm", on=FACTOR, code="000000")).status_code == 422
        before = client.cookies["daylight"]
        secret, codes = await set_up(client)
        assert (len(set(codes)), client.cookies["daylight"] != before) == (10, True)
        assert (await client.get("/account")).status_code == 200
        assert (await elsewhere.get("/api/account")).status_code == 401
        assert (await client.get("/api/account")).json()["recovery_codes"] == 10
    async with stranger(site) as client:
        assert await sign_in(client, "reviewer") == "/sign-in/second"
        half = client.cookies["daylight"]
        for closed in ("/account", "/work", "/password", FACTOR):
            assert (await client.get(closed)).headers["Location"].startswith("/sign-in"), closed
        assert (await client.get("/api/account")).status_code == 401
        again = await post(client, "/sign-in/second", code=code_of(secret, ahead=-1))
        assert "验证码不正确或者已经使用" in again.text
        entered = await post(client, "/sign-in/second", code=code_of(secret, ahead=1), next="/account")
        assert (entered.headers["Location"], client.cookies["daylight"] != half) == ("/account", True)
        assert (await client.get("/account")).status_code == 200
    async with stranger(site) as client:
        await sign_in(client, "reviewer")
        assert (await post(client, "/sign-in/second", code=codes[0].lower())).headers["Location"] == "/"
    async with stranger(site) as client:
        await sign_in(client, "reviewer")
        assert (await post(client, "/sign-in/second", code=codes[0])).status_code == 422
        for _ in range(4):
            await post(client, "/sign-in/second", code="123456")
        paused = await post(client, "/sign-in/second", code=codes[1])
        assert (paused.status_code, int(paused.headers["Retry-After"]) <= 60) == (429, True)
        async with site.database.transaction() as connection:
            past = sign_in_tries.c.last_at - timedelta(minutes=1)
            await connection.execute(update(sign_in_tries).values(last_at=past))
        assert (await post(client, "/sign-in/second", code=codes[1])).headers["Location"] == "/"
        renewed = await post(client, f"{FACTOR}/codes", on=FACTOR, current=OWN)
        assert not set(RECOVERY.findall(renewed.text)) & set(codes)
        assert (await post(client, f"{FACTOR}/off", on=FACTOR, current="guess")).status_code == 422
        assert (await post(client, f"{FACTOR}/off", on=FACTOR, current=OWN)).status_code == 303
    async with stranger(site) as client:
        assert await sign_in(client, "reviewer") == "/"
    known = await acts(site, "reviewer")
    assert known[-3:] == ["signed_in", "factor_removed", "signed_in"]
    async with site.database.reading() as connection:
        assert (await connection.execute(select(second_factors))).first() is None


def test_a_code_is_right_for_half_a_minute_and_a_clock_that_is_off() -> None:
    """The test vector of RFC 6238, appendix B, in six digits: 94287082 at 59 seconds."""
    secret, at = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", datetime.fromtimestamp(59, UTC)
    assert step_of(secret, "287082", at) == 1
    assert step_of(secret, "287082", at + timedelta(seconds=30)) == 1
    assert step_of(secret, "287082", at + timedelta(seconds=61)) is None
    assert step_of(secret, "２８７０８２", at) is None


async def test_an_administrator_may_have_to_have_one(settings: Settings, database: Database) -> None:
    demanding = settings.model_copy(update={"second_factor_for_administrators": True})
    async with door(demanding, database) as site, stranger(site) as client:
        handed = await hand_over(site, "admin")
        assert await sign_in(client, "admin", handed) == "/sign-in/second"
        assert (await client.get("/sign-in/second")).headers["Location"] == FACTOR
        assert "您的岗位登录时必须进行二次验证" in (await client.get(FACTOR)).text
        assert (await client.get("/account")).headers["Location"].startswith("/sign-in")
        assert (await post(client, FACTOR)).status_code == 303
        secret = SECRET.findall((await client.get(FACTOR)).text)[0]
        assert (await post(client, "/sign-in/second", on=FACTOR, code=code_of(secret))).status_code == 422
        shown = await post(client, f"{FACTOR}/confirm", on=FACTOR, code=code_of(secret, ahead=1))
        assert 'href="/password"' in shown.text
        assert (await client.get(FACTOR)).headers["Location"] == "/password"
        changed = await post(client, "/password", password=OWN, again=OWN)
        assert changed.headers["Location"] == "/"
        refused = await post(client, f"{FACTOR}/off", on=FACTOR, current=OWN)
        assert (refused.status_code, "不能停用" in refused.text) == (403, True)
        await give(site, "handler")
        assert await sign_in(client, "handler") == "/"


async def test_one_sees_and_ends_the_own_sessions_and_nobody_elses(site: Site) -> None:
    await give(site, "handler")
    async with stranger(site) as here, stranger(site) as there, stranger(site) as third, site.client("legal") as other:
        for client in (here, there, third):
            await sign_in(client, "handler")
        account = (await here.get("/api/account")).json()
        assert [one["current"] for one in account["sessions"]].count(True) == 1
        assert len(account["sessions"]) == 3
        theirs = next(one["id"] for one in (await there.get("/api/account")).json()["sessions"] if one["current"])
        await post(other, "/account/sessions/end", on="/account", session=theirs)
        assert (await there.get("/api/account")).status_code == 200
        assert (await other.delete(f"/api/account/sessions/{theirs}")).status_code == 404
        await post(here, "/account/sessions/end", on="/account", session=theirs)
        assert (await there.get("/api/account")).status_code == 401
        assert (await here.post("/account/sessions/end-others", data={"csrf": "x"})).status_code == 403
        await post(here, "/account/sessions/end-others", on="/account")
        assert (await third.get("/api/account")).status_code == 401
        assert len((await here.get("/api/account")).json()["sessions"]) == 1
        changed = await post(here, "/password", current=OWN, password=f"{OWN}鸭先知", again=f"{OWN}鸭先知")
        assert changed.headers["Location"] == "/account?told=password"
        wrong = await post(here, "/password", current=OWN, password=f"{OWN}很好看", again=f"{OWN}很好看")
        assert (wrong.status_code, "现用密码不正确" in wrong.text) == (422, True)
    async with site.client("handler") as client:
        token = client.cookies["daylight"]
        ended = (await client.post("/api/account/sessions/end-others")).json()["sessions"]
        assert [one["current"] for one in ended] == [True]
    async with site.database.transaction() as connection:
        assert await find_session(connection, token, datetime.now(UTC), timedelta(hours=1))


async def test_mail_and_quiet_hours_are_set_and_what_was_typed_stays(site: Site) -> None:
    async with site.client("handler") as client:
        typed_in = {"email": "lin@example.org", "mail": "digest", "digest_at": "09:15", "quiet_from": "21:00"}
        refused = await post(client, "/account/mail", **typed_in, quiet_until="")
        assert refused.status_code == 422
        assert all(f'value="{value}"' in refused.text for value in typed_in.values())
        saved = await post(client, "/account/mail", **typed_in, quiet_until="07:00")
        assert "已保存" in saved.text
        preferences = (await client.get("/api/notices/preferences")).json()
        assert (preferences["email"], preferences["quiet_until"]) == ("lin@example.org", "07:00:00")
        assert "lin@example.org" not in str(saved.url)


async def test_an_absence_is_entered_once_and_withdrawn(site: Site) -> None:
    first = date.today() + timedelta(days=3)  # noqa: DTZ011 - days to come, whichever zone
    last = first + timedelta(days=4)
    substitute = str(sample_member("handler2").id)
    async with site.client("handler") as client, site.client("handler2") as standing_in:
        form = await client.get("/account/absences")
        fields = {
            "csrf": csrf_in(form),
            "key": form.text.partition('name="key" value="')[2].partition('"')[0],
            "first_day": first.isoformat(),
            "last_day": (first - timedelta(days=1)).isoformat(),
            "substitute": substitute,
        }
        refused = await client.post("/account/absences", data=fields)
        assert refused.status_code == 422
        assert fields["first_day"] in refused.text
        assert f'value="{substitute}" selected' in refused.text
        for _ in range(2):
            entered = await client.post("/account/absences", data={**fields, "last_day": last.isoformat()})
            assert (entered.status_code, "何承办" in entered.text) == (200, True)
        async with site.database.reading() as connection:
            assert len((await connection.execute(select(absences.c.id))).all()) == 1
        assert "林承办" in (await standing_in.get("/account/absences")).text
        named = (await client.get("/account/absences")).text.partition('name="absence" value="')[2].partition('"')[0]
        theirs = await post(standing_in, "/account/absences/withdraw", on="/account", absence=named)
        assert theirs.status_code == 404
        assert (await post(client, "/account/absences/withdraw", on="/account", absence="x")).status_code == 404
        gone = await post(client, "/account/absences/withdraw", on="/account", absence=named)
        assert "没有登记外出" in gone.text


async def test_an_encrypted_way_binds_the_cookie_to_the_host(settings: Settings, database: Database) -> None:
    encrypted = settings.model_copy(update={"public_url": "https://gongkai.example.gov.cn"})
    async with door(encrypted, database) as site, stranger(site) as client:
        await give(site, "handler")
        entered = await client.post("/sign-in", data=typed("handler", OWN))
        cookie = next(one for one in entered.headers.get_list("Set-Cookie") if "daylight=" in one)
        assert cookie.startswith("__Host-daylight=")
        assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
        assert entered.headers["Strict-Transport-Security"].startswith("max-age=63072000")
        token = cookie.partition("=")[2].partition(";")[0]
        for name, status in (("__Host-daylight", 200), ("daylight", 401)):
            answer = await client.get("/api/account", headers={"Cookie": f"{name}={token}"})
            assert answer.status_code == status
    async with door(settings, database) as site, stranger(site) as client:
        assert "Strict-Transport-Security" not in (await client.get("/sign-in")).headers


async def test_the_pages_of_the_account_are_for_everybody(site: Site, chromium: Browser) -> None:
    """By keyboard, on a telephone, in the dark, and without scripts."""
    await give(site, "head")
    async with site.browser(chromium, "head") as page:
        for path in ("/account", "/account/mail", "/account/absences", "/password", FACTOR):
            await page.goto(path)
            await _look(page)
        await page.get_by_label("现用密码").focus()
        await page.keyboard.type(OWN)
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".secret")
        await _look(page)
        secret = await page.locator(".secret").inner_text()
        await page.get_by_label("验证码").focus()
        await page.keyboard.type(code_of(secret))
        await page.keyboard.press("Enter")
        await page.wait_for_selector(".codes")
        await _look(page)
        codes = await page.locator(".codes code").all_inner_texts()
        await page.context.clear_cookies()
        await page.goto(f"/sign-in?agency={SAMPLE_AGENCY.code}")
        await page.get_by_label("账号").fill("head")
        await page.get_by_label("密码").fill(OWN)
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#f-code")
        await _look(page)
    async with site.browser(chromium, None, scripts=False, viewport=PHONE) as page:
        await page.goto(f"/sign-in?agency={SAMPLE_AGENCY.code}&next=/account")
        await page.get_by_label("账号").fill("head")
        await page.get_by_label("密码").fill(OWN)
        await page.keyboard.press("Enter")
        await page.get_by_label("验证码或者恢复码").fill(codes[3])
        await page.keyboard.press("Enter")
        await page.wait_for_url(re.compile(r"//[^/]+/account$"))


async def _look(page: Page) -> None:
    await assert_accessible_everywhere(page)
