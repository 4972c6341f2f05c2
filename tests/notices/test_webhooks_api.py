"""Webhooks and dead letters over HTTP: for administrators, each for their own agency."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from tests.api.office import assert_problem, headers_for
from tests.conftest import serving
from tests.notices.post_office import PostOffice
from tests.notices.sink import Hooks, Mailbox
from tests.notices.test_webhooks import verified

Receiver = tuple[Hooks, str]
Json = dict[str, Any]


class Desk:
    """Requests of the sample agency's staff."""

    def __init__(self, http: httpx.AsyncClient, tokens: dict[str, str]) -> None:
        self._http, self._tokens = http, tokens

    async def ask(self, method: str, path: str, by: str = "admin", **request: Any) -> httpx.Response:
        return await self._http.request(method, path, headers=headers_for(self._tokens[by]), **request)

    async def json(self, method: str, path: str, by: str = "admin", **request: Any) -> Json:
        answer = await self.ask(method, path, by, **request)
        assert answer.status_code in {200, 201}, answer.text
        told: Json = answer.json()
        return told


@pytest_asyncio.fixture
async def desk(office: PostOffice, hooks: Receiver, sample: dict[str, str]) -> AsyncIterator[Desk]:
    """The API by the office's settings: it may post to this machine."""
    async with serving(office.settings) as http:
        yield Desk(http, sample)


async def test_a_webhook_is_added_tried_listed_and_removed(desk: Desk, hooks: Receiver, office: PostOffice) -> None:
    receiver, url = hooks
    made = await desk.json("POST", "/api/webhooks", json={"url": f"{url}/in", "kinds": ["escalation_fell"]})
    assert await desk.json("POST", f"/api/webhooks/{made['id']}/test") == {
        "delivered": True,
        "status": 204,
        "error": None,
    }
    assert verified(receiver.got[0], made["secret"])["type"] == "cn.daylight.notice.test.v1"
    listed = await desk.json("GET", "/api/webhooks")
    assert [one["url"] for one in listed["items"]] == [f"{url}/in"]
    assert made["secret"] not in str(listed)
    await office.notice()
    assert (await desk.ask("DELETE", f"/api/webhooks/{made['id']}")).status_code == 204
    assert (await desk.json("GET", "/api/webhooks"))["items"] == []
    assert [(status, error) for status, _, error in await office.told("webhook")] == [("failed", "webhook_removed")]
    assert_problem(await desk.ask("DELETE", f"/api/webhooks/{made['id']}"), 404, "not_found")
    assert_problem(await desk.ask("POST", f"/api/webhooks/{made['id']}/test"), 404, "not_found")


async def test_a_test_that_fails_says_why(desk: Desk, hooks: Receiver) -> None:
    receiver, url = hooks
    receiver.answers["/"] = 403
    made = await desk.json("POST", "/api/webhooks", json={"url": url})
    told = await desk.json("POST", f"/api/webhooks/{made['id']}/test")
    assert told == {"delivered": False, "status": 403, "error": "http_403"}


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "http://user:pw@a.example/",
        "http://a.example:99999/",
        "http://",
        "http://a b/",
        "javascript:1",
        f"http://{'a' * 64}.cn",
        "http://.cn",
        "http://a..b/",
        "http://%00/",
        "http://1.2.3.400/",
        "http://[fe80::1%25lo]/",
        f"http://{'a.' * 127}cn/",
    ],
    ids=[
        *("scheme", "password", "port", "no host", "blank", "script", "label too long", "no label", "empty label"),
        *("escaped", "no number", "zone", "name too long"),
    ],
)
async def test_an_address_that_is_none_is_refused(desk: Desk, url: str) -> None:
    assert_problem(await desk.ask("POST", "/api/webhooks", json={"url": url}), 422, "webhook_url_invalid", "url")


@pytest.mark.parametrize(
    "url",
    ["http://169.254.169.254/latest/meta-data", "http://[fe80::1]/", "http://0.0.0.0:80/", "http://100.100.100.200/"],
    ids=["metadata", "link-local", "unspecified", "metadata of a cloud"],
)
async def test_an_address_nothing_is_posted_to_is_refused(desk: Desk, url: str) -> None:
    answer = await desk.ask("POST", "/api/webhooks", json={"url": url})
    assert_problem(answer, 422, "webhook_address_forbidden", "url")
    assert (await desk.json("GET", "/api/webhooks"))["items"] == []


