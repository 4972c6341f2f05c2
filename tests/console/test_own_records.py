"""Requests for correction of own records in the console: entered, worked, told, by the same forms as cases are."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
from playwright.async_api import Browser

from api.console.own_records.step_forms import MODELS, reading_form
from api.console.own_records.words import OWN_HELP, texts_of
from api.routes_own_records import REQUEST
from schemas.messages import MESSAGES
from schemas.own_records_events import OwnEvent
from schemas.words_own_records import OWN_EVENT_FACTS, OWN_EVENT_TITLES, OWN_STEP_TITLES
from tests.console.at_work import csrf_in
from tests.console.filled_in import controls
from tests.console.site import DESK, PHONE, Site, assert_accessible
from tests.console.test_matrix import table
from tests.console.test_steps import changed
from tests.hostile.people import LOGINS
from workflows.own_records_rules import OWN_STEPS

NEW = "/own-records/new"
TYPED = {
    "channel": "in_person",
    "person__name": REQUEST["person"]["name"],
    "person__identity_number": REQUEST["person"]["identity_number"],
    "person__contact__phone": REQUEST["person"]["contact"]["phone"],
    "claim": REQUEST["claim"],
    "evidence": REQUEST["evidence"],
}


def test_every_step_has_model_words_and_help_and_every_event_its_words() -> None:
    kinds = {one.model_fields["kind"].default: one for one in OwnEvent.__origin__.__args__}  # type: ignore[attr-defined]
    assert set(MODELS) == set(OWN_STEP_TITLES) == set(OWN_HELP) == set(OWN_STEPS)
    assert set(OWN_EVENT_TITLES) == set(OWN_EVENT_FACTS) == set(kinds)
    told = {kind: {way.partition(".")[0] for way in ways} for kind, ways in OWN_EVENT_FACTS.items()}
    assert all(fields <= set(kinds[kind].model_fields) for kind, fields in told.items())
    for step in OWN_STEPS:
        assert reading_form(step).shape.fields
        assert all(not said.label[0].endswith("。") for said in texts_of(step).values())


def test_the_table_of_the_steps_of_a_request_is_what_the_engine_lets() -> None:
    rows = table("Who may take which step of a request for correction")
    said = {step: {role for role in LOGINS if row[role] == "yes"} for step, row in rows.items()}
    assert said == {step: {role for role in LOGINS if role in rule.roles} for step, rule in OWN_STEPS.items()}


def form_in(page: str, action: str) -> list[tuple[str, str]]:
    """What a browser would send of the form that goes to an address."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert found, page
    return controls(found[0])


async def sent(client: httpx.AsyncClient, action: str, /, **said: Any) -> httpx.Response:
    """Open a form, fill it in, send it."""
    fields = changed(form_in((await client.get(action)).text, action), said)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return await client.post(action, content=urlencode(fields), headers=headers)


async def entered(client: httpx.AsyncClient) -> str:
    """The page of a new request."""
    shown = await sent(client, NEW, **TYPED)
    assert shown.status_code == 200, shown.text
    return shown.url.path


async def uploaded(client: httpx.AsyncClient, at: str, name: str) -> httpx.Response:
    """Attach a paper by the form of the page."""
    before = {"csrf": csrf_in((await client.get(at)).text), "key": str(uuid4()), "back": at}
    return await client.post(f"{at}/documents", data=before, files={"file": (name, "户口簿".encode())})


async def test_a_request_is_entered_once_and_a_refused_form_keeps_what_was_typed(
    site: Site, handler: httpx.AsyncClient
) -> None:
    refused = await sent(handler, NEW, **{**TYPED, "person__contact__phone": "", "evidence": ""})
    assert refused.status_code == 422
    assert TYPED["claim"] in refused.text
    assert 'href="#f-person.contact"' in refused.text
    assert 'href="#f-evidence"' in refused.text
    fields = changed(form_in(refused.text, NEW), TYPED)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    first, again = [await handler.post(NEW, content=urlencode(fields), headers=headers) for _ in range(2)]
    assert first.url == again.url
    assert "王小明" not in str(first.url)
    assert all(word in first.text for word in (TYPED["claim"], "王小明", "已收到", "第四十一条未规定期限"))
    assert "校验码不符" not in first.text
    doubtful = await sent(handler, NEW, **{**TYPED, "person__identity_number": "99"})
    assert "校验码不符，请与证件核对" in doubtful.text
    listed = (await handler.get("/own-records")).text
    assert first.url.path in listed
    assert "王小明" not in listed
    async with site.client("reviewer") as reviewer:
        assert (await reviewer.get(NEW)).status_code == 403
        assert (await reviewer.post(NEW, data={"csrf": csrf_in(first.text), "key": "k"})).status_code == 403
        assert NEW not in (await reviewer.get("/own-records")).text


