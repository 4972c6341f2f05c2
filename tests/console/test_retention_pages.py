"""Holds placed by reference, periods by how a case ended, and that nobody overwrites what another has set."""

import re

import httpx
from playwright.async_api import Browser

from tests.console.at_work import csrf_in, registered
from tests.console.site import Site, assert_accessible
from tests.console.test_administration import form_of, sent

AT = "/admin/retention"
REFUSED = f"{AT}/outcomes/refused"


async def rules(admin: httpx.AsyncClient) -> dict[str, object]:
    found: dict[str, object] = (await admin.get("/api/retention/rules")).json()["rules"]
    return found


async def test_a_case_is_held_once_by_its_reference(site: Site, handler: httpx.AsyncClient, chromium: Browser) -> None:
    case_id = await registered(handler)
    reference = (await handler.get(f"/api/applications/{case_id}")).json()["summary"]["reference"]
    async with site.client("admin") as admin:
        await sent(admin, AT, f"{AT}/rules", documents="10")
        unknown = await sent(admin, AT, f"{AT}/holds", reference="没有此号", reason="审计")
        assert unknown.status_code == 422
        assert "本机关没有此编号的办件" in unknown.text
        assert 'value="审计"' in unknown.text
        assert re.search(r'name="documents"[^>]* value="10"', unknown.text), "the other form stays as it is on record"
        hidden = form_of((await admin.get(f"{AT}?hold={reference}")).text, f"{AT}/holds")
        typed = {**hidden, "reference": reference.replace("〔", "[").replace("〕", "]"), "reason": "示例市审计局审计"}
        for _ in range(2):
            assert "变更已生效" in (await admin.post(f"{AT}/holds", data=typed)).text
        (hold,) = (await admin.get("/api/retention/holds")).json()["items"]
        assert (hold["reference"], hold["reason"]) == (reference, "示例市审计局审计")
        other = await admin.post(f"{AT}/holds", data={**typed, "reason": "另一原因"})
        assert other.status_code == 422
        blank = {"csrf": hidden["csrf"], "key": "r", "reason": ""}
        assert (await admin.post(f"{AT}/holds/{hold['id']}/release", data=blank)).status_code == 422
        assert "暂停销毁" in (await admin.get("/admin/acts")).text
    async with site.browser(chromium, "admin") as page:
        for address in (AT, REFUSED, "/account/absences"):
            await page.goto(address)
            await assert_accessible(page)


async def test_periods_are_set_for_one_outcome_and_never_unseen(site: Site) -> None:
    async with site.client("admin") as admin:
        await sent(admin, AT, f"{AT}/rules", documents="10")
        opened = (await admin.get(REFUSED)).text
        wrong = await sent(admin, REFUSED, REFUSED, mode="own", documents="三十", letters="30")
        assert wrong.status_code == 422
        assert re.search(r'value="own" checked', wrong.text)
        assert 'value="三十"' in wrong.text
        await sent(admin, REFUSED, REFUSED, mode="own", documents="30")
        never = dict.fromkeys(("released", "letters", "personal"))
        assert (await rules(admin))["by_outcome"] == {"refused": {"documents": 30, **never}}
        stale = {**form_of(opened, REFUSED), "mode": "general"}
        assert (await admin.post(REFUSED, data=stale)).status_code == 409
        assert "永久" in (await admin.get(AT)).text
        await sent(admin, AT, f"{AT}/rules", documents="12")
        assert (await rules(admin))["by_outcome"] == {"refused": {"documents": 30, **never}}, "they stay"
        await sent(admin, REFUSED, REFUSED, mode="general", documents="")
        assert (await rules(admin)) == {"documents": 12, **never, "by_outcome": {}}
        assert (await admin.get(f"{AT}/outcomes/nonsense")).status_code == 404
    async with site.client("head") as other:
        csrf = csrf_in((await other.get("/account")).text)
        assert (await other.post(f"{AT}/holds", data={"csrf": csrf, "key": "k"})).status_code == 403
