"""What belongs to no part of the console: language, assets, refusals as pages, requests from elsewhere."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.async_api import Browser
from sqlalchemy import func, select, update

from activities.db.sessions import find_session
from activities.db.tables_accounts import sessions
from api.console.entrance import own_path
from api.console.language import Language, chinese, translations
from api.console.typed import Typed
from api.csrf import csrf_token
from schemas.errors import InvalidInput
from tests.console.site import Site, assert_accessible


async def test_a_stranger_is_led_to_the_sign_in_and_back(site: Site) -> None:
    async with httpx.AsyncClient(base_url=site.url, headers={"Accept": "text/html"}) as stranger:
        led = await stranger.get("/", params={})
        assert (led.status_code, led.headers["Location"]) == (303, "/sign-in")


async def test_a_refusal_is_a_page_for_a_browser_and_a_problem_for_a_program(
    site: Site, handler: httpx.AsyncClient
) -> None:
    shown = await handler.get("/no-such-page")
    assert shown.status_code == 404
    assert "<h1>未能完成</h1>" in shown.text
    assert "script-src 'self'" in shown.headers["Content-Security-Policy"]
    told = await handler.get("/api/no-such-thing")
    assert told.headers["Content-Type"] == "application/problem+json"


async def test_the_language_is_switched_where_one_is(handler: httpx.AsyncClient) -> None:
    sent = {"to": "en", "back": "/no-such-page"}
    english = await handler.post("/language", data=sent)
    assert "That did not work" in english.text
    assert '<html lang="en"' in english.text


@pytest.mark.parametrize("key", ["daylight:register", "k" * 201, "键", "a\nb"])
def test_no_form_takes_a_key_of_the_engines(key: str) -> None:
    with pytest.raises(InvalidInput, match="idempotency_key_invalid"):
        Typed([("key", key)]).key  # noqa: B018 - reading it refuses


@pytest.mark.parametrize("typed", ["", "-1", "1.0", "９", "9" * 5000])
def test_a_version_is_a_small_number(typed: str) -> None:
    with pytest.raises(InvalidInput, match="invalid_field"):
        Typed([("expected_version", typed)]).number("expected_version")


@pytest.mark.parametrize("elsewhere", ["https://example.com", "//example.com", "/\\example.com", "", "/a\nb"])
def test_one_is_never_led_to_another_site(elsewhere: str) -> None:
    assert own_path(elsewhere) == "/"


async def test_assets_are_kept_under_an_address_that_changes_with_them(handler: httpx.AsyncClient) -> None:
    page = (await handler.get("/no-such-page")).text
    address = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    style = await handler.get(address)
    assert "immutable" in style.headers["Cache-Control"]
    assert style.headers["Content-Type"].startswith("text/css")
    old = await handler.get("/static/0000000000000000/console.css")
    assert old.headers["Cache-Control"] == "no-store"
    assert (await handler.get("/static/0000000000000000/../visit.py")).status_code == 404


async def test_the_api_takes_a_session_but_no_forged_request(site: Site) -> None:
    token = await site.cookie("handler")
    async with httpx.AsyncClient(base_url=site.url, cookies={"daylight": token}) as browser:
        assert (await browser.get("/api/notices")).status_code == 200
        forged = await browser.post("/api/notices/acknowledge", json={"ids": []})
        assert (forged.status_code, forged.json()["code"]) == (403, "csrf_missing")
        mine = {"X-CSRF-Token": csrf_token(token)}
        foreign = await browser.post(
            "/api/notices/acknowledge", json={"ids": []}, headers={**mine, "Sec-Fetch-Site": "cross-site"}
        )
        assert (foreign.status_code, foreign.json()["code"]) == (403, "foreign_origin")
        assert (await browser.put("/api/notices/preferences", json={}, headers=mine)).status_code == 200


async def test_a_page_left_open_does_not_keep_a_session_open(site: Site) -> None:
    token = await site.cookie("handler")
    async with site.database.transaction() as connection:
        await connection.execute(update(sessions).values(seen_at=func.now() - timedelta(minutes=10)))
    latest = select(sessions.c.seen_at < func.now() - timedelta(minutes=9))
    async with httpx.AsyncClient(base_url=site.url, cookies={"daylight": token}) as browser:
        async with browser.stream("GET", "/api/notices/stream") as heard:
            assert heard.status_code == 200
        async with site.database.reading() as connection:
            assert (await connection.execute(latest)).scalar() is True
        await browser.get("/api/notices")
        async with site.database.reading() as connection:
            assert (await connection.execute(latest)).scalar() is False


async def test_a_session_ends_when_it_is_over(site: Site) -> None:
    token = await site.cookie("handler")
    now = datetime.now(UTC)
    half_an_hour = timedelta(minutes=30)
    async with site.database.transaction() as connection:
        assert await find_session(connection, token, now, half_an_hour)
        assert await find_session(connection, token, now + half_an_hour, half_an_hour) is None
        assert await find_session(connection, token, now + timedelta(hours=1), timedelta(days=1)) is None


def test_there_is_one_translation_of_each_sentence() -> None:
    known = chinese().get("Sign out")
    assert known
    assert known.string == translations(Language.CHINESE).gettext("Sign out") == "退出"
    assert translations(Language.ENGLISH).gettext("Sign out") == "Sign out"


async def test_a_refusal_can_be_read_by_everybody(site: Site, chromium: Browser) -> None:
    async with site.browser(chromium, None) as page:
        await page.goto("/no-such-page")
        await assert_accessible(page)