async def test_a_request_is_worked_by_forms_to_its_end(site: Site, handler: httpx.AsyncClient) -> None:
    at = await entered(handler)
    assert "户口簿.txt" in (await uploaded(handler, at, "户口簿.txt")).text
    document = (await handler.get(f"/api{at}/documents")).json()[0]["id"]
    unexamined = (await handler.get(f"{at}/steps/propose")).text
    assert "转送有权更正的行政机关" in unexamined
    assert 'value="corrected"' not in unexamined
    assert f"{at}?did=examine" in str(
        (await sent(handler, f"{at}/steps/examine", found="核对", documents=document)).url
    )
    proposal = dict(form_in((await handler.get(f"{at}/steps/propose")).text, f"{at}/steps/propose"))
    chosen = {**proposal, "decision.outcome": "corrected", "more": "decision.outcome"}
    assert 'name="decision.note"' in (await handler.post(f"{at}/steps/propose", data=chosen)).text
    await sent(handler, f"{at}/steps/propose", decision__outcome="corrected")
    own = await handler.get(f"{at}/steps/approve")
    assert MESSAGES["role_not_permitted"][0] in own.text
    async with site.client("approver") as approver:
        assert "有1件个人信息更正申请待您办理" in (await approver.get("/work")).text
        assert (await handler.get("/api/work")).json()["own_records"] == 0
        assert f"{at}/steps/approve" in (await approver.get(at)).text
        returned = await sent(approver, f"{at}/steps/approve", verdict="return")
        assert MESSAGES["comment_missing"][0] in returned.text
        await sent(approver, f"{at}/steps/approve", verdict="approve")
    await sent(handler, f"{at}/steps/carry_out")
    page = (await sent(handler, f"{at}/steps/record_delivery", method="direct", proof="送达回证")).text
    assert all(word in page for word in ("办结", "已更正", "送达告知书", "核对", "记录经逐条核验"[:2], ".pdf"))
    letter = re.search(r'href="(/api/letters/[^"]+\.pdf)"', page)
    assert letter
    assert (await handler.get(letter[1])).status_code == 200
    assert (await uploaded(handler, at, "迟到.txt")).status_code == 409
    assert f"{at}/documents" not in (await handler.get(at)).text
    assert (await handler.get(f"/api{at}/chain")).json()["faults"] == []
    assert (await handler.get(f"{at}/steps/no-such-step")).status_code == 404
    assert (await handler.get(f"/own-records/{uuid4()}")).status_code == 404


async def test_a_stale_form_tells_what_changed_and_keeps_what_was_typed(handler: httpx.AsyncClient) -> None:
    at = await entered(handler)
    action = f"{at}/steps/examine"
    seen = form_in((await handler.get(action)).text, action)
    await sent(handler, action, found="先一步核实。")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    stale = await handler.post(action, content=urlencode(changed(seen, {"found": "晚一步核实。"})), headers=headers)
    assert stale.status_code == 409
    assert "先一步核实。" in stale.text
    assert "晚一步核实。" in stale.text
    again = urlencode(form_in(stale.text, action))
    assert (await handler.post(action, content=again, headers=headers)).url.path == at


async def test_the_pages_are_accessible_wide_and_narrow(
    site: Site, handler: httpx.AsyncClient, chromium: Browser, tmp_path: Path
) -> None:
    at = await entered(handler)
    await uploaded(handler, at, "户口簿.txt")
    async with site.browser(chromium, "handler") as page:
        for address in ("/own-records", NEW, at, f"{at}/steps/propose", f"{at}/steps/examine"):
            await page.goto(address)
            await assert_accessible(page)
            await page.set_viewport_size(PHONE)
            wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            assert not await page.evaluate(wider), address
            await page.set_viewport_size(DESK)
        await page.goto(f"{at}/steps/propose")
        await page.get_by_label("处理意见").select_option("forwarded")
        await page.get_by_label("理由").fill("不属于本机关职能范围。")
        await page.get_by_label("有权更正的行政机关").fill("示例市公安局")
        await page.get_by_role("button", name="拟定处理意见").last.click()
        await page.get_by_role("status").filter(has_text="已记录").wait_for()
