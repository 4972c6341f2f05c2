"""Requests that are wrong before anybody looks at what they want: ids, keys, cursors, methods, bodies."""

from base64 import urlsafe_b64encode

import pytest

from tests.api.office import Office, application, assert_problem, headers_for

UUID = "6f1c2f0e-0d5b-4c1e-9a53-7c1d3a5be001"
CASE_PATHS = ("", "/steps", "/events", "/deadline", "/documents", "/letters")


def cursor(plain: bytes) -> str:
    return urlsafe_b64encode(plain).decode()


@pytest.mark.parametrize("path", [*(f"/api/applications/x{path}" for path in CASE_PATHS), "/api/documents/x/content"])
async def test_an_id_that_is_none_is_refused(shared: Office, path: str) -> None:
    field = "document_id" if "documents/x" in path else "case_id"
    assert_problem(await shared.get(path), 422, "invalid_field", field)


@pytest.mark.parametrize("form", ["pdf", "docx"])
async def test_a_letter_id_that_is_none_is_refused(shared: Office, form: str) -> None:
    assert_problem(await shared.get(f"/api/letters/..%2F..%2Fx.{form}"), 404, "not_found")
    assert_problem(await shared.get(f"/api/letters/x.{form}"), 422, "invalid_field", "letter_id")


@pytest.mark.parametrize("path", [f"/api/applications/{UUID}{path}" for path in CASE_PATHS])
async def test_a_case_nobody_knows_is_not_found(shared: Office, path: str) -> None:
    assert_problem(await shared.get(path), 404, "not_found")


@pytest.mark.parametrize(
    "path",
    [
        f"/api/documents/{UUID}/content",
        f"/api/letters/{UUID}.pdf",
        f"/api/letters/{UUID}.docx",
        "/api/applications/a/b/c",
        "/api/%00",
        "/api/%7F",
        "/%2e%2e/etc/passwd",
        "/static-offline-docs/%2e%2e/%2e%2e/core.py",
    ],
)
async def test_what_is_not_there_is_not_found(shared: Office, path: str) -> None:
    assert_problem(await shared.get(path), 404, "not_found")


@pytest.mark.parametrize(("method", "path"), [("PUT", "/api/applications"), ("DELETE", f"/api/applications/{UUID}")])
async def test_a_method_that_is_not_offered_is_refused(shared: Office, method: str, path: str) -> None:
    answer = await shared.http.request(method, path, headers=headers_for(shared.tokens["handler"]))
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"]


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "idempotency_key_missing"),
        (b"", "idempotency_key_invalid"),
        (b"k" * 201, "idempotency_key_invalid"),
        (b"k" * 60_000, "idempotency_key_invalid"),
        ("钥匙".encode(), "idempotency_key_invalid"),
        (b"\xff\xfe", "idempotency_key_invalid"),
        (b"a\tb", "idempotency_key_invalid"),
        (b"a\x7fb", "idempotency_key_invalid"),
    ],
)
async def test_a_submission_needs_a_sensible_key(shared: Office, key: bytes | None, code: str) -> None:
    headers: list[tuple[bytes, bytes]] = [(b"Authorization", f"Bearer {shared.tokens['handler']}".encode())]
    headers += [(b"Idempotency-Key", key)] if key is not None else []
    answer = await shared.http.post("/api/applications", json=application(), headers=headers)
    assert_problem(answer, 422, code, "Idempotency-Key")


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "",
        "钥匙",
        "====",
        "a" * 301,
        cursor(b""),
        cursor(b"\xff\xfe|x"),
        cursor(b"2026-01-01T00:00:00+00:00|no-id"),
        cursor(f"2026-01-01T00:00:00|{UUID}".encode()),
        cursor(f"0001-01-01T00:00:00+14:00|{UUID}".encode()),
        cursor(f"9999-12-31T23:59:59-14:00|{UUID}".encode()),
        cursor(f"yesterday|{UUID}".encode()),
    ],
)
async def test_a_cursor_that_is_none_is_refused(shared: Office, after: str) -> None:
    code = "invalid_field" if len(after) > 300 else "cursor_invalid"
    assert_problem(await shared.get("/api/applications", after=after), 422, code, "after")


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("state=burning", "invalid_field", "state"),
        ("handler=x", "invalid_field", "handler"),
        ("due_before=1747008000", "invalid_field", "due_before"),
        ("due_before=tomorrow", "invalid_field", "due_before"),
        ("overdue=perhaps", "invalid_field", "overdue"),
        ("limit=0", "invalid_field", "limit"),
        ("limit=201", "invalid_field", "limit"),
        (f"limit={10**400}", "invalid_field", "limit"),
        ("limit=NaN", "invalid_field", "limit"),
        ("text=a%00b", "control_characters", "text"),
        ("text=a%1Bb", "control_characters", "text"),
        ("text=", "invalid_field", "text"),
        ("text=" + "a" * 201, "invalid_field", "text"),
    ],
)
async def test_a_filter_that_makes_no_sense_is_refused(shared: Office, query: str, code: str, field: str) -> None:
    answer = await shared.http.get(f"/api/applications?{query}", headers=headers_for(shared.tokens["handler"]))
    assert_problem(answer, 422, code, field)


