"""A form that is sent after its session has ended: its writer gets it back, once he has signed in; nobody else does."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pyotp
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from playwright.async_api import Browser
from sqlalchemy import delete, func, select, update

from activities.db.database import Database
from activities.db.second_factors import begin_factor, confirm_factor
from activities.db.sessions import end_sessions
from activities.db.tables import cases
from activities.db.tables_accounts import sessions, unsent_forms
from activities.db.unsent_forms import MOST
from activities.totp import fresh_secret
from activities.vault import Vault
from api.cli.setup import sample_member
from api.console.unsent.filling import filled_in
from schemas.settings import Settings
from tests.console.at_work import FORM, key_in
from tests.console.filled_in import controls
from tests.console.signing import OWN, csrf_in, door, give, sign_in, stranger, typed
from tests.console.site import Site, assert_accessible
from tests.console.test_steps import registered
from tests.harness import TEST_KEYS

NOTE = {
    "channel": "telephone",
    "asked_on": "2026-11-02",
    "asked": "询问“招标文件”<b>是否公开</b> & 到哪里查。\n第二行",
    "answered": "告知可以书面申请公开。",
}
BACK = "/sign-in?next=%2Funsent"
NOTHING_KEPT = "所提交的内容未能保留"


@pytest_asyncio.fixture
async def entrance(settings: Settings, database: Database) -> AsyncIterator[Site]:
    """The console, without a worker."""
    async with door(settings, database) as opened:
        await give(opened, "handler", "reviewer")
        yield opened


async def opened(client: httpx.AsyncClient, path: str) -> dict[str, str]:
    """What a browser would send of the forms of a page that is not signed in long any more."""
    page = await client.get(path)
    return {"csrf": csrf_in(page), "key": key_in(page.text)}


def form_to(address: str, page: httpx.Response) -> dict[str, str]:
    """What a browser would send of the form of a page that goes to this address."""
    return dict(controls(page.text.partition(f'action="{address}">')[2].partition("</form>")[0]))


async def ended(site: Site, login: str = "handler") -> None:
    """All sessions of somebody end, as when an administrator ends them."""
    async with site.database.transaction() as connection:
        await end_sessions(connection, sample_member(login).id)


async def kept(site: Site) -> int:
    """How many forms are kept."""
    async with site.database.reading() as connection:
        return int((await connection.execute(select(func.count()).select_from(unsent_forms))).scalar_one())


async def test_its_writer_gets_it_back_and_nobody_else(entrance: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site = entrance
    async with stranger(site) as client, stranger(site) as elsewhere:
        await sign_in(client, "handler")
        own = await opened(client, "/inquiries")
        await ended(site)
        sent = await client.post("/inquiries", data={**NOTE, **own}, headers={"Referer": f"{site.url}/inquiries"})
        assert (sent.status_code, sent.headers["Location"]) == (303, BACK)
        assert "您填写的内容将为您本人保留一小时" in (await client.get(BACK)).text
        other = await client.post("/sign-in", data=typed("reviewer", OWN, next="/unsent"))
        assert other.headers["Location"] == "/unsent"
        assert (await client.get("/unsent")).headers["Location"] == "/"
        await client.post("/sign-out", data={"csrf": csrf_in(await client.get("/account"))})
        await sign_in(elsewhere, "handler")
        assert (await elsewhere.get("/unsent")).headers["Location"] == "/", "at another browser"
        wrong = await client.post("/sign-in", data=typed("handler", "guess", next="/unsent"))
        assert "您填写的内容将为您本人保留一小时" in wrong.text
        assert (await client.post("/sign-in", data=typed("handler", OWN, next="/unsent"))).status_code == 303
        page = await client.get("/unsent")
        assert "系统未作任何记录" in page.text
        assert "<b>是否公开" not in page.text
        form = dict(
            controls(page.text.partition('<form method="post" action="/inquiries">')[2].partition("</form>")[0])
        )
        assert form == {**NOTE, "key": own["key"], "csrf": csrf_in(page)}
        assert "转为申请</a>" not in page.text, "nothing was sent for him"
        assert (await client.post("/inquiries", data={**form, "asked": ""})).status_code == 422
        assert (await client.get("/unsent")).status_code == 200, "refused, it stays"
        another = await client.post("/language", data={"csrf": form["csrf"], "to": "zh", "back": "/unsent"})
        assert (another.headers["Location"], (await client.get("/unsent")).status_code) == ("/unsent", 200)
        done = await client.post("/inquiries", data=form)
        assert (done.status_code, "daylight_unsent" in client.cookies) == (303, False)
        assert (await client.get("/inquiries")).text.count("转为申请</a>") == 1
        assert (await client.get("/unsent")).headers["Location"] == "/"
    assert await kept(site) == 0
    told = capsys.readouterr()
    assert "招标文件" not in told.out + told.err


async def test_a_form_from_a_tab_of_an_earlier_session_is_shown_again_to_its_writer_alone(entrance: Site) -> None:
    site = entrance
    async with stranger(site) as client:
        await sign_in(client, "handler")
        own = await opened(client, "/inquiries")
        await sign_in(client, "handler")
        sent = await client.post("/inquiries", data={**NOTE, **own}, headers={"Referer": f"{site.url}/inquiries"})
        assert (sent.status_code, sent.headers["Location"]) == (303, "/unsent")
        page = await client.get("/unsent")
        form = form_to("/inquiries", page)
        assert form == {**NOTE, "key": own["key"], "csrf": csrf_in(page)}
        assert "系统未作任何记录" in page.text
        assert "转为申请</a>" not in (await client.get("/inquiries")).text, "nothing was done"
        assert '<a href="/unsent">' in (await client.get("/work")).text
        assert (await client.post("/inquiries", data=form)).status_code == 303
        assert '<a href="/unsent">' not in (await client.get("/work")).text
        await sign_in(client, "reviewer")
        refused = await client.post("/inquiries", data={**NOTE, **own})
        assert (refused.status_code, "招标文件" in refused.text) == (403, False), "written by somebody else"
        forged = await client.post("/inquiries", data={**NOTE, "key": "k", "csrf": "0" * 64})
        assert forged.status_code == 403
    assert await kept(site) == 0


async def test_it_outlasts_the_second_factor_and_not_its_hour(entrance: Site) -> None:
    site = entrance
    vault, secret = Vault(TEST_KEYS["personal_data_keys"], TEST_KEYS["lookup_key"]), fresh_secret()
    async with stranger(site) as client:
        await sign_in(client, "handler")
        own = await opened(client, "/register")
        async with site.database.transaction() as connection:
            await begin_factor(connection, sample_member("handler").id, secret, vault)
            await confirm_factor(connection, sample_member("handler").id, datetime.now(UTC), ())
            await connection.execute(update(sessions).values(seen_at=datetime.now(UTC) - timedelta(hours=2)))
        said = {**FORM, **own, "description": "申请公开合同。", "arrived_on": "2026-11-02"}
        assert (await client.post("/register", data=said)).headers["Location"] == BACK
        asked = (await client.post("/sign-in", data=typed("handler", OWN, next="/unsent"))).headers["Location"]
        assert asked == "/sign-in/second?next=%2Funsent"
        code = {"code": pyotp.TOTP(secret).now(), "next": "/unsent", "csrf": csrf_in(await client.get(asked))}
        assert (await client.post("/sign-in/second", data=code)).headers["Location"] == "/unsent"
        page = (await client.get("/unsent")).text
        assert all(part in page for part in ("申请公开合同。", "王小明", own["key"], "2026-11-02"))
        async with site.database.transaction() as connection:
            assert (await connection.execute(select(func.count()).select_from(cases))).scalar_one() == 0
            await connection.execute(update(unsent_forms).values(kept_until=datetime.now(UTC)))
        assert (await client.get("/unsent")).headers["Location"] == "/"
        await sign_in(client, "handler")
    assert await kept(site) == 0, "swept when somebody signs in"


async def test_it_can_be_thrown_away(entrance: Site) -> None:
    async with stranger(entrance) as client:
        await sign_in(client, "handler")
        own = await opened(client, "/inquiries")
        await ended(entrance)
        await client.post("/inquiries", data={**NOTE, **own}, headers={"Referer": f"{entrance.url}/inquiries"})
        await sign_in(client, "handler")
        csrf = csrf_in(await client.get("/unsent"))
        assert (await client.post("/unsent/drop", data={"csrf": csrf})).headers["Location"] == "/"
        assert (await client.get("/unsent")).headers["Location"] == "/"
    assert await kept(entrance) == 0


async def test_of_one_person_only_the_newest_are_kept(entrance: Site) -> None:
    async with stranger(entrance) as client:
        await sign_in(client, "handler")
        own = await opened(client, "/inquiries")
        await ended(entrance)
        name = unsent_cookie = ""
        for n in range(MOST + 3):
            sent = await client.post("/inquiries", data={**NOTE, **own, "asked": f"第{n}次"})
            assert sent.headers["Location"] == BACK
            name, unsent_cookie = next((k, v) for k, v in client.cookies.items() if k.endswith("_unsent"))
            client.cookies.delete(name)
        assert await kept(entrance) == MOST
        client.cookies.set(name, unsent_cookie)
        await sign_in(client, "handler")
        assert f"第{MOST + 2}次" in (await client.get("/unsent")).text


async def test_what_is_forged_too_long_a_file_or_a_secret_is_not_kept(entrance: Site) -> None:
    site = entrance
    referer = {"Referer": f"{site.url}/inquiries"}
    async with stranger(site) as client:
        assert (
            (await client.post("/inquiries", data=NOTE, headers=referer))
            .headers["Location"]
            .endswith("told=ended&next=%2Finquiries")
        )
        await sign_in(client, "handler")
        own = await opened(client, "/inquiries")
        await ended(site)
        for said, headers in (
            ({**NOTE, **own, "csrf": "x"}, {}),
            ({**NOTE, **own}, {"Sec-Fetch-Site": "cross-site"}),
            ({**NOTE, **own, "asked": "长" * 100_000}, {}),
            (own, {}),
        ):
            led = await client.post("/inquiries", data=said, headers=headers)
            assert led.headers["Location"] == "/sign-in?told=ended"
        assert NOTHING_KEPT in (await client.get(led.headers["Location"])).text
        with_file = await client.post("/admin/calendars/file", data=own, files={"file": ("x.csv", b"x")})
        assert with_file.headers["Location"] == "/sign-in?told=ended"
        script = await client.post("/register/alike", data={**FORM, **own}, headers={"Sec-Fetch-Dest": "empty"})
        assert script.headers["Location"] == "/sign-in"
        secret = {**own, "current": OWN, "password": OWN, "again": OWN}
        assert (await client.post("/password", data=secret)).headers["Location"] == "/sign-in?told=ended"
        async with site.database.transaction() as connection:
            await connection.execute(delete(sessions))
        assert (await client.post("/inquiries", data={**NOTE, **own})).headers["Location"] == "/sign-in?told=ended"
    assert await kept(site) == 0


async def test_a_form_that_has_no_page_any_more_is_listed_and_sent_all_the_same(entrance: Site) -> None:
    site = entrance
    async with stranger(site) as client:
        await sign_in(client, "handler")
        own = await opened(client, "/account/absences")
        await ended(site)
        said = {**own, "staff_who_has_left": "某人", "first_day": "2020-01-01"}
        await client.post("/account/absences", data=said, headers={"Referer": f"{site.url}/account/absences"})
        await client.post("/sign-in", data=typed("handler", OWN))
        page = await client.get("/unsent")
        form = form_to("/account/absences", page)
        assert form == {**said, "csrf": csrf_in(page)}
        assert "再次提交" in page.text


async def test_rows_that_were_added_come_back_too(site: Site, handler: httpx.AsyncClient, chromium: Browser) -> None:
    """The form of a step grows while it is filled in; in a browser, without scripts."""
    await give(site, "handler")
    clerk = await registered(handler)
    async with site.browser(chromium, "handler", scripts=False) as page:
        await page.goto(clerk.path("split_application"))
        await page.get_by_role("button", name="再加一项").click()
        for n in (1, 2, 3):
            await page.get_by_label(f"分拆后的申请内容 {n}").fill(f"第{n}项：申请公开招标文件。")
        await ended(site)
        await page.get_by_role("button", name="分拆申请").click()
        await page.get_by_text("您填写的内容将为您本人保留一小时").wait_for()
        await page.get_by_label("账号").fill("handler")
        await page.get_by_label("密码").fill(OWN)
        await page.get_by_role("button", name="登录").click()
        await page.wait_for_url("**/unsent")
        async with site.browser(chromium, None) as looked_at:  # axe itself is a script
            held = await page.context.cookies()
            await looked_at.context.add_cookies(
                [{"name": c["name"], "value": c["value"], "url": site.url} for c in held]
            )
            await looked_at.goto("/unsent")
            await assert_accessible(looked_at)
        assert await page.get_by_label("分拆后的申请内容 3").input_value() == "第3项：申请公开招标文件。"
        await page.get_by_role("button", name="分拆申请").click()
        await page.wait_for_url(f"**/cases/{clerk.case_id}?did=split_application")


PAGE = """<form action="/other"><input name="line"></form><form action="/here" method="post">
<input type="hidden" name="csrf" value="now"><input type="hidden" name="key" value="new"><input name="line" value="old">
<input type="radio" name="one" value="a" checked><input type="radio" name="one" value="b">
<input type="checkbox" name="some" value="a" checked><input type="checkbox" name="some" value="b">
<select name="pick"><option value="a" selected>A</option><option value="b">B</option></select>
<textarea name="text">\nold &amp; so</textarea><p title="&lt;">kept &amp; &#20013;</p></form><!-- end -->"""
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


