"""What every answer tells a browser: pages, redirects, downloads, assets and errors alike."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from fastapi import FastAPI

from api.app import ROUTERS, create_app
from api.console.parts import PARTS
from api.safe_headers import SAFE_HEADERS
from schemas.settings import Settings
from tests.api.office import Office, headers_for
from tests.console.test_matrix import addresses
from tests.hostile.things import NOBODYS

BROWSER = {"Accept": "text/html"}


def crashing(settings: Settings) -> FastAPI:
    """The API with one more route, that does what nobody foresaw."""
    app = create_app(settings)

    @app.get("/crash")
    async def _() -> None:
        raise RuntimeError("nobody foresaw this")

    return app


@pytest.fixture
async def visitor(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a session, on an encrypted way."""
    app = crashing(office.settings.model_copy(update={"public_url": "https://ogi.example.gov.cn"}))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="https://ogi.example.gov.cn", timeout=60) as http,
    ):
        yield http


def places() -> Iterator[str]:
    """Every address that is read, of API and console, with something in the place of each parameter."""
    for router in (*ROUTERS, *PARTS):
        for address in addresses(router, "GET"):
            if address != "/api/notices/stream":
                yield address.replace("{year}", "2025").replace("{number}", "1")


def assert_safe(answer: httpx.Response) -> None:
    """All headers, and a policy that lets nothing from elsewhere run and nobody frame it."""
    lacking = [name for name in (*SAFE_HEADERS, "Strict-Transport-Security") if name not in answer.headers]
    assert lacking == [], (answer.request.method, answer.request.url.path, answer.status_code)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy or "sandbox" in policy, answer.request.url.path
    scripts = policy.partition("script-src")[2].partition(";")[0]
    assert "unsafe" not in scripts, answer.request.url.path
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "server" not in answer.headers


async def test_every_address_is_safe_for_a_stranger(visitor: httpx.AsyncClient) -> None:
    for place in places():
        for headers in ({}, BROWSER):
            assert_safe(await visitor.get(place, headers=headers))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/crash", 500),
        ("GET", "/nowhere", 404),
        ("DELETE", "/api/applications", 405),
        ("OPTIONS", "/api/applications", 405),
        ("HEAD", "/healthz", 405),
        ("POST", "/api/status", 422),
        ("GET", "/docs", 200),
        ("GET", "/openapi.json", 200),
        ("GET", "/static-offline-docs/swagger-ui.css", 200),
        ("GET", "/static-offline-docs/nothing.css", 404),
        ("GET", "/static/now/console.css", 200),
        ("GET", f"/api/documents/{NOBODYS}/content", 401),
    ],
)
async def test_answers_of_every_kind_are_safe(visitor: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    for headers in ({}, BROWSER):
        answer = await visitor.request(method, path, headers=headers)
        assert answer.status_code == status
        assert_safe(answer)


async def test_a_body_that_is_too_large_is_refused_safely(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/api/status", content=b" " * (1024 * 1024 + 1))
    assert answer.status_code == 413
    assert_safe(answer)
    page = await visitor.post("/apply", content=b" " * (1024 * 1024 + 1), headers=BROWSER)
    assert (page.status_code, "此处一次最多可提交 1.0 MB。" in page.text) == (413, True)
    assert_safe(page)


async def test_what_is_downloaded_is_safe(office: Office, visitor: httpx.AsyncClient) -> None:
    case_id = (await office.registered())["case_id"]
    document = await office.uploaded(case_id, b"<html><script>alert(1)</script></html>", "x.txt")
    (letter,) = await office.read(f"/api/applications/{case_id}/letters")
    for path in (
        f"/api/documents/{document['id']}/content",
        f"/api/letters/{letter['letter_id']}.pdf",
        f"/api/letters/{letter['letter_id']}.docx",
        f"/api/letters/{letter['letter_id']}/pages/1.png",
        f"/api/applications/{case_id}/export",
        "/api/applications?format=csv",
        "/api/applications?format=xlsx",
        "/api/feeds/calendar.ics",
    ):
        answer = await visitor.get(path, headers=headers_for(office.tokens["handler"]))
        assert answer.status_code == 200, path
        assert_safe(answer)
        shown_as_it_is = answer.headers["Content-Type"].startswith("image/png")
        assert shown_as_it_is or answer.headers["Content-Disposition"].startswith("attachment"), path