@pytest.mark.parametrize("query", ["due_before=0001-01-01", "due_before=9999-12-31", "text=%ED%A0%80", "text=%FF"])
async def test_an_odd_filter_finds_what_it_finds(shared: Office, query: str) -> None:
    answer = await shared.http.get(f"/api/applications?{query}", headers=headers_for(shared.tokens["handler"]))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "field"),
    [
        ("GET", "/api/oversight/cases?recieved_from=2026-01-01", "recieved_from"),
        ("GET", "/api/oversight/cases?limit=5&Limit=6", "Limit"),
        ("GET", "/api/oversight/cases?received_from=2026-01-01&from=2026-01-01", "from"),
        ("GET", f"/api/reports/annual/2025/cases?row=1&version=5&agency={UUID}", "version"),
        ("GET", "/api/reports/annual/2025/entries?draft=true", "draft"),
        ("PUT", f"/api/reports/annual/2025/entries?agency={UUID}", "agency"),
        ("POST", f"/api/reports/annual/2025/adopt?agency={UUID}", "agency"),
        ("GET", f"/api/applications/{UUID}?%00by=x", "\N{REPLACEMENT CHARACTER}by"),
        ("GET", "/api/notices/stream?since=1", "since"),
        ("GET", "/api/webhooks?x", "x"),
        ("GET", "/readyz?verbose=1", "verbose"),
    ],
)
async def test_a_parameter_nobody_knows_is_refused_and_nothing_is_done(
    shared: Office, method: str, path: str, field: str
) -> None:
    answer = await shared.http.request(method, path, json={}, headers=headers_for(shared.tokens["head"]))
    assert_problem(answer, 422, "foreign_field", field)


async def test_every_route_knows_what_its_description_lists_and_nothing_else(shared: Office) -> None:
    described = (await shared.http.get("/openapi.json?x=1")).json()["paths"]
    routes = [(path, method, told) for path, methods in described.items() for method, told in methods.items()]
    for path, method, told in routes:
        names = [one["name"] for one in told.get("parameters", []) if one["in"] == "query"]
        answer = await shared.http.request(method, path, params={**dict.fromkeys(names, ""), "nosuch": ""})
        refused = path != "/api/status"
        assert (answer.json().get("field") == "nosuch") == refused, (method, path)


@pytest.mark.parametrize("path", ["/status?utm_source=portal", "/sign-in?utm_source=portal", "/docs?x=1"])
async def test_what_stands_in_an_applicants_address_is_not_read(shared: Office, path: str) -> None:
    assert (await shared.http.get(path)).status_code == 200


async def test_an_agency_that_does_not_exist_is_not_there(shared: Office) -> None:
    assert_problem(await shared.get("/api/applications", agency=UUID), 404, "not_found", "agency")
    assert_problem(await shared.get("/api/applications", agency="示建公"), 422, "invalid_field", "agency")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "日本"])
async def test_a_body_of_another_type_is_refused(shared: Office, kind: str) -> None:
    headers = headers_for(shared.tokens["handler"], UUID, {})
    given = {**{name.encode(): value.encode() for name, value in headers.items()}, b"Content-Type": kind.encode()}
    answer = await shared.http.post("/api/applications", content=b'{"channel": "fax"}', headers=given)
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] in {"invalid_field", "invalid_json"}


@pytest.mark.parametrize(
    "path",
    [
        "/api/applications",
        f"/api/applications/{UUID}/steps",
        "/api/nowhere",
        f"/cases/{UUID}/steps/documents",
        "/apply/documents",
    ],
)
async def test_a_body_past_a_mebibyte_is_refused(shared: Office, path: str) -> None:
    body = application(description="x" * 1024 * 1024)
    answer = await shared.http.post(path, json=body, headers=headers_for(shared.tokens["handler"], UUID))
    assert_problem(answer, 413, "body_too_large", "body")


async def test_a_body_without_declared_length_is_counted_too(shared: Office) -> None:
    async def endless() -> object:
        while True:
            yield b" " * 65_536

    answer = await shared.http.post(
        "/api/applications",
        content=endless(),  # type: ignore[arg-type]
        headers=headers_for(shared.tokens["handler"], UUID, {"Content-Type": "application/json"}),
    )
    assert_problem(answer, 413, "body_too_large", "body")