@given(TEXTS, TEXTS.map(lambda text: f"{text}\n{text}"), st.sampled_from("ab"), st.sets(st.sampled_from("ab")))
def test_a_form_takes_what_was_typed_as_it_was(line: str, text: str, one: str, some: set[str]) -> None:
    typed_in = [("key", "k"), ("line", line), ("one", one), *(("some", each) for each in sorted(some)), ("pick", one)]
    filled = filled_in(PAGE, "/here", [*typed_in, ("text", text)])
    assert filled is not None
    assert sorted(controls(filled)) == sorted([("line", ""), ("csrf", "now"), *typed_in, ("text", text)])
    assert filled.endswith('<p title="&lt;">kept &amp; &#20013;</p></form><!-- end -->')


def test_what_has_no_place_is_not_dropped() -> None:
    assert filled_in(PAGE, "/here", [("pick", "gone")]) is None
    assert filled_in(PAGE, "/here", [("line", "one"), ("line", "another")]) is None
    assert filled_in(PAGE, "/elsewhere", [("line", "one")]) is None


def test_of_several_forms_the_one_that_was_sent_is_filled_in() -> None:
    first, second = (f'<form action="/end"><input type="hidden" name="id" value="{n}"><input name="why">' for n in "12")
    filled = filled_in(f"{first}</form>{second}</form>", "/end", [("id", "2"), ("why", "y")])
    assert filled == f"{first}</form>{second[:-1]} " + 'value="y"></form>'
