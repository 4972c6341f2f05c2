"""Signing in with a password: what opens, what is refused, how tries are counted, what the pages give away."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page
from sqlalchemy import func, select, text, update

from activities.db.accounts import is_still, password_of
from activities.db.database import Database
from activities.db.people import put_member
from activities.db.sessions import find_session, open_session
from activities.db.tables_accounts import passwords, sessions, sign_in_tries
from api.cli.setup import SAMPLE_AGENCY, first_password, sample_member
from schemas.people import SignedIn
from schemas.settings import Settings
from schemas.vocabulary import Role
from tests.console.signing import OWN, acts, door, give, hand_over, stranger, typed
from tests.console.site import DESK, PHONE, Site, assert_accessible_everywhere

LATER = timedelta(minutes=30)


@pytest_asyncio.fixture
async def site(settings: Settings, database: Database) -> AsyncIterator[Site]:
    """The console, without a worker."""
    async with door(settings, database) as opened:
        yield opened


async def test_who_knows_the_password_comes_in_and_goes_out_again(site: Site) -> None:
    await give(site, "handler")
    async with stranger(site) as client:
        led = await client.get("/account")
        assert led.headers["Location"] == "/sign-in?next=%2Faccount"
        shown = await client.get(led.headers["Location"])
        assert (shown.status_code, "<h1>登录</h1>" in shown.text) == (200, True)
        entered = await client.post("/sign-in", data=typed("handler", OWN, next="/account"))
        assert (entered.status_code, entered.headers["Location"]) == (303, "/account")
        set_cookie = next(one for one in entered.headers.get_list("Set-Cookie") if one.startswith("daylight="))
        assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(set_cookie.split("; "))
        assert (await client.get("/account")).status_code == 200
        assert (await client.get("/sign-in")).headers["Location"] == "/"
        token = client.cookies["daylight"]
        field = (await client.get("/account")).text.partition('name="csrf" value="')[2].partition('"')[0]
        refused = await client.post("/sign-out")
        assert refused.status_code == 403
        assert (await client.post("/sign-out", data={"csrf": field})).headers["Location"] == "/sign-in?told=out"
        assert "daylight" not in client.cookies
    async with site.database.transaction() as connection:
        assert await find_session(connection, token, datetime.now(UTC), LATER) is None
    assert await acts(site, "handler") == ["signed_in", "signed_out"]


async def test_an_unknown_login_is_refused_as_a_wrong_password_is(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    await give(site, "handler")
    caplog.clear()
    async with stranger(site) as client:
        wrong = await client.post("/sign-in", data=typed("handler", "not the password"))
        unknown = await client.post("/sign-in", data=typed("nobody", "not the password"))
        without = await client.post("/sign-in", data=typed("reviewer", "not the password"))
        elsewhere = await client.post("/sign-in", data={**typed("handler", OWN), "agency": "无此机关"})
        assert [one.status_code for one in (wrong, unknown, without, elsewhere)] == [422] * 4
        assert wrong.text.replace("handler", "") == unknown.text.replace("nobody", "")
        assert "机关、账号或者密码不正确" in wrong.text
        assert 'value="handler"' in wrong.text
        assert "not the password" not in wrong.text
        assert caplog.text.count("sign_in_refused") == 4
        assert not any(word in caplog.text for word in ("handler", "nobody", "127.0.0.1", "not the password"))
        empty = await client.post("/sign-in", data=typed("handler", ""))
        assert (empty.status_code, 'value="handler"' in empty.text) == (422, True)
        foreign = await client.post("/sign-in", data=typed("handler", OWN), headers={"Sec-Fetch-Site": "cross-site"})
        assert foreign.status_code == 403
        assert "daylight" not in client.cookies
        for elsewhere_to in ("https://example.com", "//example.com"):
            led = await client.post("/sign-in", data=typed("handler", OWN, next=elsewhere_to))
            assert led.headers["Location"] == "/"
    assert await acts(site, "handler") == ["refused", "signed_in", "signed_in"]


async def test_who_fails_again_and_again_waits_and_nobody_else_does(site: Site) -> None:
    await give(site, "handler")
    await give(site, "reviewer")
    async with stranger(site, "127.0.0.9") as attacker, stranger(site) as person:
        for _ in range(5):
            assert (await attacker.post("/sign-in", data=typed("handler", "guess"))).status_code == 422
        paused = await attacker.post("/sign-in", data=typed("handler", OWN))
        assert paused.status_code == 429
        assert 0 < int(paused.headers["Retry-After"]) <= 60
        assert "请在1分钟后再试" in paused.text
        assert (await attacker.post("/sign-in", data=typed("reviewer", OWN))).status_code == 303
        assert (await person.post("/sign-in", data=typed("handler", OWN))).status_code == 303
        await _pass(site, timedelta(minutes=1))
        assert (await attacker.post("/sign-in", data=typed("handler", "guess"))).status_code == 422
        again = await attacker.post("/sign-in", data=typed("handler", "guess"))
        assert (again.status_code, 60 < int(again.headers["Retry-After"]) <= 120) == (429, True)
        await _pass(site, timedelta(minutes=2))
        assert (await attacker.post("/sign-in", data=typed("handler", OWN))).status_code == 303
        assert (await attacker.post("/sign-in", data=typed("handler", "guess"))).status_code == 422
    async with site.database.reading() as connection:
        marks = (await connection.execute(select(sign_in_tries.c.mark))).scalars().all()
    assert all(len(mark) == 64 and "handler" not in mark for mark in marks)
    assert (await acts(site, "handler")).count("refused") == 7


async def _pass(site: Site, time: timedelta) -> None:
    """As if so much time had passed since the last tries."""
    async with site.database.transaction() as connection:
        await connection.execute(update(sign_in_tries).values(last_at=sign_in_tries.c.last_at - time))


async def test_a_password_that_was_handed_over_opens_nothing_until_it_is_replaced(site: Site) -> None:
    handed = await hand_over(site, "admin")
    async with stranger(site) as client:
        entered = await client.post("/sign-in", data=typed("admin", handed, next="/account"))
        assert entered.headers["Location"] == "/password?next=%2Faccount"
        half = client.cookies["daylight"]
        assert (await client.get("/account")).headers["Location"].startswith("/sign-in")
        assert (await client.get("/api/notices")).status_code == 401
        form = (await client.get("/password?next=%2Faccount")).text
        assert "请先设置自己的密码" in form
        csrf = form.partition('name="csrf" value="')[2].partition('"')[0]
        for chosen, again, why in (
            ("too short", "too short", "不得少于12个字符"),
            ("示例市住房和城乡建设局admin", "示例市住房和城乡建设局admin", "容易被猜到"),
            (handed, handed, "不能与现用密码相同"),
            (OWN, OWN + "!", "两次输入的新密码不一致"),
        ):
            new = {"csrf": csrf, "password": chosen, "again": again, "next": "/account"}
            refused = await client.post("/password", data=new)
            assert (refused.status_code, why in refused.text, chosen in refused.text) == (422, True, False)
        new = {"csrf": csrf, "password": OWN, "again": OWN, "next": "/account"}
        assert (await client.post("/password", data={**new, "csrf": ""})).status_code == 403
        changed = await client.post("/password", data=new)
        assert changed.headers["Location"] == "/account"
        assert client.cookies["daylight"] != half
        assert (await client.get("/account")).status_code == 200
        assert (await client.post("/sign-in", data=typed("admin", handed))).status_code == 422
    over = await hand_over(site, "handler", datetime.now(UTC) - timedelta(days=8))
    async with stranger(site) as client:
        refused = await client.post("/sign-in", data=typed("handler", over))
        assert "一次性密码已超过有效期" in refused.text
    assert await acts(site, "admin") == ["password_handed_over", "signed_in", "password_changed", "refused"]


async def test_sessions_end_with_the_roles_the_right_and_the_password_they_began_with(site: Site) -> None:
    member = sample_member("reviewer")
    async with site.client(member) as other, site.client(member) as client:
        async with site.database.transaction() as connection:
            await put_member(connection, member.model_copy(update={"name": "沈审查员"}))
        assert (await other.get("/api/account")).status_code == 200
        async with site.database.transaction() as connection:
            await put_member(connection, member.model_copy(update={"roles": (Role.HANDLER,)}))
        assert (await client.get("/api/account")).status_code == 401
    async with site.client(member) as client:
        await hand_over(site, "reviewer")
        assert (await client.get("/api/account")).status_code == 401


async def test_a_password_that_changes_while_it_is_compared_opens_nothing(site: Site) -> None:
    await give(site, "reviewer")
    member = sample_member("reviewer")
    async with site.database.reading() as connection:
        compared = await password_of(connection, member.id)
    assert compared
    async with site.database.transaction() as signing_in:
        assert await is_still(signing_in, member.id, compared)
        handing_over = asyncio.create_task(hand_over(site, "reviewer"))
        person = SignedIn(staff_id=member.id, agency_id=member.agency_id, name=member.name, roles=member.roles)
        token = await open_session(signing_in, person, datetime.now(UTC) + LATER)
    await handing_over
    async with site.database.transaction() as connection:
        assert not await is_still(connection, member.id, compared)
        assert await find_session(connection, token, datetime.now(UTC), LATER) is None, "it ended with the password"


async def test_the_first_administrator_is_given_a_password_once(site: Site, settings: Settings) -> None:
    first = await first_password(settings)
    assert first is not None
    assert (first.login, first.agency.code) == ("admin", SAMPLE_AGENCY.code)
    assert await first_password(settings) is None
    async with stranger(site) as client:
        assert (await client.post("/sign-in", data=typed("admin", first.password))).headers["Location"] == "/password"
    async with site.database.transaction() as connection:
        kept = (await connection.execute(select(passwords.c.hash, passwords.c.one_time_until))).one()
        assert kept.hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert timedelta(days=6) < kept.one_time_until - datetime.now(UTC) <= timedelta(days=7)


async def test_old_sessions_and_tries_are_swept_when_somebody_signs_in(site: Site) -> None:
    await site.cookie("handler")
    await give(site, "handler")
    async with site.database.transaction() as connection:
        await connection.execute(text("UPDATE sessions SET ends_at = now() - interval '31 days'"))
    async with stranger(site) as client:
        assert (await client.post("/sign-in", data=typed("handler", OWN))).status_code == 303
    async with site.database.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(sessions))).scalar() == 1


async def test_the_sign_in_is_for_everybody(site: Site, chromium: Browser) -> None:
    """By keyboard, on a telephone, in the dark, and without scripts."""
    await give(site, "handler")
    handed = await hand_over(site, "approver")
    for scripts, viewport, login, password in (
        (True, DESK, "handler", OWN),
        (False, PHONE, "approver", handed),
    ):
        async with site.browser(chromium, None, viewport=viewport, scripts=scripts) as page:
            await page.goto(f"/sign-in?agency={SAMPLE_AGENCY.code}&next=/account")
            await _look(page, scripts=scripts)
            await page.get_by_label("账号").focus()
            await page.keyboard.type(login)
            await page.keyboard.press("Tab")
            await page.keyboard.type(password)
            await page.keyboard.press("Enter")
            await page.wait_for_url(re.compile(r"//[^/]+/account$" if login == "handler" else r"//[^/]+/password\?"))
            assert login not in page.url
            await _look(page, scripts=scripts)


async def _look(page: Page, *, scripts: bool) -> None:
    if scripts:
        await assert_accessible_everywhere(page)
