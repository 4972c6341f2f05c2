"""Inquiries: noted once, listed, and turned into an application."""

import httpx

from api.routes_own_records import REQUEST
from tests.console.at_work import FORM, csrf_in, key_in
from tests.console.site import Site

NOTE = {
    "channel": "telephone",
    "asked": "询问老旧小区改造项目招标文件是否公开、到哪里查。",
    "answered": "告知可以书面申请公开。",
}


async def test_an_inquiry_is_noted_once_and_becomes_one_application(site: Site, handler: httpx.AsyncClient) -> None:
    page = (await handler.get("/inquiries")).text
    hidden = {"csrf": csrf_in(page), "key": key_in(page)}
    refused = await handler.post("/inquiries", data={**NOTE, **hidden, "answered": " "})
    assert refused.status_code == 422
    assert NOTE["asked"] in refused.text
    assert key_in(refused.text) == hidden["key"]
    for _ in range(2):
        noted = await handler.post("/inquiries", data={**NOTE, **hidden})
    assert noted.text.count("转为申请</a>") == 1
    form = await handler.get("/register?inquiry=" + noted.text.partition("/register?inquiry=")[2].partition('"')[0])
    assert NOTE["asked"] in form.text
    inquiry = form.text.partition('name="inquiry" value="')[2].partition('"')[0]
    sent = {**FORM, "csrf": csrf_in(form.text), "inquiry": inquiry}
    receipts = [await handler.post("/register", data={**sent, "key": key}) for key in ("first", "second")]
    assert receipts[0].url == receipts[1].url
    case_id = receipts[0].url.path.split("/")[2]
    assert f"/cases/{case_id}" in (await handler.get("/inquiries")).text
    async with site.client("reviewer") as reviewer:
        seen = (await reviewer.get("/inquiries")).text
        assert NOTE["asked"] in seen
        assert "转为申请</a>" not in seen
        found = (await reviewer.get("/inquiries?text=招标文件&channel=telephone&applied=true")).text
        assert NOTE["asked"] in found
        assert "/api/inquiries?channel=telephone&amp;applied=true&amp;text=" in found
        assert "没有符合条件的咨询记录" in (await reviewer.get("/inquiries?applied=false")).text
        wrong = await reviewer.get("/inquiries?asked_from=2026-02-30")
        assert (wrong.status_code, 'value="2026-02-30"' in wrong.text) == (422, True)


async def test_requests_about_own_records_are_listed_without_what_they_say(handler: httpx.AsyncClient) -> None:
    assert "没有此类申请。" in (await handler.get("/own-records")).text
    answer = await handler.post("/api/own-records", json=REQUEST, headers={"Idempotency-Key": "own"})
    assert answer.status_code == 201, answer.text
    shown = (await handler.get("/own-records")).text
    assert answer.json()["reference"] in shown
    assert "王小明" not in shown
    assert "没有此类申请。" in (await handler.get("/own-records?closed=true")).text
