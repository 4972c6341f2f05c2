"""Signing in at an OpenID Connect provider: a real one, on this machine."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser
from pydantic import SecretStr, ValidationError
from sqlalchemy import update
from structlog.testing import capture_logs

from activities.db.database import Database
from activities.db.second_factors import begin_factor, confirm_factor
from activities.db.sessions import end_sessions
from activities.db.tables import staff
from activities.totp import fresh_secret
from activities.vault import Vault
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.settings import Settings
from tests.console.provider import CLIENT, SECRET, TestedProvider, running_provider
from tests.console.signing import acts, csrf_in, door, give, post, sign_in, stranger
from tests.console.site import Site, assert_accessible
from tests.harness import TEST_KEYS

UNKNOWN, REFUSED = "您的统一身份在本机关没有对应的账号", "统一身份认证未能完成"


@dataclass(frozen=True)
class Both:
    """The console, and the provider it trusts."""

    site: Site
    provider: TestedProvider


@pytest_asyncio.fixture
async def both(settings: Settings, database: Database) -> AsyncIterator[Both]:
    """A console that takes logins from the claim ``preferred_username``."""
    async with running_provider() as provider:
        trusting = settings.model_copy(
            update={
                "oidc_issuer": provider.issuer,
                "oidc_client_id": CLIENT,
                "oidc_client_secret": SecretStr(SECRET),
                "oidc_login_claim": "preferred_username",
                "oidc_label": "示例市统一身份认证",
            }
        )
        async with door(trusting, database) as site:
            provider.register(f"{site.url}/sign-in/oidc/back")
            yield Both(site, provider)


async def leave(client: httpx.AsyncClient, path: str = "/sign-in/oidc", **more: str) -> str:
    """Begin; the address at the provider to which the page leads."""
    fields = {"agency": SAMPLE_AGENCY.code, "next": "/account", **more}
    page = await client.post(path, data=fields)
    assert page.status_code == 200
    return page.text.partition('<a class="button" href="')[2].partition('"')[0].replace("&amp;", "&")


async def answered(address: str) -> str:
    """What the provider sends the browser back with."""
    async with httpx.AsyncClient() as browser:
        return (await browser.get(address)).headers["Location"]


async def signed_in(client: httpx.AsyncClient, **more: str) -> httpx.Response:
    """The whole way, there and back."""
    return await client.get(await answered(await leave(client, **more)))


async def test_who_is_known_comes_in_and_is_linked_from_then_on(both: Both) -> None:
    async with stranger(both.site) as client:
        assert "示例市统一身份认证" in (await client.get("/sign-in")).text
        address = await leave(client)
        asked = parse_qs(urlsplit(address).query)
        assert asked["code_challenge_method"] == ["S256"]
        assert asked["redirect_uri"] == [f"{both.site.url}/sign-in/oidc/back"]
        assert "code_verifier" not in asked
        entered = await client.get(await answered(address))
        assert (entered.status_code, entered.headers["Location"]) == (303, "/account")
        shown = await client.get("/account")
        assert ("林承办" in shown.text, "已绑定" in shown.text) == (True, True)
    handler = sample_member("handler")
    async with both.site.database.transaction() as connection:
        await connection.execute(update(staff).where(staff.c.id == handler.id).values(login="handler-lin"))
    both.provider.change_keys()
    async with stranger(both.site) as client:
        assert (await signed_in(client, agency="")).headers["Location"] == "/account"
    async with both.site.database.transaction() as connection:
        await connection.execute(update(staff).where(staff.c.id == handler.id).values(active=False))
    async with stranger(both.site) as client:
        assert UNKNOWN in (await signed_in(client)).text
    assert await acts(both.site, "handler") == ["identity_linked", "signed_in_by_provider", "signed_in_by_provider"]


async def test_whoever_does_not_fit_is_refused(both: Both) -> None:
    provider = both.provider
    async with stranger(both.site) as client:
        provider.who = "guest"
        unknown = await signed_in(client)
        assert (unknown.status_code, UNKNOWN in unknown.text, "王小明" in unknown.text) == (422, True, False)
        provider.who = "lin"
        assert UNKNOWN in (await signed_in(client, agency="")).text
        provider.nonce = "another-nonce"
        assert REFUSED in (await signed_in(client)).text
        provider.nonce = None
        provider.hold(-600)
        assert REFUSED in (await signed_in(client)).text
        provider.hold(300)
        provider.claims = {"azp": "another client"}
        assert REFUSED in (await signed_in(client)).text
        provider.claims = {}
        provider.call_itself("http://127.0.0.1:1")
        assert REFUSED in (await signed_in(client)).text
        provider.call_itself(provider.issuer)
        back = await answered(await leave(client))
        assert REFUSED in (await client.get(back.replace("state=", "state=x"))).text
        assert REFUSED in (await client.get(back)).text, "what the browser kept serves once"
        await leave(client)
        assert REFUSED in (await client.get("/sign-in/oidc/back?error=access_denied&state=x")).text
        address = await leave(client)
        verifying = await answered(address.replace("code_challenge=", "code_challenge=x"))
        assert REFUSED in (await client.get(verifying)).text
        assert "daylight" not in client.cookies
    assert await acts(both.site, "handler") == []


async def test_whom_nobody_knows_is_counted_and_logged_without_his_name(both: Both) -> None:
    both.provider.who = "guest"
    async with stranger(both.site) as client:
        with capture_logs() as logs:
            shown = [(await signed_in(client)).status_code for _ in range(6)]
        assert shown == [422] * 5 + [429]
        told = [line for line in logs if line["event"] == "provider_sign_in_refused"]
        assert [line["log_level"] for line in told] == ["warning"] * 5
        assert "王小明" not in str(told)
        assert "nobody" not in str(told)
        both.provider.who = "lin"
        assert (await signed_in(client)).status_code == 303, "the others at his desk do not wait with him"


async def test_a_code_opens_once(both: Both) -> None:
    async with stranger(both.site) as client, stranger(both.site) as thief:
        back = await answered(await leave(client))
        assert REFUSED in (await thief.get(back)).text, "without what the browser keeps"
        flow = {name: value for name, value in client.cookies.items() if "openid" in name}
        assert (await client.get(back)).status_code == 303
        client.cookies.update(flow)
        assert REFUSED in (await client.get(back)).text


async def test_one_links_and_unlinks_oneself(both: Both) -> None:
    await give(both.site, "reviewer", "handler")
    async with stranger(both.site) as client:
        assert await sign_in(client, "reviewer") == "/"
        csrf = csrf_in(await client.get("/account"))
        assert (await client.post("/account/identity", data={"csrf": "x"})).status_code == 403
        linked = await signed_in_from(client, csrf)
        assert linked.headers["Location"] == "/account?told=linked"
        assert "今后可以用它登录" in (await client.get("/account?told=linked")).text
    async with stranger(both.site) as client:
        assert (await signed_in(client, agency="")).headers["Location"] == "/account"
        assert "沈审查" in (await client.get("/account")).text
    async with stranger(both.site) as client:
        assert await sign_in(client, "handler") == "/"
        csrf = csrf_in(await client.get("/account"))
        taken = await signed_in_from(client, csrf)
        assert (taken.status_code, "已与其他账号绑定" in taken.text) == (409, True)
    async with stranger(both.site) as client:
        assert await sign_in(client, "reviewer") == "/"
        wrong = await post(client, "/account/identity/off", on="/account", current="guess")
        assert wrong.status_code == 422
        gone = await post(client, "/account/identity/off", on="/account", current="竹外桃花三两枝，春江水暖")
        assert gone.headers["Location"] == "/account?told=unlinked"
    async with stranger(both.site) as client:
        assert UNKNOWN in (await signed_in(client, agency="")).text


async def test_a_form_sent_without_a_session_is_there_after_the_provider_too(both: Both) -> None:
    async with stranger(both.site) as client:
        await signed_in(client)
        form = {"asked": "询问办理时限。", "csrf": csrf_in(await client.get("/inquiries"))}
        async with both.site.database.transaction() as connection:
            await end_sessions(connection, sample_member("handler").id)
        led = await client.post("/inquiries", data=form, headers={"Referer": f"{both.site.url}/inquiries"})
        assert led.headers["Location"] == "/sign-in?next=%2Funsent"
        assert (await signed_in(client, next="/unsent")).headers["Location"] == "/unsent"
        assert "询问办理时限。" in (await client.get("/unsent")).text


async def signed_in_from(client: httpx.AsyncClient, csrf: str) -> httpx.Response:
    """The way there and back of somebody who is signed in already."""
    return await client.get(await answered(await leave(client, "/account/identity", csrf=csrf)))


async def test_a_provider_that_is_away_leaves_the_password(settings: Settings, database: Database) -> None:
    away = {"oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": CLIENT, "oidc_client_secret": SecretStr(SECRET)}
    async with door(settings.model_copy(update=away), database) as site, stranger(site) as client:
        await give(site, "handler")
        shown = await client.post("/sign-in/oidc", data={"agency": SAMPLE_AGENCY.code, "login": "handler"})
        assert (shown.status_code, "统一身份认证服务暂时无法使用" in shown.text) == (503, True)
        assert await sign_in(client, "handler") == "/"
    async with door(settings, database) as site, stranger(site) as client:
        assert (await client.post("/sign-in/oidc", data={})).status_code == 404


def test_an_issuer_is_reached_encrypted_or_on_this_machine() -> None:
    given = {**TEST_KEYS, "database_url": "postgresql+asyncpg://x", "documents_url": "file:///x"}
    for near in (
        "https://id.example.gov.cn/realms/staff",
        "http://127.0.0.1:8080",
        "http://localhost/x",
        "http://[::1]:1",
    ):
        assert Settings.model_validate({**given, "oidc_issuer": near}).oidc_issuer == near
    for far in (
        "http://example.com",
        "http://127.0.0.1.example.com",
        "http://localhost@example.com",
        "ftp://127.0.0.1",
    ):
        with pytest.raises(ValidationError):
            Settings.model_validate({**given, "oidc_issuer": far})


async def test_the_second_factor_is_asked_for_unless_the_provider_has_seen_one(both: Both) -> None:
    async with both.site.database.transaction() as connection:
        vault = Vault(TEST_KEYS["personal_data_keys"], TEST_KEYS["lookup_key"])
        await begin_factor(connection, sample_member("handler").id, fresh_secret(), vault)
        await confirm_factor(connection, sample_member("handler").id, datetime.now(UTC), ())
    async with stranger(both.site) as client:
        assert (await signed_in(client)).headers["Location"] == "/sign-in/second?next=%2Faccount"
        both.provider.claims = {"amr": ["pwd", "mfa"]}
        assert (await signed_in(client)).headers["Location"] == "/account"


async def test_the_way_there_and_back_in_a_browser(both: Both, chromium: Browser) -> None:
    async with both.site.browser(chromium, None, scripts=False) as page:
        await page.goto("/sign-in?next=/account")
        await page.get_by_label("机关").select_option(SAMPLE_AGENCY.code)
        await page.get_by_role("button", name="示例市统一身份认证").press("Enter")
        await page.wait_for_url(re.compile(r"//[^/]+/account$"))
        assert await page.get_by_text("林承办").first.is_visible()
    async with both.site.browser(chromium, None) as page:
        await page.goto("/sign-in")
        await assert_accessible(page)