@pytest.mark.parametrize(
    "url",
    ["http://oa.nowhere.invalid./x", "https://10.1.2.3:8443/", "http://[fd00::5]/", f"http://{'a' * 63}.invalid/"],
    ids=["name", "number", "six", "longest label"],
)
async def test_an_address_within_the_house_is_kept(desk: Desk, url: str) -> None:
    assert (await desk.json("POST", "/api/webhooks", json={"url": url}))["url"] == url


@pytest.mark.parametrize("kind", ["nosuch_kind", "application_registered", "Escalation fell"])
async def test_a_kind_of_which_no_notice_ever_is_is_refused(desk: Desk, kind: str) -> None:
    wanted = {"url": "http://oa.nowhere.invalid/", "kinds": ["escalation_fell", kind]}
    code = "webhook_kind_unknown" if kind.islower() else "invalid_field"
    assert_problem(await desk.ask("POST", "/api/webhooks", json=wanted), 422, code, "kinds.1")
    assert (await desk.json("GET", "/api/webhooks"))["items"] == []


@pytest.mark.parametrize("by", ["handler", "supervisor", "chief", "head"])
async def test_only_administrators_see_and_change_webhooks(desk: Desk, by: str) -> None:
    wanted = {"url": "http://oa.example/"}
    assert_problem(await desk.ask("GET", "/api/webhooks", by), 403, "role_not_permitted")
    assert_problem(await desk.ask("POST", "/api/webhooks", by, json=wanted), 403, "role_not_permitted")
    assert_problem(await desk.ask("DELETE", f"/api/webhooks/{UUID(int=1)}", by), 403, "role_not_permitted")


async def test_what_failed_is_listed_page_by_page_and_sent_again(
    desk: Desk, office: PostOffice, mailbox: Mailbox
) -> None:
    mailbox.refuse["handler@example.com"] = "550 full of handler@example.com"
    await office.wants("handler")
    for _ in range(3):
        await office.notice()
    await office.round()
    first = await desk.json("GET", "/api/notices/failed", params={"limit": 2})
    second = await desk.json("GET", "/api/notices/failed", params={"limit": 2, "after": first["next"]})
    found = [*first["items"], *second["items"]]
    assert (len(first["items"]), len({one["notice_id"] for one in found}), second["next"]) == (2, 3, None)
    assert {(one["channel"], one["error"], one["attempts"]) for one in found} == {("mail", "smtp_550", 1)}
    assert "example.com" not in str(found)
    mailbox.refuse.clear()
    again = {"notices": [found[0]["notice_id"]]}
    assert await desk.json("POST", "/api/notices/failed/resend", "head", json=again) == {"deliveries": 1}
    assert await desk.json("POST", "/api/notices/failed/resend", "head", json=again) == {"deliveries": 0}
    assert await desk.json("POST", "/api/notices/failed/resend", json={"all": True}) == {"deliveries": 2}
    assert await desk.json("POST", "/api/notices/failed/resend", json={"all": True}) == {"deliveries": 0}
    await office.run_sql("UPDATE notice_deliveries SET next_try_at = :now WHERE status = 'waiting'", now=office.now)
    assert (await office.round()).mails == 3
    assert (await desk.json("GET", "/api/notices/failed"))["items"] == []


async def test_sending_again_what_has_not_failed_changes_nothing(
    desk: Desk, office: PostOffice, mailbox: Mailbox
) -> None:
    mailbox.refuse["handler@example.com"] = "550 unknown"
    await office.wants("handler")
    await office.notice()
    await office.round()
    (failed,) = await office.deliveries()
    both = {"notices": [str(failed.notice_id), str(UUID(int=7))]}
    assert_problem(await desk.ask("POST", "/api/notices/failed/resend", json=both), 404, "not_found", "notices")
    assert await office.told() == [("failed", 1, "smtp_550")]


@pytest.mark.parametrize("body", [{}, {"all": True, "notices": [str(UUID(int=1))]}], ids=["neither", "both"])
async def test_which_to_send_again_must_be_said(desk: Desk, body: Json) -> None:
    assert_problem(await desk.ask("POST", "/api/notices/failed/resend", json=body), 422, "resend_which", "body")


@pytest.mark.parametrize("by", ["handler", "supervisor", "chief"])
async def test_what_failed_is_for_administrators_and_the_head_of_the_office(desk: Desk, by: str) -> None:
    assert_problem(await desk.ask("GET", "/api/notices/failed", by), 403, "role_not_permitted")
    again = {"all": True}
    assert_problem(await desk.ask("POST", "/api/notices/failed/resend", by, json=again), 403, "role_not_permitted")
