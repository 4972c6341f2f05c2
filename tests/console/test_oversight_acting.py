"""Oversight where something is done: calendars to subscribe to, the annual report, and the way to an overdue case."""

import asyncio
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
from icalendar import Calendar
from playwright.async_api import Browser
from sqlalchemy import func, insert, select, text, update

from activities.db.database import Database
from activities.db.tables import cases, staff
from activities.db.tables_annual import annual_reports
from activities.db.tables_feeds import feeds
from api.cli.setup import SAMPLE_AGENCY, sample_member
from tests.api.office import application, today
from tests.console.site import Site, assert_accessible

YEAR = today().year - 1
ANNUAL = f"/oversight/annual/{YEAR}"
KEY, CSRF = (re.compile(rf'name="{name}" value="([^"]+)"') for name in ("key", "csrf"))


async def form_of(client: httpx.AsyncClient, address: str) -> dict[str, str]:
    """The hidden fields of the last form of a page, as a browser would send them."""
    page = (await client.get(address)).text
    version = re.search(r'name="expected_version" value="(\d+)"', page)
    found = {"csrf": CSRF.findall(page)[-1], "key": KEY.findall(page)[-1]}
    return {**found, **({"expected_version": version[1]} if version else {})}


async def with_case(database: Database, handler: UUID | None, due_on: date, **more: Any) -> str:
    """An open case that is due on a day; its reference."""
    number = f"示申〔{due_on.year}〕{abs(hash((handler, due_on))) % 9999}号"
    values = {
        "case_id": func.gen_random_uuid(),
        "agency_id": SAMPLE_AGENCY.id,
        "version": 1,
        "state": "processing",
        "reference": number,
        "channel": "online",
        "applicant_kind": "natural_person",
        "arrived_on": due_on - timedelta(days=28),
        "received_on": due_on - timedelta(days=28),
        "provisional": False,
        "limit_runs": True,
        "handler_id": handler,
        "due_on": due_on,
        "head": "h",
        **more,
    }
    async with database.transaction() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))  # without what it refers to
        version = (await connection.execute(text("SELECT version FROM calendars LIMIT 1"))).scalar_one()
        await connection.execute(insert(cases).values(**values, calendar_version=version))
    return number


def address_in(page: str) -> str:
    """The secret address that a page shows."""
    found = re.search(r"<code>http://[^/]+(/calendar/[^<]+\.ics)</code>", page)
    assert found
    return found[1]


async def test_a_calendar_is_told_once_read_by_programs_and_ended(site: Site) -> None:
    handler, soon = sample_member("handler"), today() + timedelta(days=3)
    mine = await with_case(site.database, handler.id, soon)
    others = await with_case(site.database, None, soon + timedelta(days=1))
    async with site.client("handler") as client, httpx.AsyncClient(base_url=site.url) as program:
        form = {**await form_of(client, "/oversight/calendar"), "scope": "mine"}
        twice = [await client.post("/oversight/calendar/feeds", data=form) for _ in range(2)]
        address = address_in(twice[0].text)
        assert address_in(twice[1].text) == address
        assert address not in (await client.get("/oversight/calendar")).text
        async with site.database.reading() as connection:
            assert (await connection.execute(select(func.count()).select_from(feeds))).scalar_one() == 1
            assert address.split("/")[-1][:-4] not in str((await connection.execute(select(feeds))).all())
        answer = await program.get(address)
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert "private" in answer.headers["Cache-Control"]
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        assert [(str(event["SUMMARY"]).split()[0], event.decoded("DTSTART")) for event in events] == [(mine, soon)]
        assert others not in answer.text
        again = await program.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        ended = await client.post(re.findall(r'action="([^"]+/end)"', twice[0].text)[0], data=form)
        assert ended.status_code == 200
        assert (await program.get(address)).status_code == 404


async def test_the_agencys_calendar_is_for_who_oversees_it_and_only_as_long(site: Site) -> None:
    soon = today() + timedelta(days=3)
    reference = await with_case(site.database, None, soon)
    async with site.client("handler") as client:
        form = {**await form_of(client, "/oversight/calendar"), "scope": "agency"}
        refused = await client.post("/oversight/calendar/feeds", data=form)
        assert refused.status_code == 403
    async with site.client("head") as client, httpx.AsyncClient(base_url=site.url) as program:
        made = (await client.post("/api/feeds", json={"scope": "agency"})).json()
        (event,) = Calendar.from_ical((await program.get(made["path"])).content).walk("VEVENT")
        assert (str(event["SUMMARY"]), event.decoded("DTSTART")) == ("答复期限到期1件", soon)
        assert reference in str(event["DESCRIPTION"])
        async with site.database.transaction() as connection:
            mine = staff.c.id == sample_member("head").id
            await connection.execute(update(staff).where(mine).values(roles=["handler"]))
        assert (await program.get(made["path"])).status_code == 404
        other = await client.post(f"/api/feeds/{sample_member('handler').id}/end")
        assert other.status_code == 404
    assert (await httpx.AsyncClient(base_url=site.url).get("/calendar/nonsense.ics")).status_code == 404


async def test_ten_calendars_are_enough(site: Site) -> None:
    async with site.client("handler") as client:
        for _ in range(10):
            assert (await client.post("/api/feeds", json={"scope": "mine"})).status_code == 201
        refused = await client.post("/api/feeds", json={"scope": "mine"})
        assert (refused.status_code, refused.json()["code"]) == (409, "feeds_too_many")
        assert len((await client.get("/api/feeds")).json()["items"]) == 10


TEXTS = {"overview": "本年度工作情况。", "problems": "存在的问题。"}
FIGURES = ("rules.made", "rules.repealed", "rules.in_force", "documents.made", "documents.repealed")
REST = ("documents.in_force", "permits", "penalties", "compulsions", "charges")


async def test_one_figure_entered_leaves_the_others_missing_and_what_is_refused_stays_typed(site: Site) -> None:
    async with site.client("head") as client:
        wrong = {**await form_of(client, f"{ANNUAL}/entries"), **TEXTS, "figures.permits": "many"}
        refused = await client.post(f"{ANNUAL}/entries", data=wrong)
        assert refused.status_code == 422
        assert 'value="many"' in refused.text
        assert "存在的问题。" in refused.text
        entered = await client.post(f"{ANNUAL}/entries", data={**wrong, "figures.permits": "12"})
        assert str(entered.url).endswith(ANNUAL)
        assert '行政许可</th><td colspan="3">12</td>' in entered.text
        assert '行政处罚</th><td colspan="3"></td>' in entered.text
        assert "行政处罚（第二十条第（六）项）处理决定数量" in entered.text
        assert "行政许可（第二十条第（五）项）处理决定数量" not in entered.text
        stale = await client.post(f"{ANNUAL}/entries", data={**wrong, "figures.permits": "13"})
        assert stale.status_code == 409
        assert 'value="13"' in stale.text
        assert "审定并固定" not in (await client.get(f"{ANNUAL}/adopt")).text


async def test_the_report_is_adopted_once_however_often_it_is_sent(site: Site) -> None:
    ended = {"closed_on": date(YEAR, 6, 1), "state": "closed", "outcome": "disclosed", "report_row": "3.1"}
    await with_case(site.database, None, date(YEAR, 6, 3), limit_runs=False, **ended)
    whole = {**TEXTS, **{f"figures.{name}": "0" for name in (*FIGURES, *REST)}}
    async with site.client("head") as client, site.client("supervisor") as looking:
        page = await client.post(f"{ANNUAL}/entries", data={**await form_of(client, f"{ANNUAL}/entries"), **whole})
        cells = re.findall(rf'href="({ANNUAL}/cases\?row=3.1&amp;column=[a-z_]+)">1</a>', page.text)
        assert len(cells) == 2
        assert (await client.get(cells[0].replace("&amp;", "&"))).text.count("/oversight/cases/") == 1
        form = await form_of(client, f"{ANNUAL}/adopt")
        answers = await asyncio.gather(*(client.post(f"{ANNUAL}/adopt", data=form) for _ in range(2)))
        assert {answer.status_code for answer in answers} == {200}
        assert "第1版" in answers[0].text
        async with site.database.reading() as connection:
            assert (await connection.execute(select(func.count()).select_from(annual_reports))).scalar_one() == 1
        seen = (await looking.get(ANNUAL)).text
        assert "已审定" in seen
        assert "/adopt" not in seen
        assert (
            await looking.post(f"{ANNUAL}/adopt", data=await form_of(looking, "/oversight/calendar"))
        ).status_code == 403
        assert (await looking.get(f"/api/reports/annual/{YEAR}?format=pdf")).content.startswith(b"%PDF")


async def overdue_case(site: Site) -> str:
    """A case that came long ago and was only now entered."""
    long_ago = (today() - timedelta(days=90)).isoformat()
    async with site.client("handler") as client:
        body = application(channel="in_person", arrived_on=long_ago)
        answer = await client.post("/api/applications", json=body, headers={"Idempotency-Key": "an overdue case"})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["reference"])


async def test_a_supervisor_finds_the_overdue_case_behind_the_figure(site: Site, chromium: Browser) -> None:
    reference = await overdue_case(site)
    async with site.browser(chromium, "supervisor") as page:
        await page.goto("/oversight")
        await page.click(".headline .bad a")
        assert "overdue=true" in page.url
        await page.click(f"text={reference}")
        await page.wait_for_selector("text=期限逐日计算")
        assert "▲" in await page.evaluate("getComputedStyle(document.querySelector('h1 .days'), '::before').content")
        assert "王小明" not in await page.content()
        await assert_accessible(page)
        await page.goto("/oversight/ledger")
        await assert_accessible(page)
    async with site.browser(chromium, "supervisor", scripts=False) as page:
        await page.goto("/oversight")
        await page.focus(".bars td a")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/oversight/cases?**")
        await page.focus("summary")
        await page.keyboard.press("Enter")
        await page.select_option("#f-state", "received")
        await page.focus("details form .row button")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**state=received**")
        assert reference in await page.content()
